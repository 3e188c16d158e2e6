"""Element trees of HTML, EPUB and Word to Markdown, one concept a module."""

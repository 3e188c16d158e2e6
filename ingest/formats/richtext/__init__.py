"""Rich text to Markdown, one concept a module."""

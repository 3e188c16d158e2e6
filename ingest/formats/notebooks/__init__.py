"""The cells of a notebook to Markdown, one concept a module."""

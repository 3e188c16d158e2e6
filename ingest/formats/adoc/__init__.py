"""AsciiDoc files to element trees, one concept a module."""

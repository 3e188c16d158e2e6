"""LaTeX source to element trees, one concept a module."""

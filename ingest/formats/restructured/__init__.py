"""reStructuredText to element trees, one concept a module; Sphinx's markup is read without it."""

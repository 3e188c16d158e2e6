"""The parts of a slide to element trees, one concept a module."""

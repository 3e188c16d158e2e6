"""Nodes that docutils has not: what directives of Sphinx and others stand for."""

from docutils import nodes


class Headed(nodes.General, nodes.Element):
    """What stands under its first child, a title, and ends with it: a class, a tab, a card."""


class Labelled(nodes.General, nodes.Element):
    """An admonition; the attribute ``label`` says of what kind."""


class Elsewhere(nodes.Invisible, nodes.Element):
    """Stands for the file whose name is its attribute ``file``."""

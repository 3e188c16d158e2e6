"""Tables that directives hold: docutils' own, without files and whatever concerns looks."""

from collections.abc import Callable
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, DirectiveError
from docutils.parsers.rst.directives import tables

from ingest.formats.restructured.nodes import Elsewhere


class _Options(dict[str, Callable[[str], Any]]):
    """Takes options of any name, as text."""

    def __missing__(self, _: str) -> Callable[[str], Any]:
        return str


def _lenient(base: type[tables.Table], *read: str) -> type[Directive]:
    """A table of docutils that reads some of its options alone.

    What is no such table for a mistake in it stands there as it is.
    """

    class Lenient(base):
        option_spec = _Options({name: base.option_spec[name] for name in read})
        widths = ""
        options: dict[str, Any]

        def run(self) -> list[nodes.Node]:
            file = self.options.get("file") or self.options.get("url")
            self.options = {name: self.options[name] for name in read if name in self.options}
            if not self.content:
                return [Elsewhere("", file=file)] if file else []
            try:
                found: list[nodes.Node] = super().run()
            except DirectiveError:
                found = []
            if not any(isinstance(node, nodes.table) for node in found):
                source = "\n".join(self.content)
                found = [nodes.literal_block(source, source)]
            for node in found:
                if isinstance(node, nodes.Element):
                    node.line = self.lineno
            return found

    return Lenient


Table = _lenient(tables.RSTTable)
ListTable = _lenient(tables.ListTable, "header-rows", "stub-columns")
CSVTable = _lenient(
    tables.CSVTable,
    "header-rows",
    "stub-columns",
    "header",
    "delim",
    "keepspace",
    "quote",
    "escape",
)

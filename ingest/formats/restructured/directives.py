"""What each directive of docutils, Sphinx or anybody else says: read by its kind, never run.

Those that nobody knows are read by their shape: an argument that names something stands above the
text that it has. Options that concern only looks may have any name and value.
"""

import re

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.parsers.rst.directives import misc

from ingest.formats.markup.tree import names
from ingest.formats.restructured.nodes import Elsewhere, Headed, Labelled
from ingest.formats.restructured.tables import CSVTable, ListTable, Table

_LABELS = {
    "attention": "Attention", "caution": "Caution", "danger": "Danger", "error": "Error",
    "hint": "Hint", "important": "Important", "note": "Note", "tip": "Tip", "warning": "Warning",
    "seealso": "See also",
}  # fmt: skip
_VERSIONS = {
    "versionadded": "Added in version", "versionchanged": "Changed in version",
    "versionremoved": "Removed in version", "deprecated": "Deprecated since version",
}  # fmt: skip
_TITLED = names("admonition topic sidebar")
_CODE = names(
    "code code-block sourcecode code-tab parsed-literal prompt doctest testcode testoutput ipython "
    "plot jupyter-execute productionlist graphviz digraph graph mermaid uml plantuml"
)
_PYTHON = names("doctest testcode ipython plot jupyter-execute")
_ARRANGING = names(
    "only ifconfig container compound rst-class cssclass grid tab-set tabs hlist acks epigraph "
    "highlights pull-quote div"
)
"""Whose argument is not to be read."""

_UNREAD = names(
    "toctree contents index meta role default-role raw todo todolist header footer tabularcolumns "
    "date bibliography autosummary testsetup testcleanup sectnum include literalinclude"
)
_FACTS = ("type", "value", "default")
_OPTION = re.compile(r":(?P<name>[\w-]+):(?:\s+(?P<value>.*))?\Z")
_FIELD = re.compile(r":[^:\s][^:]*:(?:\s|\Z)")
_SENTENCE = 3
"""Words that say something without any text below them."""


def directive_for(name: str) -> type[Directive]:
    """The class that reads the directives of a name, which may have a domain before it."""
    kind = name.rpartition(":")[2]
    return _KINDS.get(kind, _Described)


class _Own(Directive):
    """A directive whose argument, options and content are told apart here, so that none is wrong.

    Attributes:
        argument: the lines right after its name.
    """

    has_content = True

    @property
    def kind(self) -> str:
        """Its name without a domain."""
        return str(self.name).lower().rpartition(":")[2]

    def run(self) -> list[nodes.Node]:
        first = self.block_text.partition("\n")[0].partition("::")[2].strip()
        lines = list(self.content)
        after = (i for i, x in enumerate(lines) if not x.strip() or _FIELD.match(x))
        stop = next(after, len(lines))
        self._argued = stop if first else 0
        self.argument = [line.strip() for line in lines[: self._argued]]
        self._begin = self._argued
        self.options: dict[str, str] = {}
        for line in lines[self._argued :]:
            option = _OPTION.match(line)
            if not option and not (self.options and line.startswith(" ")):
                break
            if option:
                self.options[option["name"]] = option["value"] or ""
            self._begin += 1
        found = self.read() or [nodes.comment()]  # which tells where the text above it ends
        for node in found:
            if isinstance(node, nodes.Element) and not node.line:
                node.line = self.lineno
        return found

    def read(self) -> list[nodes.Node]:
        """The nodes that it stands for."""
        return [*self.text(0, self._argued), *self.body()]

    def body(self) -> list[nodes.Node]:
        """Its content, parsed."""
        return self.text(self._begin, len(self.content))

    def text(self, start: int, end: int) -> list[nodes.Node]:
        """Some of its lines, parsed."""
        holder = nodes.Element()
        if any(line.strip() for line in self.content[start:end]):
            self.state.nested_parse(self.content[start:end], self.content_offset + start, holder)
        return list(holder.children)

    def inline(self, tag: type[nodes.TextElement], text: str) -> nodes.TextElement:
        """A line of text, parsed."""
        found, _ = self.state.inline_text(text, self.lineno)
        return tag(text, "", *found)

    def source(self) -> str:
        """Its content as it stands."""
        return "\n".join(self.content[self._begin :])


class _Described(_Own):
    def read(self) -> list[nodes.Node]:
        said = " ".join(self.argument)
        named = ":" in self.name or "(" in said
        body = [*self._facts(), *self.body()]
        if not named and len(self.argument) > 1:
            return [nodes.container("", *self.text(0, self._argued), *body)]
        signature = "\n".join(self.argument).replace("\\\n", " ").replace("\n", ", ")
        if body and re.search(r"[^\W\d_]", said):
            title = nodes.title(signature, signature) if named else self.inline(nodes.title, said)
            if self.kind in ("class", "exception"):
                title.insert(0, nodes.Text(f"{self.kind} "))
            return [Headed("", title, *body)]
        if "(" in said:
            return [nodes.paragraph("", "", nodes.literal(signature, signature))]
        says = len(said.split()) >= _SENTENCE
        return [nodes.container("", *(self.text(0, self._argued) if says else body))]

    def _facts(self) -> list[nodes.Node]:
        """What its options say of a setting or a variable."""
        facts = "; ".join(f"{x}: {self.options[x]}" for x in _FACTS if self.options.get(x))
        if not facts:
            return []
        said = self.inline(nodes.paragraph, f"{facts[0].upper()}{facts[1:]}.")
        said.line = self.lineno
        return [said]


class _Class(_Described):
    """Of Sphinx it describes a class, of docutils it says how its content looks."""

    def read(self) -> list[nodes.Node]:
        shown = re.search(r"[A-Z.(]", " ".join(self.argument))
        return super().read() if shown or ":" in self.name else self.body()


class _Admonition(_Own):
    def read(self) -> list[nodes.Node]:
        return [Labelled("", *super().read(), label=_LABELS[self.kind])]


class _Version(_Own):
    def read(self) -> list[nodes.Node]:
        version, _, said = " ".join(self.argument).partition(" ")
        label = f"{_VERSIONS[self.kind]} {version}".strip()
        said_of_it = [self.inline(nodes.paragraph, said)] if said else []
        said_of_it += self.body()
        if not said_of_it:
            return [nodes.paragraph("", f"{label}.")]
        return [Labelled("", *said_of_it, label=label)]


class _Titled(_Own):
    def read(self) -> list[nodes.Node]:
        label = self.inline(nodes.inline, " ".join(self.argument)).astext()
        return [Labelled("", *self.body(), label=label)]


class _Arranging(_Own):
    def read(self) -> list[nodes.Node]:
        return [nodes.container("", *self.body())]


class _Code(_Own):
    def read(self) -> list[nodes.Node]:
        language = "python" if self.kind in _PYTHON else "".join(self.argument[:1])
        caption = self.options.get("caption", "")
        found: list[nodes.Node] = [self.inline(nodes.paragraph, caption)] if caption else []
        source = self.source()
        if self.kind == "parsed-literal":
            source, language = self.inline(nodes.literal, source).astext(), ""
        elif self.kind == "productionlist":
            language = ""
        return [*found, nodes.literal_block(source, source, language=language)]


class _Formula(_Own):
    def read(self) -> list[nodes.Node]:
        source = "\n".join([*self.argument, "", self.source()])
        return [nodes.math_block(x, x.strip()) for x in source.split("\n\n") if x.strip()]


class _Picture(_Own):
    def read(self) -> list[nodes.Node]:
        image = nodes.image("", alt=self.options.get("alt", ""))
        return [image] if self.kind == "image" else [nodes.figure("", image, *self.body())]


class _Rubric(_Own):
    def read(self) -> list[nodes.Node]:
        return [self.inline(nodes.rubric, " ".join(self.argument))]


class _Glossary(_Own):
    """Terms with definitions; several terms above one definition are made one line."""

    def read(self) -> list[nodes.Node]:
        for i in range(self._begin + 1, len(self.content)):
            above, line = self.content[i - 1], self.content[i]
            if above.strip() and line.strip() and above[0] != " " and line[0] != " ":
                self.content[i - 1], self.content[i] = "", f"{above}, {line}"
        return [nodes.container("", *self.body())]


class _Unread(_Own):
    def read(self) -> list[nodes.Node]:
        file = " ".join(self.argument)
        return [Elsewhere("", file=file)] if self.kind.endswith("include") and file else []


_KINDS: dict[str, type[Directive]] = {
    **dict.fromkeys(_LABELS, _Admonition),
    **dict.fromkeys(_VERSIONS, _Version),
    **dict.fromkeys(_TITLED, _Titled),
    **dict.fromkeys(_CODE, _Code),
    **dict.fromkeys(_ARRANGING, _Arranging),
    **dict.fromkeys(_UNREAD, _Unread),
    "class": _Class,
    "math": _Formula,
    "image": _Picture,
    "figure": _Picture,
    "rubric": _Rubric,
    "glossary": _Glossary,
    "table": Table,
    "list-table": ListTable,
    "csv-table": CSVTable,
    "replace": misc.Replace,
    "unicode": misc.Unicode,
}

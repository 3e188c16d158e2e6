"""Lines of AsciiDoc to blocks: sections, admonitions, delimited blocks, tables and paragraphs."""

import csv
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from ingest.formats.adoc.above import Above
from ingest.formats.adoc.inline import InlineReader
from ingest.formats.adoc.lists import ITEM, list_element
from ingest.formats.adoc.sections import ATTRIBUTES, HEADING
from ingest.formats.adoc.tables import table_element
from ingest.formats.lined import Line, LinedBlock, code, holding, next_of
from ingest.formats.markup.tree import Element, names

_TITLE = re.compile(r"\.(?P<title>[^\s.].*)")
_DELIMITER = re.compile(r"-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|/{4,}|--|`{3,}\S*|[|,:!]={3,}")
_SETTING = re.compile(r":(?P<name>\w[\w-]*):(?:\s+(?P<value>.*))?")
_SILENT = re.compile(
    r"//(?!/).*|:!?\w[\w-]*!?:(?:\s.*)?|'{3,}|<{3,}|-{3}|\*{3}|\+"
    r"|(?:ifn?def|ifeval|endif|toc|video|audio|tag|end)::\S*\[.*\]"
)
_MACRO = re.compile(r"[a-z]+::[^\s\[\]]*\[.*\]")
_INCLUDED = re.compile(r"include::(?P<file>[^\[\]]+)\[.*\]")
_PICTURE = re.compile(r"image::[^\[\]]*\[\"?(?P<alt>[^\],\"]*+).*\]")
_ADMONITION = re.compile(r"(?P<label>NOTE|TIP|IMPORTANT|WARNING|CAUTION):\s+(?=\S)")
_CALLOUTS = re.compile(
    r"(?<![ \t])(?:[ \t]*+(?:(?://|#|--|;;)[ \t]*+)?<(?:\d{1,3}|\.)>){1,9}$", re.MULTILINE
)
_LABELS = names("NOTE TIP IMPORTANT WARNING CAUTION")
_VERBATIM = ("-", ".", "`")
_UNREAD = names("comment pass")
_CODE = names("source listing literal")
_FORMULAS = names("stem latexmath asciimath")
_NEXT = "+"
_RULES = "=-~^+"
"""Below titles in the old style, from the highest level down."""

_DEEPEST = 20
"""Blocks and lists within each other."""

Ends = Mapping[str, Sequence[int]]
"""Where lines stand that open or close blocks, by what they are."""


@dataclass(slots=True)
class Reader:
    """Reads the lines of a file.

    Attributes:
        inline: reads what stands within paragraphs.
        elsewhere: the names of files that it would show.
    """

    inline: InlineReader
    elsewhere: list[str] = field(default_factory=list)

    def blocks(self, lines: Sequence[Line], depth: int = 0) -> Iterator[LinedBlock]:
        """The blocks of lines, which lie in so many other blocks."""
        ends = delimiters(lines)
        above, since, at = Above(), 0, 0
        while at < len(lines):
            text = lines[at].text
            if self._is_above(text, above):
                at += 1
                continue
            if not text or self._is_silent(text):
                since = at = at + 1
                continue
            after, elements = self._block(lines, at, ends, above, depth)
            first, last = lines[since].number, lines[after - 1].number
            yield from (LinedBlock(element, first, last) for element in elements)
            above, since, at = Above(), after, after

    def _is_above(self, text: str, above: Above) -> bool:
        """Whether a line says something of the block below it, which is then noted."""
        attributes, title = ATTRIBUTES.fullmatch(text), _TITLE.fullmatch(text)
        if attributes and attributes["said"]:
            above.attributes = above.attributes or attributes["said"]
        elif title:
            above.title = title["title"]
        return bool(attributes or title)

    def _is_silent(self, text: str) -> bool:
        """Whether a line says nothing; a setting or a file's name is noted."""
        setting, included = _SETTING.fullmatch(text), _INCLUDED.fullmatch(text)
        if setting:
            self.inline.attributes[setting["name"].lower()] = setting["value"] or ""
        if included:
            self.elsewhere.append(included["file"])
        return bool(setting or included or _SILENT.fullmatch(text))

    def _block(
        self, lines: Sequence[Line], at: int, ends: Ends, above: Above, depth: int
    ) -> tuple[int, list[Element]]:
        """Where the block that begins at a line ends, and the elements that it comes to."""
        if depth == 0 and (heading := self._heading(lines, at)):
            return heading
        picture = _PICTURE.fullmatch(lines[at].text)
        if picture:
            after, elements = at + 1, [holding("p", [picture["alt"]])]
        elif _DELIMITER.fullmatch(lines[at].text):
            after, elements = self._between_delimiters(lines, at, ends, above, depth)
        elif above.style in _UNREAD:
            after, elements = _paragraph_end(lines, at), []
        elif ITEM.match(lines[at].text) and depth < _DEEPEST:
            within = partial(self.blocks, depth=depth + 1)
            after, element = list_element(lines, at, ends, within, self.inline)
            if above.start:
                element.set("start", above.start)
            elements = [element]
        else:
            after, element = self._paragraph(lines, at, above)
            elements = [element]
        if elements and above.title:
            elements.insert(0, holding("p", self.inline(above.title)))
        return after, elements

    def _heading(self, lines: Sequence[Line], at: int) -> tuple[int, list[Element]] | None:
        text = lines[at].text
        heading = HEADING.fullmatch(text)
        if heading:
            level = len(text) - len(text.lstrip("=#"))
            return at + 1, [holding(f"h{level}", self.inline(heading["title"]))]
        if _is_underlined(lines, at):
            level = _RULES.index(lines[at + 1].text[0]) + 1
            return at + 2, [holding(f"h{level}", self.inline(text))]
        return None

    def _between_delimiters(
        self, lines: Sequence[Line], at: int, ends: Ends, above: Above, depth: int
    ) -> tuple[int, list[Element]]:
        """A delimited block; nothing of a delimiter that nothing closes."""
        text = lines[at].text
        end = next_of(ends.get("```" if text.startswith("```") else text, ()), at + 1)
        if end is None:
            return at + 1, []
        within = lines[at + 1 : end]
        source = [line.text for line in within]
        mark, style = text[0], above.style
        if mark == "/" or style in _UNREAD:
            return end + 1, []
        elements: list[Element] = []
        if style in _FORMULAS:
            elements = [self._formula("\n".join(source), style)]
        elif mark in _VERBATIM and (text != "--" or style in _CODE):
            elements = [_code(source, above.language or text.strip("-.`"))]
        elif mark in "|,:":
            mark = above.separator or mark
            bars = mark == "|" and any(mark in line for line in source)
            elements = [
                table_element(source, above.attributes, self.inline)
                if bars
                else _separated(source, mark)
            ]
        elif mark != "+" and depth < _DEEPEST:
            elements = self._held(within, mark, above, depth)
        return end + 1, elements

    def _held(self, lines: Sequence[Line], mark: str, above: Above, depth: int) -> list[Element]:
        """What a block holds that holds others: a quotation, an admonition, an example."""
        held = [block.element for block in self.blocks(lines, depth + 1)]
        if mark == "_" or above.style == "quote":
            return [holding("blockquote", [*held, *self._credit(above)])]
        return list(_labelled(above.style, held))

    def _paragraph(self, lines: Sequence[Line], at: int, above: Above) -> tuple[int, Element]:
        after = _paragraph_end(lines, at)
        texts = [x.text for x in lines[at:after] if not x.text.startswith("//")]
        style = above.style
        if style in _FORMULAS:
            return after, self._formula("\n".join(texts), style)
        if style in _CODE or lines[at].text.startswith(" "):
            return after, _code(texts, above.language)
        said = "\n".join(text.strip().removesuffix(" +") for text in texts)
        admonition = _ADMONITION.match(said)
        if admonition:
            style, said = admonition["label"], said[admonition.end() :]
        element = next(_labelled(style, [holding("p", self.inline(said))]))
        if style in ("quote", "verse"):
            element = holding("blockquote", [element, *self._credit(above)])
        return after, element

    def _formula(self, source: str, style: str) -> Element:
        formula = self.inline.formula(source.strip(), style)
        if not isinstance(formula, str):
            formula.set("display", "block")
        return holding("p", [formula])

    def _credit(self, above: Above) -> Iterator[Element]:
        """Whom a quotation is from."""
        said = ",".join(above.attributes.split(",")[1:]).strip(' "')
        if said and "=" not in said:
            yield holding("p", ["— ", *self.inline(said)])


def delimiters(lines: Sequence[Line]) -> dict[str, list[int]]:
    """Where the lines stand that open or close blocks, by what they are."""
    found = defaultdict(list)
    for at, line in enumerate(lines):
        if _DELIMITER.fullmatch(line.text):
            found[line.text].append(at)
    return found


def _is_underlined(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a title in the old style, as long as the rule below it."""
    below = lines[at + 1].text if at + 1 < len(lines) else ""
    text = lines[at].text
    return bool(
        re.fullmatch(r"={3,}|-{3,}|~{3,}|\^{3,}|\+{3,}", below)
        and abs(len(text) - len(below)) <= 1
        and re.match(r"[^*.-].*\w|\w", text)
        and (at == 0 or not lines[at - 1].text)
    )


def _paragraph_end(lines: Sequence[Line], at: int) -> int:
    after = at + 1
    while after < len(lines):
        text = lines[after].text
        if not text or text == _NEXT:
            break
        if any(pattern.fullmatch(text) for pattern in (_DELIMITER, ATTRIBUTES, _MACRO)):
            break
        after += 1
    return after


def _labelled(style: str, elements: list[Element]) -> Iterator[Element]:
    """Blocks, the first of an admonition after the word that says what it is."""
    label = f"{style.capitalize()}:" if style in _LABELS else ""
    if label and elements and elements[0].tag == "p":
        elements[0].text = f"{label} {elements[0].text or ''}"
    elif label:
        yield holding("p", [label])
    yield from elements


def _code(texts: Sequence[str], language: str) -> Element:
    """Code, without the marks that point to remarks on it."""
    return code([_CALLOUTS.sub("", textwrap.dedent("\n".join(texts)))], language)


def _separated(texts: Sequence[str], mark: str) -> Element:
    """A table of comma or colon separated values."""
    rows = csv.reader(texts, delimiter=mark)
    return holding("table", (holding("tr", (holding("td", [x]) for x in row)) for row in rows))

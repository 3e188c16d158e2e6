"""Lists of AsciiDoc: how deep an item is, its marker tells; what belongs to it, blank lines do."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.formats.lined import Line, LinedBlock, holding, next_of
from ingest.formats.markup.tree import Element, new_element

ITEM = re.compile(
    r"\s*(?:(?P<marker>\*{1,6}|-|\.{1,6}|\d{1,9}\.|[a-z]\.|<(?:\d{1,3}|\.)>)\s+(?=\S)"
    r"|(?P<term>[^\s/].{0,300}?)(?P<colons>:{2,4}|;;)(?:\s+|\Z))"
)
_ENDS = re.compile(r"\[.*\]|\.[^\s.].*|//-.*|={1,6}\s.*")
"""What ends a list where no ``+`` says that it belongs to the item."""

_ATTACHES = "+"
_DEEPEST = 12

Blocks = Callable[[Sequence[Line]], Iterable[LinedBlock]]
Inline = Callable[[str], Iterable[str | Element]]


@dataclass(slots=True)
class _Item:
    kind: str
    term: str
    body: list[Line] = field(default_factory=list)


def list_element(
    lines: Sequence[Line],
    at: int,
    ends: Mapping[str, Sequence[int]],
    blocks: Blocks,
    inline: Inline,
) -> tuple[int, Element]:
    """The list that begins at a line, with those within it, and where it ends.

    Args:
        lines: in order.
        at: number of its first line.
        ends: where the lines stand that open or close blocks, by what they are.
        blocks: reads what an item holds.
        inline: reads a term.
    """
    items: list[_Item] = []
    while at < len(lines) and (match := ITEM.match(lines[at].text)):
        marker = match["marker"] or match["colons"]
        kind = "1." if marker[0].isdigit() else "<" if marker[0] == "<" else marker
        item = _Item(kind, match["term"] or "")
        item.body.append(Line(lines[at].number, lines[at].text[match.end() :]))
        at = _rest(lines, at + 1, ends, item)
        items.append(item)
    return at, _nested(items, blocks, inline)


def _rest(lines: Sequence[Line], at: int, ends: Mapping[str, Sequence[int]], item: _Item) -> int:
    """Adds the lines that belong to an item below its first one; returns where they end."""
    attached = False
    while at < len(lines):
        line = lines[at]
        opens = line.text in ends
        end = next_of(ends[line.text], at + 1) if opens else None
        if line.text == _ATTACHES:
            attached = True
            item.body.append(Line(line.number, ""))
        elif attached and end is not None:
            item.body += lines[at : end + 1]
            at, attached = end, False
        elif not line.text:
            following = next((i for i in range(at, len(lines)) if lines[i].text), len(lines))
            text = lines[following].text if following < len(lines) else ""
            says = any(x.text for x in item.body)
            if ITEM.match(text) or text == _ATTACHES:
                at = following
                if text != _ATTACHES:
                    return at
                continue
            if not text or opens_block(text, ends) or (says and not text.startswith(" ")):
                return at
            item.body.append(Line(line.number, ""))
            at, attached = following - 1, False
        elif not attached and (ITEM.match(line.text) or opens_block(line.text, ends)):
            return at
        elif not line.text.startswith("//"):
            item.body.append(line if attached else Line(line.number, line.text.strip()))
        at += 1
    return at


def opens_block(text: str, ends: Mapping[str, Sequence[int]]) -> bool:
    """Whether a line begins something else than text."""
    return text in ends or bool(_ENDS.fullmatch(text))


def _nested(items: Iterable[_Item], blocks: Blocks, inline: Inline) -> Element:
    """Items as lists within lists: one with a marker that is new lies within the item above."""
    opened: list[tuple[str, Element]] = []
    for item in items:
        kinds = [kind for kind, _ in opened]
        if item.kind in kinds:
            del opened[kinds.index(item.kind) + 1 :]
        elif len(opened) < _DEEPEST:
            element = new_element("dl" if item.term else "ul" if item.kind[0] in "*-" else "ol")
            if opened:
                opened[-1][1][-1].append(element)
            opened.append((item.kind, element))
        into = opened[-1][1]
        if item.term:
            into.append(holding("dt", inline(item.term)))
        held = (block.element for block in blocks(item.body))
        into.append(holding("dd" if into.tag == "dl" else "li", held))
    return opened[0][1]

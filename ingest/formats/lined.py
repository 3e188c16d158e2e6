"""Formats whose places are lines: numbered lines, blocks of some, and Markdown of all."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.content import Content
from ingest.formats.markup.blocks import markdown_blocks_of
from ingest.formats.markup.grow import append
from ingest.formats.markup.questions import mark_questions
from ingest.formats.markup.tree import Element, first_heading, new_element
from ingest.formats.passages import Passage, content_of

_UNREADABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ue000\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""What XML does not allow, and what ends lines for some parsers and not for editors."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a source; lines within others, as those of a list's item, keep their numbers."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class LinedBlock:
    """A block element and the lines of the source that it comes from, counted from 1."""

    element: Element
    first: int
    last: int


def readable(text: str) -> str:
    """A source without what no line may hold, its lines ended by line feeds."""
    return _UNREADABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def numbered(source: str) -> list[Line]:
    """The lines of a source, tabs expanded and without white space at their ends."""
    lines = enumerate(source.expandtabs().split("\n"), 1)
    return [Line(number, text.rstrip()) for number, text in lines]


def holding(tag: str, content: Iterable[str | Element]) -> Element:
    """An element that holds texts and elements."""
    element = new_element(tag)
    append(element, content)
    return element


def code(lines: Iterable[str], language: str = "") -> Element:
    """A block of code."""
    element = new_element("pre", "\n".join(lines))
    element.set("data-lang", language)
    return element


def next_of(numbers: Sequence[int], after: int) -> int | None:
    """The first of ascending numbers that is not below another one."""
    at = bisect_left(numbers, after)
    return numbers[at] if at < len(numbers) else None


def lined_content(
    blocks: Sequence[LinedBlock],
    title: str = "",
    remarks: Sequence[str] = (),
    metadata: dict[str, str] | None = None,
) -> Content:
    """One text of all blocks, in order, called by its title or else by its first heading.

    Raises:
        SourceError: if no block has text.
    """
    root = new_element("div")
    root.extend([block.element for block in blocks])
    mark_questions(root)
    title = title or first_heading(root)
    return content_of(_passages(blocks), title, remarks, metadata)


def _passages(blocks: Iterable[LinedBlock]) -> Iterator[Passage]:
    for block in blocks:
        holder = new_element("div")
        holder.append(block.element)
        one = block.first >= block.last
        label = f"line {block.first}" if one else f"lines {block.first}-{block.last}"
        yield Passage("\n\n".join(markdown_blocks_of(holder)), label)

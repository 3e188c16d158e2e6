"""Paragraphs that state how deep they are indented, to lists within lists."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.formats.markup.tree import Element, new_element


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, and the list it is an item of.

    Attributes:
        content: its element.
        level: how deep it is indented, 0 the outermost.
        marker: ``ul`` or ``ol``; empty if it is no item.
    """

    content: Element
    level: int = 0
    marker: str = ""


def nested(paragraphs: Iterable[Paragraph]) -> Iterator[Element]:
    """Paragraphs as they are, and items as lists, deeper ones within the item above."""
    lists: list[tuple[int, Element]] = []
    for paragraph in paragraphs:
        if not paragraph.marker:
            lists = []
            yield paragraph.content
            continue
        while lists and not _goes_on(*lists[-1], paragraph):
            lists.pop()
        if not lists or lists[-1][0] < paragraph.level:
            opened = new_element(paragraph.marker)
            if lists:
                lists[-1][1][-1].append(opened)
            else:
                yield opened
            lists.append((paragraph.level, opened))
        paragraph.content.tag = "li"
        lists[-1][1].append(paragraph.content)


def _goes_on(level: int, opened: Element, paragraph: Paragraph) -> bool:
    """Whether a list goes on with a paragraph, as an item of it or within its last one."""
    same = paragraph.level == level and paragraph.marker == opened.tag
    return same or paragraph.level > level

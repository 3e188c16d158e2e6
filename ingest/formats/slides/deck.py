"""The slides of a deck to Markdown: each under its title, without what repeats on most of them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.formats.markup.blocks import markdown_blocks_of
from ingest.formats.markup.tree import Element, new_element, text_of
from ingest.formats.slides.slide import Blocks, SlideParts
from ingest.formats.slides.text import line_of

_FEW = 4
"""Slides; in a shorter deck a text that repeats is no running header."""

_SHORT = 80
"""Characters of a first paragraph that may stand for a missing title."""


def slide_texts(slides: Sequence[SlideParts]) -> Iterator[str]:
    """The Markdown of each slide; empty for those without text."""
    running = _running(slides)
    for number, slide in enumerate(slides, 1):
        blocks = [x for shape in slide.shapes if _key(shape) not in running for x in shape]
        yield _text(number, slide.title, blocks, slide.notes)


def _running(slides: Sequence[SlideParts]) -> set[str]:
    """What stands on most slides, be it with another number on each."""
    counts = Counter(key for slide in slides for key in {_key(shape) for shape in slide.shapes})
    return {key for key, count in counts.items() if count >= _FEW and 2 * count > len(slides)}


def _key(blocks: Blocks) -> str:
    return re.sub(r"\d+", "#", "\n".join(map(text_of, blocks)).casefold())


def _text(number: int, title: str, blocks: list[Element], notes: Sequence[Element]) -> str:
    if not (title or blocks or any(map(text_of, notes))):
        return ""
    if not title and blocks and _may_head(blocks[0]):
        title = line_of([blocks.pop(0)])
    page = new_element("div")
    page.append(new_element("h2", title or f"Slide {number}"))
    page.extend(blocks)
    page.extend(_spoken(notes))
    return "\n\n".join(markdown_blocks_of(page))


def _may_head(block: Element) -> bool:
    is_words = block.tag == "p" and block.find(".//tex") is None
    return is_words and len(text_of(block)) <= _SHORT


def _spoken(notes: Sequence[Element]) -> Iterator[Element]:
    """The speaker's notes, announced as such."""
    said = [block for block in notes if text_of(block)]
    if said and said[0].tag == "p":
        said[0].text = f"Notes: {said[0].text or ''}"
    elif said:
        yield new_element("p", "Notes:")
    yield from said

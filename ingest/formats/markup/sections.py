"""Places in a text without pages: the section, by its heading, or else the paragraph."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from ingest.formats.passages import Passage

BEGINNING = "beginning"
"""What lies above the first heading of a text that has headings."""

_LONGEST = 80
"""Characters of a heading that a place names; more would not be read."""


def section_passages(
    blocks: Sequence[str],
    label: Callable[[str], str] = "section “{}”".format,
    first: str = "",
) -> Iterator[Passage]:
    """The sections of a text, each from its heading, or run of headings, to the next one.

    Args:
        blocks: of Markdown, each heading a block of its own.
        label: from the innermost heading to what the place is called.
        first: what the text above the first heading is called, all of it if there is none. Where
            this is not stated, a text without headings is placed by paragraphs: ``paragraph 7``.
    """
    if not first and not any(map(_is_heading, blocks)):
        yield from (Passage(text, f"paragraph {number}") for number, text in enumerate(blocks, 1))
        return
    headings: list[str] = []
    for are_headings, run in groupby(blocks, _is_heading):
        if are_headings:
            headings = list(run)
            continue
        yield Passage(_joined([*headings, *run]), _place(headings, label, first))
        headings = []
    if headings:
        yield Passage(_joined(headings), _place(headings, label, first))


def _joined(blocks: Sequence[str]) -> str:
    return "\n\n".join(blocks)


def _is_heading(block: str) -> bool:
    return block.startswith("#")


def _place(headings: Sequence[str], label: Callable[[str], str], first: str) -> str:
    if not headings:
        return first or BEGINNING
    return label(shortened(headings[-1].lstrip("#").strip()))


def shortened(heading: str) -> str:
    """A heading as far as a place names it: without marks of code, cut between words."""
    heading = heading.replace("`", "")
    if len(heading) <= _LONGEST:
        return heading
    return heading[:_LONGEST].rpartition(" ")[0].rstrip(",;:–— ") + "…"

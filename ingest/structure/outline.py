"""Elements to Blocks: what stands below which heading, and below which question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.structure.blocks import Block
from ingest.structure.elements import Element
from ingest.structure.pairs import pair_numbers
from ingest.structure.questions import LONGEST
from ingest.types import Kind

_INNERMOST = 100
"""Level of a question that is no heading: deeper than any, since it ends where any begins."""


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    title: str
    start: int = -1


def outline(elements: Sequence[Element], root: tuple[str, ...] = ()) -> list[Block]:
    """The blocks that elements form, each with its heading path and its pair.

    A question is a heading of what answers it. Headings, and what is silent, belong to the block
    below them; headings with nothing below them are a block of their own.

    Args:
        elements: of the whole text, in order.
        root: headings above the whole text, such as a title from the front matter.
    """
    path = [_Heading(0, title) for title in root]
    blocks: list[Block] = []
    waiting: int | None = None
    reached, previous = 0, None
    for element, pair in zip(elements, pair_numbers(elements, root), strict=True):
        begin = element.start if waiting is None else waiting
        new = _heading(element, pair is not None and pair != previous, pair is not None)
        if new:
            if path and path[-1].start >= begin and path[-1].level >= new.level:
                blocks.append(_block(begin, reached, reached, path))
                begin = element.start
            # A first heading that repeats the title stands in its place.
            path = [x for x in path if x.level < new.level and x.title != new.title]
            path.append(new)
        elif pair is None:
            path = [x for x in path if x.level < _INNERMOST]
        body = _body(element, new, pair)
        waiting = begin if body is None else None
        if body is not None:
            kind = Kind.PROSE if new else element.kind
            blocks.append(_block(begin, body, element.end, path, kind, pair))
        reached, previous = element.end, pair
    if waiting is None:
        return blocks
    if blocks and not (path and path[-1].start >= waiting):
        return [*blocks[:-1], replace(blocks[-1], end=reached)]
    body = reached if path and path[-1].start >= waiting else waiting
    return [*blocks, _block(waiting, body, reached, path)]


def _heading(element: Element, opens: bool, inside: bool) -> _Heading | None:
    """What an element puts at the end of the heading path, if anything."""
    if element.level and (opens or not inside):
        return _Heading(element.level, element.title, element.start)
    if opens and element.question:
        question = element.question.text
        if len(question) > LONGEST:
            question = f"{question[:LONGEST].rsplit(' ', 1)[0]} …"
        return _Heading(_INNERMOST, question, element.start)
    return None


def _body(element: Element, new: _Heading | None, pair: int | None) -> int | None:
    """Where the content of an element begins; None where it has none of its own."""
    if element.silent or (new and element.level):
        return None
    if element.level and len(element.title.split()) == 1:  # ``Answer``
        return None
    if new and element.question and len(element.question.text) <= LONGEST:
        answer = element.question.answer
        return answer if answer < element.end else None
    if pair is not None and element.answer is not None and not new:
        return element.answer
    return element.start


def _block(
    start: int,
    body: int,
    end: int,
    path: Sequence[_Heading],
    kind: Kind = Kind.PROSE,
    pair: int | None = None,
) -> Block:
    headings = tuple(heading.title for heading in path)
    opens = tuple(heading.start for heading in path if heading.start >= start)
    return Block(start, body, end, kind, headings, pair, opens)

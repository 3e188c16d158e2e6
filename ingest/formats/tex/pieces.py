"""Pieces of a text in the order they are read, and the paragraphs they make."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.formats.markup.grow import append
from ingest.formats.markup.tree import Element, names, new_element, text_of
from ingest.formats.tex.parse import Node

POINTER = "\ue000"
"""Stands where a reference to elsewhere was, until the words around it are closed up."""

BLOCKS = names("h1 h2 h3 h4 h5 h6 h7 h8 ul ol table pre blockquote p")

_POINTERS = re.compile(f"{POINTER}(?:[\\s,;]*(?:and )?{POINTER})*")
_IN_BRACKETS = re.compile(f"(?<!\\s)\\s*+(?:\\(\\s*{POINTER}\\s*\\)|\\[\\s*{POINTER}\\s*\\])")
_BEFORE_MARK = re.compile(f"(?<!\\s)\\s*+{POINTER}(?=\\s*[,.;:!?)\\]]|\\s*\\Z|\\s)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text or an element that comes from characters `start` to `end`; None parts paragraphs."""

    part: str | Element | None
    start: int
    end: int


Read = Callable[[Sequence[Node]], Iterable[Piece]]
"""What reads the nodes within a node."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block element and the characters it comes from."""

    element: Element
    start: int
    end: int


def blocks(pieces: Iterable[Piece]) -> Iterator[Block]:
    """The blocks that pieces make: what stands between two blocks or breaks is a paragraph."""
    run: list[Piece] = []
    for piece in pieces:
        if piece.part is None:
            yield from _paragraph(run)
            run = []
        elif isinstance(piece.part, str) or piece.part.tag not in BLOCKS:
            run.append(piece)
        else:
            yield from _paragraph(run)
            run = []
            yield Block(piece.part, piece.start, piece.end)
    yield from _paragraph(run)


def _paragraph(run: list[Piece]) -> Iterator[Block]:
    element = inline(run, "p")
    if text_of(element):
        inked = [piece for piece in run if piece.part != POINTER and _says_something(piece.part)]
        yield Block(element, inked[0].start, inked[-1].end)


def _says_something(part: str | Element | None) -> bool:
    return bool(part.strip()) if isinstance(part, str) else part is not None and part.tag != "br"


def inline(pieces: Iterable[Piece], tag: str) -> Element:
    """An element of all the pieces, breaks between paragraphs being spaces."""
    element = new_element(tag)
    append(element, (" " if piece.part is None else piece.part for piece in pieces))
    for part in element.iter():
        part.text = _closed_up(part.text)
        part.tail = _closed_up(part.tail)
    return element


def _closed_up(text: str | None) -> str | None:
    """Text without marks of references: ``as in [mark].`` becomes ``as in.`` again."""
    if not text or POINTER not in text:
        return text
    text = _IN_BRACKETS.sub("", _POINTERS.sub(POINTER, text))
    return _BEFORE_MARK.sub("", text).replace(POINTER, "")

"""Blocks to Chunks: as much as fits the encoder's window, and no more.

An encoder truncates what exceeds its window, so text beyond it would be found by nobody. Blocks
under one heading are packed together; a question keeps its answer; code stands alone, because it
dilutes the embedding of the prose around it; a table or list keeps the paragraph that announces it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from ingest.blocks import Block
from ingest.digest import digest
from ingest.markdown import markdown_blocks
from ingest.plain import plain_blocks
from ingest.split import split_span
from ingest.types import Chunk, Document, Kind

CHUNKER = "structure-1"
"""Names this chunker in an index's fingerprint; change it whenever any text is cut differently."""

_STRENGTH = (Kind.TABLE, Kind.CODE, Kind.MATH, Kind.LIST, Kind.PROSE)
_INHERITED = ("tracks", "section", "roles", "level")

_APPARATUS = re.compile(r"\[@[^\]\n]*\]|(?<=\])\([^()\s]*\)")
"""Reference marks and link targets: they say nothing of the passage's meaning."""

Count = Callable[[str], int]
"""Word pieces of a text, special tokens left out."""


def chunk_document(document: Document, count: Count, limit: int) -> list[Chunk]:
    """The passages of a document, in order, covering all of its text but front matter and blanks.

    Args:
        document: ``metadata["format"]`` says how its structure is read: ``markdown`` or ``text``.
        count: word pieces of a text; white space between two texts must count nothing.
        limit: most word pieces of an embedded text (heading path and body).

    Returns:
        Chunks whose embedded text counts at most `limit` pieces each.
    """
    root = (document.title,) if "title" in document.metadata else ()
    read = markdown_blocks if document.metadata.get("format") == "markdown" else plain_blocks
    inherited = {key: document.metadata[key] for key in _INHERITED if key in document.metadata}

    chunks: list[Chunk] = []
    seen: Counter[str] = Counter()
    for blocks in _pack(
        _fitting(read(document.text, root), document.text, count, limit),
        count,
        document.text,
        limit,
    ):
        text = document.text[blocks[0].start : blocks[-1].end]
        seen[text] += 1
        body = blocks[0].body - blocks[0].start
        chunks.append(
            Chunk(
                chunk_id=digest(document.doc_id, text, str(seen[text])),
                doc_id=document.doc_id,
                start=blocks[0].start,
                end=blocks[-1].end,
                text=text,
                headings=blocks[0].headings,
                kind=_kind(blocks),
                metadata={**inherited, "body": body},
            )
        )
    return chunks


def embedded_text(chunk: Chunk, count: Count, limit: int) -> str:
    """What the encoder and the lexical index read of a chunk: its heading path, then its body."""
    path = heading_line(chunk.headings, count, limit)
    body = _APPARATUS.sub(_blank, chunk.text[chunk.metadata.get("body", 0) :]).strip()
    return "\n".join(part for part in (path, body) if part)


def _blank(match: re.Match[str]) -> str:
    """White space as long as the match: an encoder skips it, and offsets stay as they were."""
    return " " * len(match.group())


def heading_line(headings: tuple[str, ...], count: Count, limit: int) -> str:
    """The heading path in one line, outer headings dropped until it takes half the window."""
    for first in range(len(headings)):
        line = " > ".join(headings[first:])
        if count(line) <= limit // 2:
            return line
    return ""


def _fitting(blocks: Iterable[Block], text: str, count: Count, limit: int) -> Iterator[Block]:
    """The blocks, those too long for the window cut into pieces that fit it."""
    for block in blocks:
        room = limit - count(heading_line(block.headings, count, limit))
        spans = split_span(text, block.body, block.end, block.kind, count, room)
        for number, (start, end) in enumerate(spans):
            first = number == 0
            yield replace(
                block,
                start=block.start if first else start,
                body=block.body if first else start,
                end=end,
            )


def _pack(blocks: Iterable[Block], count: Count, text: str, limit: int) -> Iterator[list[Block]]:
    """Runs of neighbouring blocks of one section or pair that fit the window together."""
    for _, members in groupby(blocks, key=_belonging):
        run: list[Block] = []
        for block in members:
            if run and not _fits_in([*run, block], text, count, limit):
                lead = run.pop() if _introduces(run, text) else None
                yield run
                run = [lead] if lead and _fits_in([lead, block], text, count, limit) else []
                if lead and not run:
                    yield [lead]
            run.append(block)
        yield run


def _belonging(block: Block) -> tuple[tuple[str, ...], int | None]:
    """What two blocks must share to stand in one chunk: a pair, or else the heading path."""
    return (block.headings, None) if block.pair is None else ((), block.pair)


def _fits_in(run: list[Block], text: str, count: Count, limit: int) -> bool:
    """Whether the blocks may stand in one chunk and their embedded text fits the window."""
    if run[0].pair is None and any(block.kind is Kind.CODE for block in run):
        return False
    path = heading_line(run[0].headings, count, limit)
    return count(path) + count(text[run[0].body : run[-1].end]) <= limit


def _introduces(run: list[Block], text: str) -> bool:
    """Whether the last block of several announces what comes next (``… as follows:``)."""
    return len(run) > 1 and text[run[-1].body : run[-1].end].endswith(":")


def _kind(blocks: list[Block]) -> Kind:
    """A pair is a pair whatever it holds; otherwise the least ordinary kind among the blocks."""
    if blocks[0].pair is not None:
        return Kind.QA
    kinds = {block.kind for block in blocks}
    return next(kind for kind in _STRENGTH if kind in kinds)

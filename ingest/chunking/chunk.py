"""Blocks to Chunks: as much as fits the encoder's window, and no more.

An encoder truncates what exceeds its window, so text beyond it would be found by nobody.
"""

import re
from bisect import bisect_left
from collections import Counter
from operator import itemgetter

from ingest.chunking.leads import said
from ingest.chunking.pack import Run, packed
from ingest.chunking.split import TINY
from ingest.chunking.window import Count, Window, heading_line
from ingest.digest import digest
from ingest.structure.markdown import markdown_blocks
from ingest.structure.plain import plain_blocks
from ingest.types import Chunk, Document, Kind

CHUNKER = "structure-4"
"""Names this chunker in an index's fingerprint; change it whenever any text is cut differently."""

_STRENGTH = (Kind.TABLE, Kind.CODE, Kind.MATH, Kind.LIST, Kind.PROSE)
_INHERITED = ("tracks", "section", "roles", "level")

_APPARATUS = re.compile(r"\[@[^\]\n]*\]|(?<=\])\([^()\s]*\)")
"""Reference marks and link targets: they say nothing of the passage's meaning."""

_MARKUP = re.compile(
    r"</?(?:details|summary|p|br|hr|div|span|center|a|img|b|i|u|em|strong|sub|sup|kbd|small|font|table"
    r"|thead|tbody|tr|td|th|ul|ol|li|dl|dt|dd|h[1-6])\b[^<>\n]{0,300}>|<!--[^<>]{0,2000}?-->"
)
"""Tags in prose, which say as little."""


def chunk_document(document: Document, count: Count, limit: int) -> list[Chunk]:
    """The passages of a document, in order, covering all of its text but front matter and blanks.

    Args:
        document: ``metadata["structure"]`` says how its blocks are told: ``markdown`` or ``text``;
            ``metadata["questions"]`` holds places in its text, in order, and questions that they
            answer.
        count: word pieces of a text; white space between two texts must count nothing.
        limit: most word pieces of an embedded text (heading path, lead and body).

    Returns:
        Chunks whose embedded text counts at most `limit` pieces each.
    """
    root = (document.title,) if "title" in document.metadata else ()
    read = markdown_blocks if document.metadata.get("structure") == "markdown" else plain_blocks
    inherited = {key: document.metadata[key] for key in _INHERITED if key in document.metadata}

    questions = document.metadata.get("questions", ())

    chunks: list[Chunk] = []
    seen: Counter[str] = Counter()
    for run in packed(read(document.text, root), Window(document.text, count, limit)):
        start, end = run.pieces[0].block.start, run.pieces[-1].block.end
        text = document.text[start:end]
        seen[text] += 1
        first, last = (bisect_left(questions, place, key=itemgetter(0)) for place in (start, end))
        asked = [each for _, each in questions[first:last]]
        told = {"lead": run.lead, "questions": asked}
        chunks.append(
            Chunk(
                chunk_id=digest(document.doc_id, text, str(seen[text])),
                doc_id=document.doc_id,
                start=start,
                end=end,
                text=text,
                headings=run.headings,
                kind=_kind(run),
                metadata={
                    **inherited,
                    "body": run.body - start,
                    **{key: value for key, value in told.items() if value},
                },
            )
        )
    return chunks


def embedded_text(chunk: Chunk, count: Count, limit: int) -> str:
    """What the encoder and the lexical index read of a chunk: heading path, lead, and body."""
    path = heading_line(chunk.headings, count, limit)
    lead = said(chunk.metadata.get("lead", ""))
    return "\n".join(part for part in (path, lead, _body(chunk).strip()) if part)


def body_offset(chunk: Chunk, embedded: str) -> int:
    """What turns a position in the body of a chunk's embedded text into one in the chunk's text."""
    body = _body(chunk)
    blank = len(body) - len(body.lstrip())
    return len(chunk.text) - len(body) + blank - (len(embedded) - len(body.strip()))


def _body(chunk: Chunk) -> str:
    """A chunk's text below its heading lines, without its apparatus; no offset is changed."""
    body = _APPARATUS.sub(_blank, chunk.text[chunk.metadata.get("body", 0) :])
    return body if chunk.kind is Kind.CODE else _MARKUP.sub(_blank, body)


def _blank(match: re.Match[str]) -> str:
    """White space as long as the match: an encoder skips it, and offsets stay as they were."""
    return " " * len(match.group())


def _kind(run: Run) -> Kind:
    """A pair is a pair whatever it holds; otherwise the least ordinary kind among the blocks."""
    if run.pieces[0].block.pair is not None:
        return Kind.QA
    tiny_code = {x for x in run.pieces if x.block.kind is Kind.CODE and x.size < TINY}
    kinds = {piece.block.kind for piece in run.pieces if piece not in tiny_code}
    return next((kind for kind in _STRENGTH if kind in kinds), Kind.CODE)

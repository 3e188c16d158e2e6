"""A passage to the units that can be quoted from it: sentences, lists, tables, formulas, code."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from assistant.pronouns import antecedent
from ingest.structure.blocks import Block
from ingest.structure.items import MARKER, item_starts
from ingest.structure.markdown import markdown_blocks
from ingest.structure.plain import plain_blocks
from ingest.structure.sentences import sentence_spans
from ingest.types import Chunk, Document, Kind

_LONG_ITEM_WORDS = 8
_MARKED = re.compile(rf"[ \t>]*(?:{MARKER.pattern})?\s*")
_LABEL = re.compile(r"\*\*(?P<label>Engineer|PM|Scientist|Follow-up):")
_CONTINUES = re.compile(r"(?:Where|With|In which)\b|[a-z,;]")
_ENDED = re.compile(r"[.!?…][\"'”’)\]*_]*\Z")
_LEANING = re.compile(
    r"\W*(?:It(?! is (?:wrong|a mistake))|Yes|No,|This|These|Those|They|Its|Their|Such|He|She|Here|"
    r"That|However|Therefore|Thus|Hence|Otherwise|Instead|Then|So|Both|But|And|"
    r"For (?:example|instance)|"
    r"The (?:first |second |third |last |Python |SQL )?"
    r"(?:block|function|code|script|assertion|list|table|example))\b"
)
_GOES_ON = re.compile(r"(?:where|in which|with|and|or|so that)\b")
"""As what explains a formula, or ends a sentence that one interrupts, begins."""

_CROSS_REFERENCE = re.compile(r"\[[^\]\n]*\]\([^()\s]*\.md\)|!?\[\[[^\[\]\n]*\]\]")
_FURNITURE = re.compile(r"%%.*?%%|<!--.*?-->|</?[a-z][^<>\n]*>|(?<!\S)#[\w/-]+", re.DOTALL)
"""Comments, tags of HTML and tags of notes."""

_WORD = re.compile(r"\w")
_SAYS_MORE = 5
"""Words beside a link to another text, from which on a sentence says something of its own."""

_AROUND = 2
"""Blocks before and after a passage that may be one with what stands in it: an announcement, its
formula and what explains the symbols."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Characters `start` to `end` of a document that can be quoted as one.

    Attributes:
        kind: what it is; PROSE for a sentence or an item that is a statement of its own.
        label: ``Engineer``, ``PM``, ``Scientist`` or ``Follow-up``, if its paragraph is headed so.
        order: position among the units of its passage.
        leans: whether it opens with a word that points at something outside it.
        subject: what its leading pronoun stands for, where that is certain.
        pronoun: characters at its start that `subject` can take the place of.
        introduces: whether it is prose that a block of code follows.
    """

    start: int
    end: int
    text: str
    kind: Kind
    label: str = ""
    order: int = 0
    leans: bool = False
    subject: str = ""
    pronoun: int = 0
    introduces: bool = False


def units(chunk: Chunk, document: Document) -> list[Unit]:
    """The quotable units of a passage, in order; questions and headings are none.

    A sentence that announces a list, table, formula or code block stays with it, and so does the
    sentence that goes on after a formula. Lists of short items stay whole; an item that is a
    statement of its own is a unit. A unit is whole even where it reaches beyond the passage.
    """
    blocks = _blocks(document.text, document.metadata.get("structure") == "markdown")
    first = bisect_right(blocks, chunk.start, key=lambda block: block.end)
    last = bisect_left(blocks, chunk.end, key=lambda block: block.start)
    near = blocks[max(0, first - _AROUND) : last + _AROUND]
    text = document.text
    joined = list(_joined(text, [span for block in near for span in _spans(text, block)]))
    beside = zip([None, *joined], joined, [*joined[1:], None], strict=False)
    found = [each for each in beside if each[1].start < chunk.end and each[1].end > chunk.start]
    return [
        _unit(text, before, span, after, order, chunk.headings)
        for order, (before, span, after) in enumerate(found)
        if not _says_nothing(text, span)
    ]


@dataclass(frozen=True, slots=True)
class _Span:
    """Characters of a text that belong together.

    Attributes:
        block: that they begin in.
    """

    start: int
    end: int
    kind: Kind
    label: str
    block: Block


def _unit(
    text: str,
    before: _Span | None,
    span: _Span,
    after: _Span | None,
    order: int,
    headings: Sequence[str],
) -> Unit:
    """The unit of a span between two others."""
    said = text[span.start : span.end]
    leans = bool(_LEANING.match(said) or _GOES_ON.match(said))
    subject, pronoun = "", 0
    if leans and before and before.block is span.block:
        subject, pronoun = antecedent(said, text[before.start : before.end], headings)
    code_follows = after is not None and after.kind is Kind.CODE and not after.block.opens
    return Unit(
        start=span.start,
        end=span.end,
        text=said,
        kind=span.kind,
        label=span.label,
        order=order,
        leans=leans,
        subject=subject,
        pronoun=pronoun,
        introduces=code_follows and span.kind is Kind.PROSE,
    )


@lru_cache(maxsize=256)
def _blocks(text: str, markdown: bool) -> Sequence[Block]:
    """The blocks of a document; kept, since questions come back to the same documents."""
    return markdown_blocks(text) if markdown else plain_blocks(text)


def _spans(text: str, block: Block) -> Iterator[_Span]:
    """The units of one block, before neighbours are joined."""
    content = text[block.body : block.end]
    items = _items(content) if block.kind is Kind.LIST else []
    if items and all(len(content[start:end].split()) >= _LONG_ITEM_WORDS for start, end in items):
        for start, end in items:
            yield _Span(block.body + start, block.body + end, Kind.PROSE, "", block)
    elif block.kind is Kind.PROSE:
        found = _LABEL.match(content)
        label = found["label"] if found else ""
        for start, end in sentence_spans(content):
            yield _Span(block.body + start, block.body + end, Kind.PROSE, label, block)
    elif block.body < block.end:
        yield _Span(block.body, block.end, block.kind, "", block)


def _joined(text: str, spans: Iterable[_Span]) -> Iterator[_Span]:
    """Joins announcements with what they announce, and formulas with what explains them.

    A heading between two of them keeps them apart, and an item of a list announces nothing but
    what its colon says.
    """
    waiting: _Span | None = None
    for span in spans:
        if waiting and not (span.block is not waiting.block and span.block.opens):
            before = text[waiting.start : waiting.end]
            is_open = waiting.block.kind is not Kind.LIST or before.endswith(":")
            unended = waiting.kind is Kind.PROSE and is_open and not _ENDED.search(before)
            announced = unended and span.kind is not Kind.PROSE
            explained = waiting.kind is Kind.MATH and _CONTINUES.match(text, span.start)
            if announced or explained:
                kind = span.kind if announced else Kind.MATH
                waiting = replace(waiting, end=span.end, kind=kind)
                continue
        if waiting:
            yield waiting
        waiting = span
    if waiting:
        yield waiting


def _says_nothing(text: str, span: _Span) -> bool:
    """Whether a unit is a question, only says where to read on, or says nothing to a reader."""
    said = text[span.start : span.end]
    if not _WORD.search(_FURNITURE.sub("", said)):
        return True
    links = len(_CROSS_REFERENCE.findall(said))
    if span.kind is Kind.PROSE and said.rstrip("*_ \n").endswith("?"):
        return True
    if span.block.kind is Kind.LIST:
        return links >= max(1, len(_items(said)) if span.kind is Kind.LIST else 1)
    return bool(links) and len(_CROSS_REFERENCE.sub("", said).split()) < _SAYS_MORE


def _items(content: str) -> list[tuple[int, int]]:
    """Where the words of each item of a list begin and end, its mark left out."""
    starts = sorted({0, *item_starts(content)})
    found = []
    for start, following in pairwise([*starts, len(content)]):
        marked = _MARKED.match(content, start, following)
        begin = marked.end() if marked else start
        end = start + len(content[start:following].rstrip())
        if begin < end:
            found.append((begin, end))
    return found

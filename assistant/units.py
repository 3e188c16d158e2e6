"""A passage to the units that can be quoted from it: sentences, lists, tables, formulas, code."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from assistant.formulas import is_numbered, is_typed_formula
from assistant.openings import gives_reason, is_run_in, leans, place_in_series, promises
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
_GOES_ON = re.compile(r"[a-z,;]")
_EXPLAINS = re.compile(r"Where\b|With\b|In which\b|(?:Equation|Formula) \(")
_ENDED = re.compile(r"[.!?…][\"'”’)\]*_]*\Z")
_CROSS_REFERENCE = re.compile(r"\[[^\]\n]*\]\([^()\s]*\.md\)|!?\[\[[^\[\]\n]*\]\]")
_FURNITURE = re.compile(r"%%.*?%%|<!--.*?-->|</?[a-z][^<>\n]*>|(?<!\S)#[\w/-]+", re.DOTALL)
"""Comments, tags of HTML and tags of notes."""

_WORD = re.compile(r"\w")
_SAYS_MORE = 5
"""Words beside a link to another text, from which on a sentence says something of its own."""

_AROUND = 4
"""Blocks before and after a passage that may be one with what stands in it: an announcement, its
formula, perhaps in several pieces, and what explains the symbols."""


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
        run_in: characters at its start that are a heading: ``Lemma 2 (Bound). ``
        headings: that it stands under, outermost first; a passage of tiny sections has several.
        opens: whether one of them stands just above it.
        place: in a series of sentences, from 1 (``First, …``); 0 outside any.
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
    run_in: int = 0
    headings: tuple[str, ...] = ()
    opens: bool = False
    place: int = 0

    @property
    def statement(self) -> str:
        """The text behind the heading that it is run in with."""
        return self.text[self.run_in :]


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
        run_in: how many at the start are a heading.
    """

    start: int
    end: int
    kind: Kind
    label: str
    block: Block
    run_in: int = 0


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
    opens_leaning = leans(said) or leans(said[span.run_in :])
    subject, pronoun = "", 0
    if opens_leaning and not span.run_in and before and before.block is span.block:
        subject, pronoun = antecedent(said, text[before.start : before.end], headings)
    code_follows = after is not None and after.kind is Kind.CODE and not after.block.opens
    return Unit(
        start=span.start,
        end=span.end,
        text=said,
        kind=span.kind,
        label=span.label,
        order=order,
        leans=opens_leaning,
        subject=subject,
        pronoun=pronoun,
        introduces=code_follows and span.kind is Kind.PROSE,
        run_in=span.run_in,
        headings=span.block.headings,
        opens=bool(span.block.opens) and span.start == span.block.body,
        place=place_in_series(said[span.run_in :]),
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
    """Joins neighbours that can only be quoted as one.

    They are an announcement and what it announces, a heading and the text that it is run in with,
    a formula and what explains it, a sentence and its reason. A heading of its own line between two
    of them keeps them apart, and an item of a list announces nothing but what its colon says.
    """
    waiting: _Span | None = None
    for span in spans:
        kind = _together(text, waiting, span) if waiting else None
        if waiting and kind:
            run_in = waiting.run_in
            if _is_run_in(text, waiting):
                run_in = span.start - waiting.start
            waiting = replace(waiting, end=span.end, kind=kind, run_in=run_in)
            continue
        if waiting:
            yield waiting
        waiting = span
    if waiting:
        yield waiting


def _together(text: str, first: _Span, second: _Span) -> Kind | None:
    """What two neighbours are as one; None where they are two."""
    if second.block is not first.block and second.block.opens:
        return None
    said, then = text[first.start : first.end], text[second.start : second.end]
    typed = second.kind is second.block.kind is Kind.PROSE and is_typed_formula(then)
    if first.kind is Kind.MATH:
        goes_on = _GOES_ON.match(then) or (_EXPLAINS.match(then) and _ENDED.search(then))
        return Kind.MATH if typed or goes_on else None
    if first.kind is not Kind.PROSE:
        return None
    is_line = first.start == first.block.body and len(said.split()) > 1 and not second.label
    if _is_run_in(text, first) and (second.block is first.block or is_line):
        return second.kind
    if not _ENDED.search(said) and (first.block.kind is not Kind.LIST or said.endswith(":")):
        is_formula = typed and not is_numbered(then)
        announced = Kind.MATH if is_formula else second.kind
        return announced if announced is not Kind.PROSE else None
    is_reason = second.block is first.block and not first.label and gives_reason(then)
    return Kind.PROSE if is_reason else None


def _is_run_in(text: str, span: _Span) -> bool:
    """Whether a span is a heading that its paragraph goes on after."""
    plain = span.kind is Kind.PROSE and not span.label
    return plain and is_run_in(text[span.start : span.end])


def _says_nothing(text: str, span: _Span) -> bool:
    """Whether a unit is a question, only says where to read on, or says nothing to a reader."""
    said = text[span.start : span.end]
    if not _WORD.search(_FURNITURE.sub("", said)):
        return True
    links = len(_CROSS_REFERENCE.findall(said))
    is_question = said.rstrip("*_ \n").endswith("?")
    if span.kind is Kind.PROSE and (is_question or promises(said)):
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

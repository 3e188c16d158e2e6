"""A passage to the units that can be quoted from it: sentences, lists, tables, formulas, code."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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

_CROSS_REFERENCE = re.compile(r"\]\([^()\s]*\.md\)")

_Span = tuple[int, int, Kind, str]


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


def units(chunk: Chunk, document: Document) -> list[Unit]:
    """The quotable units of a passage, in order; questions and headings are none.

    A sentence that announces a list, table, formula or code block stays with it, and so does the
    sentence that goes on after a formula. Lists of short items stay whole; an item that is a
    statement of its own is a unit. A unit is whole even where it reaches beyond the passage.
    """
    blocks = _blocks(document.text, document.metadata.get("structure") == "markdown")
    near = [block for block in blocks if block.start < chunk.end and block.end > chunk.start]
    found = [span for block in near for span in _spans(document.text, block)]
    inside = [span for span in found if span[0] < chunk.end and span[1] > chunk.start]
    spans = list(_joined(document.text, inside))
    texts = [document.text[start:end] for start, end, *_ in spans]
    return [
        _unit(span, said, order, before, chunk.headings)
        for order, (span, said, before) in enumerate(zip(spans, texts, ["", *texts], strict=False))
        if not _says_nothing(said)
    ]


def _unit(span: _Span, said: str, order: int, before: str, headings: Sequence[str]) -> Unit:
    start, end, kind, label = span
    leans = bool(_LEANING.match(said) or _GOES_ON.match(said))
    subject, pronoun = antecedent(said, before, headings) if leans else ("", 0)
    return Unit(start, end, said, kind, label, order, leans, subject, pronoun)


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
            yield block.body + start, block.body + end, Kind.PROSE, ""
    elif block.kind is Kind.PROSE:
        found = _LABEL.match(content)
        for start, end in sentence_spans(content):
            yield block.body + start, block.body + end, Kind.PROSE, found["label"] if found else ""
    elif block.body < block.end:
        yield block.body, block.end, block.kind, ""


def _joined(text: str, spans: list[_Span]) -> Iterator[_Span]:
    """Joins announcements with what they announce, and formulas with what explains them."""
    waiting: _Span | None = None
    for start, end, kind, label in spans:
        if waiting:
            before = text[waiting[0] : waiting[1]]
            open_end = waiting[2] is Kind.PROSE and not _ENDED.search(before)
            announced = kind is not Kind.PROSE and open_end
            explained = waiting[2] is Kind.MATH and _CONTINUES.match(text[start:end])
            if announced or explained:
                waiting = (waiting[0], end, kind if announced else Kind.MATH, waiting[3])
                continue
            yield waiting
        waiting = (start, end, kind, label)
    if waiting:
        yield waiting


def _says_nothing(text: str) -> bool:
    """Whether a unit is a question, or only says where to read on."""
    return text.rstrip("*_ \n").endswith("?") or bool(_CROSS_REFERENCE.search(text))


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

"""Which units of the passages found become the statements of an answer, and in what order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.references import without_marks
from assistant.units import Unit, units
from index.encoder import Encoder, Vectors
from index.generation import Generation
from index.types import Hit
from ingest.types import Kind

PASSAGES = 8
"""Passages whose units are considered."""

MOST = 6
"""Statements of an answer, beyond a matching question's own answer."""

_SAME_QUESTION = 0.7
_LEAST_OF_BEST = 0.7
_REPEATS = 0.86
_PASSAGE_WEIGHT = 0.35
_LEANING_PENALTY = 0.12
_LABEL_PENALTY = 0.15

_LEANING = re.compile(
    r"\W*(?:It(?! is (?:wrong|a mistake))|Yes|No,|This|These|Those|They|Its|Their|Such|He|She|Here|"
    r"That|However|Therefore|Thus|Hence|Otherwise|Instead|Then|So|Both|But|And|"
    r"For (?:example|instance)|"
    r"The (?:first |second |third |last |Python |SQL )?"
    r"(?:block|function|code|script|assertion|list|table|example))\b"
)
"""Openings that point at something outside the sentence."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit that was chosen, and the passage that it stands in."""

    hit: Hit
    unit: Unit


@dataclass(frozen=True, slots=True)
class _Scored:
    choice: Choice
    score: float
    vector: Vectors
    answers: bool


def choose(
    question: str, hits: Sequence[Hit], generation: Generation, encoder: Encoder
) -> list[Choice]:
    """The units that answer a question, grouped by passage, in the order of their source.

    A passage that asks the same question gives its whole answer. Otherwise units are taken by
    relevance as long as they are not far below the best one and add something to those already
    taken (maximal marginal relevance; Carbonell and Goldstein, SIGIR 1998). A sentence that leans
    on the one before it comes only with that one.
    """
    scored = _score(question, hits[:PASSAGES], generation, encoder)
    if not scored:
        return []
    best = max(item.score for item in scored)
    taken = [item for item in scored if item.answers]
    room = MOST if not taken else max(MOST - len(taken), 1)
    added = 0
    for item in sorted(scored, key=lambda item: -item.score):
        if added >= room or item.score < _LEAST_OF_BEST * best:
            break
        if item.answers or any(float(item.vector @ other.vector) > _REPEATS for other in taken):
            continue
        if _LEANING.match(item.choice.unit.text) and not _has_predecessor(item, taken):
            continue
        taken.append(item)
        added += 1
    by_passage = {hit.chunk.chunk_id: hit.rank for hit in hits}
    taken.sort(key=lambda x: (by_passage[x.choice.hit.chunk.chunk_id], x.choice.unit.start))
    return [item.choice for item in taken]


def _score(
    question: str, hits: Sequence[Hit], generation: Generation, encoder: Encoder
) -> list[_Scored]:
    """Every unit of the passages, with its relevance to the question."""
    choices = list(
        {
            (unit.start, unit.end, hit.chunk.doc_id): Choice(hit, unit)
            for hit in reversed(hits)
            for unit in units(hit.chunk, generation.documents[hit.chunk.doc_id])
        }.values()
    )
    if not choices:
        return []
    pairs = list(dict.fromkeys(h.chunk.headings[-1] for h in hits if h.chunk.kind is Kind.QA))
    vectors = encoder.encode(
        [question, *pairs, *(without_marks(choice.unit.text) for choice in choices)]
    )
    asked, rows = vectors[0], vectors[len(pairs) + 1 :]
    closeness = dict(zip(pairs, vectors[1 : len(pairs) + 1] @ asked, strict=True))
    same = max(closeness, key=lambda pair: closeness[pair], default=None)
    if same is not None and closeness[same] < _SAME_QUESTION:
        same = None
    scored = []
    for choice, row, cosine in zip(choices, rows, rows @ asked, strict=True):
        chunk = choice.hit.chunk
        own = same is not None and chunk.headings[-1:] == (same,) and not choice.unit.label
        score = float(cosine) + _PASSAGE_WEIGHT * choice.hit.score
        score -= _LEANING_PENALTY * bool(_LEANING.match(choice.unit.text))
        score -= _LABEL_PENALTY * bool(choice.unit.label)
        scored.append(_Scored(choice, score, np.asarray(row), own))
    return scored


def _has_predecessor(item: _Scored, taken: Sequence[_Scored]) -> bool:
    """Whether the unit just before this one, in the same passage, has been taken."""
    chunk, order = item.choice.hit.chunk.chunk_id, item.choice.unit.order
    return any(
        other.choice.hit.chunk.chunk_id == chunk and other.choice.unit.order == order - 1
        for other in taken
    )

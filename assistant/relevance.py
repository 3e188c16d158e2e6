"""How well each quotable unit answers a question, by late interaction with stored token vectors.

No text is encoded for it: a unit's word pieces are a slice of its passage's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.definitions import DEFINITION, defines, is_headed, term_explained
from assistant.kinds import to_be_shown
from assistant.naming import is_written, share_written
from assistant.units import Unit, units
from index.backend import Generation
from index.query import Query
from index.tokens import STEPS, Floats, unit
from index.types import Hit
from ingest.types import Kind

# Weights of what speaks for a unit, chosen on the development part of the answer cases by the
# recall of vital facts; each may be halved or doubled with a loss of a point or two.
_PASSAGE = 0.25
_OWN_WORDS = 1.5
_WITH_HEADINGS = 0.75
_ANSWER_OF_A_PAIR = 0.2
_WANTED_KIND = 0.2
_UNASKED_CODE = -0.3
_BEFORE_UNASKED_CODE = -0.3
_LEANING = -0.1
_LABELLED = -0.2
_FOR_THE_ROLE = 0.4
_LATER_IN_PASSAGE = -0.02
_SAME_QUESTION = 0.55
_LATEST = 8
_BEST = 6
"""Passages that are quoted."""

_DEFINED = re.compile(r"^[ \t]*(?:def|class) (\w+)", re.MULTILINE)

_SAYING = (Kind.PROSE, Kind.MATH)
"""Kinds of units that may begin with what a term is."""


@dataclass(frozen=True, slots=True, eq=False)
class Relevant:
    """A unit of a passage, and how well it answers.

    Attributes:
        score: comparable among the units of one question.
        vector: [width] float32, of length one: the mean of the unit's word pieces.
        answers: whether it belongs to the answer of a pair that asks the same question.
        defines: how far it says what the term is that the question is about, from 0 to 2.
        headed: whether it opens the passage under a heading that is that term, or asks for it.
        shows: how far it and its heading name what code or a formula is asked of, in [0, 1].
        beyond: whether its passage comes after the best.
        facets: how well it matches each of the things that the question asks, in [-1, 1].
    """

    hit: Hit
    unit: Unit
    score: float
    vector: Floats
    answers: bool = False
    defines: int = 0
    headed: bool = False
    shows: float = 0.0
    beyond: bool = False
    facets: tuple[float, ...] = ()


def relevant_units(
    question: str,
    query: Query,
    hits: Sequence[Hit],
    generation: Generation,
    role: str = "",
    kinds: frozenset[Kind] = frozenset(),
    facets: Floats | None = None,
) -> list[Relevant]:
    """Every unit of the best passages, each once, in the order of the passages.

    Of those after the best, only the units that say what is asked for by its name, or are of a
    kind that is asked for.

    Args:
        question: in the reader's words, misspellings mended.
        query: the question as the signals see it.
        hits: passages, best first, with their tokens.
        generation: that the passages come from.
        role: label of the paragraphs that are meant for the reader; others stay behind.
        kinds: of units that are asked for by name.
        facets: [n_facets, n_pieces], of the query; see `assistant.facets`.
    """
    share = query.weights
    term = term_explained(question)
    names = to_be_shown(question)
    seen: set[tuple[str, int, int]] = set()
    found = []
    for hit in hits:
        is_best = hit.rank <= _BEST
        writes_it = bool(term) and is_written(term, hit.chunk.text)
        about_it = writes_it and any(is_headed(each, term) for each in hit.chunk.headings[-1:])
        if not (is_best or writes_it or hit.chunk.kind in kinds):
            continue
        for candidate, own, heading, vector in _matched(hit, query, generation):
            may_say = candidate.kind in _SAYING
            says_what = defines(candidate.statement, term) if may_say else 0
            begins = about_it and may_say and _begins(candidate, term)
            if not (is_best or says_what == DEFINITION or candidate.kind in kinds):
                continue
            key = (hit.chunk.doc_id, candidate.start, candidate.end)
            if key in seen:
                continue
            seen.add(key)
            matches = np.maximum(own, heading)
            is_pair = hit.chunk.kind is Kind.QA
            same = is_pair and hit.rank == 1 and float(share @ heading) >= _SAME_QUESTION
            score = (
                _PASSAGE * hit.score
                + _OWN_WORDS * float(share @ own)
                + _WITH_HEADINGS * float(share @ matches)
                + _ANSWER_OF_A_PAIR * is_pair
                + _LATER_IN_PASSAGE * min(candidate.order, _LATEST)
                + _of_its_kind(candidate, kinds, role)
            )
            answers = same and not candidate.label
            each = tuple((facets @ matches).tolist()) if facets is not None else ()
            found.append(
                Relevant(
                    hit,
                    candidate,
                    score,
                    vector,
                    answers,
                    says_what,
                    begins,
                    _shows(names, hit, candidate),
                    not is_best,
                    each,
                )
            )
    return found


def _begins(candidate: Unit, term: str) -> bool:
    """Whether a unit opens its passage, stands alone there and writes a term."""
    stands_first = not (candidate.order or candidate.leans or candidate.label)
    return stands_first and is_written(term, candidate.text)


def _shows(names: Sequence[str], hit: Hit, candidate: Unit) -> float:
    """How far the heading of a unit, and what else stands over it or in it, name something.

    Code names what its functions and classes are called. Names count for more together.
    """
    *above, heading = ["", *hit.chunk.headings]
    is_code = candidate.kind is Kind.CODE
    inside = _DEFINED.findall(candidate.text) or [*([heading] * (not is_code)), candidate.text]
    within = share_written(names, " ".join([*above, *inside]))
    return (share_written(names, heading) ** 2 + within**2) / 2


def _of_its_kind(candidate: Unit, kinds: frozenset[Kind], role: str) -> float:
    score = _WANTED_KIND * (candidate.kind in kinds)
    if Kind.CODE not in kinds:
        score += _UNASKED_CODE * (candidate.kind is Kind.CODE)
        score += _BEFORE_UNASKED_CODE * candidate.introduces
    if candidate.label:
        score += _FOR_THE_ROLE if candidate.label == role else _LABELLED
    return score + _LEANING * candidate.leans


def _matched(
    hit: Hit, query: Query, generation: Generation
) -> Iterator[tuple[Unit, Floats, Floats, Floats]]:
    """The units of a passage, each with the best matches of the question's word pieces.

    Yields:
        The unit; [n_pieces] cosines with its own word pieces; the same with those of the headings;
            the mean of its word pieces.
    """
    if hit.tokens is None:
        return
    vectors = hit.tokens.vectors.astype(np.float32) / np.float32(STEPS)
    cosines = query.tokens @ vectors.T
    first, last = hit.tokens.spans[:, 0], hit.tokens.spans[:, 1]
    heading = cosines[:, last <= hit.chunk.metadata.get("body", 0)].max(axis=1, initial=0)
    for candidate in units(hit.chunk, generation.documents[hit.chunk.doc_id]):
        start, end = candidate.start - hit.chunk.start, candidate.end - hit.chunk.start
        inside = (first >= start) & (last <= end)
        own = cosines[:, inside].max(axis=1, initial=0)
        mean = vectors[inside].mean(axis=0) if inside.any() else vectors[:0].sum(axis=0)
        yield candidate, own, heading, unit(mean)

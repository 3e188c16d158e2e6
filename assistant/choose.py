"""Which units of the passages found become the statements of an answer, and in what order."""

import re
from collections.abc import Collection, Sequence
from itertools import islice

from assistant.continuity import after, apart, between, hangs, rest_of_series, with_what_it_leans_on
from assistant.definitions import DEFINITION
from assistant.kinds import SHOWN
from assistant.relevance import Relevant
from assistant.types import Answer, Citation
from index.analyse import terms
from ingest.types import Kind

MOST = 8
"""Statements of an answer, unless a pair that asks the same question has more."""

FEWEST = 3
"""Statements, where there are so many, before a unit must come near the best."""

_BEHIND_BEST = 0.35
_BESIDE_THE_POINT = 0.6
"""Behind the best, from which on a unit is left out however few there are: a small library has
passages that say nothing on a question. It costs the development cases nothing."""

_WEAKER_PASSAGE = 0.15
"""Behind the best passage, from which on one is not quoted, but for a side of a comparison."""

_ABOUT_BEST = 0.05
"""Behind the unit that matches one of several things asked, up to which others do for it too."""

_REPEATS = 0.93

_LEAD = 3.0
"""Of a passage's score, beside that of its best unit, in what comes first."""

_AS_ASKED = 1.5
"""Of how far code or a formula is named what is asked for, beside how well it answers."""

_NAMED = 0.5
"""How far code or a formula is named what is asked for, where its passage is not a near one."""

_FORMULA = re.compile(r"\$[^$]*=[^$]*\$")
_COMMAND = re.compile(r"`[^`\s]+ [^`\n]+`")


def choose(
    found: Sequence[Relevant],
    role: str = "",
    sides: Sequence[frozenset[str]] = (),
    kinds: Collection[Kind] = (),
    most: int = MOST,
) -> list[Relevant]:
    """The units that answer a question, grouped by passage, each in the order of its source.

    A pair that asks the same question gives its whole answer. What a term is, where that is to be
    explained, and code or a formula that is asked for come first. Other units, of passages not far
    behind the best one, are taken by relevance as long as they say something that those taken do
    not (maximal marginal relevance; Carbonell and Goldstein, SIGIR 1998). A sentence that leans on
    the one before it comes behind that one, or behind its heading where nothing before it can be
    quoted, unless it is certain what its pronoun stands for. A series in running text follows what
    announces it, where that answers best, and the passage that comes first is quoted without small
    gaps, and a little further where there is hardly anything else to say. One block of code is
    enough. Of a comparison, each side is spoken of if the passages do, and so is each of several
    things that are asked in one question.

    Args:
        found: the units of the passages, with their relevance.
        role: label of the paragraphs that come first.
        sides: lexical terms of what the question compares.
        kinds: of units that it asks for by name.
        most: statements, but for a pair that asks the same question.
    """
    found = apart(found)
    ranked = sorted(found, key=lambda item: -item.score)
    said = _said(ranked)
    near_first = sorted(ranked, key=lambda item: -_lead(item))
    needed = [[item for item in near_first if _speaks_of(side, item)] for side in sides]
    best_passage = max((x.hit.score for x in ranked if not hangs(x, ())), default=0.0)
    strong = [x for x in ranked if best_passage - x.hit.score <= _WEAKER_PASSAGE]
    shown = [_showing(kind, ranked, strong) for kind in SHOWN if kind in kinds]
    first = [item for item in (said, *shown) if item]
    taken = [item for item in ranked if item.answers or item in first]
    needed += _by_facet(ranked)
    strong = [x for x in strong if not x.beyond]
    best = max((x.score for x in strong if not hangs(x, ())), default=0.0)
    for item in strong:
        if item in taken:
            continue
        behind = best - item.score
        enough = len(taken) >= FEWEST and behind > _BEHIND_BEST
        full = len(taken) + len(_lacking(needed, taken)) >= most
        if full or enough or behind > _BESIDE_THE_POINT:
            break
        if any(_repeats(item, other) for other in taken):
            continue
        if _is_code(item) and any(map(_is_code, taken)):
            continue
        run = with_what_it_leans_on(item, found, taken)
        if len(taken) + len(run) + len(_lacking(needed, [*taken, *run])) <= most:
            taken += run
            series = rest_of_series(item, found) if behind <= _ABOUT_BEST else []
            more = [x for x in series if x not in taken]
            taken += more[: max(0, most - len(taken) - len(_lacking(needed, taken)))]
    taken += _lacking(needed, taken)
    led = [item for x in first for item in _with_what_leans(x, taken)]
    ordered = _in_order(taken, led, role)
    skipped = between(ordered, found)[: max(0, most - len(taken))]
    skipped += after(ordered, found)[: max(0, FEWEST - len(taken) - len(skipped))]
    return _in_order([*taken, *skipped], led, role) if skipped else ordered


def unsaid(found: Sequence[Relevant], answers: Sequence[Answer]) -> list[Relevant]:
    """The units that earlier answers have not quoted, of passages not far behind the best."""
    quoted = [cited for answer in answers for cited in answer.citations]
    if not quoted:
        return list(found)
    best = max((item.hit.score for item in found), default=0.0)
    strong = [item for item in found if best - item.hit.score <= _WEAKER_PASSAGE]
    return [item for item in strong if not any(_is_in(cited, item) for cited in quoted)]


def _is_in(cited: Citation, item: Relevant) -> bool:
    same = cited.doc_id == item.hit.chunk.doc_id
    return same and cited.start < item.unit.end and item.unit.start < cited.end


def _said(ranked: Sequence[Relevant]) -> Relevant | None:
    """What says best what a term is: a definition, best under a heading that asks for one.

    Else what stands first under such a heading, or the best sentence that says what the term does.
    """

    def grade(item: Relevant) -> tuple[bool, bool, int]:
        return item.defines == DEFINITION, item.headed, item.defines

    most = max(map(grade, ranked), default=(False, False, 0))
    best = [item for item in ranked if grade(item) == most and any(most)]
    if best and best[0].defines == DEFINITION:
        return min(best, key=lambda item: (item.hit.rank, item.unit.start))
    best.sort(key=lambda item: -_lead(item))
    near = best and best[0].score >= ranked[0].score - _BEHIND_BEST
    return best[0] if near else None


def _lead(item: Relevant) -> float:
    """How well a unit and its passage answer, together."""
    return _LEAD * item.hit.score + item.score


def _with_what_leans(item: Relevant, taken: Sequence[Relevant]) -> list[Relevant]:
    """A unit and those after it that lean on the one before them, as far as they are taken."""
    run = [item]
    for other in sorted(taken, key=lambda x: x.unit.order):
        follows = other.hit is item.hit and other.unit.order == run[-1].unit.order + 1
        if follows and other.unit.leans:
            run.append(other)
    return run


def _in_order(taken: Sequence[Relevant], first: Sequence[Relevant], role: str) -> list[Relevant]:
    """What comes first, what is meant for the role, then by how well passage and unit answer."""
    best: dict[int, float] = {}
    for item in taken:
        best[item.hit.rank] = max(item.score, best.get(item.hit.rank, item.score))

    def place(item: Relevant) -> tuple[bool, bool, float, int, int]:
        lead = _LEAD * item.hit.score + best[item.hit.rank]
        return item not in first, item.unit.label != role, -lead, item.hit.rank, item.unit.start

    return sorted(taken, key=place)


def _repeats(item: Relevant, other: Relevant) -> bool:
    """Whether two sentences say the same; tables, formulas and code never do.

    Sentences of one passage are alike by what stands around them: its author has not said one
    thing twice.
    """
    may = item.unit.kind is other.unit.kind is Kind.PROSE and item.hit is not other.hit
    return may and float(item.vector @ other.vector) > _REPEATS


def _is_code(item: Relevant) -> bool:
    return item.unit.kind is Kind.CODE


def _speaks_of(side: frozenset[str], item: Relevant) -> bool:
    """Whether a unit, or the heading it stands under, names one side of a comparison."""
    said = terms(" ".join([*item.hit.chunk.headings[-1:], item.unit.text]))
    return 2 * len(side.intersection(said)) >= len(side)


def _shows(kind: Kind, item: Relevant) -> bool:
    """Whether a unit is code, or a formula, if only one within a sentence."""
    in_line = _FORMULA if kind is Kind.MATH else _COMMAND
    return item.unit.kind is kind or bool(in_line.search(item.unit.text))


def _by_facet(ranked: Sequence[Relevant]) -> list[list[Relevant]]:
    """For each thing that the question asks, the units that match it about best."""
    near = [item for item in ranked if not item.beyond]
    n_facets = len(near[0].facets) if near else 0
    best = [max(item.facets[facet] for item in near) for facet in range(n_facets)]
    return [
        [item for item in near if most - item.facets[facet] <= _ABOUT_BEST]
        for facet, most in enumerate(best)
    ]


def _showing(kind: Kind, ranked: Sequence[Relevant], strong: Sequence[Relevant]) -> Relevant | None:
    """What shows code or a formula best: of the best document or passages, or named as asked."""
    subject = min(ranked, key=lambda item: item.hit.rank, default=None)
    showing = [
        item
        for item in ranked
        if _shows(kind, item)
        and not hangs(item, ())
        and (
            item in strong
            or item.shows >= _NAMED
            or (subject and item.hit.chunk.doc_id == subject.hit.chunk.doc_id)
        )
    ]
    return max(showing, key=lambda item: _lead(item) + _AS_ASKED * item.shows, default=None)


def _lacking(needed: Sequence[Sequence[Relevant]], taken: Sequence[Relevant]) -> list[Relevant]:
    """For each need that none of those taken meets, the best unit that does and stands alone.

    Args:
        needed: by need, the units that meet it, best first.
        taken: of the same units.
    """
    added: list[Relevant] = []
    for meeting in needed:
        chosen = [*taken, *added]
        if not any(item in chosen for item in meeting):
            added += islice((item for item in meeting if not hangs(item, ())), 1)
    return added

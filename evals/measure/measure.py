"""Everything measured at once: each case put to the assistant, its outcome scored and kept."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.render import markdown
from assistant.types import Answer, Turn
from evals.case_set import CaseSet
from evals.measure.about import circumstances
from evals.measure.answers import (
    Supports,
    citation_scores,
    faithfulness,
    nugget_recall,
)
from evals.measure.gold import judged, lost_id
from evals.measure.outcome import Cited, Fact, Outcome, Pair, Passage, Run, Said
from evals.measure.questions import Kind, Question, questions
from evals.measure.subject import Subject
from evals.metrics import per_query
from evals.nuggets import holds
from evals.types import SupportPair
from index.progress import Progress, silent
from ingest.place import place
from ingest.types import Chunk

DEPTH = 50
"""Passages ranked per question; average precision looks at them all."""

_SHOWN = 10


def measure_all(
    subject: Subject,
    cases: CaseSet,
    progress: Progress = silent,
    supports: Supports | None = None,
    *,
    spelt_out: bool = False,
) -> Run:
    """Puts every question of every case and scores what came of it.

    The same subject and cases give the same metrics; only times differ.

    Args:
        subject: what is measured.
        cases: which questions, and what is expected.
        progress: told how many cases are done.
        supports: a check of statements against passages; without one, statements count as
            supported when they stand word for word in what they cite, and pairs are not measured.
        spelt_out: whether turns of conversations are put as somebody spelt them out.
    """
    asked = list(questions(cases, spelt_out=spelt_out))
    outcomes: list[Outcome] = []
    for number, case in enumerate(asked, 1):
        history: list[Turn] = []
        for question in case:
            started = time.perf_counter()
            answer = subject.ask(question.text, history)
            took = 1000 * (time.perf_counter() - started)
            outcomes.append(_outcome(question, history, answer, took, subject, supports))
            history.append(Turn(question.text, markdown(answer)))
        progress("asking", number, len(asked))
    about = {
        **circumstances(),
        **subject.about,
        "cases_digest": cases.digest,
        "cases": {kind.value: sum(o.kind is kind for o in outcomes) for kind in Kind},
        "depth": DEPTH,
        "spelt_out": spelt_out,
    }
    pairs = tuple(_pair(pair, supports) for pair in cases.support) if supports else ()
    lost = {
        lost_id(gold): Passage(gold.doc_id, (), "no longer in the library", gold.quote)
        for case in asked
        for question in case
        for gold in question.gold
    }
    passages = _passages(outcomes, subject, lost)
    return Run(about, tuple(_ranked(outcomes)), passages, pairs)


def _outcome(
    question: Question,
    history: Sequence[Turn],
    answer: Answer,
    took: float,
    subject: Subject,
    supports: Supports | None,
) -> Outcome:
    scores: dict[str, float] = {}
    gold: dict[str, int] = {}
    ranking: list[tuple[str, float]] = []
    if question.gold:
        gold, quotes = judged(question.id, question.gold, subject.documents, subject.chunks_of)
        hits = subject.rank(question.text, history, DEPTH)
        ranking = [(hit.chunk.chunk_id, round(hit.score, 6)) for hit in hits]
        scores |= citation_scores(answer.citations, gold, quotes)
    said = " ".join(statement.text for statement in answer.statements)
    facts = tuple(Fact(n.fact, n.vital, holds(n, said)) for n in question.nuggets)
    if question.kind is Kind.UNANSWERABLE:
        scores["refused"] = float(answer.abstained)
    else:
        scores["answered"] = float(not answer.abstained)
    return Outcome(
        id=question.id,
        case=question.case,
        kind=question.kind,
        question=question.text,
        interpreted_as=answer.interpreted_as,
        groups=question.groups,
        scores=scores | nugget_recall(facts) | faithfulness(answer, subject.documents, supports),
        abstained=answer.abstained,
        confidence=answer.confidence,
        statements=tuple(
            Said(s.text, tuple(Cited(c.chunk_id, c.doc_id, c.start, c.end) for c in s.citations))
            for s in answer.statements
        ),
        gold=gold,
        ranking=tuple(ranking),
        facts=facts,
        milliseconds=round(took, 2),
    )


def _ranked(outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    """The outcomes with the metrics of their rankings, which are quick only all at once."""
    judged = {outcome.id: outcome.gold for outcome in outcomes if outcome.gold}
    rankings = {outcome.id: dict(outcome.ranking) for outcome in outcomes}
    scores = per_query(judged, rankings)
    for outcome in outcomes:
        yield replace(outcome, scores={**scores.get(outcome.id, {}), **outcome.scores})


def _pair(pair: SupportPair, supports: Supports) -> Pair:
    degree = round(float(supports(pair.passage, pair.sentence)), 6)
    return Pair(pair.id, pair.kind, pair.split.value, pair.label == "faithful", degree)


def _passages(
    outcomes: Iterable[Outcome], subject: Subject, lost: Mapping[str, Passage]
) -> Mapping[str, Passage]:
    """Those that are gold, cited or among the first of a ranking."""
    named: set[str] = set()
    for outcome in outcomes:
        named |= outcome.gold.keys() | {chunk for chunk, _ in outcome.ranking[:_SHOWN]}
        named |= {cited.chunk_id for said in outcome.statements for cited in said.cited}
    every = (chunk for doc_id in subject.documents for chunk in subject.chunks_of(doc_id))
    known = {chunk.chunk_id: _shown(chunk, subject) for chunk in every if chunk.chunk_id in named}
    return known | {name: passage for name, passage in lost.items() if name in named}


def _shown(chunk: Chunk, subject: Subject) -> Passage:
    where = place(subject.documents[chunk.doc_id], chunk.start, chunk.end)
    body = chunk.text[chunk.metadata.get("body", 0) :].strip()
    return Passage(chunk.doc_id, chunk.headings, where, body or chunk.text)

"""One ablation: every back end, passage size and ranking, on the same documents and questions."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from evals.ablate.libraries import BACKENDS, answerable, library, sampled, with_window
from evals.beir import percentiles
from evals.bench.stages import Stopwatch, time_search
from evals.cases import cases
from evals.configs import CONFIGS, PARTS_OFF
from evals.errors import CaseError
from evals.measure.curriculum import asked_less
from evals.measure.gold import judged
from evals.metrics import per_query
from evals.stats.bootstrap import Interval, interval
from evals.stats.randomisation import compare
from evals.types import RetrievalCase, Split
from index.analyse import terms
from index.encoder import Encoder
from index.home import Home
from index.local import LocalGeneration
from index.progress import Progress
from index.search import Searcher, rank
from index.types import NO_FILTERS
from ingest.types import Document

FUSIONS = {**CONFIGS, **PARTS_OFF}
DEPTH = 50
_TIMED = 100
_STAGES: Mapping[str, tuple[str, ...]] = {
    "bm25": ("lexical",),
    "dense": ("encode", "dense"),
    "rrf": ("encode", "dense", "lexical"),
    "convex": ("encode", "dense", "lexical"),
}
"""What a ranking needs of a local search; whatever is not named needs the whole."""
_FIRST = frozenset(("lexical", "dense"))
"""The stages that another store runs in one."""


@dataclass(frozen=True, slots=True)
class Point:
    """One way to search, with what it is worth and what it costs.

    Attributes:
        window: most word pieces of a passage.
        questions: the share of the questions by which passages are looked for that were kept.
        chunks: passages of the library.
        ndcg, success: nDCG@10 and Success@5 on the development part.
        milliseconds: at the median: those stages of a search that the ranking needs.
        p: of so large a difference of nDCG@10 from `hybrid` over the same passages, were they
            alike, either way; None for that itself.
    """

    backend: str
    window: int
    questions: float
    ranking: str
    chunks: int
    ndcg: Interval
    success: Interval
    milliseconds: float
    p: float | None = None

    @property
    def name(self) -> str:
        """The ranking, the size of passages that it ranks, and where they lie if not here."""
        elsewhere = "" if self.backend == "local" else f", {self.backend}"
        asked = "" if self.questions == 1 else f", {self.questions:.0%} of the questions"
        return f"{self.ranking}, {self.window}{asked}{elsewhere}"


def ablate(
    encoder: Encoder,
    progress: Progress,
    backends: Sequence[str] = ("local",),
    windows: Sequence[int] = (),
    limit: int | None = None,
    questions: Sequence[float] = (1.0,),
) -> list[Point]:
    """Measures every combination on the development part, in homes made for it.

    Args:
        encoder: of passages and queries.
        progress: told what is being done.
        backends: names of `BACKENDS`.
        windows: most word pieces of a passage; empty: what the encoder reads.
        limit: of topics; the questions are those that they answer.
        questions: shares of the questions by which passages are looked for.

    Raises:
        CaseError: if a back end is unknown, or the topics answer no question.
    """
    unknown = sorted(set(backends) - set(BACKENDS))
    if unknown:
        raise CaseError(f"no back end {', '.join(unknown)}; there are: {', '.join(BACKENDS)}")
    documents = sampled(limit)
    asked = answerable(cases(RetrievalCase, Split.DEV), documents)
    if not asked:
        raise CaseError("these topics answer no question; take more with --documents")
    sizes = sorted({min(size, encoder.window) for size in windows} or {encoder.window})
    points = []
    for backend in backends:
        for size, share in product(sizes, questions):
            told = asked_less(documents, share)
            found = _points(backend, with_window(encoder, size), told, asked, progress)
            points += [replace(point, questions=share) for point in found]
    return points


def pareto_front(points: Sequence[Point]) -> list[Point]:
    """The points that no other beats in quality without costing more, quickest first."""
    front: list[Point] = []
    for point in sorted(points, key=lambda p: (p.milliseconds, -p.ndcg.mean)):
        if not front or point.ndcg.mean > front[-1].ndcg.mean:
            front.append(point)
    return front


def _points(
    backend: str,
    encoder: Encoder,
    documents: Sequence[Document],
    asked: Sequence[RetrievalCase],
    progress: Progress,
) -> list[Point]:
    with tempfile.TemporaryDirectory(prefix="viva-ablate-") as scratch:
        searcher = library(Home(Path(scratch)), backend, encoder, documents, progress)
        scores, chunks = _scores(searcher, asked, progress)
        costs = _costs(searcher, [case.question for case in asked][:_TIMED])
    points = []
    whole = _of(scores["hybrid"], "nDCG@10")
    for ranking, values in scores.items():
        ndcg, success = interval(_of(values, "nDCG@10")), interval(_of(values, "Success@5"))
        compared = compare(whole, _of(values, "nDCG@10"))
        if ndcg and success and compared:
            took = round(_taken(ranking, costs), 3)
            p = None if ranking == "hybrid" else compared.p
            found = (chunks, ndcg, success, took, p)
            points.append(Point(backend, encoder.window, 1.0, ranking, *found))
    return points


def _of(values: Mapping[str, Mapping[str, float]], metric: str) -> dict[str, float]:
    """Case to its value of one metric."""
    return {case: row[metric] for case, row in values.items()}


def _scores(
    searcher: Searcher, asked: Sequence[RetrievalCase], progress: Progress
) -> tuple[dict[str, dict[str, dict[str, float]]], int]:
    """Ranking to case to metrics, and the number of passages."""
    generation = searcher.generation
    chunks = list(generation.chunks)
    qrels: dict[str, dict[str, int]] = {}
    runs: dict[str, dict[str, dict[str, float]]] = {name: {} for name in FUSIONS}
    for number, case in enumerate(asked, 1):
        qrels[case.id], _ = judged(case.id, case.gold, generation.documents, generation.chunks_of)
        signals = searcher.signals(case.question, NO_FILTERS, generation)
        for name, fusion in FUSIONS.items():
            hits = rank(signals, fusion, DEPTH, generation)
            runs[name][case.id] = {hit.chunk.chunk_id: hit.score for hit in hits}
        progress("ranking", number, len(asked))
    return {name: per_query(qrels, run) for name, run in runs.items()}, len(chunks)


def _costs(searcher: Searcher, queries: Sequence[str]) -> dict[str, float]:
    """Median milliseconds by stage; of a store elsewhere, lexical and dense search together."""
    generation = searcher.generation
    if isinstance(generation, LocalGeneration):
        timed = time_search(searcher, generation, queries)
        return {stage: taken["p50"] for stage, taken in timed.items()}
    watch = Stopwatch()
    searcher.search("warm up")
    searcher.encoder.forget_queries()
    for query in (searcher.mended(query, generation) for query in queries):
        with watch.timing("encode"):
            encoded = searcher.encoder.encode_query(query)
        with watch.timing("candidates"):
            generation.candidates(encoded.vector, terms(query), NO_FILTERS)
        with watch.timing("search"):
            searcher.search(query)
    medians = {stage: percentiles(taken)["p50"] for stage, taken in watch.taken.items()}
    return medians | {"whole": medians["encode"] + medians["search"]}


def _taken(ranking: str, costs: Mapping[str, float]) -> float:
    """Milliseconds of the stages that a ranking needs."""
    stages = _STAGES.get(ranking, ("whole",))
    if "candidates" in costs and _FIRST & set(stages):
        stages = (*(stage for stage in stages if stage not in _FIRST), "candidates")
    return sum(costs[stage] for stage in stages)

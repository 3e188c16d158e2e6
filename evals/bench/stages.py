"""The stages of one search, each timed on its own, and the peers on the same queries."""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from assistant.assistant import Assistant
from evals.beir import percentiles
from evals.peers import fusion_retrievers
from index.analyse import terms
from index.backend import DEPTH
from index.late import best_matches, late_interaction, piece_weights
from index.lexical import K1, B
from index.local import LocalGeneration
from index.search import RERANKED, Searcher


class Stopwatch:
    """Milliseconds by stage, one figure for each time a stage was run."""

    def __init__(self) -> None:
        self.taken: defaultdict[str, list[float]] = defaultdict(list)

    @contextmanager
    def timing(self, stage: str) -> Iterator[None]:
        """Adds what the block takes to a stage."""
        started = time.perf_counter()
        yield
        self.taken[stage].append(1000 * (time.perf_counter() - started))


def time_search(
    searcher: Searcher, generation: LocalGeneration, queries: Sequence[str]
) -> dict[str, Mapping[str, float]]:
    """Milliseconds, p50 and p95 over the queries.

    ``encode`` is the encoding of the query alone; ``search`` is all that follows, of which
    ``lexical``, ``dense`` and ``late`` are parts; ``whole`` is both.
    """
    dense, encoder = generation.dense, searcher.encoder
    if dense is None:
        raise ValueError("an empty library has nothing to time")
    watch = Stopwatch()
    searcher.search("warm up")
    encoder.forget_queries()
    for query in (searcher.mended(query, generation) for query in queries):
        words = terms(query)
        with watch.timing("encode"):
            encoded = encoder.encode_query(query)
        with watch.timing("search"):
            searcher.search(query)
        with watch.timing("lexical"):
            generation.lexical.scores(words)
        with watch.timing("dense"):
            near = dense.nearest(encoded.vector, DEPTH)
        with watch.timing("late"):
            weights = piece_weights(encoded.pieces, generation.frequencies, len(generation.chunks))
            passages = generation.tokens_at(near[:RERANKED])
            late_interaction(best_matches(encoded.tokens, passages), weights)
    taken = watch.taken
    taken["whole"] = [sum(both) for both in zip(taken["encode"], taken["search"], strict=True)]
    return {stage: percentiles(values) for stage, values in taken.items()}


def time_peers(
    searcher: Searcher,
    generation: LocalGeneration,
    texts: Sequence[Sequence[str]],
    queries: Sequence[str],
) -> dict[str, Any]:
    """Our search beside rank_bm25 and LlamaIndex's hybrid retriever, query by query.

    Args:
        searcher: of the generation.
        generation: whose vectors all of them use.
        texts: the terms of its passages.
        queries: encoded before the clock starts.

    Returns:
        Milliseconds at the median; how many times faster than rank_bm25 our BM25 is, and the
        largest difference between any two scores of theirs.
    """
    from rank_bm25 import BM25Okapi

    reference = BM25Okapi(texts, k1=K1, b=B)
    encoder = searcher.encoder
    peers = fusion_retrievers(generation, encoder, reference.get_scores)
    watch = Stopwatch()
    difference = 0.0
    for query in (searcher.mended(query, generation) for query in queries):
        words = terms(query)
        encoder.encode_query(query)
        with watch.timing("rank_bm25"):
            expected = reference.get_scores(words)
        with watch.timing("our BM25"):
            scores = generation.lexical.scores(words)
        difference = max(difference, float(np.abs(scores - expected).max()))
        with watch.timing("our search"):
            searcher.search(query)
        for name, peer in peers.items():
            with watch.timing(name):
                peer.retrieve(query)
    medians = {name: float(np.median(values)) for name, values in watch.taken.items()}
    return {
        "p50_ms": {name: round(value, 4) for name, value in medians.items()},
        "bm25_times_faster": round(medians["rank_bm25"] / medians["our BM25"], 1),
        "bm25_largest_difference": difference,
    }


def time_answers(assistant: Assistant, questions: Sequence[str]) -> Mapping[str, float]:
    """Milliseconds for a whole answer, encoding included, p50 and p95."""
    watch = Stopwatch()
    assistant.searcher.encoder.forget_queries()
    for question in questions:
        with watch.timing("answer"):
            assistant.ask(question)
    return percentiles(watch.taken["answer"])

"""The benchmark: an index of each size is written, opened and searched."""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.decide import shipped_decision
from evals.bench.libraries import Library, real_library, resized
from evals.bench.opening import opening
from evals.bench.stages import time_answers, time_peers, time_search
from evals.cases import cases
from evals.types import RetrievalCase, Split
from index.collect import SEGMENTS
from index.encoder import Encoder
from index.generation import write_generation
from index.home import Home
from index.local import LocalGeneration, LocalStore
from index.lock import writing
from index.progress import Progress
from index.search import Searcher
from index.update import fingerprint

SIZES = (1_000, 10_000, 100_000)
REAL_MOST = 10_000
"""Passages really encoded; beyond them they are resampled."""

_PEER_QUERIES = 20


def measure_bench(
    encoder: Encoder,
    progress: Progress,
    sizes: Sequence[int] = SIZES,
    queries: int = 200,
    keep: Path | None = None,
) -> dict[str, Any]:
    """Times search and answers at several sizes.

    Args:
        encoder: the real one; its time for one query is what everything is compared with.
        progress: told what is being done.
        sizes: chunks of each library.
        queries: development questions to ask, at most.
        keep: a home whose vectors are kept for the next time; default: a temporary one.

    Returns:
        A row for each size: stages in milliseconds, ratios to the encoding of a query, the peers,
        seconds to build and open, and megabytes held where that is known.
    """
    asked = [case.question for case in cases(RetrievalCase, Split.DEV)][:queries]
    with tempfile.TemporaryDirectory(prefix="viva-bench-") as scratch:
        root = keep or Path(scratch)
        segments = root / "index" / SEGMENTS
        real = real_library(segments, encoder, min(REAL_MOST, max(sizes)), progress)
        rows = []
        for number, size in enumerate(sizes, 1):
            progress("measuring", number, len(sizes))
            rows.append(_row(Home(root), encoder, real, size, asked))
    return {
        "settings": {"queries": len(asked), **fingerprint(encoder, LocalStore())},
        "sizes": rows,
    }


def _row(
    home: Home, encoder: Encoder, real: Library, size: int, asked: Sequence[str]
) -> dict[str, Any]:
    library = resized(real, size)
    started = time.perf_counter()
    with writing(home):
        write_generation(home.index, fingerprint(encoder, LocalStore()), library.contents())
    built = time.perf_counter() - started
    searcher = Searcher(home, encoder)
    generation = searcher.generation
    if not isinstance(generation, LocalGeneration):
        raise TypeError("the benchmark writes a local index")
    stages = time_search(searcher, generation, asked)
    encode = stages["encode"]["p50"]
    answers = time_answers(Assistant(searcher, shipped_decision(encoder.sha256)), asked)
    return {
        "chunks": size,
        "synthetic": library.synthetic,
        "stages_ms": {**stages, "answer": answers},
        "times_encoding": {
            "search": round(stages["whole"]["p50"] / encode, 2),
            "answer": round(answers["p50"] / encode, 2),
        },
        "peers": time_peers(searcher, generation, library.terms, asked[:_PEER_QUERIES]),
        "build_s": round(built, 2),
        **opening(home.root, encoder.name),
    }

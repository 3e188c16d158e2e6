"""Public test sets in the layout of BEIR (Thakur et al. 2021), through the real pipeline."""

import json
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evals.configs import CONFIGS
from evals.errors import CaseError
from evals.lines import read_numbered, read_rows
from evals.metrics import Qrels, Rankings, mean, per_query
from evals.peers import PEERS, fusion_retrievers
from index.encoder import Encoder
from index.home import Home
from index.progress import Progress
from index.search import Searcher, rank
from index.types import Filters
from index.update import write_index
from ingest.types import Document

_DEPTH = 100
"""Chunks ranked per query: enough for twenty documents of several chunks each."""
_FILES = ("corpus.jsonl", "queries.jsonl", "qrels.tsv")
_GRADED = 3
_METRICS = ("nDCG@10", "R@5", "R@20", "RR@10")


@dataclass(frozen=True, slots=True)
class BeirSet:
    """A test set; one row of its corpus is one document."""

    documents: list[Document]
    queries: dict[str, str]
    qrels: dict[str, dict[str, int]]


def read_beir(folder: Path) -> BeirSet:
    """Reads ``corpus.jsonl``, ``queries.jsonl`` and ``qrels.tsv``; rows without text are allowed.

    Raises:
        CaseError: naming the file and line that does not fit.
    """
    if missing := [name for name in _FILES if not (folder / name).is_file()]:
        needed = f"a test set needs {', '.join(_FILES)} in one folder"
        raise CaseError(f"{folder}: no {', '.join(missing)}; {needed}")
    documents = [
        Document(
            doc_id=str(row["_id"]),
            title=row.get("title") or "",
            sources=(f"{folder.name}/{row['_id']}",),
            text=row.get("text") or "",
            metadata={"structure": "text"} | ({"title": row["title"]} if row.get("title") else {}),
        )
        for row in _rows(folder / "corpus.jsonl", "_id")
    ]
    queries = _rows(folder / "queries.jsonl", "_id", "text")
    texts = {str(row["_id"]): row["text"] for row in queries}
    return BeirSet(documents, texts, _qrels(folder / "qrels.tsv"))


def measure_beir(
    folder: Path,
    encoder: Encoder,
    progress: Progress,
    limit_queries: int | None = None,
    *,
    with_peers: bool = False,
) -> dict[str, Any]:
    """Indexes a test set in a temporary home and scores every configuration on it.

    Only judged queries are run. Latency is that of the hybrid search alone, encoding of the query
    included, on one thread of queries. With the peers, the report has their scores too.
    """
    dataset = read_beir(folder)
    judged = [query for query in dataset.queries if any(dataset.qrels.get(query, {}).values())]
    judged = judged[:limit_queries]
    qrels = {query: dataset.qrels[query] for query in judged}
    runs: dict[str, dict[str, dict[str, float]]] = {name: {} for name in (*CONFIGS, *PEERS)}
    latencies = []
    with tempfile.TemporaryDirectory(prefix="viva-beir-") as scratch:
        home = Home(Path(scratch))
        write_index(home, encoder, dataset.documents, progress)
        searcher = Searcher(home, encoder)
        generation = searcher.generation
        peers = fusion_retrievers(generation, encoder) if with_peers else {}
        encoder.encode_query("warm up")
        for number, query in enumerate(judged, 1):
            text = dataset.queries[query]
            started = time.perf_counter()
            searcher.search(text)
            latencies.append(1000 * (time.perf_counter() - started))
            signals = searcher.signals(text, Filters(), generation)
            for name, fusion in CONFIGS.items():
                hits = rank(signals, fusion, _DEPTH, generation)
                runs[name][query] = by_document((hit.chunk.doc_id, hit.score) for hit in hits)
            for name, peer in peers.items():
                found = peer.retrieve(text)
                runs[name][query] = by_document(
                    (each.node.metadata["doc_id"], each.get_score()) for each in found
                )
            progress("querying", number, len(judged))
    return {
        "settings": {
            "dataset": folder.name,
            "limit_queries": limit_queries,
            **searcher.fingerprint,
        },
        "n_docs": len(dataset.documents),
        "n_queries": len(judged),
        "configs": {name: _scored(qrels, runs[name]) for name in CONFIGS},
        **({"peers": {name: _scored(qrels, runs[name]) for name in peers}} if peers else {}),
        "latency_ms": percentiles(latencies),
    }


def _scored(qrels: Qrels, rankings: Rankings) -> dict[str, float]:
    means = mean(per_query(qrels, rankings))
    return {name: means[name] for name in _METRICS if name in means}


def by_document(ranked: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Documents with the score of their best chunk, from those of the chunks, best first."""
    best: dict[str, float] = {}
    for doc_id, score in ranked:
        best.setdefault(doc_id, score)
    return best


def percentiles(values: list[float]) -> Mapping[str, float]:
    """The median and the 95th percentile; zeros when nothing was measured."""
    p50, p95 = np.percentile(values, [50, 95]) if values else (0.0, 0.0)
    return {"p50": round(float(p50), 3), "p95": round(float(p95), 3)}


def _rows(path: Path, *required: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON lines file, each with the `required` keys."""

    def parse(line: str) -> dict[str, Any]:
        row = json.loads(line)
        missing = [key for key in required if not isinstance(row, dict) or row.get(key) is None]
        if missing:
            raise ValueError(f"no {', '.join(missing)}")
        return dict(row)

    return read_rows(path, parse)


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    """Query to document to grade, from tab-separated lines under a header."""
    qrels: dict[str, dict[str, int]] = {}
    for number, line in read_numbered(path):
        if number == 1:
            continue
        try:
            query, document, grade = line.split("\t")[:_GRADED]
            qrels.setdefault(query, {})[document] = int(grade)
        except ValueError as error:
            raise CaseError(f"{path}, line {number}: expected query, document, grade") from error
    return qrels

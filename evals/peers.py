"""LlamaIndex's `QueryFusionRetriever` over our own vectors and BM25 scores, to compare with."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import BaseRetriever, QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.analyse import terms
from index.encoder import Encoder
from index.local import LocalGeneration

PEERS = {"llama-index RRF": "reciprocal_rerank", "llama-index scores": "relative_score"}
"""What the peers are called, and their fusion modes."""

PEER_DEPTH = 50
"""Passages that each of its two retrievers hands to the fusion."""

Ranked = tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]


class _Ranking(BaseRetriever):
    """One signal as a retriever."""

    def __init__(self, rank: Callable[[str], Ranked], nodes: list[TextNode]) -> None:
        self._rank = rank
        self._nodes = nodes
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        places, scores = self._rank(query_bundle.query_str)
        return [
            NodeWithScore(node=self._nodes[place], score=float(score))
            for place, score in zip(places, scores, strict=True)
        ]


def nodes_of(generation: LocalGeneration) -> list[TextNode]:
    """Every passage as a node, its document in the metadata."""
    return [
        TextNode(id_=chunk.chunk_id, text=chunk.text, metadata={"doc_id": chunk.doc_id})
        for chunk in generation.chunks
    ]


def fusion_retriever(
    mode: str,
    generation: LocalGeneration,
    encoder: Encoder,
    nodes: list[TextNode],
    bm25: Callable[[list[str]], npt.NDArray[np.float64]],
) -> QueryFusionRetriever:
    """A hybrid retriever of LlamaIndex, dense and BM25 weighed alike, as it comes.

    Args:
        mode: of fusion, a value of `PEERS`.
        generation: whose vectors it searches, with our FAISS index.
        encoder: of queries.
        nodes: of the generation, as `nodes_of` makes them.
        bm25: terms of a query to the score of every passage.
    """

    def dense(query: str) -> Ranked:
        vector = encoder.encode_query(query).vector
        if generation.dense is None:
            return np.empty(0, np.int64), np.empty(0)
        near = generation.dense.nearest(vector, PEER_DEPTH)
        return near, np.asarray(generation.dense.vectors(near) @ vector, np.float64)

    def lexical(query: str) -> Ranked:
        scores = bm25(terms(query))
        best = np.argsort(-scores, kind="stable")[:PEER_DEPTH]
        best = best[scores[best] > 0]
        return best, scores[best]

    return QueryFusionRetriever(
        [_Ranking(dense, nodes), _Ranking(lexical, nodes)],
        llm=MockLLM(),
        mode=FUSION_MODES(mode),
        similarity_top_k=2 * PEER_DEPTH,
        num_queries=1,
        use_async=False,
    )

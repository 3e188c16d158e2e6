"""LlamaIndex's `QueryFusionRetriever` over our own vectors and BM25 scores, to compare with."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import BaseRetriever, QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.analyse import terms
from index.backend import Generation
from index.encoder import Encoder
from index.local import LocalGeneration

PEERS = {"llama-index RRF": "reciprocal_rerank", "llama-index scores": "relative_score"}
"""What the peers are called, and their fusion modes."""

PEER_DEPTH = 50
"""Passages that each of its two retrievers hands to the fusion."""

Lexical = Callable[[list[str]], npt.NDArray[np.float64]]
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


def fusion_retrievers(
    generation: Generation, encoder: Encoder, bm25: Lexical | None = None
) -> dict[str, QueryFusionRetriever]:
    """Hybrid retrievers of LlamaIndex by name, dense and BM25 weighed alike, as they come.

    Args:
        generation: whose vectors they search, with our FAISS index.
        encoder: of queries.
        bm25: terms of a query to the score of every passage; default: our own BM25.

    Raises:
        TypeError: over any index but the local one.
    """
    if not isinstance(generation, LocalGeneration):
        raise TypeError("the peers are compared over the local index alone")
    index = generation.dense
    nodes = [
        TextNode(id_=chunk.chunk_id, text=chunk.text, metadata={"doc_id": chunk.doc_id})
        for chunk in generation.chunks
    ]
    scoring = bm25 or generation.lexical.scores

    def dense(query: str) -> Ranked:
        vector = encoder.encode_query(query).vector
        near = index.nearest(vector, PEER_DEPTH) if index else np.empty(0, np.int64)
        scores = index.vectors(near) @ vector if index else near
        return near, np.asarray(scores, np.float64)

    def lexical(query: str) -> Ranked:
        scores = scoring(terms(query))
        best = np.argsort(-scores, kind="stable")[:PEER_DEPTH]
        best = best[scores[best] > 0]
        return best, scores[best]

    return {
        name: QueryFusionRetriever(
            [_Ranking(dense, nodes), _Ranking(lexical, nodes)],
            llm=MockLLM(),
            mode=FUSION_MODES(mode),
            similarity_top_k=2 * PEER_DEPTH,
            num_queries=1,
            use_async=False,
        )
        for name, mode in PEERS.items()
    }

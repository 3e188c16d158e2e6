"""The index as a LlamaIndex retriever, for query engines and agents built with that library."""

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.search import Searcher
from index.types import Filters


class HybridRetriever(BaseRetriever):
    """Hybrid search over a home, one `TextNode` a passage, its place in the node's metadata."""

    def __init__(self, searcher: Searcher, k: int = 10, filters: Filters | None = None) -> None:
        self._searcher = searcher
        self._k = k
        self._filters = filters or Filters()
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        nodes = []
        for hit in self._searcher.search(query_bundle.query_str, self._k, self._filters):
            chunk = hit.chunk
            metadata = {
                "doc_id": chunk.doc_id,
                "headings": " > ".join(chunk.headings),
                "start": chunk.start,
                "end": chunk.end,
                "kind": str(chunk.kind),
            }
            node = TextNode(id_=chunk.chunk_id, text=chunk.text, metadata=metadata)
            nodes.append(NodeWithScore(node=node, score=hit.score))
        return nodes

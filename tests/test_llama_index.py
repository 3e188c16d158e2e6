from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import ResponseMode

from assistant.assistant import Assistant
from index.llama_index import HybridRetriever
from index.types import Filters


def test_nodes_are_the_hits(assistant: Assistant) -> None:
    query = "Why is attention scaled?"
    retriever = HybridRetriever(assistant.searcher, k=4)
    assert isinstance(retriever, BaseRetriever)
    hits = assistant.searcher.search(query, 4)
    nodes = retriever.retrieve(query)
    assert [(n.node.node_id, n.score, n.node.get_content()) for n in nodes] == [
        (hit.chunk.chunk_id, hit.score, hit.chunk.text) for hit in hits
    ]
    documents = assistant.searcher.generation.documents
    for found in nodes:
        where = found.node.metadata
        assert documents[where["doc_id"]].text[where["start"] : where["end"]] == found.node.text


def test_filters_hold_for_the_retriever_too(assistant: Assistant) -> None:
    retriever = HybridRetriever(assistant.searcher, filters=Filters(section="11-banking"))
    found = retriever.retrieve("time series")
    assert found
    assert all(node.node.metadata["doc_id"].startswith("11-banking/") for node in found)


def test_a_query_engine_answers_from_it(assistant: Assistant) -> None:
    engine = RetrieverQueryEngine.from_args(
        HybridRetriever(assistant.searcher, k=2),
        llm=MockLLM(),
        response_mode=ResponseMode.COMPACT,
    )
    assert len(engine.query("What is dropout?").source_nodes) == 2

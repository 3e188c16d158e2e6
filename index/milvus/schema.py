"""The two collections of a home: one row a passage, one row a document.

Every row carries the generations that it belongs to: from `since` on, until before `until`. So an
edit of one note writes the rows of that note, not a collection; what a reader sees switches when
the home's ``current`` does; and a writer that is killed leaves rows that nobody sees yet.
"""

from typing import Any

from index.lexical import K1, B
from index.milvus.client import Milvus
from index.milvus.pack import MAX_BYTES, MAX_PARTS
from index.types import Filters, labels, section_names
from ingest.digest import digest
from ingest.types import Chunk

FORMAT = "1"
"""Of the rows; change it whenever an older reader would misread them."""

FOREVER = 2**62
"""The `until` of rows that no generation has left out yet."""

_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r"})

M, EF_CONSTRUCTION = 32, 200
EF = 400
"""Of HNSW (Malkov and Yashunin 2018); the search looks at twice as many as it returns."""

_DIGEST = 64
"""Most bytes of a digest."""


def passages_of(home_id: str, encoder: str) -> str:
    """The collection of a home's passages, for vectors of one encoder.

    Args:
        home_id: of the home, so that homes may share a server.
        encoder: its fingerprint; another encoder's vectors cannot lie in the same collection.
    """
    return f"viva_{home_id}_{digest(FORMAT, encoder)[:8]}"


def documents_of(passages: str) -> str:
    """The collection of the documents that a collection of passages comes from."""
    return f"{passages}_documents"


def create(milvus: Milvus, collection: str, dim: int) -> None:
    """Makes the collections of passages and documents, or what an interruption left out of them."""
    for name, build in ((collection, _passages), (documents_of(collection), _documents)):
        schema, index = build(milvus.is_file, dim)
        if not milvus.call("has_collection", name):
            milvus.call("create_collection", name, schema=schema, consistency_level="Strong")
        there = milvus.call("list_indexes", name)
        index[:] = [each for each in index if each.field_name not in there]
        if index:
            milvus.call("create_index", name, index, sync=False)  # nothing is there to wait for
        milvus.call("load_collection", name)


def visible(generation: int, filters: Filters | None = None) -> str:
    """The filter expression for the rows of a generation, and of passages that pass `filters`."""
    return " and ".join(
        [f"since <= {generation}", f"until > {generation}", *_expressions(filters or Filters())]
    )


def quoted(value: str) -> str:
    """A string as a literal of filter expressions, which know fewer escapes than JSON."""
    return f'"{value.translate(_ESCAPES)}"'


def label_fields(chunk: Chunk) -> dict[str, Any]:
    """The fields of a passage that filters look at."""
    meta = chunk.metadata
    lists = {
        "tracks": labels(meta.get("tracks")),
        "roles": labels(meta.get("roles")),
        "sections": section_names(meta.get("section")),
        "levels": labels(meta.get("level")),
    }
    return {**{name: list(values) for name, values in lists.items()}, "kind": str(chunk.kind)}


def _expressions(filters: Filters) -> list[str]:
    """`Filters.admit` in the language of Milvus."""
    lists = {
        "tracks": filters.track,
        "roles": filters.role,
        "sections": filters.section,
        "levels": filters.level,
    }
    scalars = {"kind": filters.kind, "doc": filters.doc}
    return [
        *(f"array_contains({x}, {quoted(y)})" for x, y in lists.items() if y is not None),
        *(f"{x} == {quoted(y)}" for x, y in scalars.items() if y is not None),
    ]


def _passages(is_file: bool, dim: int) -> tuple[Any, Any]:
    from pymilvus import DataType, Function, FunctionType

    schema, index = _rows(is_file)
    texts, lists = ("content", "chunk_id", "kind", "doc"), ("tracks", "roles", "sections", "levels")
    for name in texts:
        schema.add_field(name, DataType.VARCHAR, max_length=MAX_BYTES)
    for name in lists:
        _add_list(schema, name)
    for name in () if is_file else (*texts, *lists):
        _add_index(index, name, index_type="INVERTED")
    for name in ("chunk", "tokens"):
        _add_list(schema, name, mmap_enabled=True)  # only candidates' are read: they stay on disk
    schema.add_field("offset", DataType.INT64)
    schema.add_field(
        "words",
        DataType.VARCHAR,
        max_length=MAX_BYTES,
        enable_analyzer=True,
        analyzer_params={"tokenizer": "standard"},
    )
    schema.add_field("bm25", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_function(
        Function(
            name="bm25",
            function_type=FunctionType.BM25,
            input_field_names=["words"],
            output_field_names=["bm25"],
        )
    )
    schema.add_field("dense", DataType.FLOAT_VECTOR, dim=dim)
    if is_file:  # under filters, milvus-lite's HNSW returns half of what passes
        _add_index(index, "dense", index_type="FLAT", metric_type="IP")
    else:
        graph = {"M": M, "efConstruction": EF_CONSTRUCTION}
        _add_index(index, "dense", index_type="HNSW", metric_type="IP", params=graph)
    _add_index(
        index,
        "bm25",
        index_type="SPARSE_INVERTED_INDEX",
        metric_type="BM25",
        params={"bm25_k1": K1, "bm25_b": B},
    )
    return schema, index


def _documents(is_file: bool, _dim: int) -> tuple[Any, Any]:
    from pymilvus import DataType

    schema, index = _rows(is_file)
    schema.add_field("doc", DataType.VARCHAR, max_length=MAX_BYTES)
    if not is_file:
        _add_index(index, "doc", index_type="INVERTED")
    _add_list(schema, "document", mmap_enabled=True)
    # A collection without a vector is refused.
    schema.add_field("unused", DataType.FLOAT_VECTOR, dim=2)
    _add_index(index, "unused", index_type="FLAT", metric_type="IP")
    return schema, index


def _rows(is_file: bool) -> tuple[Any, Any]:
    """What the rows of both collections begin with."""
    from pymilvus import DataType, MilvusClient

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("since", DataType.INT64)
    schema.add_field("until", DataType.INT64)
    schema.add_field("key", DataType.VARCHAR, max_length=_DIGEST)
    index = MilvusClient.prepare_index_params()
    if not is_file:
        for name in ("since", "until"):
            _add_index(index, name, index_type="STL_SORT")
    return schema, index


def _add_index(index: Any, field: str, **options: Any) -> None:  # noqa: ANN401
    """An index that is named like its field."""
    index.add_index(field, index_name=field, **options)


def _add_list(schema: Any, name: str, **options: Any) -> None:  # noqa: ANN401
    """A field that holds a list of strings."""
    from pymilvus import DataType

    limits = {"max_capacity": MAX_PARTS, "max_length": MAX_BYTES}
    schema.add_field(name, DataType.ARRAY, element_type=DataType.VARCHAR, **limits, **options)

"""Cosine similarity over all chunks, by FAISS (Johnson, Douze and Jégou 2021).

Vectors are kept in half precision, which moves a cosine by less than 0.0005 and halves what a
search has to read. A library of usual size is searched exhaustively. Beyond `FLAT_MOST` chunks a
graph is built over it (Malkov and Yashunin 2020, "Efficient and Robust Approximate Nearest Neighbor
Search Using Hierarchical Navigable Small World Graphs", IEEE TPAMI 42(4)); what filters leave is
always searched exhaustively.
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FLAT_MOST = 200_000
"""Chunks that are searched exhaustively: that takes some ten milliseconds, while a graph, quick to
search, takes minutes to build at every ingest."""

_LINKS, _BUILD_WIDTH, _SEARCH_WIDTH = 32, 200, 400
_FILE = "dense.faiss"

Ids = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float32]


class DenseIndex:
    """An inner-product index over unit vectors, with or without a graph."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401
        import faiss

        self._index = index
        self._flat = (
            faiss.downcast_index(index.storage) if isinstance(index, faiss.IndexHNSW) else index
        )

    def nearest(self, query: Vectors, depth: int, allowed: Ids | None = None) -> Ids:
        """Positions of the `depth` chunks nearest to a unit vector [dim], best first.

        Args:
            query: [dim] float32.
            depth: at most so many are returned.
            allowed: positions that may be returned; None for all.
        """
        import faiss

        depth = min(depth, self._index.ntotal if allowed is None else len(allowed))
        if depth == 0:
            return np.empty(0, dtype=np.int64)
        if allowed is None:
            _, found = self._index.search(query[None, :], depth)
        else:
            chosen = faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))  # type: ignore[call-arg]
            _, found = self._flat.search(query[None, :], depth, params=chosen)
        nearest: Ids = found[0]
        return nearest[nearest >= 0]

    def vectors(self, ids: Ids) -> Vectors:
        """The vectors of the chunks at `ids`, [n_ids, dim] float32 of half precision."""
        stored: Vectors = self._flat.reconstruct_batch(ids)
        return stored

    def save(self, folder: Path) -> list[str]:
        """Writes the index; returns the names of its files.

        Raises:
            OSError: if not all of it could be written, which `faiss.write_index` may not notice.
        """
        import faiss

        (folder / _FILE).write_bytes(faiss.serialize_index(self._index).tobytes())
        return [_FILE]


def build_dense(vectors: Vectors, flat_most: int = FLAT_MOST) -> DenseIndex:
    """An index over [n_chunks, dim] float32, unit rows; exact for up to `flat_most` of them."""
    import faiss

    dim = vectors.shape[1]
    half = faiss.ScalarQuantizer.QT_fp16
    index: Any = faiss.IndexScalarQuantizer(dim, half, faiss.METRIC_INNER_PRODUCT)
    if len(vectors) > flat_most:
        index = faiss.IndexHNSWSQ(dim, half, _LINKS, faiss.METRIC_INNER_PRODUCT)  # type: ignore[arg-type]
        index.hnsw.efConstruction = _BUILD_WIDTH
        index.hnsw.efSearch = _SEARCH_WIDTH
    index.add(np.ascontiguousarray(vectors))
    return DenseIndex(index)


def load_dense(folder: Path) -> DenseIndex:
    """Reads what `DenseIndex.save` wrote."""
    import faiss

    return DenseIndex(faiss.read_index(str(folder / _FILE)))

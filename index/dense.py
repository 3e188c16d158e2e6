"""Cosine similarity over all chunks, by FAISS (Johnson, Douze and Jégou 2021)."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_FILE = "dense.faiss"

Ids = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float32]


class DenseIndex:
    """An exact inner-product index over unit vectors."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401
        self._index = index

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
        chosen: Any = None
        if allowed is not None:
            chosen = faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))  # type: ignore[call-arg]
        _, found = self._index.search(query[None, :], depth, params=chosen)
        nearest: Ids = found[0]
        return nearest[nearest >= 0]

    def vectors(self, ids: Ids) -> Vectors:
        """The unit vectors of the chunks at `ids`, [n_ids, dim] float32."""
        stored: Vectors = self._index.reconstruct_batch(ids)
        return stored

    def save(self, folder: Path) -> list[str]:
        """Writes the index; returns the names of its files."""
        import faiss

        faiss.write_index(self._index, str(folder / _FILE))
        return [_FILE]


def build_dense(vectors: Vectors) -> DenseIndex:
    """An exact index over [n_chunks, dim] float32, unit rows."""
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors))
    return DenseIndex(index)


def load_dense(folder: Path) -> DenseIndex:
    """Reads what `DenseIndex.save` wrote."""
    import faiss

    return DenseIndex(faiss.read_index(str(folder / _FILE)))

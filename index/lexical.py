"""BM25 over all chunks at once.

rank_bm25's `BM25Okapi` fits the statistics (Robertson and Zaragoza 2009, "The Probabilistic
Relevance Framework: BM25 and Beyond"); the contribution of each term to each chunk is then kept in
a sparse matrix, so that a query adds up a few rows instead of visiting every chunk in Python.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

K1 = 1.2
B = 0.75

_MATRIX, _VOCABULARY = "bm25.npz", "terms.json"


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """Contributions of terms to chunks.

    Attributes:
        vocabulary: term to row.
        matrix: [n_terms, n_chunks] float64; a chunk's score is the sum of the query terms' rows.
    """

    vocabulary: dict[str, int]
    matrix: sparse.csr_array

    def scores(self, query: Sequence[str]) -> npt.NDArray[np.float64]:
        """BM25 of every chunk, [n_chunks] float64; a term asked twice counts twice.

        Equal to `BM25Okapi.get_scores`, negative scores on tiny libraries included.
        """
        rows = [self.vocabulary[term] for term in query if term in self.vocabulary]
        n_chunks = int(self.matrix.shape[1])
        if not rows:
            return np.zeros(n_chunks)
        spans = [slice(self.matrix.indptr[row], self.matrix.indptr[row + 1]) for row in rows]
        chunks = np.concatenate([self.matrix.indices[span] for span in spans])
        values = np.concatenate([self.matrix.data[span] for span in spans])
        return np.bincount(chunks, weights=values, minlength=n_chunks).astype(np.float64)

    def save(self, folder: Path) -> list[str]:
        """Writes the index; returns the names of its files."""
        sparse.save_npz(folder / _MATRIX, self.matrix, compressed=False)
        (folder / _VOCABULARY).write_text(json.dumps(list(self.vocabulary)), encoding="utf-8")
        return [_MATRIX, _VOCABULARY]


def fit_lexical(texts: Sequence[Sequence[str]]) -> LexicalIndex:
    """Fits BM25 over the terms of each chunk.

    A term with frequency f in a chunk of length l contributes
    ``idf * f * (k1 + 1) / (f + k1 * (1 - b + b * l / mean(l)))``.
    """
    lengths = np.array([len(text) for text in texts], dtype=np.float64)
    if not lengths.sum():
        return LexicalIndex({}, sparse.csr_array((0, len(texts)), dtype=np.float64))

    from rank_bm25 import BM25Okapi

    fitted = BM25Okapi(texts, k1=K1, b=B)
    vocabulary = {term: row for row, term in enumerate(fitted.idf)}
    sizes = [len(counts) for counts in fitted.doc_freqs]
    chunks = np.repeat(np.arange(len(texts)), sizes)
    rows = np.fromiter((vocabulary[t] for c in fitted.doc_freqs for t in c), int, sum(sizes))
    counts = np.fromiter((n for c in fitted.doc_freqs for n in c.values()), float, sum(sizes))
    idf = np.fromiter(fitted.idf.values(), float, len(vocabulary))

    penalty = K1 * (1 - B + B * lengths / fitted.avgdl)
    values = idf[rows] * counts * (K1 + 1) / (counts + penalty[chunks])
    shape = (len(vocabulary), len(texts))
    return LexicalIndex(vocabulary, sparse.csr_array((values, (rows, chunks)), shape=shape))


def load_lexical(folder: Path) -> LexicalIndex:
    """Reads what `LexicalIndex.save` wrote; nothing is unpickled."""
    terms = json.loads((folder / _VOCABULARY).read_text(encoding="utf-8"))
    matrix = sparse.csr_array(sparse.load_npz(folder / _MATRIX))
    return LexicalIndex({term: row for row, term in enumerate(terms)}, matrix)

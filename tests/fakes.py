"""Stand-ins that are handed in where the real part would be slow: never patched."""

import re
from collections.abc import Callable, Sequence

import numpy as np

from index.encoder import Encoded
from index.tokens import Tokens

_WORD = re.compile(r"\w+|[^\w\s]")


class HashEncoder:
    """An encoder that counts words into a few hundred buckets: fast, and like texts stay alike."""

    name = "hash"
    fingerprint = "hash-1"
    dim = width = 256

    def __init__(self, window: int = 254) -> None:
        self.window = window
        self.encoded: list[str] = []

    def count(self, text: str) -> int:
        return len(_WORD.findall(text))

    def pieces(self, texts: Sequence[str]) -> list[np.ndarray]:
        return [self.encode_query(text).pieces for text in texts]

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> tuple[np.ndarray, list[Tokens]]:
        self.encoded += texts
        if progress:
            progress(len(texts))
        made = [self.encode_query(text) for text in texts]
        vectors = np.stack([one.vector for one in made]) if made else np.empty((0, self.dim))
        tokens = [Tokens.of(one.tokens, one.spans, one.pieces) for one in made]
        return vectors.astype(np.float32), tokens

    def encode_query(self, text: str) -> Encoded:
        words = list(_WORD.finditer(text.lower()))[: self.window]
        pieces = np.array([self._bucket(word[0]) for word in words], dtype=np.int64)
        tokens = np.eye(self.dim, dtype=np.float32)[pieces]
        spans = np.array([word.span() for word in words], dtype=np.int64).reshape(-1, 2)
        vector = tokens.sum(axis=0) + np.float32(1e-3)
        return Encoded(vector / np.linalg.norm(vector), tokens, spans, pieces)

    def forget_queries(self) -> None:
        """Nothing is kept."""

    def _bucket(self, word: str) -> int:
        return sum(word.encode()) * 31 % self.dim

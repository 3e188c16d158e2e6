"""Token vectors: what late interaction compares, a query's word pieces with a passage's.

The encoder's own token vectors are normalised, projected to fewer dimensions and kept as int8. The
projection of the bundled encoder is fixed (the leading eigenvectors of the second moments of its
token vectors over several collections) and keyed to the weights; 128 of 384 dimensions lose no more
than 0.2 points of nDCG. Another encoder's vectors are kept whole.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Self

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

STEPS = 254.0
"""Steps of int8 in a component's range: components of unit vectors beyond ±0.5 are clipped."""

_FAR = np.iinfo(np.uint16).max


@dataclass(frozen=True, slots=True)
class Tokens:
    """Word pieces of one or several texts, special ones left out, in order.

    Attributes:
        vectors: [n_tokens, width] int8; divided by `STEPS` about unit vectors.
        spans: [n_tokens, 2] integers, first character and the one after the last, in their text;
            empty ones of tokens that stand nowhere in it.
        pieces: [n_tokens] int32, their numbers in the encoder's vocabulary.
    """

    vectors: npt.NDArray[np.int8]
    spans: npt.NDArray[np.integer]
    pieces: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.pieces)

    def __getitem__(self, part: slice) -> Self:
        return type(self)(self.vectors[part], self.spans[part], self.pieces[part])

    def moved(self, by: int) -> Self:
        """The same tokens, their characters counted from `by` before."""
        return replace(self, spans=self.spans.astype(np.int64) + by)

    def nowhere(self) -> Self:
        """The same tokens, beside a text in which they do not stand."""
        return replace(self, spans=np.zeros_like(self.spans))

    def in_text(self) -> Self:
        """Those that stand in the text."""
        inside = self.spans[:, 0] < self.spans[:, 1]
        if inside.all():
            return self
        return type(self)(self.vectors[inside], self.spans[inside], self.pieces[inside])

    @classmethod
    def of(
        cls, vectors: Floats, spans: npt.NDArray[np.int64], pieces: npt.NDArray[np.int64]
    ) -> Self:
        """Tokens with quantised vectors, from unit vectors [n_tokens, width]."""
        steps = np.clip(np.rint(vectors * STEPS), -127, 127).astype(np.int8)
        near = np.minimum(np.asarray(spans).reshape(-1, 2), _FAR).astype(np.uint16)
        return cls(steps, near, np.asarray(pieces, dtype=np.int32))


def concatenate(parts: Sequence[Tokens]) -> Tokens:
    """The tokens of all parts, at least one, in order."""
    return Tokens(
        np.concatenate([part.vectors for part in parts]),
        np.concatenate([part.spans for part in parts]),
        np.concatenate([part.pieces for part in parts]),
    )


def load_projection(sha256: str) -> Floats | None:
    """The projection [dim, width] float32 made for the encoder with these weights, if any."""
    path = _projection(sha256)
    if not path.is_file():
        return None
    with path.open("rb") as stream:
        stored: Floats = np.load(stream).astype(np.float32)
    return stored


def projection_sha256(sha256: str) -> str:
    """The SHA-256 of the projection's file; empty for an encoder that has none."""
    path = _projection(sha256)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _projection(sha256: str) -> Traversable:
    return resources.files("index") / f"projection-{sha256[:12]}.npy"


def unit(vectors: Floats) -> Floats:
    """Rows scaled to length one; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Floats = vectors / np.maximum(lengths, 1e-9)
    return scaled

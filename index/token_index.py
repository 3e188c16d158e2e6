"""The tokens of every chunk of a generation, in the segments that hold them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.files import write_array
from index.late import Counts, piece_frequencies
from index.segments import Embedded, Rows, Segment, open_segment
from index.tokens import Tokens

_PLACES, _FREQUENCIES = "places.npy", "pieces.npy"


@dataclass(frozen=True, slots=True)
class TokenIndex:
    """Reads the tokens of chunks from memory-mapped segments.

    Attributes:
        places: [n_chunks, 3] int64, segment and row of each chunk, and how far its text begins
            before the text that was encoded.
        frequencies: number of chunks whose text holds each piece of the vocabulary, [n_pieces]
            int64.
    """

    segments: Sequence[Segment]
    places: Rows
    frequencies: Counts

    def tokens_of(self, chunk: int) -> Tokens:
        """The tokens of the chunk at a position and of its questions; spans count in its text."""
        segment, row, offset = map(int, self.places[chunk])
        return self.segments[segment].tokens_of(row).moved(offset)


def save_tokens(
    folder: Path, segments: Path, embedded: Embedded, offsets: Sequence[int]
) -> list[str]:
    """Writes what `load_tokens` reads; returns the names of its files.

    Args:
        folder: of the generation.
        segments: the folder of all segments.
        embedded: where the vectors of the chunks lie.
        offsets: for each chunk, what must be added to a position in the embedded text to have the
            position in the chunk's text.
    """
    opened = [open_segment(segments / name) for name in embedded.segments]
    passages = (opened[segment].tokens_of(row).in_text() for segment, row in embedded.places)
    write_array(folder / _PLACES, np.column_stack([embedded.places, np.array(offsets, np.int64)]))
    write_array(folder / _FREQUENCIES, piece_frequencies(each.pieces for each in passages))
    return [_PLACES, _FREQUENCIES]


def load_tokens(folder: Path, segments: Path, names: Sequence[str]) -> TokenIndex:
    """Opens the tokens of a generation.

    Raises:
        OSError, ValueError: if a file is missing or cut off.
    """
    opened = [open_segment(segments / name) for name in names]
    return TokenIndex(opened, np.load(folder / _PLACES), np.load(folder / _FREQUENCIES))

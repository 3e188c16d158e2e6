"""The piece of a passage that a statement rests on."""

import numpy as np

from assistant.support.align import Comparison, Text
from assistant.units import units
from index.backend import Generation
from ingest.types import Chunk


def best_unit(
    sentence: Text, passage: Text, chunk: Chunk, generation: Generation
) -> tuple[int, int]:
    """Start and end, in the document, of the unit that most of a sentence's words stand for.

    Args:
        sentence: what is cited for.
        passage: the chunk's text with its vectors.
        chunk: the passage.
        generation: that it comes from.
    """
    quotable = units(chunk, generation.documents[chunk.doc_id])
    if not quotable:
        return chunk.start, chunk.end
    alike = np.zeros(len(quotable))
    if sentence.words and passage.words:
        compared = Comparison(sentence, passage)
        for row, column in enumerate(compared.aligned):
            at = chunk.start + passage.words[column].start
            for place, unit in enumerate(quotable):
                if unit.start <= at < unit.end:
                    alike[place] += float(compared.alike[row, column])
    best = quotable[int(alike.argmax())]
    return best.start, best.end

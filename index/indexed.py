"""What is indexed of a passage: its text, and the questions by which it is looked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.analyse import passage_terms
from index.encoder import Encoder, Vectors
from index.tokens import Tokens, concatenate, unit
from ingest.chunking.chunk import embedded_text
from ingest.digest import digest
from ingest.types import Chunk

_QUESTIONS = 1.0
"""Weight of the mean of a passage's questions in its vector, beside its text; see evals/README.md.
"""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the encoder and the lexical index read of a passage.

    Attributes:
        text: heading path, lead and body.
        questions: each is encoded by itself.
    """

    text: str
    questions: tuple[str, ...] = ()

    def key(self, encoder: str) -> str:
        """Names what the encoder with this fingerprint makes of it."""
        return digest(encoder, self.text, *self.questions)

    @property
    def terms(self) -> list[str]:
        """Its lexical terms."""
        return passage_terms("\n".join([self.text, *self.questions]))


def indexed_of(chunk: Chunk, encoder: Encoder) -> Indexed:
    """What is indexed of a passage, as much as fits the encoder's window."""
    text = embedded_text(chunk, encoder.count, encoder.window)
    return Indexed(text, tuple(chunk.metadata.get("questions", ())))


def encode(
    encoder: Encoder,
    passages: Sequence[Indexed],
    progress: Callable[[int], None] | None = None,
) -> tuple[Vectors, list[Tokens]]:
    """The vectors of passages, and those of their word pieces.

    Args:
        encoder: of texts and questions alike.
        passages: any number.
        progress: called with the number of texts and questions encoded since the last call.

    Returns:
        [n_passages, dim] float32, unit rows; and of each passage the tokens of its text, then
        those of its questions, which stand nowhere in it (see `Tokens.in_text`).
    """
    texts = [text for passage in passages for text in (passage.text, *passage.questions)]
    vectors, tokens = encoder.encode(texts, progress)
    firsts = np.cumsum([0, *(1 + len(passage.questions) for passage in passages)]).tolist()
    rows, merged = [], []
    for first, last in pairwise(firsts):
        rows.append(_vector(vectors[first:last]))
        questions = (each.nowhere() for each in tokens[first + 1 : last])
        merged.append(concatenate([tokens[first], *questions]))
    return np.stack(rows) if rows else vectors, merged


def _vector(views: Vectors) -> Vectors:
    """One unit vector [dim] for a text and its questions, [1 + n_questions, dim]."""
    text: Vectors = views[0]
    questions: Vectors = views[1:]
    return unit(text + np.float32(_QUESTIONS) * questions.mean(axis=0)) if len(questions) else text

"""What is searched for, as the signals see it: a question, alone or within a conversation.

A follow-up such as ``and what is it good for?`` says little by itself, and put into one text with
what it leans on, it is outweighed. So both are encoded, each by itself, and every signal is the
weighted mean of both (as scores are fused, see `index.fusion`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.analyse import terms
from index.backend import Generation
from index.encoder import Encoder
from index.late import piece_weights
from index.tokens import Floats

CONTEXT_WEIGHT = 1 / 3
"""Of what was said before, beside the question; see evals/README.md."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a question leans on.

    Attributes:
        text: what was asked before.
        documents: ids of those that the conversation is about; their passages gain.
    """

    text: str
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the signals see it.

    Attributes:
        terms: lexical ones of the question alone.
        vector: [dim] float32; of length one, or shorter within a conversation.
        tokens: [n_pieces, width] float32, unit rows.
        weights: [n_pieces] float32, what each piece counts; they sum to one (or are all zero).
        says: what the pieces of the question alone weigh together.
        documents: whose passages gain.
    """

    terms: Sequence[str]
    vector: Floats
    tokens: Floats
    weights: Floats
    says: float
    documents: tuple[str, ...] = ()


def query_of(
    text: str, encoder: Encoder, generation: Generation, context: Context | None = None
) -> Query:
    """A question, encoded; within a conversation, together with its context.

    Args:
        text: of the question, misspellings mended.
        encoder: that the generation was made with.
        generation: whose frequencies weigh the pieces.
        context: what the question leans on.
    """
    encoded = encoder.encode_query(text)
    weights = piece_weights(encoded.pieces, generation.frequencies, len(generation.chunks))
    says = float(weights.sum())
    shares = weights / np.float32(max(says, 1e-9))
    alone = Query(terms(text), encoded.vector, encoded.tokens, shares, says)
    if context is None:
        return alone
    before = query_of(context.text, encoder, generation)
    own = np.float32(1 - CONTEXT_WEIGHT)
    return Query(
        terms=alone.terms,
        vector=own * alone.vector + (1 - own) * before.vector,
        tokens=np.concatenate([alone.tokens, before.tokens]),
        weights=np.concatenate([own * alone.weights, (1 - own) * before.weights]),
        says=says,
        documents=context.documents,
    )

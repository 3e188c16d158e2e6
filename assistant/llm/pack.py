"""Which passages a prompt holds: those worth most, within a budget of tokens."""

from collections.abc import Callable, Sequence

from index.types import Hit

_MARGIN = 1.3
"""Tokens of another model's vocabulary for one of the encoder's word pieces, at most."""

_OVERHEAD = 40
_MOST = 12


def pack(hits: Sequence[Hit], budget: int, count: Callable[[str], int]) -> list[Hit]:
    """The passages that are put into a prompt, best first.

    Passages are taken by value, their retrieval score; one that does not fit into what is left is
    passed over for the next that does. The best goes first, where models read most closely.

    Args:
        hits: passages, best first.
        budget: tokens that all of them may take, their labels included.
        count: word pieces of a text.
    """
    taken: list[Hit] = []
    left = budget
    for hit in sorted(hits, key=lambda each: -each.score):
        cost = tokens(" > ".join(hit.chunk.headings) + hit.chunk.text, count) + _OVERHEAD
        if cost <= left and len(taken) < _MOST:
            taken.append(hit)
            left -= cost
    return taken


def tokens(text: str, count: Callable[[str], int]) -> int:
    """A cautious estimate of the tokens that a model reads a text as."""
    return int(count(text) * _MARGIN) + 1

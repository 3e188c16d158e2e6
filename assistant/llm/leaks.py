"""Whether a reply recites the prompt."""

from collections.abc import Sequence
from functools import cache

from assistant.llm.prompt import rules
from index.analyse import words

_RUN = 5
"""Words in a row that a sentence may not share with the prompt's rules."""

_ADMISSION = "the sources do not answer the question"
"""What an honest reply says too; the rule around it is known by its other words."""


def leaked(texts: Sequence[str]) -> frozenset[int]:
    """Which of the texts of a reply share a run of words with the rules, even across their ends."""
    said = [(word, place) for place, text in enumerate(texts) for word in words(text)]
    runs = _rules()
    found: set[int] = set()
    for start in range(len(said) - _RUN + 1):
        run = said[start : start + _RUN]
        if tuple(word for word, _ in run) in runs:
            found |= {place for _, place in run}
    return frozenset(found)


@cache
def _rules() -> frozenset[tuple[str, ...]]:
    """Every run of words in the rules of any prompt."""
    ruled = _runs(rules("answer")) | _runs(rules("rewrite"))
    return ruled - _runs(_ADMISSION)


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    said = words(text)
    return frozenset(tuple(said[k : k + _RUN]) for k in range(len(said) - _RUN + 1))

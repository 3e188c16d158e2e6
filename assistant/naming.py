"""Whether a text names something, in whichever way it is written.

``trade-off`` may be ``tradeoff``, ``flash attention`` ``FlashAttention``, ``backprop``
``backpropagation``, and ``GNN`` the words that it stands for.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.analyse import is_stop_word, terms, words
from index.types import Hit
from index.variants import one_spelling

_ACRONYM = re.compile(r"[A-Z]{2,6}s?\Z")
_WORD = re.compile(r"[^\W\d_]+")
_SHORT, _CUT, _LONG = 3, 8, 40
"""Letters from which a word is looked for joined or apart, from which it may be cut short, and up
to which either is done."""

_KIND = frozenset(
    """
    algorithm algorithms clustering function layer mechanism mechanisms method methods metric model
    network optimiser optimizer problem score technique techniques test value
    """.split()  # noqa: SIM905
)
"""What a term is one of: said along with it by some, left out by others."""


def is_named(term: str, hits: Sequence[Hit]) -> bool:
    """Whether a passage writes all words of a term."""
    said = _essence(term).split()
    said = said if len(said) > 1 else term.split()
    return any(
        is_written(term, text) or all(is_written(word, text) for word in said)
        for text in texts(hits)
    )


def texts(hits: Iterable[Hit]) -> list[str]:
    """What passages and their headings say."""
    return [" ".join([*hit.chunk.headings, hit.chunk.text]) for hit in hits]


def is_written(name: str, text: str) -> bool:
    """Whether a text holds the words of a name, joined or apart, and maybe written out further.

    Of an acronym, also the words that it stands for; of ``CI/CD``, both sides.
    """
    if _terms_of(text).issuperset(terms(name)):
        return True
    if "/" in name.strip("/"):
        return all(is_written(part, text) for part in name.strip("/").split("/"))
    letters = _letters(name)
    if stands_for(name, _initials(text)):
        return True
    parted = (
        "-" if _ACRONYM.match(name) else r"\s-"
    )  # ``TSNE`` is ``t-SNE``, but ``OFA`` is not ``of a``
    return _SHORT <= len(letters) <= _LONG and bool(_pattern(letters, parted).search(text))


def share_written(names: Sequence[str], text: str) -> float:
    """The share of some names that a text writes, in [0, 1]; all of them if it does as one."""
    if not names or is_written(" ".join(names), text):
        return float(bool(names))
    return sum(is_written(name, text) for name in names) / len(names)


def stands_for(acronym: str, initials: str) -> bool:
    """Whether a name is an acronym, and its letters are the initials of words in a row.

    The first and the last word say something: ``such as the`` is no SAT. Small words between them
    may have a letter of it or none.

    Args:
        acronym: in capitals, maybe in the plural; any other name stands for nothing.
        initials: of the words of a text, capitals for those that say something.
    """
    if not _ACRONYM.match(acronym):
        return False
    return bool(_acronym_pattern(acronym.removesuffix("s")).search(initials))


def is_same(one: str, other: str) -> bool:
    """Whether two terms are one, but for their spelling, number and what they are one of.

    Not for their endings: an optimiser is not optimisation.
    """
    one, other = _essence(one), _essence(other)
    kept = _kept(one)
    return bool(kept) and (kept == _kept(other) or _letters(one) == _letters(other))


def is_kind(word: str) -> bool:
    """Whether a word says what a term is one of: ``an LSTM network`` is an LSTM."""
    return word.lower() in _KIND


def _kept(term: str) -> frozenset[str]:
    said = [word for word in words(term) if not is_stop_word(word)]
    return frozenset(one_spelling(word.removesuffix("s")) for word in said)


def _essence(term: str) -> str:
    """A term without what it is one of, unless that is all that it says."""
    return " ".join(word for word in term.split() if not is_kind(word)) or term


def _letters(name: str) -> str:
    return "".join(words(name))


@lru_cache(maxsize=1024)
def _pattern(letters: str, parted: str) -> re.Pattern[str]:
    ends = r"\w*" if len(letters) >= _CUT else "s?"
    spelt = f"[{parted}]?".join(map(re.escape, letters))
    return re.compile(rf"\b{spelt}{ends}\b", re.IGNORECASE)


@lru_cache(maxsize=1024)
def _acronym_pattern(letters: str) -> re.Pattern[str]:
    inner = "".join(f"[a-z]*[{letter}{letter.lower()}]" for letter in letters[1:-1])
    return re.compile(f"{letters[0]}{inner}[a-z]*{letters[-1]}")


@lru_cache(maxsize=256)
def _initials(text: str) -> str:
    said = _WORD.findall(text)
    return "".join(x[0].lower() if is_stop_word(x) else x[0].upper() for x in said)


@lru_cache(maxsize=256)
def _terms_of(text: str) -> frozenset[str]:
    return frozenset(terms(text))

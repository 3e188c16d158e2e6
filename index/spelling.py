"""Misspelt words of a query, mended against the words of the index.

A word is taken for misspelt when no passage holds it and neither the encoder's vocabulary nor a
dictionary knows it, so that a correct word that is merely off the subject is left alone. A compound
may be written as one word (``tradeoff``), and so may two words (``timesteps``).
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources

_WORD = re.compile(r"[^\W\d_]{5,}")
"""Among shorter words, one slip from another is no evidence of a slip."""

_COMMON = 3
"""Passages that must hold a word before another is taken for it."""

_SHORTEST = 4
"""Letters of a word that may be joined to another by mistake."""

_LONG = 8
"""Letters from which two slips are forgiven instead of one."""

_UNMISTAKABLE = 12
"""Letters from which a word need not be common: hardly another is as near."""


def mend(
    query: str,
    words: Mapping[str, int],
    known: Callable[[str], bool],
    pieces: Callable[[str], int],
) -> str:
    """The query with misspelt words replaced; the same string if there are none.

    Args:
        query: in the reader's words.
        words: lower-case words and hyphenated compounds of the index, with the number of passages
            that hold each.
        known: whether the lexical index knows a word in any form.
        pieces: number of word pieces that the encoder reads a word as.
    """

    @cache
    def joined() -> Mapping[str, str]:
        return {known.replace("-", ""): known for known in words if "-" in known}

    def mended(match: re.Match[str]) -> str:
        word = match[0].lower()
        if match[0][1:] != word[1:] and not query.isupper():
            return match[0]  # capitals within make a name: DeepSpeed, FAISS
        if known(word) or pieces(word) == 1:
            return match[0]
        if compound := joined().get(word):
            return compound
        if word in _dictionary():
            return match[0]
        return _two_words(word, words) or _nearest(word, words) or match[0]

    return _WORD.sub(mended, query)


def _two_words(word: str, words: Mapping[str, int]) -> str | None:
    """The two common words of the index that are written as one (``timesteps``), if any."""
    cuts = range(_SHORTEST, len(word) - _SHORTEST + 1)
    pairs = ((word[:cut], word[cut:]) for cut in cuts)
    common = (pair for pair in pairs if all(words.get(part, 0) >= _COMMON for part in pair))
    return next((" ".join(pair) for pair in common), None)


def _nearest(word: str, words: Mapping[str, int]) -> str | None:
    """The word of the index with the fewest slips, among equals of the same letters or frequent.

    Slips are insertions, deletions, substitutions and swaps of neighbours (Damerau 1964). The first
    letter is seldom mistaken, and a word that hardly occurs is no likely meaning, unless it is long
    and no letter stands for another (``macro`` for ``micro``).
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    slips = 2 if len(word) >= _LONG else 1
    likely = [known for known in words if known[0] == word[0] and "-" not in known]
    near = process.extract(word, likely, scorer=OSA.distance, score_cutoff=slips, limit=20)

    def is_likely(other: str, distance: float) -> bool:
        is_slip = distance == 1 and (len(other) != len(word) or sorted(other) == sorted(word))
        return words[other] >= _COMMON or (len(other) >= _UNMISTAKABLE and is_slip)

    def rank(found: tuple[str, float, int]) -> tuple[float, bool, int, str]:
        other, distance, _ = found
        return distance, sorted(other) != sorted(word), -words[other], other

    return min((each for each in near if is_likely(*each[:2])), key=rank, default=(None,))[0]


@cache
def _dictionary() -> frozenset[str]:
    """Correct words of English, British and American, in lower case: those that SymSpell ships."""
    path = resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return frozenset(line.split()[0] for line in lines)

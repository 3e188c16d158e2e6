"""Formulas that are typed as text, as pages and plain texts show them."""

import re

_SIGN = re.compile(r"[=≈≃≅≡≠≤≥≪≫∝∼→⇒∈∑∏∫√∞±]")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_WORD = re.compile(r"\w")
_ENDED = re.compile(r"[.!?…][\"'”’)\]*_]*\Z")
_MOST_WORDS = 40
_LONG_WORDS = 0.6
"""Of what stands between blanks: three of five in ``speed = distance / time``."""


def is_typed_formula(said: str) -> bool:
    """Whether a paragraph is a formula, or one of the pieces that a page shows it in: ``k = 0``."""
    words = said.split()
    if len(words) > _MOST_WORDS:
        return False
    if _SIGN.search(said):
        return len(_LONG_WORD.findall(said)) <= _LONG_WORDS * len(words)
    return bool(_WORD.search(said)) and not (_LONG_WORD.search(said) or _ENDED.search(said))


def is_numbered(said: str) -> bool:
    """Whether a piece of a formula is no more than its number: ``(2)``."""
    return not (_SIGN.search(said) or any(map(str.isalpha, said)))

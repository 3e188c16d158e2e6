"""Our lexical terms in the alphabet that every analyser of Milvus leaves whole.

The analyser splits at white space and punctuation; ``c++`` would become ``c``. A term of ASCII
letters and digits stands for itself, any other for the hexadecimal digits of its bytes.
"""

from collections.abc import Iterable

_MARK = "0x"


def as_words(terms: Iterable[str]) -> str:
    """Terms as a text; different terms become different words."""
    return " ".join(map(_word, terms))


def as_terms(text: str) -> list[str]:
    """The terms that `as_words` was given."""
    return [_term(word) for word in text.split()]


def _word(term: str) -> str:
    if term.isascii() and term.isalnum() and not term.startswith(_MARK):
        return term
    return _MARK + term.encode("utf-8").hex()


def _term(word: str) -> str:
    if not word.startswith(_MARK):
        return word
    return bytes.fromhex(word.removeprefix(_MARK)).decode("utf-8")

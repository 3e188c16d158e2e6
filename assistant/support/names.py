"""Names of a sentence that its passages do not mention, abbreviated or written out."""

import re
from collections.abc import Iterable, Sequence

from assistant.support.align import Text
from assistant.support.words import Word

_ABBREVIATION = re.compile(r"[A-Z]{2,6}s?\Z")


def unknown_names(sentence: Text, passage: Text) -> list[str]:
    """Names in the sentence that stand in the passage in no form."""
    written_out = _initials(passage.all_words)
    return [
        word.text
        for word in sentence.words
        if word.name and word.stem not in passage.known and not _abbreviates(word, written_out)
    ]


def _abbreviates(word: Word, initials: Iterable[str]) -> bool:
    """Whether the letters of an abbreviation are initials of words in a row."""
    if not _ABBREVIATION.match(word.text):
        return False
    letters = word.text.removesuffix("s").lower()
    return any(letters in row for row in initials)


def _initials(words: Sequence[Word]) -> tuple[str, str]:
    """The initials of all words in a row, and of those that say something."""
    return (
        "".join(word.lower[0] for word in words),
        "".join(word.lower[0] for word in words if word.content),
    )

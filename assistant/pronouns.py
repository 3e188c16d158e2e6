"""What a sentence's leading pronoun stands for, where that is certain.

Only one pattern is taken for certain: the subject of the sentence before is a term that the
headings name, and this one goes on with ``It`` or ``They`` in the same number.
"""

import re
from collections.abc import Iterable
from itertools import islice

_PRONOUN = re.compile(r"(?P<word>It|They)\s+(?=[a-z])")
_EXPLETIVE = re.compile(
    r"It (?:[a-z]+ ){1,2}?(?:[a-z]+ly )?(?:[a-z]+ )?(?:that|to|whether|when|if|how|why|how far)\b"
)
_AUXILIARY = re.compile(
    r"(?:is|are|was|were|has|have|had|can|could|may|might|must|will|would|does|do)\Z"
)
_ARTICLE = re.compile(r"(?:The|An?)\Z")
_WORD = re.compile(r"\S+")
_PLURAL = re.compile(r"[^su]s\Z")
_LONGEST = 5
_ACRONYM = re.compile(r"\w*[A-Z]\w*[A-Z0-9]\w*\Z")


def antecedent(sentence: str, before: str, headings: Iterable[str]) -> tuple[str, int]:
    """What the leading pronoun of a sentence stands for, and how long the pronoun is.

    Args:
        sentence: that may lean on the one before it.
        before: the sentence before it, in the same paragraph or list.
        headings: that both stand under.

    Returns:
        The words of `before` that name it, and the characters of `sentence` that they replace,
        white space included; ``("", 0)`` where the sentence has no such pronoun or it is uncertain.
    """
    pronoun = _PRONOUN.match(sentence)
    if not pronoun or _EXPLETIVE.match(sentence):
        return "", 0
    named = " ".join(headings).lower()
    opening, term = _subject(before)
    if not term or not _names(named, term):
        return "", 0
    if bool(_PLURAL.search(term)) != (pronoun["word"] == "They"):
        return "", 0
    return opening, pronoun.end()


def _subject(sentence: str) -> tuple[str, str]:
    """What a sentence opens with up to an auxiliary verb, and the same without its article.

    Both are empty where no auxiliary verb comes soon.
    """
    said = list(islice(_WORD.finditer(sentence), 1 + _LONGEST + 1))
    first = int(bool(said) and bool(_ARTICLE.match(said[0][0])))
    words = [word[0] for word in said[first:]]
    for length in range(1, min(_LONGEST, len(words) - 1) + 1):
        if _AUXILIARY.match(words[length]) and (length > 1 or _ACRONYM.match(words[0])):
            return sentence[: said[first + length - 1].end()], " ".join(words[:length])
    return "", ""


def _names(headings: str, term: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(term.lower())}(?!\w)", headings))

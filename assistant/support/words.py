"""A text to the words that sentences are compared by."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from index.analyse import is_stop_word, terms

_WORD = re.compile(r"[^\W_]+(?:['’](?:t|s|re|ve|ll|d)\b)?(?:[+#]+(?!\w))?", re.IGNORECASE)
_REFERENCE = re.compile(r"\[@[^\]\n]*\]|\]\([^()\s]*\)")
_NAME = re.compile(r"[^\W\d_]+[A-Z]|[A-Z]{2}|[^\W\d_]+\d|\d+[A-Z]")
_OPENS = re.compile(r"(?:[.!?:;|\n]|^\W*|(?:^|\s)[-*•])\Z")
_BREAK = re.compile(
    r"(?:[,;:.!?]\W|[()\n|—–]|\s[-*•]\s)\W*\Z|\b(?:and|but|while|whereas|because|since|which|so|although|though|"
    r"after|before|when|where|if|unless|as|with|without|yet|hence|therefore|except|until|"
    r"(?:rather|other) than|instead of|apart from)\W*\Z",
    re.IGNORECASE,
)
_EMPTY = frozenset(
    """
    also just then here there very well quite rather still even one ones thing things kind
    kinds way ways make makes made making use used uses using get gets give gives given take
    takes namely hence thus therefore yet whether another while whereas since although though
    both within between during among
    """.split()  # noqa: SIM905
)
_LIGHT = frozenset(
    """
    set sets setting call calls called mean means meaning say says said saying tell tells told
    know knows known see sees seen show shows shown go goes going gone come comes coming let
    lets put puts keep keeps kept hold holds held turn turns turned bring brings run runs work
    works start starts stop stops find finds found look looks need needs want wants try tries
    other others else cannot up down out off over back time times part parts people person
    someone anyone something anything everything somebody more less much many enough like good
    do done happen happens become becomes remain remains seem seems appear appears serve
    serves act acts case cases example instance point reason result results way own whole new
    different same because therefore actually simply really fact must may might help helps
    helping
    """.split()  # noqa: SIM905
)
_TWO_WORDS = 10
_COUNTING = frozenset(("any", "some", "both"))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        stem: lower-case, without its ending.
        start: of the word in the text.
        content: whether it says something of its own.
        light: whether it says so little that a writer may add it: ``tell``, ``others``.
        name: whether it is written as a name: an acronym, or capitalised within a sentence.
        clause: number of its clause in the text, from 0.
    """

    text: str
    stem: str
    start: int
    end: int
    content: bool
    light: bool
    name: bool
    clause: int

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower()


def words_of(text: str) -> list[Word]:
    """The words of a text in order, reference marks and the targets of links left out.

    Parts of a compound are words of their own: ``zero-mean`` is two.
    """
    shown = _REFERENCE.sub(lambda mark: " " * len(mark.group()), text)
    found = list(_WORD.finditer(shown))
    clauses = _clauses(shown, found)
    return [_word(shown, match, clause) for match, clause in zip(found, clauses, strict=True)]


def _word(shown: str, match: "re.Match[str]", clause: int) -> Word:
    text = match.group()
    lower = text.lower()
    before = shown[max(0, match.start() - 3) : match.start()]
    opens = match.start() <= len(before) or bool(_OPENS.search(before.rstrip(" \"'“(*_")))
    name = bool(_NAME.match(text)) or (text[0].isupper() and not opens and lower != "i")
    content = len(lower) > 1 or text.isupper() or text.isdigit()
    said = not is_stop_word(lower) and lower not in _EMPTY
    content = content and (said or lower in _COUNTING)
    light = lower in _LIGHT
    return Word(text, stem(lower), match.start(), match.end(), content, light, name, clause)


def _clauses(shown: str, found: "list[re.Match[str]]") -> list[int]:
    """The clause of each word; one begins after a comma or the like, and at a conjunction."""
    numbers, clause = [0] if found else [], 0
    for left, right in pairwise(found):
        clause += bool(_BREAK.search(shown[max(0, left.start() - _TWO_WORDS) : right.start()]))
        numbers.append(clause)
    return numbers


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A lower-case word without its ending; British and American spellings are one."""
    return next(iter(terms(word)), word)

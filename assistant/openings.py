"""What the wording of a sentence tells of how it hangs together with those around it."""

import re

_LEANING = re.compile(
    r"\W*(?:It(?! is (?:wrong|a mistake))|Yes|No,|This|These|Those|They|Its|Their|Such|He|She|Here|"
    r"That|However|Therefore|Thus|Hence|Otherwise|Instead|Then|So|Both|But|And|"
    r"For (?:example|instance)|"
    r"The (?:first |second |third |last |Python |SQL )?"
    r"(?:block|function|code|script|assertion|list|table|example))\b"
)
_GOES_ON = re.compile(r"(?:where|in which|with|and|or|so that)\b")
"""As what explains a formula, or ends a sentence that one interrupts, begins."""

_RUN_IN = re.compile(
    r"(?P<mark>\*{1,3}|_{1,3})(?=\w)[^*_?\n]{1,80}(?P=mark)[.:]?\Z|"
    r"[A-Z]\w*(?: of [A-Z]\w*)?(?: [\w.]{0,9}\d\w{0,9})?(?: \([^()\n]{1,80}\))?[.:]\Z"
)
_REASON = re.compile(
    r"(?:It|This|That)(?: is|['’]s| was)(?: \w+)? (?:because|due to)\b|"
    r"The (?:\w+ )?reason (?:is|was|for (?:this|that|it))\b|Because\b[^,]+\Z"
)
_PART = r"(?:appendix|chapter|section|lecture|lesson|tutorial)"
_PROMISES = re.compile(
    rf"\W*(?:(?:in )?(?:this|the (?:next|following)) {_PART}|"
    rf"(?:in )?(?:{_PART}|table|listing) (?:\d[\d.]*|[A-Z]\b))\W+"
    r"(?:(?:we|you|I)(?: shall| will|['’]ll)? )?(?:also |then |first )?"
    r"(?:compar|contain|cover|deal|describ|discuss|explain|explor|giv|introduc|learn|list|look|outlin|"
    r"present|review|see|show|study|studi|summari[sz]|treat)(?:e?s|e)?\b(?! that\b)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\W*(?:(?P<place>First|Second|Third|Fourth|Fifth|Sixth)(?:ly)?,|(?P<last>Finally|Last|Lastly),|"
    r"The (?P<the>first|second|third|fourth|fifth|sixth) )"
)
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
LAST = len(_PLACES) + 1
"""Place in a series of what it ends with, whatever its number."""


def leans(said: str) -> bool:
    """Whether a sentence opens with a word that points at something outside it."""
    return bool(_LEANING.match(said) or _GOES_ON.match(said))


def is_run_in(said: str) -> bool:
    """Whether a text is a heading on the line of its text, as ``Lemma 2 (Bound).`` is."""
    return bool(_RUN_IN.match(said))


def gives_reason(said: str) -> bool:
    """Whether a sentence says nothing but the reason of the one before it: ``It's because …``."""
    return bool(_REASON.match(said))


def promises(said: str) -> bool:
    """Whether a sentence tells where something is said: ``This chapter explains how …``."""
    return bool(_PROMISES.match(said))


def place_in_series(said: str) -> int:
    """The place in a series that a sentence opens with, from 1 (``First, …``); 0 without any."""
    found = _PLACE.match(said)
    if not found:
        return 0
    named = found["place"] or found["the"]
    return _PLACES.index(named.lower()) + 1 if named else LAST

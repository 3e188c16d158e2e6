"""Sentence spans of a paragraph, with formulas, code and abbreviations left whole."""

import re

_PROTECTED = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$|``.+?``|`[^`\n]+`|\[@[^\]\n]{0,200}\]", re.DOTALL)
_QUOTED = re.compile(r"“[^“”\n]{3,600}”|(?<![\w\"])\"(?=\S)[^\"\n]{3,600}(?<=\S)\"(?!\w)")
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]*_]*+(?=\s)|[。！？]")
_NUMBERED = re.compile(r"^[ \t]*\d{1,3}[.)](?=[ \t])", re.MULTILINE)
_ITEM_LINE = re.compile(
    r"\n(?=[ \t]*(?:[-*+•–][ \t]|\x01|\[?\d{1,2}:\d{2}\b|\[?\d{4}-\d{2}-\d{2}\b))"
)
_BOUNDARY = re.compile(f"{_ITEM_LINE.pattern}|{_END.pattern}")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|etc|vs|cf|fig|figs|eq|eqs|sec|ch|no|vol|pp|ed|eds|approx|resp|dr|mr|"
    r"mrs|ms|prof|st|inc|ltd|jr|sr)|\b[A-Z]|^\W*\d{1,3})\.$",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b\d{1,2}\.$")
_MONTH = re.compile(
    r"\s+(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
)
"""In German a day of the month has a full stop: ``24. Juni``."""

_LONGEST_ABBREVIATION = 16
_OPENING = re.compile(r"\s+[\"'“‘(\[*_$`\\]*(?P<first>\S)")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of `text`, white space around it left out.

    A full stop ends a sentence unless it lies in a formula, in code, in a reference mark or within
    quotation marks (where it may end the sentence around them), belongs to an abbreviation, an
    initial or a number that begins a line, or is followed by a lower-case letter. A line that
    begins with a bullet, a number, a time or a date (as logs do) begins a sentence.
    """
    hidden = _PROTECTED.sub(lambda match: "\x00" * len(match.group()), text)
    hidden = _QUOTED.sub(_hide_inside, hidden)
    hidden = _NUMBERED.sub(lambda match: "\x01" * len(match.group()), hidden)
    spans = []
    start = 0
    for match in _BOUNDARY.finditer(hidden):
        if not match.group().strip():
            spans.append((start, match.start()))
            start = match.end()
            continue
        after = _OPENING.match(hidden, match.end())
        ending = hidden[max(start, match.end() - _LONGEST_ABBREVIATION) : match.end()]
        if after and (after["first"].islower() or _ABBREVIATION.search(ending)):
            continue
        if _DAY.search(ending) and _MONTH.match(hidden, match.end()):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, *span))]


def _hide_inside(quoted: re.Match[str]) -> str:
    """A quotation of which only the last two characters can end a sentence."""
    return "\x00" * (len(quoted.group()) - 2) + quoted.group()[-2:]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without white space at either end; None when nothing is left."""
    body = text[start:end]
    if not body.strip():
        return None
    return start + len(body) - len(body.lstrip()), start + len(body.rstrip())

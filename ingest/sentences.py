"""Sentence spans of a paragraph, with formulas, code and abbreviations left whole."""

import re

_PROTECTED = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$|``.+?``|`[^`\n]+`|\[@[^\]]*\]", re.DOTALL)
_END = re.compile(r"[.!?…]+[\"'”’)\]*_]*(?=\s)|[。！？]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|etc|vs|cf|fig|figs|eq|eqs|sec|ch|no|vol|pp|ed|eds|approx|resp|dr|mr|"
    r"mrs|ms|prof|st|inc|ltd|jr|sr)|\b[A-Z]|^\W*\d{1,3})\.$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\s+[\"'“‘(\[*_$`\\]*(?P<first>\S)")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of `text`, white space around it left out.

    A full stop ends a sentence unless it lies in a formula, in code or in a reference mark, belongs
    to an abbreviation or an initial, or is followed by a lower-case letter.
    """
    hidden = _PROTECTED.sub(lambda match: "\x00" * len(match.group()), text)
    spans = []
    start = 0
    for match in _END.finditer(hidden):
        after = _OPENING.match(hidden, match.end())
        sentence = hidden[start : match.end()]
        if after and (after["first"].islower() or _ABBREVIATION.search(sentence)):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, *span))]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without white space at either end; None when nothing is left."""
    body = text[start:end]
    if not body.strip():
        return None
    return start + len(body) - len(body.lstrip()), start + len(body.rstrip())

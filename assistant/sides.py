"""The two sides of a comparison, told by how a question names them."""

import re

from index.analyse import terms

_SIDES = r"(?P<first>[\w+#*@./ '’-]{1,60}?) (?:%s) (?P<second>[\w+#*@./ '’-]{1,60}?)"
_END = r"(?=[?.,;:!]|$|\s+(?:for|in|on|when|if|with|at|as|to|is|are|do|does|which|and wh\w+)\b)"
_PATTERNS = tuple(
    re.compile(before + _SIDES % between + _END, re.IGNORECASE)
    for before, between in (
        (r"\bdifferen(?:ce|ces|t)\b.*?\bbetween ", r"and"),
        (r"\bcompar(?:e|ing|ison of|ison between)\b ", r"and|with|to|against|versus|vs\.?"),
        (
            r"\b(?:how|where) (?:does|do|is|are) ",
            r"(?:differ|different|compare[sd]?) (?:from|to|with)",
        ),
        (r"\b(?:prefer|choose|use|pick|take) ", r"or|over|to|rather than|instead of"),
        (r"(?:^|[:,] ?|\bis |\bare )", r"vs\.?|versus|or|better than|rather than"),
    )
)


def compared(question: str) -> tuple[frozenset[str], ...]:
    """The lexical terms of the two sides that a question compares; empty if it compares nothing.

    Terms that both sides share tell neither from the other and are left out.
    """
    for pattern in _PATTERNS:
        if match := pattern.search(question):
            first, second = frozenset(terms(match["first"])), frozenset(terms(match["second"]))
            if first - second and second - first:
                return first - second, second - first
    return ()

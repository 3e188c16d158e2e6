"""Questions that ask for one particular fact: a number, a name, a date.

A passage on the right subject rarely holds just that fact, so such a question needs better
evidence than one that asks for an explanation.
"""

import re

_NUMBER = re.compile(
    r"\b(?:how (?:many|much|long|large|big|high|often|far|old)|when (?:did|was|were)|"
    r"(?:which|what)(?: [\w-]+){0,3} (?:rate|probability|number|size|value|price|percentage|share|"
    r"year|accuracy|cost|score))\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"\b(?:who|whose|which (?:company|person|author|researcher|product|team|country|university|lab|"
    r"bank|paper|city))\b",
    re.IGNORECASE,
)


def asks_for_number(question: str) -> bool:
    """Whether the question asks for a number or a date."""
    return bool(_NUMBER.search(question))


def asks_for_name(question: str) -> bool:
    """Whether the question asks for a person, a company or the like."""
    return bool(_NAME.search(question))

"""What kind of answer a question asks for, as far as its words tell."""

import re

from ingest.types import Kind

_WANTED = (
    (Kind.MATH, r"\b(?:formula|equation|derive|derivation|gradient of|update rule|in symbols)\b"),
    (
        Kind.CODE,
        r"\b(?:(?<!error )(?<!exit )(?<!status )code(?! (?:review|base|of)\b)|implement|"
        r"implementation|snippet|in python|numpy|pytorch|sql query)\b",
    ),
    (
        Kind.LIST,
        r"\b(?:list|which (?:\w+ )?(?:steps|types|kinds|parts|ways)|name (?:the|some)|steps)\b",
    ),
    (
        Kind.TABLE,
        r"\b(?:compare|comparison|difference|differ|versus|vs|better than|trade-?offs?)\b",
    ),
)
SHOWN = (Kind.CODE, Kind.MATH)
"""Of these a question that asks for one wants to see one."""

_PATTERNS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _WANTED)


def wanted_kinds(question: str) -> frozenset[Kind]:
    """Kinds of units that a question asks for by name; sentences are always welcome."""
    return frozenset(kind for kind, pattern in _PATTERNS if pattern.search(question))

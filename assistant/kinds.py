"""What kind of answer a question asks for, as far as its words tell."""

import re

from index.analyse import is_stop_word
from ingest.types import Kind

_WANTED = (
    (
        Kind.MATH,
        r"\b(?:(?<!my )(?<!our )(?:formula|equation)|derive|derivation|gradient of|update rule|"
        r"in symbols)\b",
    ),
    (
        Kind.CODE,
        r"\b(?:(?<!error )(?<!exit )(?<!status )(?<!line of )(?<!lines of )code"
        r"(?! (?:review|base|of)\b)|implement|implementation|snippet|"
        r"(?:in|with|using) (?:python|numpy|pytorch)|"
        r"(?:python|numpy|pytorch|sql) (?:code|example|function|query|script))\b",
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

_FORM = re.compile(r"\b(?:explain|from scratch|give|show|what['’]?s|write)\b", re.IGNORECASE)
"""Words around what is to be shown."""

_REST = re.compile(r"(?<=\w)\s+(?:in|so|such|that|which|with|when|where|without)\b.*", re.DOTALL)
"""Where and how: no part of what it is called."""

_PATTERNS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _WANTED)


def wanted_kinds(question: str) -> frozenset[Kind]:
    """Kinds of units that a question asks for by name; sentences are always welcome."""
    return frozenset(kind for kind, pattern in _PATTERNS if pattern.search(question))


def to_be_shown(question: str) -> tuple[str, ...]:
    """The words of a question that say what its code or formula is of; empty if it asks for none.

    Of ``Implement softmax in numpy``, that is softmax.
    """
    said = _FORM.sub(" ", question)
    for kind, pattern in _PATTERNS:
        said = pattern.sub(" ", said) if kind in SHOWN else said
    said = _REST.sub("", said)
    words = (word.strip("?!.,:;()\"'") for word in said.split())
    names = tuple(word for word in words if word and not is_stop_word(word))
    return names if wanted_kinds(question).intersection(SHOWN) else ()

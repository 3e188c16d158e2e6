"""The curriculum's reference marks, ``[@key]``: out of statements, beside citations."""

import re
from collections.abc import Mapping
from typing import Any

MARK = re.compile(r"[ \t]*\[@[^\]\n]*\]")
"""A mark and the blanks before it."""

_KEY = re.compile(r"@([\w:.-]*\w)")


def without_marks(text: str) -> str:
    """`text` without reference marks and the blanks before them."""
    return MARK.sub("", text)


def keys_of(mark: str) -> list[str]:
    """The works that one mark points at."""
    return _KEY.findall(mark)


def references(quote: str, metadata: Mapping[str, Any]) -> tuple[str, ...]:
    """The works that a quote names, ``Author: Title. Venue, year``, in order and each once."""
    known = metadata.get("references")
    keys = [key for mark in MARK.findall(quote) for key in keys_of(mark)]
    if not isinstance(known, dict):
        return ()
    return tuple(_entry(known[key]) for key in dict.fromkeys(keys) if key in known)


def _entry(work: Mapping[str, Any]) -> str:
    author = str(work.get("author", "")).rstrip(".")
    author += "." * author.endswith(" al")
    return f"{author}: {work.get('title', '')}. {work.get('venue', '')}, {work.get('year', '')}"

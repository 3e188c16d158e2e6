"""Prose as Markdown paragraphs: nothing in it is taken for structure, and nothing more is escaped.

Readers see the text as it stands, so a backslash is put only before what would open a heading, a
quotation, a code block, a formula or raw HTML at the start of a line. A line that begins like a
list item (``- `` or ``1. ``) is left to be one.
"""

import re
import unicodedata

_OPENING = re.compile(r"#{1,6}(?=\s|\Z)|>|```|~~~|\$\$|<[A-Za-z/!?]")
_YEAR = re.compile(r"(\d{3,9})([.)])(?=\s|\Z)")
_RULE = re.compile(r"=+|-+|\++|\*|(?:[-*_] *){3,}")
_BULLET = re.compile(r"[•‣▪▫●○◦■□·➢✓✔\uf0b7\uf0a7]\s+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text whose lines are meant; blank lines part paragraphs.

    Returns:
        Paragraphs for Markdown in NFC, without white space at either end of a line. Lines that
        only rule off are left out.
    """
    found = []
    for paragraph in re.split(r"\n\s*\n", clean(text)):
        lines = [guarded(line.strip()) for line in paragraph.split("\n")]
        kept = "\n".join(line for line in lines if line)
        if kept:
            found.append(kept)
    return found


def clean(text: str) -> str:
    """Text in NFC, invisible characters dropped, each run of spaces made one space."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))


def guarded(line: str) -> str:
    """A line of prose as Markdown reads it; empty if it only rules off."""
    if _RULE.fullmatch(line):
        return ""
    bullet = _BULLET.match(line)
    if bullet:
        line = f"- {line[bullet.end() :]}"
    if _OPENING.match(line):
        return f"\\{line}"
    return _YEAR.sub(r"\1\\\2", line, count=1) if _YEAR.match(line) else line

"""Telling code from prose by the look of its lines."""

import re
from collections.abc import Sequence

_CODE = re.compile(
    r"[{};]\s*$|^[)\]}]|^(?:>>>|\$|#!|//|/\*|\.\.\.)|^(?:from\s+[\w.]+\s+)?import\s+[\w.*, ]+$"
    r"|^(?:async\s+)?(?:def|class|if|elif|for|while|with|try|except|else|switch|case)\b.*:$"
    r"|^(?:return|raise|yield|assert|const|let|var|public|private|static|fn|func|function)\b\s+\S"
    r"|^[\w.\[\]'\", ]+\s*(?:[-+*/|&]?=|:=|<-)\s*\S|^[\w.]+\(.*\)?[:,;]?$|^@\w+"
    r"|^(?:pip|npm|git|docker|sudo|apt|conda|curl|cd|ls|mkdir|python3?|SELECT|INSERT|CREATE)\s+\S"
    r"|[\u2500-\u259f]|[-=]+>\s*$|^\s*[|↓]\s*$"
)
_LONGEST = 200
_LEAST = 0.5
"""Most of lines that look like code; the others are comments, data, what a statement spans."""


def is_code(lines: Sequence[str]) -> bool:
    """Whether most of the lines, white space around them left out, look like code."""
    found = sum(_CODE.search(line[:_LONGEST]) is not None for line in lines)
    return found > _LEAST * len(lines)

"""Groups in braces and brackets, found in LaTeX source without parsing the rest of it."""

import re
from functools import lru_cache

_MARK = re.compile(r"\\.|%[^\n]*|[{}\[\]]", re.DOTALL)
_SPACE = re.compile(r"\s*")
_TOKEN = re.compile(r"\\(?:[A-Za-z@]+|.)|[^\s{}%]", re.DOTALL)


def argument(source: str, position: int) -> tuple[str, int] | None:
    """A mandatory argument at `position`, white space before it left out.

    Returns:
        What is in the braces, or the one token that stands without, and where the argument ends;
        None if there is none.
    """
    start = _after_space(source, position)
    if source[start : start + 1] == "{":
        end = _closings(source).get(start)
        return (source[start + 1 : end], end + 1) if end else None
    token = _TOKEN.match(source, start)
    return (token[0], token.end()) if token else None


def optional(source: str, position: int) -> tuple[str | None, int]:
    """An optional argument in brackets and where it ends; None and `position` if there is none."""
    start = _after_space(source, position)
    end = _closings(source).get(start) if source[start : start + 1] == "[" else None
    return (source[start + 1 : end], end + 1) if end else (None, position)


def _after_space(source: str, position: int) -> int:
    match = _SPACE.match(source, position)
    return match.end() if match else position


@lru_cache(maxsize=64)
def _closings(source: str) -> dict[int, int]:
    """Where each brace and bracket that opens is closed.

    Found in one pass, since a file may open what it never closes ever so often. A bracket is
    closed by the first one that closes in the same braces.
    """
    closings: dict[int, int] = {}
    braces: list[int] = []
    brackets: list[list[int]] = [[]]
    for match in _MARK.finditer(source):
        mark, position = match[0], match.start()
        if mark == "{":
            braces.append(position)
            brackets.append([])
        elif mark == "}" and braces:
            closings[braces.pop()] = position
            brackets.pop()
        elif mark == "[":
            brackets[-1].append(position)
        elif mark == "]":
            closings.update(dict.fromkeys(brackets[-1], position))
            brackets[-1].clear()
    return closings

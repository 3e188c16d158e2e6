"""Where the statements of a piece of code begin: Python by its grammar, all else by its layout."""

import ast
import re
import textwrap
import warnings
from collections.abc import Sequence

from ingest.place import line_starts
from ingest.structure.items import columns

_PARSED = 100_000
"""Most characters that are parsed; a longer block is data rather than a listing."""

_INDENT = " \t\f│"
"""White space, and the line that a drawn tree has in its place."""

_FENCE = re.compile(r"[ \t>]*(?:`{3,}|~{3,})")
_CLOSER = re.compile(r"[ \t]*(?:[)\]}{]|(?:end|else|elif|except|finally|catch)\b)")
_BLANK_ABOVE = re.compile(r"[\n\r][ \t]*(?:\r\n|\n|\r)\Z")
_COMMENT = re.compile(r"[ \t]*(?:#|//|--|/?\*|@|;;)")


def statement_starts(code: str) -> list[int]:
    """Offsets of the lines on which the outermost statements begin, with the comments above them.

    In the code of a single statement, such as a class, they are the statements of its body. The
    first statement is left out: what stands above it belongs to it.
    """
    offsets = line_starts(code)
    lines = [code[a:b] for a, b in zip(offsets, [*offsets[1:], len(code)], strict=True)]
    found = _by_grammar(lines) if len(code) <= _PARSED else None
    rows = _by_layout(lines) if found is None else found
    first = next((row for row, line in enumerate(lines) if _says(line)), 0)
    above = _with_comments(lines)
    return sorted({offsets[above[row]] for row in rows if above[row] > first})


def paragraph_starts(code: str) -> list[int]:
    """Those of the `statement_starts` that stand below a blank line."""
    return [x for x in statement_starts(code) if _BLANK_ABOVE.search(code, max(x - 200, 0), x)]


def _says(line: str) -> bool:
    return bool(line.strip()) and not _FENCE.match(line)


def _by_grammar(lines: Sequence[str]) -> list[int] | None:
    """Rows of Python statements; None if the code is not Python."""
    source = "".join("\n" if _FENCE.match(line) else line for line in lines)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            statements: list[ast.stmt | ast.excepthandler] = list(
                ast.parse(textwrap.dedent(source)).body
            )
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    if len(statements) == 1:
        parts = ("body", "handlers", "orelse", "finalbody")
        statements = [x for part in parts for x in getattr(statements[0], part, [])]
    return [_row(statement) for statement in statements]


def _row(statement: ast.stmt | ast.excepthandler) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min(node.lineno for node in (statement, *decorators)) - 1


def _by_layout(lines: Sequence[str]) -> list[int]:
    """Rows that are indented least, but for those that only close or go on with something."""
    indents = [
        (row, columns(line[: len(line) - len(line.lstrip(_INDENT))]))
        for row, line in enumerate(lines)
        if _says(line) and not _CLOSER.match(line)
    ]
    if not indents:
        return []
    for candidates in (indents, indents[1:]):
        least = min((column for _, column in candidates), default=0)
        rows = [row for row, column in candidates if column == least]
        if len(rows) > 1 or rows != [indents[0][0]]:
            return rows
    return []


def _with_comments(lines: Sequence[str]) -> list[int]:
    """For each row the first of the comments and decorators right above it, or the row itself."""
    first: list[int] = []
    for row, _ in enumerate(lines):
        follows = row > 0 and _COMMENT.match(lines[row - 1])
        first.append(first[row - 1] if follows else row)
    return first

"""The commands that a LaTeX file defines for itself."""

import re
from dataclasses import dataclass

from ingest.formats.markup.tree import names
from ingest.formats.tex.groups import argument, optional

_DEFINITION = re.compile(
    r"\\(?P<kind>(?:re)?newcommandx?|providecommand|DeclareRobustCommand|[gex]?def|let|newtheorem"
    r"|DeclareMathOperator|DeclarePairedDelimiter|(?:re)?newenvironment"
    r"|(?:New|Renew|Provide|Declare)DocumentCommand)(?![A-Za-z@])(?P<star>\*?)"
)
_NAME = re.compile(r"\s*(?P<brace>\{\s*)?\\(?P<name>[A-Za-z@]+|.)(?(brace)\s*\})", re.DOTALL)
_NUMBERED = re.compile(r"(?:\s*#\d)*\s*(?=\{)")
_THEOREM = re.compile(r"\\newtheorem\*?\s*\{([^{}]+)\}\s*(?:\[[^\[\]]*\]\s*)?\{([^{}]+)\}")
_OWN = names(
    "begin end item part chapter section subsection subsubsection paragraph title author maketitle "
    "label ref eqref cite citep citet footnote caption input include frametitle emph textbf"
)
"""Commands whose meaning is known here, whatever a file makes of their looks."""

_SPACED = re.compile(r"\\xspace(?![A-Za-z])")
"""Spaces after commands are kept in any case."""

_PASSED_OVER = {
    "newtheorem": "{[{[", "newcommandx": "{[[{", "renewcommandx": "{[[{", "let": "{{",
    "newenvironment": "{[[{{", "renewenvironment": "{[[{{",
}  # fmt: skip
"""Definitions of which only the end is of interest, with their arguments."""

_MOST_ARGUMENTS = 9


@dataclass(frozen=True, slots=True)
class Macro:
    """A command.

    Attributes:
        body: what it stands for, ``#1`` its first argument.
        arguments: how many it takes.
        default: of the first argument, where that is optional.
    """

    body: str
    arguments: int = 0
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition in the source that ends at `end`; `macro` is None if it is to be passed over."""

    end: int
    name: str = ""
    macro: Macro | None = None


def theorem_names(source: str) -> dict[str, str]:
    """What the file calls its environments for theorems: ``{"thm": "Theorem"}``."""
    return {match[1]: match[2] for match in _THEOREM.finditer(source)}


def definition_at(source: str, position: int) -> Definition | None:
    """The definition that begins at `position`; None if none does."""
    match = _DEFINITION.match(source, position)
    if not match:
        return None
    kind, start = match["kind"], match.end()
    if kind in _PASSED_OVER:
        return Definition(_passed(source, start, _PASSED_OVER[kind]))
    named = _NAME.match(source, start)
    if not named:
        return Definition(start)
    macro, end = _macro(source, named.end(), kind, match["star"])
    known = named["name"] in _OWN
    return Definition(end, named["name"], None if known else macro)


def _passed(source: str, position: int, arguments: str) -> int:
    """Where the arguments end, ``{`` mandatory ones and ``[`` optional ones."""
    for kind in arguments:
        if kind == "[":
            position = optional(source, position)[1]
        elif found := argument(source, position):
            position = found[1]
    return position


def _macro(source: str, position: int, kind: str, star: str) -> tuple[Macro | None, int]:
    """The macro whose name ends at `position`, and where its definition ends."""
    count, default = 0, None
    if kind.endswith("def"):
        numbered = _NUMBERED.match(source, position)
        if not numbered:  # arguments that end at words of their own
            return None, position
        count, position = numbered[0].count("#"), numbered.end()
    elif kind.endswith("DocumentCommand"):
        pattern = argument(source, position)
        if not pattern or pattern[0].strip("m "):
            return None, _passed(source, position, "{{")
        count, position = pattern[0].count("m"), pattern[1]
    elif kind.endswith(("command", "Command")):
        stated, position = optional(source, position)
        count = int(stated) if stated and stated.strip().isdecimal() else 0
        default, position = optional(source, position)
    body = argument(source, position)
    if body is None or count > _MOST_ARGUMENTS:
        return None, position
    if kind == "DeclareMathOperator":
        return Macro(rf"\operatorname{star}{{{body[0]}}}"), body[1]
    if kind == "DeclarePairedDelimiter":
        right = argument(source, body[1])
        return (Macro(rf"{body[0]} #1 {right[0]}", 1), right[1]) if right else (None, body[1])
    return Macro(_SPACED.sub("", body[0]), count, default), body[1]

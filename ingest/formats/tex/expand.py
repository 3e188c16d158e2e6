"""LaTeX source with its own commands replaced by what they stand for, and code set aside.

All that is replaced remembers where it stood, so that places in the file can be named.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ingest.errors import SourceError
from ingest.formats.tex.code import Code, code_at, environment_end
from ingest.formats.tex.groups import argument, optional
from ingest.formats.tex.macros import Macro, definition_at

_BODY = re.compile(r"^(?:[^%\n\\]|\\.)*?\\begin\s*\{document\}", re.MULTILINE)
_END = re.compile(r"^(?:[^%\n\\]|\\.)*?(?P<end>\\end\s*\{document\})", re.MULTILINE)
_STEP = re.compile(r"\\(?:[A-Za-z@]+|.)|%[^\n]*(?:\n[ \t]*(?=\S))?", re.DOTALL)
_UNREAD = re.compile(r"\\begin\{(?P<name>comment|filecontents\*?)\}")
_LINE_REST = re.compile(r"[ \t]*\n(?=[ \t]*\S)")
_BRANCH = re.compile(r"\\(?:(?P<open>if(?!f\b)[A-Za-z@]+)|(?P<end>else|fi))(?![A-Za-z@])")
_PASSED = re.compile(r"\\(?:cmidrule|cline|href)\s*(?:\([^()\n]*\))?\s*\{[^{}\n]*\}")
_INCLUDED = re.compile(
    r"\\(?:input|include|subfile)(?:\s*\{(?P<braced>[^{}]*)\}|[ \t]+(?P<bare>[^\s\\{}%]+))"
)
_PARAMETER = re.compile(r"(?P<command>\\[A-Za-z@]+)?#(?P<number>[1-9])")

_DEEPEST = 20
_MOST = 100_000
"""Replacements in one file."""

_LONGEST = 5_000_000
"""Characters of all that is put in."""


@dataclass(frozen=True, slots=True)
class Expanded:
    r"""The body of a file.

    Attributes:
        text: as LaTeX that needs no definitions.
        codes: what ``\vivacode{0}`` and so on stand for.
        included: the names of other files whose text belongs here.
        starts: offsets in `text`, in order, and …
        origins: … where in the file each stood.
    """

    text: str
    codes: tuple[Code, ...]
    included: tuple[str, ...]
    starts: tuple[int, ...]
    origins: tuple[tuple[int, bool], ...]

    def origin(self, position: int) -> int:
        """The offset in the file of an offset in the text."""
        at = max(bisect_right(self.starts, position) - 1, 0)
        origin, literal = self.origins[at] if self.origins else (0, False)
        return origin + (position - self.starts[at] if literal else 0)


@dataclass(slots=True)
class _Run:
    """What is known of a file while it is gone through."""

    macros: Mapping[str, Macro]
    codes: list[Code] = field(default_factory=list)
    included: list[str] = field(default_factory=list)
    replaced: int = 0
    added: int = 0


def definitions(source: str) -> dict[str, Macro]:
    """All commands that a source defines, by name; of several definitions the last."""
    macros: dict[str, Macro] = {}
    for step in _STEP.finditer(source):
        found = definition_at(source, step.start()) if step[0][0] == "\\" else None
        if found and found.macro:
            macros[found.name] = found.macro
    return macros


def expanded(source: str, macros: Mapping[str, Macro], whole: bool = False) -> Expanded:
    """The body of a LaTeX file, without comments and definitions.

    Args:
        source: the whole file, or any piece of LaTeX.
        macros: what its commands stand for.
        whole: whether all of it is text, even what stands before the document begins.

    Raises:
        SourceError: if its commands stand for more and more.
    """
    begin = None if whole else _BODY.search(source)
    end = None if whole else _END.search(source)
    run = _Run(macros)
    pieces, starts, origins = [], [], []
    length = 0
    first, last = begin.end() if begin else 0, end.start("end") if end else len(source)
    for piece, origin, literal in _pieces(source, first, last, run, 0):
        pieces.append(piece)
        starts.append(length)
        origins.append((origin, literal))
        length += len(piece)
    return Expanded(
        "".join(pieces), tuple(run.codes), tuple(run.included), tuple(starts), tuple(origins)
    )


def _pieces(
    source: str, position: int, end: int, run: _Run, depth: int
) -> Iterator[tuple[str, int, bool]]:
    """What the source comes to, with where it stood and whether it stands there literally."""
    done = position
    while position < end and (step := _STEP.search(source, position, end)):
        position = step.end()
        replacement, after = _replaced(source, step, run, depth)
        if replacement is None:
            continue
        if done < step.start():
            yield source[done : step.start()], done, True
        if replacement:
            yield replacement, step.start(), False
        done = position = max(after, position)
    if done < end:
        yield source[done:end], done, True


def _replaced(source: str, step: re.Match[str], run: _Run, depth: int) -> tuple[str | None, int]:
    """What a command or comment is to be replaced by, and where what is replaced ends."""
    start, after = step.start(), step.end()
    if step[0].startswith("%"):
        return "", after
    if code := code_at(source, start):
        run.codes.append(code)
        return rf"\vivacode{{{len(run.codes) - 1}}}", code.end
    end = _passed_over(source, step, run)
    if end is not None:
        return "", _past_line(source, start, end)
    macro = run.macros.get(step[0][1:])
    if macro is None or depth >= _DEEPEST:
        return None, after
    return _expansion(source, after, macro, run, depth)


def _passed_over(source: str, step: re.Match[str], run: _Run) -> int | None:
    """Where the text goes on, if what begins here is none."""
    if passed := _PASSED.match(source, step.start()):
        return passed.end()
    unread = _UNREAD.match(source, step.start())
    if unread and (end := environment_end(source, unread["name"], unread.end())):
        return end[1]
    if step[0] == r"\iffalse":
        return _next_branch(source, step.end())
    if definition := definition_at(source, step.start()):
        return definition.end
    included = _INCLUDED.match(source, step.start())
    if included:
        name = (included["braced"] or included["bare"] or "").strip()
        run.included += [name] if name else []
        return included.end()
    return None


def _past_line(source: str, start: int, end: int) -> int:
    """`end`, or the start of the next line if nothing else stands on this one.

    An empty line in its place would part the paragraph.
    """
    rest = _LINE_REST.match(source, end)
    before = source[source.rfind("\n", 0, start) + 1 : start]
    return rest.end() if rest and not before.strip() else end


def _next_branch(source: str, position: int) -> int:
    r"""Where the text goes on after ``\iffalse``: past its ``\else`` or ``\fi``."""
    level = 0
    for match in _BRANCH.finditer(source, position):
        if match["open"]:
            level += 1
        elif level == 0:
            return match.end()
        elif match["end"] == "fi":
            level -= 1
    return len(source)


def _expansion(
    source: str, position: int, macro: Macro, run: _Run, depth: int
) -> tuple[str | None, int]:
    """The body of a command with its arguments put in, and where these end."""
    given: list[str] = []
    after = position
    if macro.arguments and source.startswith("*", after):
        after += 1
    if macro.default is not None:
        stated, after = optional(source, after)
        given.append(macro.default if stated is None else stated)
    while len(given) < macro.arguments:
        found = argument(source, after)
        if found is None:
            return None, position
        given.append(found[0])
        after = found[1]
    body = _PARAMETER.sub(lambda match: _put(match, given), macro.body)
    run.replaced += 1
    run.added += len(body)
    if run.replaced > _MOST or run.added > _LONGEST:
        raise SourceError("its commands stand for more and more text")
    text = "".join(piece for piece, _, _ in _pieces(body, 0, len(body), run, depth + 1))
    # What ends in a command must not run into the letters after it.
    glued = re.search(r"\\[A-Za-z@]+\Z", text) and source[after : after + 1].isalpha()
    return f"{text} " if glued else text, after


def _put(match: re.Match[str], given: list[str]) -> str:
    number = int(match["number"]) - 1
    value = given[number] if number < len(given) else ""
    command = match["command"] or ""
    return f"{command} {value}" if command and value[:1].isalpha() else f"{command}{value}"

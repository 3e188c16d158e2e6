"""Code in LaTeX source: environments and commands whose text is no LaTeX."""

import re
from dataclasses import dataclass
from functools import lru_cache

_BEGIN = re.compile(
    r"\\begin\{(?P<name>(?:verbatim|lstlisting|minted|alltt|Verbatim|BVerbatim)\*?)\}"
)
_OPTIONS = re.compile(r"[ \t]*\[(?P<options>(?:\{[^{}]*\}|[^\[\]{}])*)\]")
_BRACED = re.compile(r"[ \t]*\{(?P<language>[^{}\n]*)\}")
_STATED = re.compile(r"language\s*=\s*\{?(?:\[[^\[\]]*\])?\s*(?P<language>[A-Za-z0-9+#]+)")
_SPAN = re.compile(
    r"\\(?:verb\*?|lstinline(?:\[[^\[\]\n]*\])?|mintinline(?:\[[^\[\]\n]*\])?\{[^{}\n]*\})"
    r"(?:(?P<mark>[^\sA-Za-z*{\[])(?P<marked>[^\n]*?)(?P=mark)|\{(?P<braced>[^{}\n]*)\})"
)
_ADDRESS = re.compile(r"\\(?:url|path|nolinkurl)\s*\{(?P<address>[^{}\n]*)\}")


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of code that ends in the source at `end`.

    Attributes:
        tag: ``pre`` of a block, ``code`` of a span; ``a`` of an address, which is no code but
            written like it.
        language: of a block that states it.
    """

    text: str
    end: int
    tag: str
    language: str = ""


def code_at(source: str, position: int) -> Code | None:
    """The code that begins at `position`, if any does."""
    begin = _BEGIN.match(source, position)
    end = environment_end(source, begin["name"], begin.end()) if begin else None
    if begin and end:
        return _block(begin["name"], source[begin.end() : end[0]], end[1])
    span = _SPAN.match(source, position)
    if span:
        return Code(span["marked"] if span["mark"] else span["braced"], span.end(), "code")
    address = _ADDRESS.match(source, position)
    return Code(address["address"], address.end(), "a") if address else None


def environment_end(source: str, name: str, position: int) -> tuple[int, int] | None:
    """Where the environment around `position` is closed: before and after its closing command."""
    command = rf"\end{{{name}}}"
    if position > _last(source, command):
        return None
    end = source.index(command, position)
    return end, end + len(command)


@lru_cache(maxsize=64)
def _last(source: str, text: str) -> int:
    """Where a text stands last, -1 if nowhere; kept, since a file may ask it ever so often."""
    return source.rfind(text)


def _block(name: str, body: str, end: int) -> Code:
    language = ""
    options = _OPTIONS.match(body)
    if options:
        body = body[options.end() :]
        stated = _STATED.search(options["options"])
        language = stated["language"] if stated else ""
    braced = _BRACED.match(body) if name.startswith("minted") else None
    if braced:
        language, body = braced["language"].strip(), body[braced.end() :]
    return Code(body, end, "pre", language.lower())

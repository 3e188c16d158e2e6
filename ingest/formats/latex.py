"""LaTeX files: their text as Markdown, placed by the lines of the source."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from ingest.content import Content
from ingest.encoding.decode import decode
from ingest.encoding.repair import repair
from ingest.errors import SourceError
from ingest.formats.markup.blocks import markdown_blocks_of
from ingest.formats.markup.inline import one_line
from ingest.formats.markup.tree import new_element, parts
from ingest.formats.passages import Passage, content_of
from ingest.formats.tex.commands import THEOREMS
from ingest.formats.tex.expand import Expanded, definitions, expanded
from ingest.formats.tex.groups import argument, optional
from ingest.formats.tex.macros import Macro, theorem_names
from ingest.formats.tex.parse import parsed
from ingest.formats.tex.pieces import Block, blocks, inline
from ingest.formats.tex.reader import RANKS, Reader
from ingest.place import line_starts

_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ue000\ufeff\ufffe\uffff]")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_OVERLAY = re.compile(
    r"(\\[A-Za-z]+(?:\{[A-Za-z]+\}(?:\{[^{}\n]*\})?)?)(<[a-z:|@]*[\d+.][\d+\-,.|@: a-z]*>)"
)
"""On which of a frame's steps something is shown, which may stand after any command."""

_BY_NAME = {f"h{rank}": rank for rank in RANKS.values()}


def read_latex(data: bytes) -> Content:
    """Text, lists, tables and code as Markdown, formulas as they stand, of one file.

    Commands that the file defines are replaced by what they stand for. References and what only
    concerns looks are left out, figures but for their captions. Other files are not followed.

    Raises:
        SourceError: if it is no text, holds none, or is built to exceed all bounds.
    """
    decoded = decode(data)
    repaired = repair(decoded.text)
    source = _UNREADABLE.sub(" ", repaired.text.replace("\r\n", "\n").replace("\r", "\n"))
    if "{beamer}" in source:
        source = _OVERLAY.sub(lambda match: match[1] + " " * len(match[2]), source)
    try:
        return _content(source, [*decoded.remarks, *repaired.remarks])
    except RecursionError as error:
        raise SourceError("groups nested too deeply") from error


def _content(source: str, remarks: list[str]) -> Content:
    macros = definitions(source)
    body = expanded(source, macros)
    reader = Reader(body.codes, {**THEOREMS, **theorem_names(source)})
    found = list(blocks(reader.read(parsed(body.text))))
    _rank(found)
    if body.included:
        remarks.append(f"files that it includes not followed: {', '.join(body.included)}")
    if "thebibliography" in reader.left_out:
        remarks.append("list of references left out")
    if not found and body.included:
        raise SourceError("no text of its own: it only includes other files")
    author = _stated("author", source, macros)
    return content_of(
        _passages(found, body, line_starts(source)),
        title=_stated("title", source, macros),
        remarks=remarks,
        metadata={"author": author} if author else {},
    )


def _rank(found: Sequence[Block]) -> None:
    """Gives headings the levels that there are: the highest rank of the text is the first."""
    headings = [x for block in found for x in block.element.iter() if x.tag in _BY_NAME]
    ranks = sorted({_BY_NAME[str(heading.tag)] for heading in headings})
    for heading in headings:
        heading.tag = f"h{min(ranks.index(_BY_NAME[str(heading.tag)]) + 1, 6)}"


def _passages(found: Sequence[Block], body: Expanded, starts: Sequence[int]) -> Iterator[Passage]:
    """Each block as Markdown, placed by the lines of the source."""
    for block in found:
        holder = new_element("div")
        holder.append(block.element)
        first = bisect_right(starts, body.origin(block.start))
        last = max(first, bisect_right(starts, body.origin(max(block.start, block.end - 1))))
        label = f"line {first}" if first == last else f"lines {first}-{last}"
        yield Passage("\n\n".join(markdown_blocks_of(holder)), label)


def _stated(command: str, source: str, macros: Mapping[str, Macro]) -> str:
    r"""What ``\title{…}`` or ``\author{…}`` says, in one line."""
    source = _COMMENT.sub("", source)
    found = re.search(rf"\\{command}(?![A-Za-z])", source)
    given = argument(source, optional(source, found.end())[1]) if found else None
    if given is None:
        return ""
    said = expanded(given[0], macros, whole=True)
    line = one_line(parts(inline(Reader(said.codes).read(parsed(said.text)), "p")))
    return re.sub(r"\s+,", ",", line).strip(", ")

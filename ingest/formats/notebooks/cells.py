"""One cell of a notebook to Markdown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingest.formats.markup.code import fenced
from ingest.formats.markup.prose import paragraphs
from ingest.formats.notebooks.markdown import cleaned
from ingest.formats.notebooks.outputs import printed

_MAGIC = re.compile(r"%%(\w+)")
_LANGUAGES = {
    **{name: name for name in ("bash", "html", "javascript", "latex", "perl", "ruby", "sql")},
    **{"sh": "bash", "script": "bash", "js": "javascript", "writefile": "", "markdown": ""},
}
"""Of cells that hand their code to something else than the kernel."""


@dataclass(frozen=True, slots=True)
class CellText:
    """The Markdown of a cell, and whether some of what it printed was left out."""

    text: str
    shortened: bool = False


def cell_text(cell: Mapping[str, Any], language: str) -> CellText:
    """A cell's source; below code, what it printed.

    Args:
        cell: of the fourth version of the format.
        language: of the kernel.
    """
    source = cell.get("source")
    if not isinstance(source, str) or not source.strip():
        return CellText("")
    if cell.get("cell_type") == "markdown":
        return CellText(cleaned(source))
    if cell.get("cell_type") != "code":
        return CellText("\n\n".join(paragraphs(source)))
    magic = _MAGIC.match(source.lstrip())
    blocks = [fenced(source.strip("\n"), _LANGUAGES.get(magic[1], language) if magic else language)]
    outputs = cell.get("outputs")
    output, shortened = printed(outputs if isinstance(outputs, list) else [])
    if output.strip():
        blocks.append(fenced(output, "text"))
    return CellText("\n\n".join(blocks), shortened)

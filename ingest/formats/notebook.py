"""Jupyter notebooks: markdown as it is, code with the beginning of what it printed."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ingest.content import Content
from ingest.encoding.decode import decode
from ingest.encoding.repair import repair
from ingest.errors import SourceError
from ingest.formats.notebooks.cells import cell_text
from ingest.formats.passages import Passage, content_of
from ingest.front_matter import front_matter
from ingest.limits import MAX_CELLS, within
from ingest.structure.markdown import first_heading

_BETWEEN = "\x1e"
"""Unicode's mark between two records."""

_DAMAGED = {"cell_type": "damaged", "metadata": {}, "source": ""}
"""Stands where something else than a cell was, so that the others keep their numbers."""

_LANGUAGE = re.compile(r"[a-z][a-z0-9+#-]{0,20}")


def read_notebook(data: bytes) -> Content:
    """Each cell that holds something, placed by its number: ``cell 17``.

    Images and HTML among the outputs are left out, long outputs cut.

    Raises:
        SourceError: if it is no notebook, or a damaged or empty one.
    """
    decoded = decode(data)
    notebook = _notebook(decoded.text)
    cells = list(notebook["cells"])
    within(len(cells), MAX_CELLS, "cells")
    damaged = sum(cell.get("cell_type") == _DAMAGED["cell_type"] for cell in cells)
    title = _take_title(cells)
    told = [cell_text(cell, _language(notebook["metadata"])) for cell in cells]
    # All cells at once: what damaged one of them tells what damaged the others.
    repaired = repair(_BETWEEN.join(cell.text.replace(_BETWEEN, "") for cell in told))
    remarks = [*decoded.remarks, *repaired.remarks]
    shortened = sum(cell.shortened for cell in told)
    if shortened:
        remarks.append(f"long outputs shortened in {shortened} of {len(cells)} cells")
    if damaged:
        remarks.append(f"{damaged} of {len(cells)} cells damaged and left out")
    texts = repaired.text.split(_BETWEEN)
    passages = [Passage(text, f"cell {number}") for number, text in enumerate(texts, 1)]
    content = content_of(passages, remarks=remarks)
    return replace(content, title=title or first_heading(content.text))


def _notebook(text: str) -> Mapping[str, Any]:
    """The notebook as the fourth version of the format has it."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError("not a notebook: the JSON is damaged or cut off") from error
    if not isinstance(raw, dict) or not raw.keys() & {"cells", "worksheets"}:
        raise SourceError("not a notebook: JSON of another kind")
    import nbformat

    raw.setdefault("nbformat", 4 if "cells" in raw else 3)
    raw.setdefault("nbformat_minor", 0)
    try:
        _mend(raw)
        version = nbformat.versions[raw["nbformat"]]
        read = version.to_notebook_json(raw)
        upgraded: Mapping[str, Any] = nbformat.convert(read, 4)  # type: ignore[no-untyped-call]
    except Exception as error:  # whatever a missing or misplaced value leads to
        raise SourceError("a damaged notebook") from error
    return upgraded


def _mend(raw: dict[str, Any]) -> None:
    """Puts empty metadata and cells in place of something else; pictures are not needed."""
    sheets = [x for x in (raw, *raw.get("worksheets", [])) if "cells" in x]
    for sheet in sheets:
        sheet["cells"] = [x if isinstance(x, dict) else dict(_DAMAGED) for x in sheet["cells"]]
    cells = [cell for sheet in sheets for cell in sheet["cells"]]
    for part in (raw, *cells):
        if not isinstance(part.get("metadata"), dict):
            part["metadata"] = {}
        part.pop("attachments", None)
    for cell in cells:
        if cell.get("cell_type") == "code":
            cell.setdefault("outputs", [])


def _take_title(cells: list[Mapping[str, Any]]) -> str:
    """The title of front matter in a raw first cell, as publishing tools write it."""
    first = cells[0] if cells else {}
    source = first.get("source")
    if first.get("cell_type") != "raw" or not isinstance(source, str):
        return ""
    metadata, end = front_matter(source)
    cells[0] = {**first, "source": source[end:]}
    return str(metadata.get("title") or "")


def _language(metadata: Mapping[str, Any]) -> str:
    """The language of the kernel, as highlighters call it."""
    for key, name in (
        ("language_info", "name"),
        ("kernelspec", "language"),
        ("kernelspec", "name"),
    ):
        described = metadata.get(key)
        stated = described.get(name) if isinstance(described, Mapping) else None
        if isinstance(stated, str) and _LANGUAGE.fullmatch(stated.lower()):
            return "python" if "python" in stated.lower() else stated.lower()
    return ""

"""JSON lines in: one question or query a line, checked before any of them is answered."""

import json
from pathlib import Path
from typing import Any

from assistant.types import Turn
from index.files import read_lines
from ingest.errors import SettingsError


def read_batch(path: Path, field: str) -> list[dict[str, Any]]:
    """The objects of a JSON lines file, each with a text in `field`.

    Raises:
        SettingsError: naming the first line that does not fit.
    """

    def parse(line: str) -> dict[str, Any]:
        row = json.loads(line)
        if not isinstance(row, dict) or not str(row.get(field) or "").strip():
            raise ValueError(f"needs an object with a text in {field!r}")
        return row

    try:
        return list(read_lines(path, parse))
    except ValueError as error:
        raise SettingsError(str(error)) from error


def turns(row: dict[str, Any]) -> list[Turn]:
    """The history of a row: questions as strings, or objects with ``question`` and ``answer``."""
    history = row.get("history") or []
    return [
        Turn(item)
        if isinstance(item, str)
        else Turn(str(item.get("question", "")), str(item.get("answer", "")))
        for item in history
    ]

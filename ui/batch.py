"""JSON lines in: one question or query a line, checked before any of them is answered."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.types import Turn
from ingest.errors import SettingsError


def read_batch(path: Path, field: str) -> list[dict[str, Any]]:
    """The objects of a JSON lines file, each with a text in `field`.

    Raises:
        SettingsError: naming the first line that does not fit.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as UTF-8 text") from error
    return list(_rows(path, lines, field))


def turns(row: dict[str, Any]) -> list[Turn]:
    """The history of a row: questions as strings, or objects with ``question`` and ``answer``."""
    history = row.get("history") or []
    return [
        Turn(item)
        if isinstance(item, str)
        else Turn(str(item.get("question", "")), str(item.get("answer", "")))
        for item in history
    ]


def _rows(path: Path, lines: list[str], field: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise SettingsError(f"{path}, line {number}: not JSON ({error})") from error
        if not isinstance(row, dict) or not str(row.get(field) or "").strip():
            raise SettingsError(f"{path}, line {number}: needs an object with a text in {field!r}")
        yield row

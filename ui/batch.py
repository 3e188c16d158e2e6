"""JSON lines in and out: each a question or query; one that does not fit costs itself alone."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.types import Turn
from index.files import numbered_lines
from ingest.errors import SettingsError, VivaError
from ui.console import counted, out_json


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a batch.

    Attributes:
        key: its ``id``, handed back as it is.
        text: the question or query.
        history: of the conversation before it, oldest first.
        error: why it cannot be answered, naming the line; empty if it can.
    """

    key: Any = None
    text: str = ""
    history: tuple[Turn, ...] = ()
    error: str = ""


def read_batch(path: Path, field: str) -> list[Line]:
    """The lines of a JSON lines file, blank ones left out.

    Args:
        path: of the file.
        field: holds the question or query.

    Raises:
        SettingsError: if there is no such file, or it is not text.
    """
    try:
        return [
            _line(f"{path}, line {number}", line, field) for number, line in numbered_lines(path)
        ]
    except ValueError as error:
        raise SettingsError(str(error)) from error


def answer_batch(lines: Sequence[Line], answer: Callable[[Line], dict[str, Any]]) -> None:
    """Prints a JSON object for each line, in order: its answer, or its ``error``.

    Raises:
        VivaError: at the end, if any line could not be answered.
    """
    for line in lines:
        said = {"error": line.error} if line.error else answer(line)
        out_json({"id": line.key, **said}, indent=None)
    if failed := sum(bool(line.error) for line in lines):
        raise VivaError(f'{counted(failed, "line")} of {len(lines)} not answered; see "error"')


def _line(where: str, line: str, field: str) -> Line:
    row: Any = None
    try:
        row = json.loads(line)
        if not isinstance(row, dict) or not _said(row.get(field)):
            raise SettingsError(f"needs an object with a text in {field!r}")
        return Line(row.get("id"), row[field], _turns(row.get("history") or []))
    except (ValueError, RecursionError, SettingsError) as error:
        reason = str(error) if isinstance(error, SettingsError) else f"not JSON ({error})"
        key = row.get("id") if isinstance(row, dict) else None
        return Line(key, error=f"{where}: {reason}")


def _turns(history: Any) -> tuple[Turn, ...]:  # noqa: ANN401
    """The turns of a history: questions, objects with ``question`` and ``answer``, or messages.

    Of messages, with ``role`` and ``content``, those of the role ``user`` are questions, and those
    of the role ``assistant`` what was answered.

    Raises:
        SettingsError: naming the first item that is none of these.
    """
    made: list[Turn] = []
    for number, item in enumerate(history if isinstance(history, list) else [history], 1):
        match item:
            case str(text) | {"role": "user", "content": str(text)} if _said(text):
                made.append(Turn(text))
            case {"role": "assistant", "content": str(text)} if made:
                made[-1] = replace(made[-1], answer=f"{made[-1].answer}\n\n{text}".strip())
            case {"question": str(text), "answer": str(answer)} if _said(text):
                made.append(Turn(text, answer))
            case {"question": str(text)} if _said(text) and item.get("answer") is None:
                made.append(Turn(text))
            case _:
                raise SettingsError(
                    f"turn {number} of 'history' is neither a question, nor an object with "
                    "'question' and 'answer', nor a message of user or assistant with 'content'"
                )
    return tuple(made)


def _said(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip())

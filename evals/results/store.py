"""A run as a JSON file."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from evals.errors import CaseError
from evals.measure.outcome import Run

_FORMAT = 1


def write_run(run: Run, path: Path) -> None:
    """Writes a run; `read_run` gives an equal one back.

    Raises:
        CaseError: if the file cannot be written.
    """
    write_text(path, json.dumps({"format": _FORMAT} | asdict(run), ensure_ascii=False))


def read_run(path: Path) -> Run:
    """The run in a file.

    Raises:
        CaseError: if there is none, or it was written by another version.
    """
    try:
        values: Any = json.loads(path.read_text(encoding="utf-8"))
        if values.pop("format") != _FORMAT:
            raise CaseError(f"{path} was written by another version; measure again: viva eval run")
        return TypeAdapter(Run).validate_python(values)
    except OSError as error:
        raise CaseError(f"{path} cannot be read; make a run first: viva eval run") from error
    except (ValueError, TypeError, KeyError, AttributeError, ValidationError) as error:
        raise CaseError(f"{path} is not a run; make one: viva eval run --out FILE") from error


def write_text(path: Path, text: str) -> None:
    """Writes a result, with the folders above it.

    Raises:
        CaseError: if the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CaseError(f"{path} cannot be written: {error.strerror}") from error

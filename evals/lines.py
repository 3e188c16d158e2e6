"""JSON lines that must fit a schema."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from evals.errors import CaseError

M = TypeVar("M", bound=BaseModel)


def read_lines(path: Path, kind: type[M]) -> Iterator[M]:
    """The values of a file, one a line; empty lines are passed over.

    Raises:
        CaseError: if the file cannot be read, or naming the first line that does not fit.
    """
    try:
        # Only a line feed ends a line: other line ends may stand in a JSON text.
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{path} cannot be read as UTF-8 text") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield kind.model_validate_json(line)
            except ValidationError as error:
                first = error.errors()[0]
                place = ".".join(map(str, first["loc"]))
                raise CaseError(f"{path}, line {number}: {place}: {first['msg']}") from error

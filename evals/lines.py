"""Files of lines, most of them JSON that must fit a schema."""

from collections.abc import Callable, Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from evals.errors import CaseError
from index.files import numbered_lines, read_lines

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


def read_models(path: Path, kind: type[M]) -> Iterator[M]:
    """The values of a file, one a line; empty lines are passed over.

    Raises:
        CaseError: if the file cannot be read, or naming the first line that does not fit.
    """
    return read_rows(path, lambda line: fitted(line, kind))


def fitted(line: str, kind: type[M]) -> M:
    """The value that a line holds.

    Raises:
        ValueError: naming the first field that does not fit.
    """
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ValueError(f"{place}: {first['msg']}") from error


def read_rows(path: Path | Traversable, parse: Callable[[str], T]) -> Iterator[T]:
    """What `index.files.read_lines` reads.

    Raises:
        CaseError: with the message of its ValueError.
    """
    try:
        yield from read_lines(path, parse)
    except ValueError as error:
        raise CaseError(str(error)) from error


def read_numbered(path: Path) -> Iterator[tuple[int, str]]:
    """What `index.files.numbered_lines` reads.

    Raises:
        CaseError: with the message of its ValueError.
    """
    try:
        yield from numbered_lines(path)
    except ValueError as error:
        raise CaseError(str(error)) from error

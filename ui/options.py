"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from ingest.errors import SettingsError
from ingest.folders import absolute


def named(text: str) -> str:
    """A path or name given on the command line, as it stands there.

    Raises:
        SettingsError: if it is empty, which would mean the current folder.
    """
    if not text.strip():
        raise SettingsError("an empty path was given (a variable that is not set?); name a path")
    return text


def named_path(text: str) -> Path:
    """A path given on the command line, absolute and without ``..``, as it will be listed.

    Raises:
        SettingsError: if it is empty.
    """
    return absolute(named(text))


HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        metavar="DIR",
        parser=named_path,
        help="The reader's desk (default: VIVA_HOME, or the platform's folder for user data).",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
TrackOption = Annotated[str | None, typer.Option(help="Only passages of this track.")]
SectionOption = Annotated[str | None, typer.Option(help="Only passages of this section.")]
LlmOption = Annotated[
    bool, typer.Option("--llm", help="Answer in the words of the language model of viva.toml.")
]
RoleOption = Annotated[str | None, typer.Option(help="Only passages for this role.")]
BatchOption = Annotated[
    Path | None,
    typer.Option(
        "--batch",
        metavar="FILE",
        help="Answer every line of a JSON lines file; exit code 1 if any could not be.",
    ),
]

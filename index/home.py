"""VIVA_HOME: one reader's desk, and where everything on it lies."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from ingest.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one reader."""

    root: Path

    @property
    def library(self) -> Path:
        """The reader's own files that were handed to Viva; always part of the index."""
        return self.root / "library"

    @property
    def index(self) -> Path:
        """Generations, segments, `current` and the writer's lock."""
        return self.root / "index"

    @property
    def study(self) -> Path:
        """The reader's conversations and feedback, and who may sign in; see `assistant.store`."""
        return self.root / "study.db"

    @property
    def settings(self) -> Path:
        """The only configuration file."""
        return self.root / "viva.toml"


def open_home(root: Path | str | None = None) -> Home:
    """The home at `root`, else at ``VIVA_HOME``, else in the platform's folder for user data.

    Raises:
        SettingsError: if a file lies where the folder should be.
    """
    named = root or os.environ.get("VIVA_HOME")
    path = Path(named or platformdirs.user_data_dir("viva", appauthor=False))
    path = path.expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise SettingsError(f"{path} is not a folder; name another home with --home")
    return Home(path)

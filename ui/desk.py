"""What commands and pages need of a home: its encoder, its assistant, its store."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ui.console import note, progress_bar

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from assistant.assistant import Assistant
    from index.home import Home
    from ui.ingesting import Ingesting


@dataclass(frozen=True, slots=True)
class Desk:
    """One reader's desk, as the pages use it."""

    home: "Home"
    assistant: "Assistant"
    store: "Engine"
    ingesting: "Ingesting"


def desk_over(home: "Home", assistant: "Assistant") -> Desk:
    """The desk of a home whose assistant is at hand.

    Raises:
        StudyError: if the home's database cannot be used.
    """
    from assistant.store.database import open_store
    from ui.ingesting import Ingesting

    return Desk(home, assistant, open_store(home), Ingesting(home, assistant.searcher))


def assistant_at(home: Path | None) -> "Assistant":
    """The assistant of a home; where there is no index, one is made first, under a progress bar."""
    from assistant.build import open_assistant
    from index.collect import current_name
    from index.home import open_home

    if current_name(open_home(home).index) is None:
        note("first use of this home: making the index of the curriculum; once, some minutes")
    with progress_bar() as progress:
        return open_assistant(home, progress)

"""What a command needs of a home: its encoder, its searcher, its assistant."""

from pathlib import Path
from typing import TYPE_CHECKING

from ui.console import note, progress_bar

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def assistant_at(home: Path | None) -> "Assistant":
    """The assistant of a home; where there is no index, one is made first, under a progress bar."""
    from assistant.build import open_assistant
    from index.collect import current_name
    from index.home import open_home

    if current_name(open_home(home).index) is None:
        note("first use of this home: making the index of the curriculum")
    with progress_bar() as progress:
        return open_assistant(home, progress)

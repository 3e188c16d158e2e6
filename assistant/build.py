"""Where the parts are put together: from a home to an assistant that answers."""

from pathlib import Path

from assistant.assistant import Assistant
from assistant.decide import shipped_decision
from index.collect import current_name
from index.encoder import Encoder
from index.home import open_home
from index.progress import Progress, silent
from index.search import Searcher
from index.settings import load_settings
from index.update import update


def open_assistant(
    home: Path | None = None, progress: Progress = silent, *, build: bool = True
) -> Assistant:
    """The assistant over the library of a home.

    Args:
        home: default: ``VIVA_HOME``, else the platform's folder for user data.
        progress: told what is being done while an index is made.
        build: whether a home without an index gets one of the curriculum.

    Raises:
        VivaError: if the home or its settings cannot be used; the message says what to do.
    """
    desk = open_home(home)
    encoder = Encoder(load_settings(desk.settings).embedding.model)
    if build and current_name(desk.index) is None:
        update(desk, encoder, progress=progress)
    return Assistant(Searcher(desk, encoder), shipped_decision(encoder.sha256))

"""Where the parts are put together: from a home to an assistant that answers."""

import os
from pathlib import Path

from assistant.assistant import Assistant
from assistant.decide import shipped_decision, shipped_leaning
from assistant.llm.endpoint import Endpoint
from assistant.llm.write import Writer
from index.collect import current_name
from index.encoder import Encoder, encoder_of
from index.home import open_home
from index.progress import Progress, silent
from index.search import Searcher
from index.settings import Llm, load_settings
from index.update import update


def open_assistant(
    home: Path | str | None = None, progress: Progress = silent, *, build: bool = True
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
    encoder = encoder_of(desk)
    if build and current_name(desk.index) is None:
        update(desk, encoder, progress=progress)
    decision = shipped_decision(encoder.sha256)
    leaning = shipped_leaning(encoder.sha256)
    writer = _writer(load_settings(desk.settings).llm, encoder)
    return Assistant(Searcher(desk, encoder), decision, writer, leaning)


def open_endpoint(settings: Llm) -> Endpoint | None:
    """The language model that is configured, if one is; nothing is asked of it yet."""
    if not (settings.base_url and settings.model):
        return None
    return Endpoint(settings, os.environ.get(settings.key_variable, ""))


def _writer(settings: Llm, encoder: Encoder) -> Writer | None:
    """Whoever words answers, if a language model is configured."""
    endpoint = open_endpoint(settings)
    return Writer(endpoint, settings, encoder) if endpoint else None

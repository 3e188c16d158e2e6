"""The curriculum alone, and the assistant over it in a home that is kept for measuring."""

import math
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import platformdirs

from assistant.assistant import Assistant
from assistant.build import open_assistant
from index.encoder import encoder_of
from index.home import Home
from index.progress import Progress
from index.update import update, write_index
from ingest.lineage import documents as identify
from ingest.read import read_file
from ingest.sources import curriculum_sources
from ingest.types import Document


def curriculum_assistant(progress: Progress, settings: Path | None = None) -> Assistant:
    """An assistant that knows today's curriculum and nothing else.

    Its home lies in the platform's folder for caches, so that only passages that are new since the
    last measurement go through the encoder.

    Args:
        progress: told what is being done.
        settings: a ``viva.toml`` to measure with; default: what a fresh home has.

    Raises:
        VivaError: if the home cannot be written or the settings do not fit.
    """
    home = _home("eval", settings)
    update(home, encoder_of(home), corpus=True, progress=progress)
    return open_assistant(home.root)


def plain_assistant(progress: Progress, settings: Path | None = None) -> Assistant:
    """The same without the questions by which passages are looked for: notes seldom have any."""
    home = _home("eval-plain", settings)
    write_index(home, encoder_of(home), asked_less(curriculum_documents(), 0.0), progress)
    return open_assistant(home.root)


def curriculum_documents() -> list[Document]:
    """Today's topics, read from their files."""
    files = [(source, read_file(source.path)) for source in curriculum_sources()]
    return sorted(identify(files, []), key=lambda document: document.doc_id)


def asked_less(documents: Sequence[Document], share: float) -> list[Document]:
    """Documents with a share of the questions by which their passages are looked for.

    Spread evenly over each document, so that every passage keeps about that share of its own.
    """
    return [replace(each, metadata=_kept(each.metadata, share)) for each in documents]


def _kept(metadata: Mapping[str, Any], share: float) -> Mapping[str, Any]:
    every = metadata.get("questions", ())
    kept = [
        question
        for place, question in enumerate(every)
        if math.floor((place + 1) * share) > math.floor(place * share)
    ]
    others = {key: value for key, value in metadata.items() if key != "questions"}
    return others | {"questions": kept} if kept else others


def _home(name: str, settings: Path | None) -> Home:
    home = Home(Path(platformdirs.user_cache_dir("viva", appauthor=False)) / name)
    home.root.mkdir(parents=True, exist_ok=True)
    if settings and settings.is_file():
        shutil.copyfile(settings, home.settings)
    else:
        home.settings.unlink(missing_ok=True)
    return home

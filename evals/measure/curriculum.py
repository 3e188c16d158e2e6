"""The assistant over the curriculum alone, in a home that is kept for measuring."""

import shutil
from pathlib import Path

import platformdirs

from assistant.assistant import Assistant
from assistant.build import open_assistant
from index.encoder import encoder_of
from index.home import Home
from index.progress import Progress
from index.update import update


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
    home = Home(Path(platformdirs.user_cache_dir("viva", appauthor=False)) / "eval")
    home.root.mkdir(parents=True, exist_ok=True)
    if settings and settings.is_file():
        shutil.copyfile(settings, home.settings)
    else:
        home.settings.unlink(missing_ok=True)
    update(home, encoder_of(home), corpus=True, progress=progress)
    return open_assistant(home.root)

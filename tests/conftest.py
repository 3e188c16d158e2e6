"""What many tests share: the real encoder, a home with the whole curriculum, the command line."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import filelock
import pytest

from assistant.assistant import Assistant
from assistant.build import open_assistant
from index.encoder import Encoder
from index.home import Home
from index.update import update
from ingest.types import Document

REPOSITORY = Path(__file__).parent.parent
_LONG_NAME = 80


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Files and long texts are numbered: their bytes may differ from one worker to the next."""
    is_long = isinstance(val, bytes) or (isinstance(val, str) and len(val) > _LONG_NAME)
    return argname if is_long else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker encodes the curriculum first, which takes minutes; what needs it comes last.

    In any other order the second worker would soon come to a test that must wait for the first.
    """
    needing = [item for item in items if "curriculum_home" in getattr(item, "fixturenames", ())]
    together = {_group(item) for item in needing}
    first = next((item for item in needing if _group(item) == item.nodeid), None)
    items.sort(key=lambda item: (item is not first, _group(item) in together))


def _group(item: pytest.Item) -> str:
    """What a test stays with on one worker: its group, or itself."""
    marker = item.get_closest_marker("xdist_group")
    return str(marker.args[0]) if marker else item.nodeid


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture(scope="session")
def curriculum_home(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config, encoder: Encoder
) -> Home:
    """A home over the whole curriculum, made once however many workers there are; read only.

    Vectors are kept from run to run, named by encoder and text: nothing stale can come from them.
    """
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    home = Home(shared / "curriculum-home")
    kept = pytestconfig.rootpath / ".pytest_cache" / "segments"
    with filelock.FileLock(shared / "curriculum-home.lock"):
        if not home.root.exists():
            if kept.is_dir():
                shutil.copytree(kept, home.index / "segments")
            update(home, encoder)
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(home.index / "segments", kept)
    return home


@pytest.fixture(scope="session")
def assistant(curriculum_home: Home) -> Assistant:
    return open_assistant(curriculum_home.root)


Viva = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def viva() -> Viva:
    """Runs the installed command line in a process of its own, as a user does."""

    def run(*arguments: object, home: Path | None = None, **options: Any) -> Any:
        environment = {**os.environ, "VIVA_HOME": str(home or "")}
        command = [sys.executable, "-m", "ui", *map(str, arguments)]
        return subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
            cwd=REPOSITORY,
            **options,
        )

    return run


def result(run: "subprocess.CompletedProcess[str]") -> Any:
    """The JSON that a command printed; its errors if it failed."""
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def note(text: str, doc_id: str = "note", kind: str = "markdown", **metadata: Any) -> Document:
    """A document made of a text."""
    return Document(
        doc_id, doc_id.title(), (f"{doc_id}.md",), text, (), {"structure": kind, **metadata}
    )

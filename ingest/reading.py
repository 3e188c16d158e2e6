"""Reading files in another process, within limits of time and memory.

One process reads file after file, since to start it takes longer than to read most of them. A
parser that crashes, hangs or eats memory costs the one file it was given: the process is ended, and
the next file gets a fresh one.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from ingest.content import Content, Structure
from ingest.errors import SourceError
from ingest.types import Location

SECONDS = 120.0
"""For one file; a paper of thirty pages takes a few."""

MEMORY = 2 << 30
"""Bytes of address space for the process."""

_START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); import ingest; del sys.path[0]; "
    "from ingest.worker import main; main(*map(int, sys.argv[1:]))"
)
_COMMAND = (sys.executable, "-P", "-c", _START, str(Path(__file__).parents[1]))
"""Starts this very package; ``-m`` or no ``-P`` would let a ``csv.py`` among the notes be run."""


class FileReader:
    """Reads files one after the other; a context manager, since it keeps a process.

    Args:
        seconds: most time for one file.
        memory: most bytes of address space, on systems that can limit it.
        command: starts the process, both limits appended; another one is for tests.
    """

    def __init__(
        self,
        seconds: float = SECONDS,
        memory: int = MEMORY,
        command: Sequence[str] = _COMMAND,
    ) -> None:
        self._seconds = seconds
        self._command = [*command, str(memory), str(int(seconds) + 1)]
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read(self, path: Path, any_ending: bool = False) -> Content:
        """What `ingest.read.read_file` makes of a file.

        Raises:
            SourceError: with the reason, if the file cannot be read, or not within the limits.
        """
        answer = self._ask(path, any_ending)
        if "error" in answer:
            raise SourceError(answer["error"])
        return _content(answer["content"])

    def _ask(self, path: Path, any_ending: bool) -> dict[str, Any]:
        if self._process is not None and self._process.poll() is not None:
            self._end()  # nothing that was read is to blame
        process = self._process or self._start()
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the process was started without pipes")
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._seconds, end)
        timer.start()
        try:
            process.stdin.write(json.dumps([str(path), any_ending]) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = ""
        finally:
            timer.cancel()
            timer.join()  # it may be ending the process just now
        answer: dict[str, Any] = {"spent": True, "error": "damaged: the parser crashed on it"}
        if line.endswith("\n"):
            answer = json.loads(line)
        elif late.is_set():
            answer["error"] = f"not read within {self._seconds:g} seconds"
        if late.is_set() or answer.get("spent"):
            self._end()
        return answer

    def _start(self) -> "subprocess.Popen[str]":
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        return self._process

    def _end(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.communicate()
        self._process = None


def _content(values: dict[str, Any]) -> Content:
    """Content from its JSON values."""
    return Content(
        text=values["text"],
        structure=Structure(values["structure"]),
        title=values["title"],
        locations=tuple(Location(**location) for location in values["locations"]),
        metadata=values["metadata"],
        remarks=tuple(values["remarks"]),
    )

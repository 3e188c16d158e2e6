"""The process that opens files: whatever a parser does to it, the caller lives on.

Reads one JSON list a line, the path of a file and whether its name may end in anything, from
standard input; answers each with one JSON object a line on standard output: ``{"content": …}`` or
``{"error": reason}``, with ``"spent": true`` where the process is to be ended.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.content import Content
from ingest.errors import SourceError
from ingest.read import read_file

Read = Callable[[Path, bool], Content]
"""Makes Content of a file whose name may perhaps end in anything, as `read_file` does."""


def main(memory: int, seconds: int, read: Read = read_file) -> None:
    """Answers until standard input ends.

    Args:
        memory: bytes of address space that this process may take, where the system can limit it.
        seconds: of processor time that one file may take: the caller ends this process earlier,
            unless it was killed itself.
        read: makes Content of a file; another one is for tests.
    """
    _limit("RLIMIT_AS", memory)
    _limit("RLIMIT_CORE", 0)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # a library that prints must not garble an answer
    for line in sys.stdin:
        _limit("RLIMIT_CPU", int(time.process_time()) + seconds)
        path, any_ending = json.loads(line)
        answers.write(_answer(Path(path), any_ending, read) + "\n")
        answers.flush()


def _answer(path: Path, any_ending: bool, read: Read) -> str:
    answer: dict[str, Any]
    try:
        return json.dumps({"content": asdict(read(path, any_ending))})
    except SourceError as error:
        answer = {"error": str(error)}
    except MemoryError:  # what the file left in caches would be missing for the next one
        answer = {"error": "needs more memory than a study file may take", "spent": True}
    except RecursionError:
        answer = {"error": "nested too deeply"}
    except Exception as error:  # parsers raise whatever they like on damaged files
        answer = {"error": f"damaged: the parser gave up ({type(error).__name__})"}
    return json.dumps(answer)


def _limit(name: str, value: int) -> None:
    """Sets one of the system's limits of this process, where that can be, unless it is lower."""
    try:
        import resource
    except ImportError:  # not on Windows; the caller's time limit holds there too
        return
    # Not every system has each of them, and macOS refuses to set that of memory.
    with suppress(AttributeError, OSError, ValueError):
        limit = getattr(resource, name)
        _, hard = resource.getrlimit(limit)
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (most, hard))

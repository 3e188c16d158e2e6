"""The process that opens files: whatever a parser does to it, the caller lives on.

Reads one JSON list a line, the path of a file and whether its name may end in anything, from
standard input; answers each with one JSON object a line on standard output: ``{"content": …}`` or
``{"error": reason}``.
"""

import json
import os
import sys
import time
from collections.abc import Callable
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
        answers.write(json.dumps(_answer(Path(path), any_ending, read)) + "\n")
        answers.flush()


def _answer(path: Path, any_ending: bool, read: Read) -> dict[str, Any]:
    try:
        return {"content": asdict(read(path, any_ending))}
    except SourceError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "needs more memory than a study file may take"}
    except RecursionError:
        return {"error": "nested too deeply"}
    except Exception as error:  # parsers raise whatever they like on damaged files
        return {"error": f"damaged: the parser gave up ({type(error).__name__})"}


def _limit(name: str, value: int) -> None:
    """Sets one of the system's limits of this process, as far as it is not lower already."""
    try:
        import resource
    except ImportError:  # not on Windows; the caller's time limit holds there too
        return
    limit = getattr(resource, name)
    _, hard = resource.getrlimit(limit)
    most = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (most, hard))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

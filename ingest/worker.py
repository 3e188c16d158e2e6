"""The process that opens files: whatever a parser does to it, the caller lives on.

Reads one JSON string a line, the path of a file, from standard input; answers each with one JSON
object a line on standard output: ``{"content": …}`` or ``{"error": reason}``.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.content import Content
from ingest.errors import SourceError
from ingest.read import read_file


def main(memory: int, read: Callable[[Path], Content] = read_file) -> None:
    """Answers until standard input ends.

    Args:
        memory: bytes of address space that this process may take, where the system can limit it.
        read: makes Content of a file; another one is for tests.
    """
    _limit(memory)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # a library that prints must not garble an answer
    for line in sys.stdin:
        answers.write(json.dumps(_answer(Path(json.loads(line)), read)) + "\n")
        answers.flush()


def _answer(path: Path, read: Callable[[Path], Content]) -> dict[str, Any]:
    try:
        return {"content": asdict(read(path))}
    except SourceError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "needs more memory than a study file may take"}
    except RecursionError:
        return {"error": "nested too deeply"}
    except Exception as error:  # parsers raise whatever they like on damaged files
        return {"error": f"damaged: the parser gave up ({type(error).__name__})"}


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows; the time limit holds there too
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""How long a fresh process takes to open an index, and how much memory it holds then.

``python -P -m evals.bench.opening HOME MODEL`` prints both as JSON; memory is known on Linux alone.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from evals.errors import CaseError

_MEGABYTE = 2**20
_STATM = Path("/proc/self/statm")
_QUERIES = ("What is overfitting?", "softmax gradient", "Why is dropout scaled at training time?")


def opening(home: Path, model: str) -> dict[str, float]:
    """Seconds to open the index of a home and megabytes it adds to a process that searches.

    Args:
        home: whose index was made with the encoder.
        model: the encoder's name.

    Raises:
        CaseError: if the process fails.
    """
    # -P: without it, -m would look for modules in the current folder first.
    command = [sys.executable, "-P", "-m", "evals.bench.opening", str(home), model]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    if run.returncode:
        reason = run.stderr.strip().rpartition("\n")[2] or f"exit code {run.returncode}"
        raise CaseError(f"a fresh process cannot search the index of {home}: {reason}")
    measured: dict[str, float] = json.loads(run.stdout)
    return measured


def _main(root: Path, model: str) -> None:
    from index.encoder import Encoder
    from index.home import Home
    from index.search import Searcher

    encoder = Encoder(model)
    encoder.encode_query("warm up")
    searcher = Searcher(Home(root), encoder)
    before = _resident()
    started = time.perf_counter()
    _ = searcher.generation
    seconds = time.perf_counter() - started
    for query in _QUERIES:
        searcher.search(query)
    measured = {"open_s": round(seconds, 3)}
    if before is not None and (after := _resident()) is not None:
        measured["resident_mb"] = round(after - before, 1)
    sys.stdout.write(json.dumps(measured))


def _resident() -> float | None:
    """Megabytes that this process holds in memory, memory-mapped pages that were read included."""
    try:
        import resource
    except ImportError:  # not on Windows
        return None
    if not _STATM.is_file():
        return None
    pages = int(_STATM.read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / _MEGABYTE


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2])

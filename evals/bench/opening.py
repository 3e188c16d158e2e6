"""How long a fresh process takes to open an index, and how much memory it holds then (Linux).

``python -m evals.bench.opening HOME`` prints both as JSON.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

_MEGABYTE = 2**20
_QUERIES = ("What is overfitting?", "softmax gradient", "Why is dropout scaled at training time?")


def opening(home: Path) -> dict[str, float]:
    """Seconds to open the index of a home and megabytes it adds to a process that searches."""
    command = [sys.executable, "-m", "evals.bench.opening", str(home)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    measured: dict[str, float] = json.loads(printed)
    return measured


def _main(root: Path) -> None:
    from index.encoder import Encoder
    from index.home import Home
    from index.search import Searcher

    encoder = Encoder()
    encoder.encode_query("warm up")
    searcher = Searcher(Home(root), encoder)
    before = _resident()
    started = time.perf_counter()
    _ = searcher.generation
    seconds = time.perf_counter() - started
    for query in _QUERIES:
        searcher.search(query)
    measured = {"open_s": round(seconds, 3), "resident_mb": round(_resident() - before, 1)}
    sys.stdout.write(json.dumps(measured))


def _resident() -> float:
    """Megabytes that this process holds in memory, memory-mapped pages that were read included."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / _MEGABYTE


if __name__ == "__main__":
    _main(Path(sys.argv[1]))

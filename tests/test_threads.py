"""The linear algebra of queries takes one thread."""

import subprocess
import sys

SEARCHES = """
from pathlib import Path
from index.encoder import Encoder
from index.home import Home
from index.search import Searcher
from threadpoolctl import ThreadpoolController

Searcher(Home(Path("nowhere")), Encoder())
print([each["num_threads"] for each in ThreadpoolController().select(user_api="blas").info()])
"""


def test_whoever_searches_calculates_on_one_thread() -> None:
    command = [sys.executable, "-c", SEARCHES]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.stdout.strip(), run.returncode) == ("[1]", 0), run.stderr

"""Running the Python blocks of the curriculum, each in a fresh interpreter, several at a time."""

import ast
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from evals.curriculum.types import Finding, Topic

LIMIT_SECONDS = 30
"""For one block on a busy machine; on a free one it takes less than two."""


def check_code(topics: Sequence[Topic], workers: int = 2) -> Iterator[Finding]:
    """Blocks that fail, that assert nothing, or that never end."""
    blocks = [
        # Read here: CPython 3.11 cannot parse in two threads at once (its issue 106905).
        (topic, number, block, _static_problem(block))
        for topic in topics
        for number, block in enumerate(topic.code, 1)
    ]
    with ThreadPoolExecutor(workers) as pool:
        problems = pool.map(lambda item: item[3] or _run_problem(item[2]), blocks)
        for (topic, number, *_), problem in zip(blocks, problems, strict=True):
            if problem:
                yield Finding(f"{topic.topic_id}.md", f"Python block {number}: {problem}")


def _static_problem(block: str) -> str:
    try:
        tree = ast.parse(block)
    except SyntaxError as error:
        return f"line {error.lineno}: {error.msg}"
    asserts = any(isinstance(node, ast.Assert) for node in ast.walk(tree))
    return "" if asserts else "asserts nothing"


def _run_problem(block: str) -> str:
    try:
        run = subprocess.run(
            [sys.executable, "-I", "-c", block],
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"took more than {LIMIT_SECONDS} seconds"
    said = run.stderr.strip().splitlines() or [f"ended with {run.returncode}"]
    return said[-1] if run.returncode else ""

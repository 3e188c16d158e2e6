"""Reading in a process of its own: what a parser does costs the one file it was given."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from ingest.content import Structure
from ingest.errors import SourceError
from ingest.reading import FileReader


def worker(tmp_path: Path, body: str) -> tuple[str, ...]:
    """A command like the real worker's, with another reader put in its place."""
    script = tmp_path / "worker.py"
    script.write_text(
        textwrap.dedent(
            """
            import sys, time, os
            from ingest import worker
            from ingest.content import Content
            from pathlib import Path

            def read_file(path, any_ending):
                if path.name == "good.md":
                    return Content("Fine.")
            """
        )
        + textwrap.indent(textwrap.dedent(body), "    ")
        + "\nworker.main(int(sys.argv[1]), int(sys.argv[2]), read_file)\n"
    )
    return (sys.executable, str(script))


def test_what_is_read_is_what_the_reader_made(tmp_path: Path) -> None:
    path = tmp_path / "a ü\n.md"
    path.write_text("---\ntitle: T\nn: [1]\n---\nBody 模型\n")
    with FileReader() as reader:
        content = reader.read(path)
    assert content.text == path.read_text()
    assert (content.title, content.structure) == ("T", Structure.MARKDOWN)
    assert content.metadata == {"title": "T", "n": [1], "format": "markdown"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("time.sleep(60)", "not read within 2 seconds"),
        ("while True: pass", "not read within 2 seconds"),
        ("os.kill(os.getpid(), 11)", "crashed"),
        ("os._exit(0)", "crashed"),
        ("raise ZeroDivisionError", "gave up \\(ZeroDivisionError\\)"),
        ("x = bytearray(8 << 30)", "more memory"),
        ("f = lambda: f(); f()", "nested too deeply"),
        ("print('noise'); os.write(1, b'more noise'); raise worker.SourceError('plain')", "plain"),
    ],
)
def test_a_parsers_failure_costs_one_file(tmp_path: Path, body: str, reason: str) -> None:
    command = worker(tmp_path, body)
    with FileReader(seconds=2, memory=1 << 30, command=command) as reader:
        assert reader.read(Path("good.md")).text == "Fine."
        with pytest.raises(SourceError, match=reason):
            reader.read(Path("bad.md"))
        assert reader.read(Path("good.md")).text == "Fine."


def test_a_process_whose_caller_was_killed_ends_by_itself(tmp_path: Path) -> None:
    """It hangs in a file, and nobody is left to end it."""
    command = [*worker(tmp_path, "while True: pass"), str(1 << 30), "1"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True)
    assert process.stdin
    process.stdin.write('["bad.md", false]\n')
    process.stdin.close()
    assert process.wait(timeout=60) == -signal.SIGXCPU


def test_no_process_is_left_behind(tmp_path: Path) -> None:
    with FileReader(command=worker(tmp_path, "pass")) as reader:
        reader.read(Path("good.md"))
        assert reader._process is not None
        pid = reader._process.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)

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


def test_a_process_that_ended_between_two_files_is_no_fault_of_the_next(tmp_path: Path) -> None:
    with FileReader(command=worker(tmp_path, "pass")) as reader:
        assert reader.read(Path("good.md")).text == "Fine."
        process = reader._process
        assert process is not None
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert reader.read(Path("good.md")).text == "Fine."


def test_an_answer_at_the_last_moment_is_no_fault_of_the_next(tmp_path: Path) -> None:
    """A child of the process writes what the process, ended for being late, no longer can."""
    script = tmp_path / "late.py"
    script.write_text(
        textwrap.dedent(
            """
            import json, os, sys, time
            from dataclasses import asdict
            from ingest.content import Content

            for line in sys.stdin:
                late = "late.md" in line
                if late:
                    time.sleep(60 if os.fork() else 3)
                print(json.dumps({"content": asdict(Content("Fine."))}), flush=True)
                if late:
                    os._exit(0)
            """
        )
    )
    with FileReader(seconds=1, command=(sys.executable, str(script))) as reader:
        for name in ("good.md", "late.md", "good.md"):
            assert reader.read(Path(name)).text == "Fine."


def test_a_process_that_ran_out_of_memory_is_not_asked_again(tmp_path: Path) -> None:
    body = """
        kept = globals().setdefault("kept", [])
        if path.name == "big.md":
            kept.append(bytearray(512 << 20))
            bytearray(1 << 30)
        return Content(str(len(kept)))
    """
    command = worker(tmp_path, body)
    with FileReader(memory=1 << 30, command=command) as reader:
        assert reader.read(Path("small.md")).text == "0"
        with pytest.raises(SourceError, match="more memory"):
            reader.read(Path("big.md"))
        assert reader.read(Path("small.md")).text == "0"


def test_systems_that_refuse_a_limit_read_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "resource.py").write_text(
        textwrap.dedent(
            """
            RLIM_INFINITY = RLIMIT_AS = RLIMIT_CORE = RLIMIT_CPU = -1

            def getrlimit(limit):
                return -1, -1

            def setrlimit(limit, values):
                raise ValueError("current limit exceeds maximum limit")
            """
        )
    )
    with FileReader(command=worker(tmp_path, "pass")) as reader:
        assert reader.read(Path("good.md")).text == "Fine."


def test_programs_beside_the_notes_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "csv", "yaml", "ingest"):
        (tmp_path / f"{name}.py").write_text("open('was-run', 'w')\n")
    (tmp_path / "a.csv").write_text("term,meaning\nloss,distance\n")
    monkeypatch.chdir(tmp_path)
    with FileReader() as reader:
        assert "distance" in reader.read(Path("a.csv")).text
    assert not Path("was-run").exists()


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

"""Following files: a change is told once it has come to rest, and only then."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.home import Home
from index.update import update
from index.watch import changes
from tests.conftest import REPOSITORY
from tests.fakes import HashEncoder

Step = Callable[[], object]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("Alpha.")
    return folder


def followed(home: Home, notes: Path, *steps: Step) -> list[int]:
    """The numbers of the looks, one after each step, at which a change was told."""
    told: list[int] = []
    todo = iter(steps)
    looks = 0

    class Over(Exception):  # noqa: N818
        pass

    def pause(_seconds: float) -> None:
        nonlocal looks
        try:
            step = next(todo)
        except StopIteration:
            raise Over from None
        step()
        looks += 1

    with pytest.raises(Over):
        for _ in changes(home, [notes], pause):
            update(home, HashEncoder(), () if told else [notes], corpus=False)
            told.append(looks)
    return told


def rest() -> None:
    """Nothing happens."""


def test_a_change_is_told_when_it_has_come_to_rest(tmp_path: Path, notes: Path) -> None:
    def edit() -> None:
        with (notes / "a.md").open("a") as stream:
            stream.write("More.")

    told = followed(Home(tmp_path / "home"), notes, rest, edit, edit, edit, rest, rest, rest)
    assert told == [0, 5], "at first, and one look after the last edit"


def test_renames_deletions_and_folders_that_come_back_are_told(tmp_path: Path, notes: Path) -> None:
    away = tmp_path / "away"
    told = followed(
        Home(tmp_path / "home"), notes, rest,
        lambda: (notes / "a.md").rename(notes / "b.md"), rest,
        (notes / "b.md").unlink, rest,
        lambda: notes.rename(away), rest,
        lambda: away.rename(notes), rest,
        lambda: (notes / "c.txt").write_text("Gamma."), rest,
    )  # fmt: skip
    assert told == [0, 3, 5, 7, 9, 11]


def test_what_is_not_ingested_is_not_followed(tmp_path: Path, notes: Path) -> None:
    def beside() -> None:
        (notes / ".a.md.swp").write_text("x")
        (notes / ".git").mkdir()
        (notes / "node_modules").mkdir()
        (notes / "node_modules" / "README.md").write_text("x")

    assert followed(Home(tmp_path / "home"), notes, beside, rest, rest) == [0]


def test_what_another_process_adds_is_followed(tmp_path: Path, notes: Path) -> None:
    home, more = Home(tmp_path / "home"), tmp_path / "more"
    shutil.copytree(notes, more)
    add = lambda: update(home, HashEncoder(), [more])  # noqa: E731
    told = followed(home, notes, add, rest, lambda: (more / "a.md").write_text("New."), rest)
    assert told == [0, 2, 4]


def test_the_command_follows_until_it_is_interrupted(tmp_path: Path, notes: Path) -> None:
    # Where tests run in the background, a shell has made them deaf to Ctrl-C.
    hearing = "import signal as s; s.signal(s.SIGINT, s.default_int_handler)"
    start = f"{hearing}; from ui.cli import main; main()"
    command = [sys.executable, "-c", start, "ingest", notes, "--no-corpus", "--watch", "--home"]
    process = subprocess.Popen(
        [*map(str, command), str(tmp_path / "home")],
        cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    assert process.stderr
    try:
        assert process.stdout.readline() == "1 document, 1 passage in the index\n"
        assert process.stdout.readline().startswith("1 added")
        assert process.stderr.readline().startswith("watching")
        (notes / "bad.md").write_bytes(b"\0\1\2")
        assert process.stdout.readline() == "1 document, 1 passage in the index\n"
        assert process.stdout.readline().startswith("0 added, 0 changed, 1 unchanged")
        assert process.stderr.readline().split() == ["file", "remark"]
        assert process.stderr.readline().endswith("  binary data, not text\n")
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == "no longer watching; the index stays as it is\n"
    finally:
        process.kill()
    assert process.wait() == 0

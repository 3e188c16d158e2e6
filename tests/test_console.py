"""What is said while something takes its time, and what a path on the command line means."""

from pathlib import Path

import pytest

from ui.console import progress_bar
from ui.options import named_path


def test_without_a_terminal_a_long_stage_is_told_of_now_and_then(
    capsys: pytest.CaptureFixture[str],
) -> None:
    now = 0.0
    with progress_bar(lambda: now) as progress:
        for what in ("reading", "encoding"):
            for done in range(0, 2001, 100):
                progress(what, done, 2000)
                now += 1 if what == "reading" else 8
    assert capsys.readouterr().err.splitlines() == [
        f"encoding: {done:,} of 2,000" for done in (400, 800, 1200, 1600, 2000)
    ]


def test_a_path_is_listed_as_it_would_be_named_from_anywhere(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "notes")
    assert named_path(str(tmp_path / "x" / ".." / "link")) == tmp_path / "link"
    assert named_path("../x") == Path.cwd().parent / "x"

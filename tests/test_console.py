"""What is said while something takes its time."""

import pytest

from ui.console import progress_bar


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

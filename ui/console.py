"""Results to stdout, everything else to stderr."""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from index.progress import Progress


_WIDE = 10_000
"""Columns where nobody looks at a terminal."""

_SILENT = 30.0
"""Seconds of one stage between two lines about it, where there is no terminal to draw a bar on."""


def out(text: str) -> None:
    """Prints a result."""
    typer.echo(_whole(text))


def out_json(value: Any, indent: int | None = 2) -> None:  # noqa: ANN401
    """Prints a result as JSON; `indent` None puts it on one line."""
    typer.echo(_whole(json.dumps(value, ensure_ascii=False, indent=indent)))


def note(text: str) -> None:
    """Prints a remark to stderr."""
    typer.echo(_whole(text), err=True)


def counted(number: int, what: str) -> str:
    """``1 document``, ``2,000 documents``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def printable(text: str) -> str:
    """`text` in which line ends and control characters, which names may hold, are escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _whole(text: str) -> str:
    """`text` with halves of characters, which names and JSON may hold, as JSON's escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def terminal() -> "Console":
    """A rich console on stdout, for tables and Markdown."""
    from rich.console import Console

    return Console()


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under a header, aligned; wide cells are folded on a terminal, kept whole in a pipe."""
    import shutil

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(*header, box=None, pad_edge=False)
    for row in rows:
        drawn.add_row(*(Text(printable(cell)) for cell in row))
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _WIDE
    console = Console(width=width, no_color=True)
    with console.capture() as captured:
        console.print(drawn)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


@contextmanager
def progress_bar(clock: Callable[[], float] = time.monotonic) -> Iterator["Progress"]:
    """A progress callback that draws a bar with rate and time left on stderr, on a terminal.

    Elsewhere it prints a line about a stage that takes long, now and then.

    Args:
        clock: seconds from any point in time; another one is for tests.
    """
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[rate]}"),
        progress.TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    hidden = not sys.stderr.isatty()
    with progress.Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task("starting", total=None, rate="")
        stage, started, told = "", clock(), clock()

        def report(what: str, done: int, total: int) -> None:
            nonlocal stage, started, told
            now = clock()
            if what != stage:
                stage, started, told = what, now, now
                bar.reset(task, description=what, total=total or None)
                if hidden and not total and what.startswith("waiting"):
                    note(what)
            elif hidden and total and now - told >= _SILENT:
                told = now
                note(f"{what}: {done:,} of {total:,}")
            seconds = now - started
            rate = f"{done / seconds:,.0f}/s" if done and seconds else ""
            bar.update(task, completed=done, total=total or None, rate=rate)

        yield report

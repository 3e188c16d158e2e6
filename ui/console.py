"""Results to stdout, everything else to stderr."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from index.update import Progress


def out(text: str) -> None:
    """Prints a result."""
    typer.echo(text)


def out_json(value: Any, indent: int | None = 2) -> None:  # noqa: ANN401
    """Prints a result as JSON; `indent` None puts it on one line."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=indent))


def note(text: str) -> None:
    """Prints a remark to stderr."""
    typer.echo(text, err=True)


def terminal() -> "Console":
    """A rich console on stdout, for tables and Markdown."""
    from rich.console import Console

    return Console()


@contextmanager
def progress_bar() -> Iterator["Progress"]:
    """A progress callback that draws a bar with rate and time left on stderr, on a terminal."""
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    hidden = not sys.stderr.isatty()
    with progress.Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task("starting", total=None)
        stage = ""

        def report(what: str, done: int, total: int) -> None:
            nonlocal stage
            if what != stage:
                stage = what
                bar.reset(task, description=what, total=total or None)
            bar.update(task, completed=done, total=total or None)

        yield report

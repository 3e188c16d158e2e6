"""The `viva` command line: its commands put together, its errors turned into one line each."""

import os
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from ingest.errors import VivaError
from ui.commands.ask import ask
from ui.commands.corpus import app as corpus
from ui.commands.doctor import doctor
from ui.commands.evaluate import app as evaluate
from ui.commands.ingest import ingest
from ui.commands.library import app as library
from ui.commands.library import show
from ui.commands.search import search
from ui.commands.serve import serve
from ui.commands.user import app as user
from ui.console import note, out

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("ui")(serve)
for command in (ask, search, ingest, show, doctor):
    app.command()(command)
app.add_typer(library, name="library")
app.add_typer(evaluate, name="eval")
app.add_typer(corpus, name="corpus")
app.add_typer(user, name="user")


def _print_version(asked: bool) -> None:
    if asked:
        out(version("viva"))
        raise typer.Exit


@app.callback()
def viva(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """A study assistant for AI, ML and LLM interviews that cites the exact passage."""


def main() -> None:
    """Runs the command line; what goes wrong becomes one line on stderr and exit code 1."""
    # The products of a query are small: shared out over threads, they take twice as long. Numpy
    # reads this when it is loaded; later it would not reach every thread.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app()
    except VivaError as error:
        note(f"viva: {error}")
        sys.exit(1)
    except KeyboardInterrupt:
        note("viva: stopped; what was live before is live now")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:  # a home or a file of it that may not be opened, or a failing disk
        note(f"viva: {error.filename or 'the system'}: {error.strerror or error}")
        sys.exit(1)

"""`viva user`: who may sign in when the pages are served beyond this machine."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import SettingsError
from ui.console import out, out_json
from ui.options import HomeOption, JsonOption

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

app = typer.Typer(help="Say who may sign in.", no_args_is_help=True)
NameArgument = Annotated[str, typer.Argument(help="Of the user.")]


@app.command()
def add(name: NameArgument, home: HomeOption = None) -> None:
    """Let a user sign in, or give one a new password; it is asked for, or read from a pipe."""
    from assistant.store.users import add_user

    store = _store(home)
    add_user(store, name, _password())
    out(f"{name} can sign in; from now on everyone has to")


@app.command()
def remove(name: NameArgument, home: HomeOption = None) -> None:
    """Take a user's access away, at once."""
    from assistant.store.users import remove_user

    if not remove_user(_store(home), name):
        raise SettingsError(f"there is no user {name!r}; see: viva user list")
    out(f"{name} can no longer sign in")


@app.command("list")
def list_users(json: JsonOption = False, home: HomeOption = None) -> None:
    """List who may sign in."""
    from assistant.store.users import users

    names = users(_store(home))
    if json:
        out_json(names)
    else:
        out("\n".join(names) or "nobody has to sign in; the pages are for this machine alone")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def _store(home: "Path | None") -> "Engine":
    from assistant.store.database import open_store
    from index.home import open_home

    return open_store(open_home(home))

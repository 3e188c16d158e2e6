"""`viva ui`: the index brought up to date, then the pages opened."""

import socket
import threading
import webbrowser
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import SettingsError
from ui.console import counted, note, progress_bar
from ui.options import HomeOption

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from assistant.assistant import Assistant
    from index.home import Home


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 7860,
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in the browser.")
    ] = True,
    home: HomeOption = None,
) -> None:
    """Bring the index up to date and open the pages."""
    from assistant.build import open_assistant
    from index.home import open_home
    from index.settings import load_settings
    from ui.desk import desk_over

    place = open_home(home)
    settings = load_settings(place.settings).server
    assistant = open_assistant(home, build=False)
    desk = desk_over(place, assistant)
    check_host(host, desk.store)
    listening = _listen(host, port)
    _bring_up_to_date(place, assistant)

    import uvicorn

    from ui.server.app import build_app

    app = build_app(desk, settings)
    _warm(assistant)
    url = f"http://{_shown(host)}:{listening.getsockname()[1]}"
    note(f"open {url}; Ctrl-C ends it")
    if open_browser:
        threading.Timer(1.0, webbrowser.open, [url]).start()
    config = uvicorn.Config(app, log_level="warning", server_header=False)
    uvicorn.Server(config).run(sockets=[listening])


def _bring_up_to_date(home: "Home", assistant: "Assistant") -> None:
    """Looks at every file; an index that cannot be changed is used as it stands."""
    from index.collect import current_name
    from index.errors import StoreError
    from index.update import update

    try:
        with progress_bar() as progress:
            done = update(home, assistant.searcher.encoder, progress=progress)
    except StoreError as error:
        if current_name(home.index) is None:
            raise
        note(f"{error}; it is used as it stands")
        return
    held = f"{counted(done.documents, 'document')}, {counted(done.chunks, 'passage')}"
    note(f"{held} in the index")
    if done.failed:
        unread = counted(len(done.failed), "file")
        note(f"{unread} of yours could not be read; see: viva library list")


def _warm(assistant: "Assistant") -> None:
    """Loads what the first question would have to wait for."""
    from ui.markup.answer import answer_html
    from ui.markup.html import page

    page(answer_html(assistant.ask("What is attention?"), 0))


def check_host(host: str, store: "Engine") -> None:
    """Sees to it that only who signs in can reach the pages from elsewhere.

    Raises:
        SettingsError: if `host` can be reached from other machines and there are no users.
    """
    from assistant.store.users import has_users
    from ui.server.access import is_loopback

    if not is_loopback(host) and not has_users(store):
        raise SettingsError(
            f"{host} can be reached from other machines, and nobody would have to sign in; "
            "add a user first: viva user add NAME"
        )


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port)[0][0]
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        raise SettingsError(
            f"cannot listen on {host}, port {port}; name another with --port"
        ) from error


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host

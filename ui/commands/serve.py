"""`viva ui`: the index brought up to date, then the chat opened."""

from typing import Annotated

import typer

from ingest.errors import SettingsError
from ui.console import counted, note, progress_bar
from ui.options import HomeOption


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 7860,
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in the browser.")
    ] = True,
    home: HomeOption = None,
) -> None:
    """Bring the index up to date and open the chat page."""
    from assistant.build import open_assistant
    from index.collect import current_name
    from index.errors import StoreError
    from index.home import open_home
    from index.update import update
    from ui.page import launch

    assistant = open_assistant(home, build=False)
    desk = open_home(home)
    try:
        with progress_bar() as progress:
            done = update(desk, assistant.searcher.encoder, progress=progress)
    except StoreError as error:
        if current_name(desk.index) is None:
            raise
        note(f"{error}; it is used as it stands")
    else:
        held = f"{counted(done.documents, 'document')}, {counted(done.chunks, 'passage')}"
        note(f"{held} in the index")
        if done.failed:
            unread = counted(len(done.failed), "file")
            note(f"{unread} of yours could not be read; see: viva library list")
    try:
        launch(assistant, host, port, open_browser)
    except OSError as error:
        raise SettingsError(
            f"cannot listen on {host}, port {port}; name another with --port"
        ) from error

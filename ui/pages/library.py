"""The Library page: files taken in, listed, looked into, removed, put back."""

from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.store.users import has_users
from index.catalogue import catalogue, check, paths_named
from index.library import stored_library
from ui.desk import Desk
from ui.markup.html import page
from ui.markup.library import library_html, library_introduction, status_html
from ui.markup.links import fields_of
from ui.pages.opening import open_document, open_passages
from ui.pages.parts import AT_ONCE, area, argument_box, header, on_link, source_panel

_TICK = 0.7
"""Seconds between two looks at a running change."""

Changes = list[Any]
"""New values of the status and of the clock that looks at it; the list may follow."""


def library_page(pages: gr.Blocks, desk: Desk) -> None:
    """Lays the page out, as one of `pages`."""
    with gr.Row(elem_id="v-desk"):
        with gr.Column(elem_id="v-side", min_width=0):
            header("Library", signed_in=has_users(desk.store))
        with gr.Column(elem_id="v-main", min_width=0):
            area(page(library_introduction()), "v-intro")
            dropped = gr.File(elem_id="v-drop", file_count="multiple", show_label=False, height=130)
            status = area(elem_id="v-status")
            listed = area(elem_id="v-documents")
        source = source_panel()
    argument = argument_box()
    clock = gr.Timer(_TICK, active=False)
    changing = [status, clock]
    dropped.upload(partial(_uploaded, desk), dropped, [dropped, *changing], **AT_ONCE)
    clock.tick(partial(_shown, desk), None, [*changing, listed], **AT_ONCE)
    on_link("remove", partial(_removed, desk), argument, changing)
    on_link("restore", partial(_restored, desk), argument, changing)
    on_link("undo", partial(_undone, desk), None, changing)
    on_link("refresh", partial(_refreshed, desk), None, changing)
    on_link("read", partial(open_document, desk), argument, source)
    on_link("passages", partial(open_passages, desk), argument, source)
    pages.load(partial(_opened, desk), None, [*changing, listed], **AT_ONCE)


def _opened(desk: Desk) -> Changes:
    return [*_begun(desk)[:1], gr.Timer(active=bool(desk.ingesting.status.pending)), _listed(desk)]


def _begun(desk: Desk) -> Changes:
    return [page(status_html(desk.ingesting.status)), gr.Timer(active=True)]


def _shown(desk: Desk) -> Changes:
    """The status; once there is nothing more to wait for, the list as it is now."""
    now = desk.ingesting.status
    if now.pending:
        return [page(status_html(now)), gr.skip(), gr.skip()]
    return [page(status_html(now)), gr.Timer(active=False), _listed(desk)]


def _uploaded(desk: Desk, files: list[str] | None) -> Changes:
    if files:
        desk.ingesting.add([(Path(file), Path(file).name) for file in files])
    return [None, *_begun(desk)]


def _removed(desk: Desk, fields: str) -> Changes:
    generation, given = desk.assistant.searcher.generation, fields_of(fields)
    paths, _ = paths_named(desk.home, generation, [given.get("doc", "")])
    if given.get("path") in {failure["source"] for failure in generation.manifest["failed"]}:
        paths = [Path(given["path"])]
    if paths:
        desk.ingesting.remove(paths)
    return _begun(desk)


def _restored(desk: Desk, fields: str) -> Changes:
    path = Path(fields_of(fields).get("path", ""))
    if path in stored_library(desk.home.index).excluded:
        desk.ingesting.restore([path])
    return _begun(desk)


def _undone(desk: Desk) -> Changes:
    desk.ingesting.restore([Path(path) for path in desk.ingesting.status.removed])
    return _begun(desk)


def _refreshed(desk: Desk) -> Changes:
    desk.ingesting.refresh()
    return _begun(desk)


def _listed(desk: Desk) -> str:
    generation = desk.assistant.searcher.generation
    excluded = map(str, stored_library(desk.home.index).excluded)
    checked = check(desk.home, generation, quick=True)
    return page(library_html(catalogue(generation), checked, list(excluded)))

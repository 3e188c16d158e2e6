"""Conversations on the Ask page: listed, searched, opened, renamed, deleted, judged."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.store.conversations import conversations, delete_conversation, rename
from ui.desk import Desk
from ui.markup.html import page
from ui.markup.links import fields_of
from ui.markup.turn import conversation_list, thread_html
from ui.pages.answering import View, view
from ui.pages.filters import choices
from ui.pages.opening import opine
from ui.pages.parts import AT_ONCE, QUIET, action, on_link

Changes = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that change with the conversation.

    Attributes:
        opened: hidden; the id of the open conversation.
        listed: the list of conversations.
        box: where questions are typed.
    """

    thread: gr.Markdown
    opened: gr.Textbox
    listed: gr.Markdown
    box: gr.Textbox

    @property
    def all(self) -> list[Any]:
        """As the outputs of an event."""
        return [self.thread, self.opened, self.listed, self.box]


def shown(parts: Parts, of: View, *, can_generate: bool) -> Changes:
    """The page showing a conversation."""
    blocks = thread_html(
        of.conversation_id, of.turns, can_generate=can_generate, answering=of.answering
    )
    box = gr.update(submit_btn=not of.answering, stop_btn=of.answering)
    return {parts.thread: page(blocks), parts.opened: of.conversation_id or "", parts.box: box}


def listed(desk: Desk, open_id: str | None, search: str = "") -> str:
    """The list of conversations."""
    return page(conversation_list(conversations(desk.store, search), open_id, search))


def bind_conversations(
    pages: gr.Blocks,
    desk: Desk,
    parts: Parts,
    argument: gr.Textbox,
    search: gr.Textbox,
    menus: list[gr.Dropdown],
) -> None:
    """Binds everything that concerns conversations, and what happens when the page is opened."""
    can_generate = desk.assistant.can_generate

    def changed(key: str | None, sought: str = "") -> Changes:
        now = view(desk, key)
        changes = shown(parts, now, can_generate=can_generate)
        return changes | {parts.listed: listed(desk, now.conversation_id, sought)}

    def renamed(fields: str, key: str, sought: str) -> str:
        given = fields_of(fields)
        rename(desk.store, given.get("conversation", ""), given.get("title", ""))
        return listed(desk, key, sought)

    def deleted(fields: str, key: str, sought: str) -> Changes:
        gone = fields_of(fields).get("conversation", "")
        delete_conversation(desk.store, gone)
        return changed(None if gone == key else key, sought)

    def judged(fields: str, key: str) -> str:
        if opine(desk, fields):
            gr.Info("Thank you, noted.", duration=3)
        else:
            gr.Warning("This answer is gone.")
        return page(thread_html(key, view(desk, key).turns, can_generate=can_generate))

    def loaded(request: gr.Request) -> list[Any]:
        changes = changed(request.query_params.get("c"))
        offered = choices(desk.assistant.searcher.generation)
        return [*(changes[part] for part in parts.all), *(gr.update(choices=x) for x in offered)]

    opened = parts.opened
    on_link("new", lambda: changed(None), None, parts.all)
    on_link(
        "show",
        lambda fields, sought: changed(fields_of(fields).get("conversation"), sought),
        [argument, search],
        parts.all,
    )
    on_link("rename", renamed, [argument, opened, search], parts.listed)
    on_link("delete", deleted, [argument, opened, search], parts.all)
    # Queued, since only then a message reaches the page.
    action("opine").click(judged, [argument, opened], parts.thread, **QUIET)
    search.change(
        lambda sought, key: listed(desk, key, sought), [search, opened], parts.listed, **AT_ONCE
    )
    pages.load(loaded, None, [*parts.all, *menus], **AT_ONCE)

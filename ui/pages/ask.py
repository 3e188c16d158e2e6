"""The Ask page: conversations on the left, the answers, the opened source on the right."""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.assistant import LONGEST_QUESTION
from assistant.store.types import Request
from assistant.store.users import has_users
from ui.desk import Desk
from ui.markup.html import page
from ui.markup.links import fields_of, link, number
from ui.pages.answering import View, ask, ask_again, view
from ui.pages.conversing import Parts, bind_conversations, listed, shown
from ui.pages.filters import chosen, filter_row
from ui.pages.opening import open_citation, open_document
from ui.pages.parts import AT_ONCE, QUIET, action, area, argument_box, header, on_link, source_panel

_ANSWERED_AT_ONCE = 16
"""Questions answered at a time; more would only make each of them slower."""

Changes = dict[Any, Any]


def ask_page(pages: gr.Blocks, desk: Desk) -> None:
    """Lays the page out, as one of `pages`; all state is kept in the store or by the browser."""
    with gr.Row(elem_id="v-desk"):
        with gr.Column(elem_id="v-side", min_width=0):
            header("Ask", signed_in=has_users(desk.store))
            area(page([link("new", "New conversation", class_="v-new")]))
            search = gr.Textbox(
                elem_id="v-search", show_label=False, container=False, placeholder="Search"
            )
            found = area(elem_id="v-conversations")
        with gr.Column(elem_id="v-main", min_width=0):
            thread = area(elem_id="v-thread")
            with gr.Column(elem_id="v-composer", min_width=0):
                box = gr.Textbox(
                    elem_id="v-question",
                    show_label=False,
                    container=False,
                    autofocus=True,
                    submit_btn=True,
                    max_lines=6,
                    max_length=LONGEST_QUESTION,
                    placeholder="Ask about your sources",
                )
                menus = filter_row()
                llm = gr.Checkbox(
                    label="Let the language model write",
                    elem_id="v-llm",
                    visible=desk.assistant.can_generate,
                )
        source = source_panel()
    parts = Parts(thread, gr.Textbox(elem_id="v-conversation", visible="hidden"), found, box)
    argument = argument_box()
    streams = _bind_questions(desk, parts, argument, [llm, *menus])
    box.stop(
        lambda key: shown(parts, view(desk, key), can_generate=desk.assistant.can_generate),
        parts.opened,
        parts.all,
        cancels=streams,
        **AT_ONCE,
    )
    bind_conversations(pages, desk, parts, argument, search, menus)
    on_link("open", lambda fields: open_citation(desk, fields), argument, source)
    on_link("read", lambda fields: open_document(desk, fields), argument, source)


def _bind_questions(
    desk: Desk, parts: Parts, argument: gr.Textbox, settings: list[Any]
) -> list[Any]:
    """Binds what makes an answer grow; returns the events, so that they can be stopped."""

    def answered(question: str, key: str, written: bool, *filters: str | None) -> Iterator[Changes]:
        if question.strip():
            request = Request(question.strip(), chosen(filters), written)
            yield from _growing(desk, parts, ask(desk, key or None, request))

    def asked(question: str, *settings: Any) -> Iterator[Changes]:  # noqa: ANN401
        yield {parts.box: ""}
        yield from answered(question, *settings)

    def picked(fields: str, *settings: Any) -> Iterator[Changes]:  # noqa: ANN401
        yield from answered(fields_of(fields).get("question", ""), *settings)

    def quoted_again(fields: str) -> Iterator[Changes]:
        yield from _growing(desk, parts, ask_again(desk, _turn(fields), llm=False))

    def written_again(fields: str) -> Iterator[Changes]:
        yield from _growing(desk, parts, ask_again(desk, _turn(fields), llm=True))

    options = {**QUIET, "concurrency_limit": _ANSWERED_AT_ONCE, "concurrency_id": "ask"}
    to_ask = [parts.opened, *settings]
    return [
        parts.box.submit(asked, [parts.box, *to_ask], parts.all, **options),
        action("ask").click(picked, [argument, *to_ask], parts.all, **options),
        action("again").click(quoted_again, argument, parts.all, **options),
        action("write").click(written_again, argument, parts.all, **options),
    ]


def _growing(desk: Desk, parts: Parts, views: Iterator[View]) -> Iterator[Changes]:
    """The changes of the page while an answer grows."""
    is_first = True
    for each in views:
        changes = shown(parts, each, can_generate=desk.assistant.can_generate)
        if is_first:
            changes |= {parts.listed: listed(desk, each.conversation_id)}
            is_first = False
        if each.problem:
            gr.Warning(each.problem)
        yield changes


def _turn(fields: str) -> int:
    return number(fields_of(fields), "turn")

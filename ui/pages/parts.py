"""Parts that both pages have: HTML areas, the source panel, links that reach Python."""

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr
from gradio.components import Component

from ui.markup.html import DELIMITERS, element, page
from ui.markup.panel import EMPTY

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""How events are bound: the page draws its own progress, and nothing is offered as an API."""

AT_ONCE: dict[str, Any] = {**QUIET, "queue": False}
"""For what is answered within milliseconds: not queued behind the answering of questions."""


def area(html: str = "", elem_id: str = "") -> gr.Markdown:
    """A place for what `ui.markup` makes."""
    return gr.Markdown(html, elem_id=elem_id, latex_delimiters=DELIMITERS, container=False)


def source_panel() -> gr.Markdown:
    """The panel on the right."""
    with gr.Column(elem_id="v-reading", min_width=0):
        return area(page([EMPTY]), "v-source")


def argument_box() -> gr.Textbox:
    """Where the page's script puts what a link carries."""
    return gr.Textbox(elem_id="v-argument", visible="hidden")


def action(name: str) -> gr.Button:
    """What the script presses for the links of an action; see `ui.markup.links`."""
    return gr.Button(name, elem_id=f"v-do-{name}", visible="hidden")


def on_link(
    name: str,
    answer: Callable[..., Any],
    inputs: Component | Sequence[Component] | None,
    outputs: Component | Sequence[Component],
) -> None:
    """Lets a function answer the links of an action at once."""
    action(name).click(answer, inputs, outputs, **AT_ONCE)


def header(here: str, *, signed_in: bool) -> None:
    """The name of the house and the way between the pages, and out where one has signed in."""
    ways = (
        element("a", name, href=path, class_="v-here" if name == here else None)
        for name, path in (("Ask", "/"), ("Library", "/library"))
    )
    out = element("a", "Sign out", href="/viva/sign-out") if signed_in else None
    brand = element("a", "Viva", href="/", class_="v-brand")
    area(page([element("nav", brand, *ways, out, class_="v-nav")]), "v-header")

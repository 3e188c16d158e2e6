"""All pages as one Gradio app, and how it looks."""

from typing import Any

import gradio as gr
from gradio.components.navbar import Navbar

from ui.desk import Desk
from ui.pages.ask import ask_page
from ui.pages.library import library_page

_SANS = ("system-ui", "-apple-system", "Segoe UI", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Consolas", "monospace")
_WAITING = 200
"""Questions that may wait for their turn; more are refused."""

_KEPT_SECONDS = 3_600
"""For which an upload that was not taken in lies in the temporary folder."""


def build_pages(desk: Desk) -> gr.Blocks:
    """The pages over a desk."""
    with gr.Blocks(
        title="Viva", analytics_enabled=False, delete_cache=(_KEPT_SECONDS, _KEPT_SECONDS)
    ) as pages:
        Navbar(visible=False)
        ask_page(pages, desk)
    with pages.route("Library", "/library"):
        Navbar(visible=False)
        library_page(pages, desk)
    built: gr.Blocks = pages.queue(max_size=_WAITING)
    return built


def appearance() -> dict[str, Any]:
    """Theme and head, as Gradio's `mount_gradio_app` takes them; fonts are the system's own."""
    theme = gr.themes.Base(
        primary_hue="indigo", neutral_hue="slate", font=_SANS, font_mono=_MONO, radius_size="md"
    )
    head = (
        '<link rel="stylesheet" href="/viva/desk.css">'
        '<script src="/viva/desk.js" defer></script>'
        '<meta name="referrer" content="no-referrer">'
    )
    return {"theme": theme, "head": head, "footer_links": []}

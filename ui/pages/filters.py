"""The row of filters: what there is to choose from, and a choice as `Filters`."""

from collections.abc import Sequence

import gradio as gr

from index.backend import Generation
from index.types import Filters
from ui.filters import values_of

NAMES = ("track", "section", "role", "level")


def filter_row() -> list[gr.Dropdown]:
    """A menu for each of `NAMES`; what they offer is filled in when the page is opened."""
    with gr.Accordion("Filters", open=False, elem_id="v-filters"), gr.Row():
        menus = [
            gr.Dropdown([("Any", "")], value="", label=name.capitalize(), min_width=110)
            for name in NAMES
        ]
    return menus


def choices(generation: Generation) -> list[list[tuple[str, str]]]:
    """For each of `NAMES`, labels and values; the first lets everything pass."""
    found = [values_of(field, generation) for field in ("tracks", "section", "roles", "level")]
    return [[("Any", ""), *((_label(x), x) for x in sorted(values))] for values in found]


def chosen(values: Sequence[str | None]) -> Filters:
    """The filters that the menus' values stand for."""
    return Filters(**{name: value or None for name, value in zip(NAMES, values, strict=True)})


def _label(value: str) -> str:
    return value.replace("-", " ")

"""Sets of tabs: each label goes to the panel that it opens, since a page shows only one at a time.

They are marked by ARIA roles (``tablist``, ``tab``, ``tabpanel``), or made of radio buttons whose
labels a style sheet turns into tabs.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ingest.formats.markup.tree import (
    Element,
    first_heading,
    names,
    new_element,
    remove,
    short_text,
    show,
)

_LONGEST = 60
"""Characters of a label."""

_PANELS = names("div section article ul ol pre table")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def mark_tabs(root: Element) -> None:
    """Puts the label of each tab at the head of its panel, as ``Label:``; shows all panels."""
    by_id = {x.get("id"): x for x in root.iter() if x.get("id")}
    panels = [x for x in root.iter() if x.get("role") == "tabpanel"]
    by_label = {x.get("aria-labelledby"): x for x in panels}
    beside: dict[Element | None, list[Element]] = {}
    for panel in panels:
        show(panel)
    for row in [x for x in root.iter() if x.get("role") == "tablist"]:
        tabs = [x for x in row.iter() if x.get("role") == "tab"]
        if next(row.iter(*_HEADINGS), None) is not None:
            continue  # an accordion, whose labels are where they belong
        named = [by_label.get(x.get("id") or "", by_id.get(x.get("aria-controls"))) for x in tabs]
        if not any(panel is not None for panel in named):
            around = row.getparent()
            if around not in beside:
                beside[around] = [] if around is None else _outermost(around)
            named = list(beside[around])
        _join(_paired(tabs, named))
    groups: dict[str, list[Element]] = defaultdict(list)
    for label in root.iter("label"):
        button = by_id.get(label.get("for"))
        if button is not None and button.get("type") == "radio":
            groups[button.get("name") or ""].append(label)
    for labels in groups.values():
        _join(_panels_by_place(labels))


def _paired(
    tabs: Sequence[Element], panels: Sequence[Element | None]
) -> list[tuple[Element, Element]]:
    """Tabs with their panels; where there is one panel for all, the tab that is selected."""
    if tabs and len({x for x in panels if x is not None}) == 1:
        panels = [x for x in panels if x is not None][:1]
        tabs = [x for x in tabs if x.get("aria-selected") == "true"][:1] or tabs[:1]
    if len(tabs) != len(panels):
        return []
    return [(tab, x) for tab, x in zip(tabs, panels, strict=True) if x is not None]


def _join(panels: Iterable[tuple[Element, Element]]) -> None:
    """Moves labels to their panels."""
    for label, panel in list(panels):
        text = short_text(label, _LONGEST)
        remove(label)
        if text in ("", first_heading(panel)):
            continue
        said = new_element("p", text if text.endswith((":", "?", ".")) else f"{text}:")
        if panel.tag in ("div", "section"):
            said.tail, panel.text = panel.text, None
            panel.insert(0, said)
        else:
            panel.addprevious(said)


def _outermost(around: Element) -> list[Element]:
    """The panels within an element, without those within other panels."""
    found = [x for x in around.iter() if x.get("role") == "tabpanel"]
    known = set(found)
    return [x for x in found if known.isdisjoint(x.iterancestors())]


def _panels_by_place(labels: Sequence[Element]) -> Iterable[tuple[Element, Element]]:
    """Labels with what stands right after each, or with the parts of what stands after them all."""
    parent = labels[0].getparent()
    below = None if parent is None else parent.getnext()
    after = [label.getnext() for label in labels]
    for panels in (after, [] if below is None else list(below)):
        found = [x for x in panels if x is not None and x.tag in _PANELS]
        if len(found) == len(panels) == len(labels):
            return zip(labels, found, strict=True)
    return ()

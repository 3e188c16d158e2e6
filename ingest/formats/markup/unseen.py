"""What a browser would not show as text: scripts, styles, hidden elements, controls, menus."""

import re

from ingest.formats.markup.tree import (
    Element,
    names,
    parts,
    remove,
    short_text,
    text_of,
    tokens,
)

_TAGS = names(
    "script style template noscript head iframe object embed svg canvas audio video map dialog "
    "select datalist textarea progress meter rt rp del button clipboard-copy"
)
_UNSHOWN = names(
    "sr-only visually-hidden visuallyhidden screen-reader-text skip-link skiplink boring"
)
"""Classes that style sheets hide: words for screen readers, lines that complete an example."""

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HEADINGS = names("h1 h2 h3 h4 h5 h6 dt summary")
_MENUS = ("true", "menu", "listbox")
_LABEL = 60
"""Characters of what a menu is called; the rest of it are links."""

_PARTS = names("html body main article section li p td")
_CONTENT = names("p pre table blockquote img figcaption h1 h2 h3 h4 h5 h6")
_BUTTON = re.compile(r"(?:^|[-_])(?:btn|button)(?:$|[-_])")
_PERMALINKS = names("¶ # § ↑ ↩ ↩︎ ↩\ufe0e ^ ⏎ 🔗 ⓘ [edit] Permalink")


def remove_unseen(root: Element) -> None:
    """Takes out of the tree what is not shown, and links that are only signs (``¶``, ``↩``).

    A folded panel stays: what a button unfolds is part of the page. So does a button that is a
    heading, or asks a question.
    """
    unfolded = {x.get("aria-controls") for x in root.iter() if x.get("aria-controls")}
    openers = [x for x in root.iter() if x.get("aria-haspopup") in _MENUS]
    for around in dict.fromkeys(x.getparent() for x in openers):
        if around is not None and _is_menu(around):
            remove(around)
    for element in list(root.iter()):
        unseen = _is_control(element) and not _is_heading(element)
        hidden = _is_hidden(element) and element.get("id") not in unfolded
        if unseen or hidden or (element.tag == "a" and short_text(element, 20) in _PERMALINKS):
            remove(element)


def _is_menu(around: Element) -> bool:
    """Whether what holds the opener of a menu holds nothing but a label and links."""
    if around.tag in _PARTS or _holds_text(around):
        return False
    links = sum(len(text_of(link)) for link in around.iter("a"))
    said = len(text_of(around)) - links
    return said < _LABEL and next(around.iter(*_CONTENT), None) is None


def _is_control(element: Element) -> bool:
    """Whether an element is there to be pressed, or is never shown as it is.

    A link within a sentence is text, whatever it looks like.
    """
    if element.tag != "a":
        return element.tag in _TAGS
    pressed = element.get("role") == "button" or any(map(_BUTTON.search, tokens(element)))
    unfolds = element.get("aria-expanded") or element.get("aria-controls")
    parent = element.getparent()
    return bool(pressed and not unfolds and parent is not None and not _holds_text(parent))


def _holds_text(element: Element) -> bool:
    return any(isinstance(part, str) and part.strip() for part in parts(element))


def _is_heading(button: Element) -> bool:
    text = text_of(button)
    headings = [x for x in button.iterancestors() if x.tag in _HEADINGS]
    return text.endswith("?") or any(text_of(heading) == text for heading in headings)


def _is_hidden(element: Element) -> bool:
    if element.tag in ("html", "body"):
        return False  # some pages are shown by a script
    hidden = element.get("hidden")
    return (
        (hidden is not None and hidden != "until-found")
        or (element.get("aria-hidden") == "true" and "katex-html" not in tokens(element))
        or bool(_HIDDEN_STYLE.search(element.get("style") or ""))
        or bool(tokens(element) & _UNSHOWN)
    )

"""What a browser would not show: scripts, styles, hidden elements, controls."""

import re

from ingest.formats.markup.tree import Element, names, remove, short_text, text_of, tokens

_TAGS = names(
    "script style template noscript head iframe object embed svg canvas audio video map dialog "
    "select datalist textarea progress meter rt rp del button"
)
_UNSHOWN = names(
    "sr-only visually-hidden visuallyhidden screen-reader-text skip-link skiplink boring"
)
"""Classes that style sheets hide: words for screen readers, lines that complete an example."""

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HEADINGS = names("h1 h2 h3 h4 h5 h6 dt summary")
_PERMALINKS = names("¶ # § ↑ ↩ ↩︎ ↩\ufe0e ^ ⏎ 🔗 ⓘ [edit] Permalink")


def remove_unseen(root: Element) -> None:
    """Takes out of the tree what is not shown, and links that are only signs (``¶``, ``↩``).

    A folded panel stays: what a button unfolds is part of the page. So does a button that is a
    heading, or asks a question.
    """
    unfolded = {x.get("aria-controls") for x in root.iter() if x.get("aria-controls")}
    for element in list(root.iter()):
        unseen = element.tag in _TAGS and not (element.tag == "button" and _is_heading(element))
        hidden = _is_hidden(element) and element.get("id") not in unfolded
        if unseen or hidden or (element.tag == "a" and short_text(element, 20) in _PERMALINKS):
            remove(element)


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

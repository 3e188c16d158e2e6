"""The one place where text becomes HTML: every string is escaped here unless it is `Html` already.

What is made here is shown by Gradio's Markdown component, which lets HTML through that begins a
line, up to the next empty line; it typesets the formulas between `INLINE` and `DISPLAY`, and draws
``div.mermaid``. The delimiters are private characters that `text` removes from everything else, so
that no source and no reader can open a formula.
"""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

Html = Markup
"""A string that is HTML; anything else that is put into an element is text, and is escaped."""

INLINE = ("\ue000", "\ue001")
DISPLAY = ("\ue002", "\ue003")
DELIMITERS: list[dict[str, str | bool]] = [
    {"left": INLINE[0], "right": INLINE[1], "display": False},
    {"left": DISPLAY[0], "right": DISPLAY[1], "display": True},
]
"""As Gradio's Markdown takes them."""

NOTHING = Html("")

_PRIVATE = re.compile("[\ue000-\ue0ff]")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_VOID = frozenset({"br", "hr", "input"})

Child = str | Html | None


def clean(value: str) -> str:
    """`value` without the characters that only this module may use, or that no text has."""
    return _UNSEEN.sub("\ufffd", _PRIVATE.sub("\ufffd", value))


def text(value: str) -> Html:
    """`value` as text: no markup, no formula, and nothing that a browser reads otherwise."""
    # The component replaces this mark of its own by formulas.
    return Html(str(escape(clean(value))).replace("%%%", "&#37;%%"))


def element(name: str, /, *children: Child, **attributes: str | bool | None) -> Html:
    """An element: children that are not `Html` are escaped, and so are the values of attributes.

    Args:
        name: of the element.
        children: what it holds; None holds nothing.
        attributes: ``class_`` stands for ``class``; one that is None or False is left out, and one
            that is True has no value.
    """
    shown = NOTHING.join(
        Html(f" {key.rstrip('_').replace('_', '-')}")
        + (NOTHING if value is True else Html('="') + text(str(value)) + Html('"'))
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Html(f"<{name}{shown}>")
    return Html(f"<{name}{shown}>") + together(children) + Html(f"</{name}>")


def together(parts: Iterable[Child]) -> Html:
    """Parts one after the other."""
    return NOTHING.join(
        part if isinstance(part, Markup) else text(part) for part in parts if part is not None
    )


def formula(latex: str, *, display: bool = False) -> Html:
    """A formula to be typeset; it can hold no markup, since it holds no angle bracket."""
    plain = " ".join(clean(_COMMENT.sub("", latex)).split())
    left, right = DISPLAY if display else INLINE
    return Html(left + plain.replace("<", r"\lt ").replace(">", r"\gt ") + right)


def page(blocks: Iterable[Html]) -> str:
    """Block elements as the value of a Markdown component, each kept apart from the next.

    A block whose HTML is as before keeps its place in the page, formulas and all: only what changed
    is drawn again.
    """
    return "\n\n".join(block.replace("\n", Html("&#10;")) for block in blocks if block)

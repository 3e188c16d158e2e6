"""Program text in colours, by Pygments; the colours are in `assets/desk.css`."""

import re

from ui.markup.html import Html, clean, element, text

_TAG = re.compile(r"<(?!br\s*/?>)[a-z/!][^>\n]*>?", re.IGNORECASE)
_LONGEST = 20_000
"""Characters beyond which colours cost more time than they are worth."""


def code(source: str, language: str = "", class_: str = "") -> Html:
    """A block of code; a language that is not known leaves it without colours."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    source = clean(source.rstrip("\n"))
    inner = text(source)
    if language and len(source) < _LONGEST:
        try:
            lexer = get_lexer_by_name(language, stripnl=False)
            drawn = highlight(source, lexer, HtmlFormatter(nowrap=True, classprefix="c-"))
            inner = Html(drawn.rstrip("\n"))  # escaped by Pygments
        except ClassNotFound:
            pass
    return element("pre", element("code", inner), class_=f"v-code {class_}".strip())


def diagram(source: str, class_: str = "") -> Html:
    """A Mermaid diagram, drawn in the page; of HTML in its labels, line ends alone are left."""
    return element("div", _TAG.sub("", source).strip(), class_=f"mermaid {class_}".strip())

"""Markdown cells as they are, but for what is no text and what would run on into the next cell."""

import re

_FENCE = (
    r"^ {0,3}(?P<fence>`{3,}+|~{3,}+)[^\n]*+\n"
    r"(?P<code>.*?)(?P<close>^ {0,3}(?P=fence)[`~ ]*$|\Z)"
)
_SPAN = r"(?P<span>(?<!`)(?P<ticks>`+)(?!`).{1,1000}?(?<!`)(?P=ticks)(?!`))"
_EMBEDDED = r"!\[[^\[\]]{0,500}\]\((?:attachment:|data:)[^()]*\)|<img\b[^<>]*>"
_UNSEEN = r"<!--.*?(?:-->|\Z)|<(?P<tag>script|style)\b.*?(?:</(?P=tag)\s*>|\Z)"
_ANCHOR = r"<a\s+(?:id|name|class)=[^<>]*>\s*</a>"
_BOLD = (
    r"^(?P<level>#{1,6}[ \t]+)(?P<mark>\*\*|__)(?P<heading>[^\n*]+?)(?P=mark)"
    rf"(?:[ \t#]|{_ANCHOR})*$"
)
_PART = re.compile(
    "|".join((_FENCE, _SPAN, _EMBEDDED, _UNSEEN, _ANCHOR, _BOLD)),
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)


def cleaned(source: str) -> str:
    """A cell without embedded images, scripts, styles, comments and anchors.

    Code is left alone, but a fence that was never closed is; headings that are bold as a whole
    are headings enough.
    """
    return _PART.sub(_mended, source).strip()


def _mended(part: re.Match[str]) -> str:
    if part["fence"] is not None:
        whole = part[0].rstrip()
        return whole if part["close"] else f"{whole}\n{part['fence']}"
    if part["heading"] is not None:
        return f"{part['level']}{part['heading']}"
    return part["span"] or ""

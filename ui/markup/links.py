"""Links that ask the page for something: ``#viva/open?turn=3&cite=1``.

`assets/desk.js` listens for them and hands the part behind the question mark to the page.
"""

from urllib.parse import parse_qsl, urlencode

from ui.markup.html import Child, Html, element

PREFIX = "#viva/"
_DIGITS = 10


def link(
    action: str, *children: Child, class_: str = "", title: str = "", **fields: str | int
) -> Html:
    """A link that does `action` with some fields."""
    target = f"{PREFIX}{action}?{urlencode(fields)}"
    return element("a", *children, href=target, class_=class_ or None, title=title or None)


def fields_of(argument: str) -> dict[str, str]:
    """The fields that a link carried; none where a browser sends more than any link does."""
    try:
        return dict(parse_qsl(argument[:10_000], keep_blank_values=True, max_num_fields=20))
    except ValueError:
        return {}


def number(fields: dict[str, str], name: str) -> int:
    """A field as a number, -1 where it is none."""
    value = fields.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < _DIGITS else -1

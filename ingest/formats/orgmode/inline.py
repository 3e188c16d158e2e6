"""What stands within a paragraph of Org: emphasis, code, links and notes."""

import re
from collections.abc import Iterator

from ingest.formats.lined import holding
from ingest.formats.markup.tree import Element, new_element

_BODY = r"[^\s{0}](?:[^{0}]{{0,500}}[^\s{0}])?"
_EMPHASIS = "|".join(
    rf"\{mark}(?P<{name}>{_BODY.format(chr(92) + mark)})\{mark}"
    for mark, name in (("*", "bold"), ("/", "italic"), ("_", "underlined"), ("+", "struck"),
                       ("=", "verbatim"), ("~", "code"))
)  # fmt: skip
_MARKED = re.compile(
    r"\[\[(?P<target>[^\[\]]{1,2000})\](?:\[(?P<text>[^\[\]]{1,2000})\])?\]"
    r"|\s?\[(?:fn:[\w-]*|cite[^:\[\]]{0,20}:[^\[\]]{1,500})\]"
    r"|\[fn:[\w-]*:(?P<note>[^\[\]]{1,2000})\]"
    r"|(?P<tex>\\\(.{1,1000}?\\\)|\$[^\s$](?:[^$]{0,500}[^\s$])?\$(?!\w))"
    r"|<<<?(?P<radio>[^<>]{1,200})>>>?"
    rf"|(?<![^\s\-('\"{{])(?:{_EMPHASIS})(?![^\s\-.,;:!?'\")}}\[])",
    re.DOTALL,
)
_PICTURE = re.compile(r".*\.(?:png|jpe?g|gif|svg|webp)", re.IGNORECASE)
_WITHIN = re.compile(r"file:|[*#]|id:")


def org_inline(text: str) -> Iterator[str | Element]:
    """Texts and elements of a text, in order."""
    reached = 0
    for match in _MARKED.finditer(text):
        yield text[reached : match.start()]
        yield from _said(match)
        reached = match.end()
    yield text[reached:]


def _said(match: re.Match[str]) -> Iterator[str | Element]:
    kind = match.lastgroup
    if kind == "target":
        yield "" if _PICTURE.fullmatch(match[kind]) else _WITHIN.sub("", match[kind], count=1)
    elif kind == "note":
        yield from (" (", *org_inline(match[kind].strip()), ")")
    elif kind == "tex":
        yield match[kind]
    elif kind in ("verbatim", "code"):
        yield new_element("code", match[kind])
    elif kind == "struck":
        yield holding("s", org_inline(match[kind]))
    elif kind in ("text", "bold", "italic", "underlined"):
        yield from org_inline(match[kind])
    elif kind == "radio" and match[0].startswith("<<<"):
        yield match[kind]

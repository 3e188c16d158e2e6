"""What the head of an AsciiDoc file says, and by which names its text refers to sections."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.formats.lined import Line

HEADING = re.compile(r"(?:={1,6}|#{1,6})\s+(?P<title>\S.*?)(?:\s{1,9}=+)?")
ATTRIBUTES = re.compile(
    r"\[(?P<said>(?!\[)[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)?)\]|\[\[(?P<id>[\w:.-]+).*\]\]"
)
_STATED = re.compile(r"#(?P<short>[\w:.-]+)|\bid=\"?(?P<long>[\w:.-]+)")


def without_header(lines: Sequence[Line]) -> tuple[list[Line], str]:
    """The lines, those of the author and the revision made blank, and the author's name."""
    found = list(lines)
    first = next((at for at, line in enumerate(lines) if line.text), 0)
    author = ""
    if not lines[first].text.startswith("= "):
        return found, author
    unread = []
    for at in range(first + 1, min(first + 20, len(lines))):
        text = lines[at].text
        if not text:
            break
        if not text.startswith((":", "//")):
            unread.append(at)
    for at in unread[:2]:
        found[at] = replace(found[at], text="")
    name = re.split("[<;]", lines[unread[0]].text, maxsplit=1)[0].strip() if unread else ""
    return found, "" if ":" in name else name


def section_titles(lines: Iterable[Line]) -> dict[str, str]:
    """The titles of sections by the names that the file or its converter gives them."""
    titles: dict[str, str] = {}
    given: list[str] = []
    for line in lines:
        heading, attributes = HEADING.fullmatch(line.text), ATTRIBUTES.fullmatch(line.text)
        if heading:
            title = heading["title"]
            made = "_".join(re.findall(r"\w+", title.lower()))
            titles.update(dict.fromkeys([*given, f"_{made}"], title))
        if attributes:
            stated = _STATED.search(attributes["said"] or "")
            named = attributes["id"] or (stated and (stated["short"] or stated["long"]))
            given += [named] if named else []
        else:
            given = []
    return titles

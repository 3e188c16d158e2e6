"""What striprtf prints of marked RTF source to blocks of Markdown."""

import re
from collections.abc import Iterator

from ingest.formats.markup.blocks import markdown_blocks_of
from ingest.formats.markup.grow import append
from ingest.formats.markup.levels import Paragraph, nested
from ingest.formats.markup.tree import Element, new_element
from ingest.formats.richtext.source import (
    CELL,
    HEADING,
    ITEM,
    LEVEL,
    LINE,
    NOTE_END,
    NOTE_START,
    ROW_END,
    ROW_START,
)

_TABLE = re.compile(f"((?:{ROW_START}[^{ROW_END}]*{ROW_END}\\s*)+)")
_ROW = re.compile(f"{ROW_START}([^{ROW_END}]*){ROW_END}")
_NOTE = re.compile(f"(?<!\\s)\\s*+{NOTE_START}([^{NOTE_START}{NOTE_END}]*+){NOTE_END}")
_HEADING = re.compile(f"[{HEADING}-{chr(ord(HEADING) + 8)}]")
_LEVEL = re.compile(f"[{LEVEL}-{chr(ord(LEVEL) + 8)}]")
_LABELLED = re.compile(f"\\s*{ITEM}\\s*(?P<label>\\S{{0,9}})\\t(?P<text>.*)", re.DOTALL)
_NUMBER = re.compile(r"\(?(?P<number>\d{1,9})[.)]")
_MARKS = re.compile("[\ue000-\ue030]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ITEM = re.compile(r"- |\d{1,9}[.)] ")


def blocks(printed: str) -> list[str]:
    """Paragraphs, headings, lists and tables, in order."""
    holder = new_element("div")
    printed = _CONTROLS.sub("", _NOTE.sub(lambda note: f" ({note[1].strip()})", printed))
    # No row ends past the last end of a row, so none is looked for there.
    rows, end, rest = printed.rpartition(ROW_END)
    for number, part in enumerate([*_TABLE.split(rows + end), "", rest]):
        holder.extend([_table(part)] if number % 2 else nested(_paragraphs(part)))
    found: list[str] = []
    for block in markdown_blocks_of(holder):
        if found and _ITEM.match(block) and _ITEM.match(found[-1]):
            found[-1] += f"\n{block}"
        else:
            found.append(block)
    return found


def _paragraphs(text: str) -> Iterator[Paragraph]:
    level = 0
    for line in text.split("\n"):
        heading = _HEADING.search(line)
        stated = _LEVEL.findall(line)
        level = ord(stated[-1]) - ord(LEVEL) if stated else level
        item = _LABELLED.match(_LEVEL.sub("", line))
        if heading and not item:
            rank = min(ord(heading[0]) - ord(HEADING) + 1, 6)
            yield Paragraph(_element(f"h{rank}", line))
        elif item:
            yield from _item(item["label"], item["text"], level)
        else:
            yield Paragraph(_element("p", line))


def _item(label: str, text: str, level: int) -> Iterator[Paragraph]:
    """A list item; a label that is neither a bullet nor a number is kept."""
    if not _MARKS.sub("", text).strip():
        return
    number = _NUMBER.fullmatch(label)
    worded = label[:1].isalnum() and not number
    content = _element("li", f"{label} {text}" if worded else text)
    if number:
        content.set("value", number["number"])
    yield Paragraph(content, level, "ol" if number else "ul")


def _element(tag: str, text: str) -> Element:
    """An element of a text without marks, but for its line breaks."""
    element = new_element(tag)
    for number, line in enumerate(text.split(LINE)):
        append(element, [*([new_element("br")] if number else []), _MARKS.sub("", line)])
    return element


def _table(text: str) -> Element:
    """Rows that follow each other as one table, whose first row heads the columns."""
    table = new_element("table")
    rows = [row.split(CELL) for row in _ROW.findall(text) if _MARKS.sub("", row).strip()]
    for number, cells in enumerate(rows):
        line = new_element("tr")
        line.extend(_element("td" if number else "th", cell) for cell in cells)
        table.append(line)
    return table

"""What is left to do on the HTML tree of a Word document: notes, numbers, headings in bold."""

import re

from ingest.formats.markup.grow import append
from ingest.formats.markup.questions import is_bold
from ingest.formats.markup.tree import Element, names, new_element, parts, remove, short_text
from ingest.formats.word.paragraphs import COUNTED

_HEADINGS = names("h2 h3 h4 h5 h6")
_ENCLOSING = names("li table blockquote")
_LONGEST = 100
"""Characters of a bold paragraph that is a heading."""

_NO_HEADING = re.compile(r"[.,;?]\Z|\AQ(?:uestion)?\s*\d*\s*[:.]")
"""Sentences and questions; of questions `ingest.formats.markup.questions` takes care."""


def finish_word_page(root: Element) -> None:
    """Joins code, restores numbers of list items, puts notes below what they are to."""
    _restore_numbers(root)
    _join_code(root)
    _place_notes(root)
    if next(root.iter(*_HEADINGS), None) is None and len(list(root.iter("h1"))) < 2:  # noqa: PLR2004
        _mark_bold_headings(root)


def _restore_numbers(root: Element) -> None:
    for mark in [x for x in root.iter("a") if (x.get("id") or "").startswith(COUNTED)]:
        item = next(mark.iterancestors("li"), None)
        if item is not None:
            item.set("value", (mark.get("id") or "").removeprefix(COUNTED))
        remove(mark)


def _join_code(root: Element) -> None:
    """Makes one block of code that an empty paragraph parts: in an empty line no font shows."""
    for gap in [x for x in root.iter("p") if not len(x) and not x.text]:
        before, after = gap.getprevious(), gap.getnext()
        if before is None or after is None or not before.tag == after.tag == "pre":
            continue
        append(before, ["\n\n", *parts(after)])
        remove(gap)
        remove(after)


def _place_notes(root: Element) -> None:
    """Moves each note to right after the block that refers to it, in the order of references."""
    notes = {x.get("id"): x for x in root.iter("li") if _is_note(x)}
    last: dict[Element, Element] = {}
    for reference in list(root.iter("a")):
        block = next((x for x in reference.iterancestors() if _is_outermost(x)), None)
        note = notes.pop((reference.get("href") or "").removeprefix("#"), None)
        if note is None or block is None:
            continue
        placed = new_element("div", short_text(reference, 10) + " ")
        if len(note) and note[0].tag == "p":
            note[0].tag = "span"
        placed.extend(list(note))
        last.get(block, block).addnext(placed)
        last[block] = placed
        remove(note)


def _is_note(item: Element) -> bool:
    return bool(re.match(r"(?:foot|end)note-", item.get("id") or ""))


def _is_outermost(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "body"


def _mark_bold_headings(root: Element) -> None:
    """Short paragraphs all in bold head what follows, where nothing else does."""
    for paragraph in list(root.iter("p")):
        text = short_text(paragraph, _LONGEST)
        enclosed = any(x.tag in _ENCLOSING for x in paragraph.iterancestors())
        if text and not enclosed and not _NO_HEADING.search(text) and is_bold(paragraph):
            paragraph.tag = "h2"

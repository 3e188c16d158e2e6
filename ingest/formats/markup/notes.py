"""Notes at the foot, in the margin or at the end: each goes below the text that refers to it."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from ingest.formats.markup.tree import (
    Element,
    names,
    new_element,
    remove,
    replace,
    short_text,
    show,
    text_of,
    tokens,
)

_NOTES = names(
    "footnote footnotes endnote endnotes rearnote rearnotes doc-footnote doc-endnote doc-endnotes"
)
"""Roles, types of EPUB and classes, by which notes and sections of notes are known."""

_HOLDERS = names("aside div li ol p section ul")
"""Elements that may be notes, or hold them."""

_BESIDE = names("ltx_note_outer sidenote marginnote")
"""Classes of notes within the sentence, which a style sheet puts beside it."""

_HEADINGS = names("h1 h2 h3 h4 h5 h6")
_BLOCKS = _HEADINGS | names(
    "p li ul ol dl dt dd td th tr tbody thead table figure figcaption blockquote pre"
)
_LONGEST = 8
"""Characters of a mark with its brackets."""

_MARK = re.compile(r"\[?\(?(?P<mark>\d{1,3}|[A-Za-z]|[ivxlc]{1,6}|[*†‡§¶]{1,4})\)?\]?")
_STEPS = 3
"""Blocks that what refers to a note may introduce before the note."""

_ENDED = re.compile(r"[.!?…。][\"'”’»)\]]*(?:\s*\[\w+\])*\Z")


def place_notes(root: Element) -> None:
    """Moves the notes that the text refers to; what then is empty around them is taken out."""
    last: dict[Element, Element] = {}
    for beside in [x for x in root.iter("span") if not _BESIDE.isdisjoint(tokens(x))]:
        block = _block(beside)
        if block is not None:
            _put(_drawn_out(beside), block, last)
            remove(beside)
    left: dict[Element, None] = {}
    for note, links in _references(root).items():
        _open(note, links)
        holders = (x for x in note.iterancestors() if x.tag in _HOLDERS)
        left |= dict.fromkeys(x for x in (note.getprevious(), *holders) if x is not None)
        remove(note)
        _put(note, _block(links[0]), last)
    for element in left:
        _tidy(element)


def _references(root: Element) -> dict[Element, list[Element]]:
    """Each note with what refers to it in the text."""
    notes = {x for x in root.iter() if _is_note(x)}
    by_id = {x.get("id") or x.get("name"): x for x in root.iter()} if notes else {}
    found: dict[Element, list[Element]] = {}
    for link in root.iter("a") if notes else ():
        note = _note(by_id.get(_fragment(link)), notes)
        if note is None or _block(link) is None or not notes.isdisjoint(link.iterancestors()):
            continue
        if _MARK.fullmatch(short_text(link, _LONGEST)):
            found.setdefault(note, []).append(link)
    return found


def _is_note(element: Element) -> bool:
    types = (element.get("epub:type") or "").split()
    called = (*tokens(element), *types, element.get("role") or "")
    return element.tag in _HOLDERS and not _NOTES.isdisjoint(called)


def _fragment(link: Element) -> str:
    """What a link leads to within its page, whose own address browsers put before it on saving."""
    return (link.get("href") or "").rpartition("#")[2]


def _note(target: Element | None, notes: AbstractSet[Element]) -> Element | None:
    """The note that a link leads to: an item of a list of notes, or what is itself a note."""
    if target is None or (target not in notes and notes.isdisjoint(target.iterancestors())):
        return None
    within = target
    for element in (target, *target.iterancestors()):
        if element.tag == "li":
            return element
        if element in notes:
            return within if within.tag in ("p", "div") else element
        within = element
    return None


def _block(element: Element) -> Element | None:
    """The whole list, table or paragraph in which an element stands."""
    block = None
    for ancestor in element.iterancestors():
        if ancestor.tag in _BLOCKS:
            block = ancestor
        elif block is not None:
            break
    return block


def _put(note: Element, block: Element | None, last: dict[Element, Element]) -> None:
    """Puts a note, outside the tree, below a block and what that introduces, and other notes."""
    for _ in range(_STEPS):
        if block is None or block.tag not in ("p", "div") or _ENDED.search(text_of(block)):
            break
        following = block.getnext()
        if following is None or next(following.iter(*_HEADINGS), None) is not None:
            break
        block = following
    if block is not None:
        note.tail = None
        last.get(block, block).addnext(note)
        last[block] = note


def _open(note: Element, links: Sequence[Element]) -> None:
    """Makes a note a block of its own that begins with its mark and has no way back."""
    came_from: set[str | None] = set()
    for link in links:
        came_from |= {x.get("id") for x in (link, *link.iterancestors("sup", "span", "p"))}
        mark = short_text(link, _LONGEST).strip("[]()")
        link[:], link.text, link.tag = [], f"[{mark}]", "sup"
    mark = (links[0].text or "").strip("[]")
    for back in [x for x in note.iter("a") if _fragment(x) in came_from - {None}]:
        remove(back)
    if len(note) and text_of(note[0]).strip("[]().") in ("", mark):
        remove(note[0])  # its number, where that is written out
    note.tag = "div"
    show(note)  # it may open only where it is referred to
    first = next(note.iter("p"), note)
    number = re.escape(mark)
    stop = "[.:]" if mark.isalnum() else "[.:]?"
    typed = rf"\A\s*(?:[\[(]?{number}[\])][.:]?|{number}{stop})\s+"
    first.text = _opening(mark) + re.sub(typed, "", first.text or "").lstrip()


def _opening(mark: str) -> str:
    """Numbers as those of items, lest they be taken for the marks of citations."""
    return f"{mark}. " if mark.isdigit() else f"[{mark}] "


def _drawn_out(beside: Element) -> Element:
    """A note within a sentence as a block of its own; its mark stays, as ``[1]``."""
    note = new_element("div")
    note.text, note[:] = beside.text, list(beside)
    before = beside.getprevious()
    mark = "" if before is None or before.tag != "sup" else text_of(before)
    if before is not None and mark:
        replace(before, new_element("sup", f"[{mark}]"))
        for repeated in [x for x in note.iter("sup", "span") if text_of(x) == mark]:
            remove(repeated)
        first = next(note.iter("span"), note)
        first.text = _opening(mark) + (first.text or "").lstrip()
    return note


def _tidy(left: Element) -> None:
    """Takes out what held notes that have all moved, or the heading above them."""
    before, after = left.getprevious(), left.getnext()
    if left.tag in _HEADINGS or "rubric" in tokens(left):
        heads_none = after is None or (after.tag in _HEADINGS and str(after.tag) <= str(left.tag))
        if heads_none and left.tag != "h1":
            remove(left)
    elif left.tag in _HOLDERS and next(left.iter("img", "h1"), None) is None:
        heading = next((text_of(x) for x in left if x.tag in _HEADINGS), "")
        if text_of(left) == heading:
            remove(left)
            if before is not None and "rubric" in tokens(before):
                remove(before)

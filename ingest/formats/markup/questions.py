"""Questions that are not marked up as headings become headings, so that each keeps its answer.

Pages and documents ask in bold paragraphs, in terms of definition lists, in numbered items, in what
unfolds an answer. Each such question becomes a heading one level below the one above it.
"""

import re
from collections.abc import Iterator
from itertools import takewhile

from ingest.formats.markup.tree import (
    Element,
    names,
    new_element,
    parts,
    short_text,
    stated_number,
    text_of,
    tokens,
)

_HEADINGS = names("h1 h2 h3 h4 h5 h6")
_ENCLOSING = names("li table blockquote dl")
_BREAKS = names("br p div ul ol dl pre table blockquote")
_ANSWERS = names("p div ul ol pre table blockquote")
_LONGEST = 300
"""Characters of a question."""

_LABELLED = re.compile(r"Q(?:uestion)?\s*\d{0,3}\s*[:.]")
"""What is known for a question by its words alone."""


def mark_questions(root: Element) -> None:
    """Makes headings of the tree's questions."""
    level = 0
    for element in list(root.iter()):
        tag = str(element.tag)
        if tag in _HEADINGS:  # what else is asked below a question is beside it
            level = int(tag[1]) - short_text(element, _LONGEST).endswith("?")
        elif tag == "dl":
            _mark_terms(element, level)
        elif tag == "ol":
            _mark_items(element, level)
        elif tag in ("p", "div", "span", "button", "summary") and _asks(element):
            element.tag = _heading(level)
        elif tag == "summary":
            element.tag = "p"


def _heading(level: int) -> str:
    return f"h{min(level + 1, 6)}"


def _is_question(text: str) -> bool:
    return text.endswith("?") and len(text) <= _LONGEST and not _LABELLED.match(text)


def _asks(element: Element) -> bool:
    """Whether a paragraph is all bold, or of class question, and asks, outside lists and tables."""
    if not _is_question(short_text(element, _LONGEST)) or any(_within(element)):
        return False
    if element.tag in ("summary", "button") or any("question" in x for x in tokens(element)):
        return element.find(".//p") is None or len(element.findall(".//p")) == 1
    return element.tag == "p" and is_bold(element)


def _within(element: Element) -> Iterator[bool]:
    return (ancestor.tag in _ENCLOSING for ancestor in element.iterancestors())


def is_bold(paragraph: Element) -> bool:
    """Whether all text of a paragraph is bold."""
    outside = [part for part in parts(paragraph) if isinstance(part, str) and part.strip()]
    children = [child for child in paragraph if text_of(child)]
    return not outside and bool(children) and all(x.tag in ("strong", "b") for x in children)


def _mark_terms(element: Element, level: int) -> None:
    """A definition list that asks becomes headings with what answers them."""
    asking = {term for term in element.iter("dt") if _is_question(short_text(term, _LONGEST))}
    if not asking:
        return
    element.tag = "div"
    for part in element.iter("dt", "dd"):
        part.tag = _heading(level) if part in asking else "div"


def _mark_items(element: Element, level: int) -> None:
    """A numbered list in which every item asks and is answered becomes headings with answers.

    The answer stands within the item, or after a list of one item.
    """
    items = [(item, _lead(item)) for item in element if item.tag == "li"]
    after = element.getnext()
    answered_below = len(items) == 1 and after is not None and after.tag in _ANSWERS
    if not items or any(_within(element)):
        return
    for item, lead in items:
        question = _said(item, lead)
        answered = answered_below or len(text_of(item)) > len(question)
        if not (_is_question(question) and answered):
            return
    number = stated_number(element.get("start"), 1)
    element.tag = "div"
    for item, lead in items:
        number = stated_number(item.get("value"), number)
        heading = new_element(_heading(level), f"{number}. {item.text or ''}")
        heading.extend(lead)
        item.text, item.tag = "", "div"
        item.insert(0, heading)
        number += 1


def _lead(item: Element) -> list[Element]:
    """The elements before an item's first block or line break, or that block if it is the first."""
    lead = list(takewhile(lambda child: child.tag not in _BREAKS, item))
    return lead if _said(item, lead) else list(item)[: len(lead) + 1]


def _said(item: Element, lead: list[Element]) -> str:
    """The text of an item up to the end of `lead`."""
    said = "".join(f"{''.join(map(str, x.itertext()))}{x.tail or ''}" for x in lead)
    return " ".join(f"{item.text or ''}{said}".split())

"""HTML blocks within Markdown: fold-outs that ask and answer, headings, tags that say nothing."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from ingest.structure.elements import Element, heading
from ingest.structure.questions import Asks, Question, asks, is_answer

TAG = r"<!--.{0,2000}?-->|</?[a-zA-Z][^<>]{0,500}>"
"""A tag or a comment."""

_TAG = re.compile(TAG, re.DOTALL)
_FOLD = re.compile(r"^[ \t]*(?=<details\b)", re.MULTILINE | re.IGNORECASE)
_FOLDS = re.compile(r"</?details\b", re.IGNORECASE)
_OPENS = re.compile(r"\s*<")
_SUMMARY = re.compile(r"<summary\b[^<>]{0,200}>(.{0,500}?)</summary\s*>", re.DOTALL | re.IGNORECASE)
_HEADING = re.compile(
    r"\s*<h([1-6])\b[^<>]{0,200}>(.{0,500}?)</h\1\s*>\s*", re.DOTALL | re.IGNORECASE
)
_TAGS = re.compile(rf"(?:\s|{TAG})*", re.DOTALL)


def folded(text: str, elements: Iterable[Element]) -> Iterator[Element]:
    """The elements, each of those in a fold-out knowing in which.

    In a fold-out that asks or answers, headings are part of the answer.
    """
    fold, depth, asking = 0, 0, False
    for element in elements:
        tags: list[str] = []
        if _OPENS.match(text, element.start, element.end):
            tags = _FOLDS.findall(text, element.start, element.end)
        if tags and not depth:
            fold = element.start + 1
            asked = element.question is not None and element.question.asks is Asks.MARKED
            asking = asked or element.answer is not None
        inside = depth > 0 or bool(tags)
        for tag in tags:
            depth = max(depth + (-1 if tag.startswith("</") else 1), 0)
        if not inside:
            yield element
        elif asking and element.level:
            yield Element(element.start, element.end, within=fold)
        else:
            yield replace(element, within=element.within or fold)


def html_elements(text: str, start: int, end: int) -> Iterator[Element]:
    """The elements of an HTML block, parted before each fold-out.

    A fold-out (``<details>``) whose summary asks is a question; one whose summary says no more than
    ``Answer`` is the answer to what stands above it.
    """
    cuts = sorted({start, end, *(match.start() for match in _FOLD.finditer(text, start, end))})
    for begin, following in pairwise(cuts):
        stop = begin + len(text[begin:following].rstrip())
        if begin < stop:
            yield _element(text, begin, stop)


def _element(text: str, start: int, end: int) -> Element:
    title = _HEADING.fullmatch(text, start, end)
    if title:
        return heading(start, end, int(title[1]), plain(title[2]))
    summary = _SUMMARY.search(text, start, end)
    if not summary:
        return Element(start, end, silent=not plain(text[start:end]))
    words = plain(summary[1])
    skipped = _TAGS.match(text, summary.end(), end)
    answer = skipped.end() if skipped else summary.end()
    said = bool(plain(text[answer:end]))
    if is_answer(words):
        return Element(start, end, answer=answer, silent=not said)
    how = Asks.MARKED if asks(words) is Asks.ASKED else Asks.HINTED
    return Element(start, end, question=Question(words, answer if said else end, how, said))


def plain(markup: str) -> str:
    """The words of a piece of HTML."""
    return " ".join(_TAG.sub(" ", markup).split())

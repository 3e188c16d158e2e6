"""Sheets of questions and answers: which columns hold them, and each row as a pair."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.formats.markup.blocks import markdown_blocks_of
from ingest.formats.markup.convert import shown
from ingest.formats.markup.prose import paragraphs
from ingest.formats.markup.tree import parse_html
from ingest.formats.sheets.sheet import Sheet

_PAIRS = (
    (
        "question questions q prompt frage pregunta вопрос",
        "answer answers a response solution reply explanation antwort réponse respuesta ответ",
    ),
    ("front", "back"),
    (
        "term concept word keyword begriff",
        "definition definitions meaning explanation description definición définition",
    ),
)
"""Last words of the names of two columns that belong together, the likeliest first."""

_WORDS_OF_ANSWERS = 4
_HTML = re.compile(
    r"</?(?:a|b|br|code|div|em|font|h[1-6]|i|img|li|ol|p|pre|span|strong|sub|sup|table|u|ul)\b[^<>]*>"
    r"|&(?:nbsp|lt|gt|amp|quot|#\d{1,6});",
    re.IGNORECASE,
)
_CLOZE = re.compile(r"\{\{c\d+::(?P<hidden>.{0,2000}?)(?:::[^{}]{0,200})?\}\}", re.DOTALL)
"""A gap to fill in, and its hint; not longer than any is, since nothing may close it."""

_SOUND = re.compile(r"\[sound:[^\[\]]*\]")
_LABEL = re.compile(r"(?:Q(?:uestion)?\s*\d{0,3}\s*[:.)]|#{1,6}\s|\\#+\s)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CardColumns:
    """Which columns hold what; `others` are told by their names."""

    question: int
    answer: int
    others: tuple[tuple[int, str], ...] = ()


def card_columns(sheet: Sheet) -> CardColumns | None:
    """The columns of questions and answers; None if the sheet is none of cards.

    They are told by their names, by what Anki says of its columns, or, in sheets of two columns,
    by questions in the first or, without a header, whole phrases in the second.
    """
    if sheet.names and (named := _named(sheet.names)):
        return named
    if sheet.directives:
        return _exported(sheet)
    if any(len(row.cells) != 2 for row in sheet.rows):  # noqa: PLR2004 - front and back
        return None
    asking = sum(row.cells[0].endswith("?") for row in sheet.rows)
    words = median(len(row.cells[1].split()) for row in sheet.rows)
    phrased = sheet.names is None and words >= _WORDS_OF_ANSWERS
    return CardColumns(0, 1) if phrased or 2 * asking >= len(sheet.rows) else None


def _named(columns: Sequence[str]) -> CardColumns | None:
    last_words = [(re.findall(r"[^\W_]+", name.lower()) or [""])[-1] for name in columns]
    for fronts, backs in _PAIRS:
        question = next((last_words.index(x) for x in fronts.split() if x in last_words), None)
        answer = next((last_words.index(x) for x in backs.split() if x in last_words), None)
        if question is not None and answer is not None:
            others = (x for x in enumerate(columns) if x[0] not in (question, answer) and x[1])
            return CardColumns(question, answer, tuple(others))
    return None


def _exported(sheet: Sheet) -> CardColumns | None:
    """The first two columns of a note, beside those of Anki's own."""
    own = {
        int(place) - 1: what.removesuffix(" column")
        for what, place in sheet.directives.items()
        if what.endswith(" column") and place.strip().isdecimal()
    }
    width = max(len(row.cells) for row in sheet.rows)
    fields = [column for column in range(width) if column not in own]
    tags = tuple((column, "Tags") for column, what in own.items() if what == "tags")
    return CardColumns(fields[0], fields[1], tags) if len(fields) > 1 else None


def card(cells: Sequence[str], columns: CardColumns) -> str:
    """A row as its question, a heading, and its answer; empty if either is missing.

    A text with gaps to fill in is told filled in.
    """
    padded = dict(enumerate(cells))
    question = padded.get(columns.question, "")
    answer = list(_blocks(padded.get(columns.answer, "")))
    others = [f"{name}: {padded[at]}" for at, name in columns.others if padded.get(at)]
    said = ["; ".join(others)] if others else []
    if _CLOZE.search(question):
        return "\n\n".join([*_blocks(question), *answer, *said])
    heading = " ".join(" ".join(_blocks(question)).split())
    if not heading or not answer:
        return ""
    return "\n\n".join([f"### {_LABEL.sub('', heading, count=1)}", *answer, *said])


def _blocks(cell: str) -> Iterator[str]:
    """A cell's paragraphs, lists and so on; its HTML, as card programs write it, read as such."""
    text = _SOUND.sub("", _CLOZE.sub(r"\g<hidden>", cell))
    if _HTML.search(text):
        blocks = markdown_blocks_of(shown(parse_html(f"<div>{text}</div>")))
        yield from (re.sub(r"^#{1,6} ", "", block) for block in blocks)
    else:
        yield from paragraphs(text)

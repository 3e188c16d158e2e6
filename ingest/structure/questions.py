"""Telling questions and answers by how a text begins: ``Q:``, bold, numbered, in so many words.

Whether what looks like a question opens a question-and-answer pair depends on what stands around
it; that is for `ingest.structure.outline`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

LONGEST = 240
"""Characters of a question, or of any heading, that can stand above all parts of what follows."""


class Asks(IntEnum):
    """How surely a text is a question that somebody is to answer."""

    NO = 0
    FAINTLY = 1
    """Only below a heading that says so: a paragraph of prose that may as well be rhetorical."""
    HINTED = 2
    """Only among other questions: ``3. Explain dropout``."""
    ASKED = 3
    """In so many words, and set apart: ``3. What is dropout?``"""
    MARKED = 4
    """By a mark, even within the answer to another question: ``**Q:** What is dropout?``"""


@dataclass(frozen=True, slots=True)
class Question:
    """A question at the beginning of a paragraph, line or list item.

    Attributes:
        text: the question itself; marks and numbers before it are left out.
        answer: offset at which what follows the question begins; the end if nothing does.
        stated: whether what follows states something, as answers do.
    """

    text: str
    answer: int
    asks: Asks
    stated: bool


_PREFIX = re.compile(
    r"[ \t>]*(?:[-*+•–][ \t]+)?(?:\[[ xX]\][ \t]+)?"
    r"(?:(?:\d{1,4}\\?[.)]|\*\*\d{1,4}[.)]\*\*)[ \t]+)?"
)
_MARK = re.compile(
    r"(?P<bold>[*_]{2,3})?[(\[]?(?:Question|Ques|Qn|Q)[ ]?[-.#]?[ ]?(?P<number>\d{1,4})?[)\]]?"
    r"(?P<closed>[*_]{2,3})?(?:[ ]?[:.)](?=[\s*_])|[ ][–—-](?=\s)|(?<=\d)(?=\s)|(?<=[)\]*_])(?=\s))"
    r"(?P<after>[*_]{2,3})?[ \t]*(?=\S)",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"[ \t>]*(?:[-*+•–][ \t]+)?[*_]{0,3}"
    r"(?:(?:Answer|Ans|Solution|A)[ ]?[-.#]?[ ]?\d{0,4}[*_]{0,3}[ ]?:"
    r"|(?:A\d{1,4}|Ans|Answer)[*_]{0,3}[ ]?[.)–—-](?=[\s*_]))[*_]{0,3}\s*",
    re.IGNORECASE,
)
_ANSWER_WITHIN = re.compile(r"(?<=\s)(?=[*_]{0,3}(?:A|Ans|Answer)[ ]?\d{0,4}[*_]{0,3}[ ]?:)")
_BOLD = re.compile(r"(\*\*\*?|__)(?P<question>[^*]{2,300}?[?？][\"'”’)\]]*)\1:?")
_CARD = re.compile(
    r"(?P<question>[^\n`]{3,240}?)"
    r"(?:[ \t]:{2,3}[ \t]+(?=\S)(?![^\n]*->)|[ \t\r]?\n\?{1,2}[ \t\r]*\n(?=\S))"
)
"""A flash card as spaced-repetition plugins write it: ``question :: answer`` on one line, or with a
line between that holds a question mark alone; ``->`` tells of types in a program."""

_SENTENCE = re.compile(
    r"[\"'“‘«(\[*_`$]*[^\W_](?:[^?？؟.!:\n]|[.:!](?!\s)|\n(?!\s*\n)){2,300}"
    r"[?？؟][\"'”’»)\]*_]*(?=\s|\Z)"
)
_ASKING = re.compile(r"[?？؟][\"'”’»)\]*_]*(?=\s|\Z)")
_INSTRUCTION = re.compile(
    r"[*_\"“]*(?:\d{1,4}[.)]\s+)?(?:briefly |please |(?:can|could) you )?"
    r"(?:explain|describe|compare|contrast|define|derive|discuss|differentiate|distinguish|design"
    r"|implement|prove|show|justify|list|name|outline|illustrate|summari[sz]e|state|give|write"
    r"|sketch|tell (?:me|us)|(?:walk|talk) (?:me|us) through)(?=\s)"
    r"[^\n?]{2,300}?(?:[.:][*_]*(?=\s)|(?=\n)|\Z)",
    re.IGNORECASE,
)
_INTERROGATIVE = re.compile(
    r"[*_\"“]*(?:what|why|how|when|where|which|who)(?:['’](?:s|re)|\s+(?:is|are|was|were|can|could|do"
    r"|does|did|should|would|will|has|have))(?=\s)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"[?？؟][\"'”’»)\]*_`.\s]*(?:</\w+>|\([^()]{1,40}\))?\s*\Z")
_NUMBERED_TITLE = re.compile(r"\W{0,4}(?:Q|Question)[ .#-]{0,2}\d{1,4}\W{0,4}\Z", re.IGNORECASE)
_TITLE_NUMBER = re.compile(r"\W{0,4}\d{1,4}(?:\.\d{1,3})*[.):]?\s+")
_LINE_BREAK = re.compile(r"[\r\n]+[ \t>]*")
_STATEMENT = re.compile(r"[.!:](?=\s)")
_WORD = re.compile(r"\w")
_BETWEEN = re.compile(r"\s*(?:(?:[-–—:→]|=>)\s+)?")
_ANSWER_TITLE = re.compile(
    r"\W*(?:(?:sample|model|short|long|suggested|example|possible|full|show|see|the) )*"
    r"(?:answers?|solutions?|explanations?)\b.{0,60}|\W*click\b.{0,60}",
    re.IGNORECASE,
)
_FOLLOW_UP = re.compile(r"\W*follow[- ]?ups?\b", re.IGNORECASE)
_QUESTIONS = re.compile(r"\bquestions?\b|\bq ?(?:&|and|\+) ?a\b|\bfaqs?\b|\bquiz\b", re.IGNORECASE)
_INTERVIEW = re.compile(r"\binterviews?\b|\bexercises?\b|\bflash ?cards?\b", re.IGNORECASE)


def asks(title: str) -> Asks:
    """How surely a heading, or a line that stands like one, asks a question."""
    if _TITLE.search(title) or _NUMBERED_TITLE.match(title):
        return Asks.ASKED
    mark = _MARK.match(title)
    number = _TITLE_NUMBER.match(title)
    begin = mark.end() if mark else number.end() if number else 0
    hinted = mark or _INSTRUCTION.match(title, begin) or _INTERROGATIVE.match(title, begin)
    return Asks.HINTED if hinted else Asks.NO


def about_questions(headings: Sequence[str]) -> bool:
    """Whether a heading path, outermost first, says that questions are below it."""
    return any(map(_QUESTIONS.search, headings)) or any(map(_INTERVIEW.search, headings[-1:]))


def is_answer(title: str) -> bool:
    """Whether a heading only says that the answer to the question above it follows."""
    return _ANSWER_TITLE.fullmatch(title) is not None


def answer_start(text: str, start: int, end: int) -> int | None:
    """Offset behind the mark (``A:``) that opens ``text[start:end]``; None if there is none."""
    match = _ANSWER.match(text, start, end)
    return match.end() if match and match.end() < end else None


def marked_question(text: str, start: int, end: int) -> Question | None:
    """The question that opens ``text[start:end]`` behind ``Q:``, in bold or on a flash card.

    What stands behind ``Q:`` without asking in so many words is a hint alone; in notes on
    attention, a query may be called ``Q:``.
    """
    prefix = _PREFIX.match(text, start, end)
    begin = prefix.end() if prefix else start
    if mark := _MARK.match(text, begin, end):
        return _behind(text, mark, end)
    bold = _BOLD.match(text, begin, end)
    if bold and not _FOLLOW_UP.match(bold["question"]):
        return _question(text, *bold.span("question"), bold.end(), end, Asks.MARKED)
    card = _CARD.match(text, begin, end) if bold is None else None
    if card and len(card["question"].split()) > 1:
        return _question(text, *card.span("question"), card.end(), end, Asks.MARKED)
    return None


def plain_question(text: str, start: int, end: int) -> Question | None:
    """The sentence that opens ``text[start:end]``, if it asks or tells to explain something."""
    prefix = _PREFIX.match(text, start, end)
    begin = prefix.end() if prefix else start
    if sentence := _SENTENCE.match(text, begin, end):
        asked = _to_line_end(text, sentence.end(), end)
        return _question(text, begin, asked, asked, end, Asks.ASKED)
    if instruction := _INSTRUCTION.match(text, begin, end):
        asked = instruction.end()
        return _question(text, begin, asked, asked, end, Asks.HINTED)
    return None


def _behind(text: str, mark: re.Match[str], end: int) -> Question:
    """The question behind ``Q:``: up to ``A:``, to where bold ends, to ``?``, or one line."""
    begin = mark.end()
    newline = text.find("\n", begin, end)
    line_end = end if newline < 0 else newline
    answer = _ANSWER_WITHIN.search(text, begin, end)
    open_bold = mark["bold"] if not (mark["closed"] or mark["after"]) else None
    bold_end = text.find(open_bold, begin, line_end) if open_bold else -1
    asking = _ASKING.search(text, begin, line_end) or _SENTENCE.match(text, begin, end)
    if answer:
        asked = after = answer.start()
    elif bold_end > 0:
        asked, after = bold_end, bold_end + len(mark["bold"])
    else:
        asked = after = _to_line_end(text, asking.end(), end) if asking else line_end
    sure = answer or asking or _INSTRUCTION.match(text, begin, end) or mark["number"]
    return _question(text, begin, asked, after, end, Asks.MARKED if sure else Asks.HINTED)


def _to_line_end(text: str, position: int, end: int) -> int:
    """`position`, or the end of its line if up to there nothing but questions follow."""
    newline = text.find("\n", position, end)
    line_end = end if newline < 0 else newline
    return position if _states(text, position, line_end) else line_end


def _states(text: str, start: int, end: int) -> bool:
    """Whether something other than questions is said."""
    asked = max(text.rfind(mark, start, end) for mark in "?？؟")
    last = asked + 1 if asked >= 0 else start
    return bool(_WORD.search(text, last, end) or _STATEMENT.search(text, start, end))


def _question(text: str, begin: int, asked: int, after: int, end: int, how: Asks) -> Question:
    """A question at `begin` to `asked`; what may be its answer begins behind `after`."""
    number = _TITLE_NUMBER.match(text, begin, asked)
    words = _LINE_BREAK.sub(" ", text[number.end() if number else begin : asked])
    words = " ".join(words.split()).strip("*_ ")
    between = _BETWEEN.match(text, after, end)
    answer = between.end() if between else after
    marked = answer_start(text, answer, end)
    answer = answer if marked is None else marked
    return Question(words, answer, how, _states(text, answer, end))

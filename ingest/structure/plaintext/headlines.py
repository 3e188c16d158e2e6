"""Headings of a plain text, told by how people type them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from ingest.structure.items import MARKER, SYMBOL
from ingest.structure.plaintext.lines import DEFINITION, Line, deliberate
from ingest.structure.questions import LONGEST, Asks, asks, marked_question, plain_question


class Rank(IntEnum):
    """What stands above what wherever both occur; headings of one rank order themselves."""

    PART = 1
    CHAPTER = 2
    DAY = 3
    MARKED = 4
    CAPITALS = 5
    ORDINARY = 6
    QUESTION = 7


@dataclass(frozen=True, slots=True)
class Headline:
    """A heading of a plain text.

    Attributes:
        style: what headings of one level have in common, such as ``numbered``.
        depth: level among the headings of one style.
        lines: how many lines it takes.
    """

    title: str
    rank: Rank
    style: str
    depth: int = 1
    lines: int = 1


_KEYWORDS = {
    rank: re.compile(
        rf"(?:{SYMBOL}\s?)?(?:{words})\s+(?:\d+(?:[-–.]\d+)*|[IVXLC]+|[A-Z])"
        r"(?:\s*[:.–—-]\s.*|\s*\(.*)?",
        re.IGNORECASE,
    )
    for rank, words in {
        Rank.PART: "part|book|volume",
        Rank.CHAPTER: "chapter|week|module|unit|phase|month",
        Rank.DAY: "day|lecture|lesson|session|section|topic|appendix",
    }.items()
}
_ATX = re.compile(r"(#{1,6})[ \t]+(\S.*?)[ \t#]*")
_UNDERLINE = re.compile(r"([=~^*_#+-])\1{2,}")
_SECTION = re.compile(r"\d{1,3}(?:\.\d{1,3})+\.?\s+(?=[^\W\d_])")
_NUMBER = re.compile(r"(?:(\d{1,3})|([IVXLC]{1,6})|([A-Z]))[.)]\s+(?=\S)")
NUMBERINGS = ("numbered", "roman", "letter")
_BARE_NUMBER = re.compile(r"\d{1,2}\s+(?=[A-Z])")
_EMOJI = re.compile(rf"(?:{SYMBOL}\s?)+(?=\S)")
_TICKS = "✅❌✓✔✗✘☑☐☒"
_EXAMPLE = re.compile(
    r"(?:example|case study|exercise|problem|project|scenario)\s?\d{0,3}:\s", re.IGNORECASE
)
_NOT_IN_TITLES = re.compile(r"[.,;:!?…|\\]\Z|[|\t{}\\]|://|\w[.!?]\s+[A-Z]|\s=\s|:\s|\w\(\)|\s{2}")
_FUNCTION_WORD = re.compile(
    r"\b(?:a|an|and|are|as|at|be|but|by|for|from|in|into|is|it|its|not|of|on|or|so|than|that|the"
    r"|their|then|this|to|was|were|when|which|will|with|would|we|you|can|has|have)\Z",
    re.IGNORECASE,
)
_STATEMENT_END = re.compile(r"[.!?:;)”\"。！？][*_]*\Z")
_MARGIN = 3
_SHORT = 70
_LONG = 80
_FEW_WORDS = 10
_LETTERS = 3
_WRAPS = 3


def headline(lines: Sequence[Line], at: int, width: int) -> Headline | None:
    """The heading that begins with a line, if one does.

    It is underlined, marked (``#``), numbered, in capitals, begins with a word such as ``Chapter``
    or with an emoji, asks a question, or is a short line that stands by itself and has something
    below it.

    Args:
        lines: of the text.
        at: the line in question.
        width: to which paragraphs are wrapped, in characters.
    """
    line = lines[at]
    if len(line.text) > LONGEST or line.indent > _MARGIN or at + 1 == len(lines):
        return None
    return (
        _marked(lines, at)
        or _keyword(line.text)
        or _numbered(lines, at, width)
        or _asking(lines, at, width)
        or _titled(lines, at, width)
    )


def _marked(lines: Sequence[Line], at: int) -> Headline | None:
    """A heading below which a rule is drawn, or one that is marked as Markdown does."""
    line, following = lines[at], lines[at + 1]
    if atx := _ATX.fullmatch(line.text):
        return Headline(atx[2], Rank.MARKED, "#", len(atx[1]))
    rule = _UNDERLINE.fullmatch(line.text)
    if rule and at + 2 < len(lines) and not (following.gap or lines[at + 2].gap):
        under = _UNDERLINE.fullmatch(lines[at + 2].text)
        if under and under[1] == rule[1] and not _UNDERLINE.fullmatch(following.text):
            return Headline(following.text, Rank.MARKED, "underlined", 0, 3)
    under = _UNDERLINE.fullmatch(following.text)
    if rule or not under or following.gap or not line.gap:
        return None
    if len(under[0]) < len(line.text) // 2 or line.text.endswith(".") or "|" in line.text:
        return None
    return Headline(line.text, Rank.MARKED, "underlined", 1 if under[1] == "=" else 2, 2)


def _keyword(text: str) -> Headline | None:
    for rank, pattern in _KEYWORDS.items():
        if pattern.fullmatch(text) and not text.endswith(".") and not text[0].islower():
            return Headline(text, rank, rank.name)
    return None


def _numbered(lines: Sequence[Line], at: int, width: int) -> Headline | None:
    """A numbered heading or question; not an item of a list, which the next line goes on."""
    text = lines[at].text
    if section := _SECTION.match(text):
        title_like = text[-1] not in ".,;:" and not text[section.end()].islower()
        depth = section[0].rstrip(". \t").count(".") + 1
        return Headline(text, Rank.ORDINARY, "numbered", depth) if title_like else None
    following = lines[at + 1]
    number = _NUMBER.match(text)
    if number:
        rest = text[number.end() :]
        style = next(name for name, x in zip(NUMBERINGS, number.groups(), strict=True) if x)
        goes_on = following.indent > lines[at].indent or bool(_NUMBER.match(following.text))
    else:
        bare = _BARE_NUMBER.match(text)
        rest, style = text[bare.end() :] if bare else "", NUMBERINGS[0]
        goes_on = not (lines[at].gap and following.gap)
    asking = asks(rest) > Asks.NO and text[-1] not in ".,;:"
    if goes_on or not (asking or _title_like(rest)):
        return None
    below = following.gap or (not following.text[0].islower() and deliberate(lines, at, width))
    return Headline(text, Rank.ORDINARY, style) if below else None


def _asking(lines: Sequence[Line], at: int, width: int) -> Headline | None:
    """A question of at most three lines that is a paragraph of its own."""
    first = lines[at]
    if first.text[0].islower() or MARKER.match(first.text):
        return None
    last = at
    while not deliberate(lines, last, width) and last + 1 < min(at + _WRAPS, len(lines)):
        last += 1
    if last + 1 == len(lines) or not deliberate(lines, last, width):
        return None
    words = " ".join(line.text for line in lines[at : last + 1])
    question = plain_question(words, 0, len(words))
    if question is None or question.asks < Asks.ASKED or question.answer < len(words):
        return None
    if marked_question(words, 0, len(words)) or asks(lines[last + 1].text) is Asks.ASKED:
        return None
    return Headline(words, Rank.QUESTION, "question", lines=last + 1 - at)


def _titled(lines: Sequence[Line], at: int, width: int, further: int = 2) -> Headline | None:
    """A short line, not a sentence, with something below it that it can be the title of."""
    line, following = lines[at], lines[at + 1]
    emoji = _EMOJI.match(line.text)
    if _symbols_beside(lines, at) if emoji else MARKER.match(line.text):
        return None
    title = line.text.strip("*_ ")
    bare = title[emoji.end() :] if emoji else title
    capitals = bare.isupper()
    if not _title_like(bare.rstrip(":") if capitals else bare):
        return None
    if following.gap:
        last_of_several = not line.gap and DEFINITION.match(bare)
        stands_above = not last_of_several
    else:
        broken = deliberate(lines, at, width) and not following.text[0].islower()
        stands_above = broken and _can_be_titled(lines, at + 1, width, further)
    if not stands_above:
        return None
    if capitals:
        return Headline(title, Rank.CAPITALS, "capitals")
    return Headline(title, Rank.ORDINARY, "emoji" if emoji else "title")


def _title_like(text: str) -> bool:
    """Whether a text may be a title: short, no sentence, no statement of a program."""
    bare = _EXAMPLE.sub("", text)
    if not bare or len(text) > _SHORT or len(text.split()) > _FEW_WORDS:
        return False
    first = next((x for x in bare if x.isalnum()), "")
    if not first or first.islower() or sum(map(str.isalpha, bare)) < _LETTERS:
        return False
    return not (_NOT_IN_TITLES.search(bare) or _FUNCTION_WORD.search(bare))


def _symbols_beside(lines: Sequence[Line], at: int) -> bool:
    """Whether a neighbouring line begins with such a symbol, too, as the items of a list do."""
    symbol = lines[at].text[0]
    bullets = _TICKS if symbol in _TICKS else symbol
    beside = [x for x in (at - 1, at + 1) if 0 <= x < len(lines)]
    return any(lines[x].text[0] in bullets and not lines[max(x, at)].gap for x in beside)


def _can_be_titled(lines: Sequence[Line], at: int, width: int, further: int) -> bool:
    """Whether a line begins something that the line right above it can be the title of."""
    text = lines[at].text
    if MARKER.match(text) or text[0] in "|+`" or "\t" in text or ": " in text:
        return True
    if len(text) > _LONG or _STATEMENT_END.search(text):
        return True
    if at + 1 == len(lines) or not further:
        return False
    return bool(
        _marked(lines, at)
        or _keyword(text)
        or _numbered(lines, at, width)
        or _titled(lines, at, width, further - 1)
    )

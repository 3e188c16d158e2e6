"""Words to lines, whatever order they were drawn in."""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.formats.layout.bidi import direction, facing, logical_runs
from ingest.formats.layout.types import Font, Line, Word

_SPLIT = 0.9
"""Gap, in ems, that parts two columns or cells; stretched spaces of justified text stay below."""

_JOIN = 0.5
"""Gap, in ems, below which words that were not drawn one after the other are on one line."""

_ALIKE = 1.05
"""Sizes over one another that count as the same."""

_SPACE, _WIDE = 0.15, 0.5
"""Gap, in ems, that is a space where nothing tells; and where no space was drawn."""

_SOFT_HYPHEN = "\u00ad"
_UNSEEN = "\u00ad\u200c\u200d"
_LEADERS = re.compile(r"(?<![.·…])(?<![.·…]\s)(?:\s?[.·…]){4,}+\s*(?=\S{0,6}$)")
_STOPPED = re.compile(r"^([.,:;!?،؛؟]+)(.*)$")
_EXPONENT = re.compile(r"[-−+]?[a-zα-ωϑϕϵ0-9]{1,3}(?<!st)(?<!nd)(?<!rd)(?<!th)")
_PRODUCT = re.compile(r"[-−+]?[^\W_]{1,3}(?:[-−+/·=][^\W_]{1,3}){1,4}|\d[A-Z]")
_FRACTION = re.compile(r"(?!.*[^\W\d_]{4}).*\w[²³)]*/\(?\w")
_STROKE = re.compile(r"\u0338(\)?\s?)([=<>≤≥≡≈∼≃≅∈∋⊂⊃⊆⊇→↔∃∥⊢⊨])")
"""What TeX strikes out a relation with, drawn before it; it would be seen on the word before."""

_RAISED = dict(zip("0123456789+-−=()niT", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵀ", strict=True))


@dataclass(slots=True)
class _Run:
    """Words that continue one another; top and bottom are those of the largest."""

    words: list[Word] = field(default_factory=list)
    left: float = math.inf
    top: float = 0
    right: float = -math.inf
    bottom: float = 0
    size: float = 0

    def add(self, words: Iterable[Word]) -> None:
        for word in words:
            self.words.append(word)
            self.left, self.right = min(self.left, word.left), max(self.right, word.right)
            if word.size > self.size * _ALIKE:
                self.top, self.bottom, self.size = word.top, word.bottom, word.size
            elif word.size * _ALIKE > self.size:
                self.top, self.bottom = min(self.top, word.top), max(self.bottom, word.bottom)

    def takes(self, other: "Word | _Run", gap: float) -> bool:
        """Whether another stands on this baseline, at most `gap` ems away."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        if shared < 0.4 * min(self.bottom - self.top, other.bottom - other.top):
            return False
        apart = max(other.left - self.right, self.left - other.right)
        return apart < gap * max(self.size, other.size)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The lines that the words of one page stand on, in no particular order."""
    runs: list[_Run] = []
    directions: Counter[str] = Counter()
    for word in words:
        if not runs or not _continues(runs[-1], word):
            runs.append(_Run())
        runs[-1].add([word])
        directions[direction(word.text)] += len(word.text)
    base = "R" if directions["R"] > directions["L"] else "L"
    lines = [_line(run, base) for run in _joined(runs)]
    lines = [line for line in lines if line.text.strip(_UNSEEN)]
    if base == "R":
        return [replace(line, left=-line.right, right=-line.left) for line in lines]
    return lines


def _continues(run: _Run, word: Word) -> bool:
    """Whether a word goes on where the last word drawn ended."""
    last = run.words[-1]
    if last.turn != word.turn:
        return False
    if run.takes(word, _SPLIT):
        return True
    # Letters of Arabic have boxes of any height, and join at their sides.
    joins = word.spaced is False and abs(last.left - word.right) < _SPACE * word.size
    return joins and direction(last.text) == direction(word.text) == "R"


def _joined(runs: Iterable[_Run]) -> Iterable[_Run]:
    """The runs, those put together that stand side by side but were drawn apart."""
    rows: defaultdict[tuple[int, int], list[_Run]] = defaultdict(list)
    for run in sorted(runs, key=lambda run: run.left):
        turn, row = run.words[0].turn, round(run.bottom / 4)
        near = (host for y in (row, row - 1, row + 1) for host in rows[turn, y][-4:])
        host = next((host for host in near if host.takes(run, _JOIN)), None)
        if host:
            host.add(run.words)
        else:
            rows[turn, row].append(run)
    return (run for row in rows.values() for run in row)


def _line(run: _Run, base: str) -> Line:
    """The line of a run on a page that is mostly read in the direction `base`."""
    words = sorted(run.words, key=lambda word: word.left)
    if base == "R" or any(direction(word.text) == "R" for word in words):
        own = direction("".join(word.text for word in words))
        text = _bidirectional(words, run, "R" if "R" in (base, own) else "L")
    else:
        text = _text(words, run)
    text = _LEADERS.sub(" … ", text).strip()
    text = re.sub(r"/\s?∈", "∉", _STROKE.sub("\\1\\2\u0338", text))
    text = text[:-1].replace(_SOFT_HYPHEN, "") + text[-1:]
    return Line(
        text=unicodedata.normalize("NFC", text),
        left=run.left,
        top=run.top,
        right=run.right,
        bottom=run.bottom,
        size=_size(words),
        font=_font(words),
        turn=words[0].turn,
    )


def _bidirectional(words: Sequence[Word], run: _Run, base: str) -> str:
    """The text of words in both directions; stops before foreign words belong behind them."""
    pieces: list[str] = []
    last: list[Word] = []
    for part in logical_runs(words, lambda word: word.text, base):
        text = _text(part, run)
        if direction(text) != base == "R":
            text = _STOPPED.sub(r"\2\1", text)
        spaced = last and _distance(last, part) > _SPACE * run.size
        pieces.append(f" {text}" if spaced else text)
        last = part
    return facing("".join(pieces))


def _distance(one: Sequence[Word], other: Sequence[Word]) -> float:
    """The gap between two runs that stand side by side."""
    return max(
        min(word.left for word in other) - max(word.right for word in one),
        min(word.left for word in one) - max(word.right for word in other),
    )


def _text(words: Sequence[Word], run: _Run) -> str:
    """The text of words that follow one another, with spaces where these are."""
    text = ""
    raised: list[str] = []
    if len(words) > 1 and words[0].text.isdigit() and _is_raised(words[0], run):
        gap = words[1].left - words[0].right
        if gap > _WIDE * run.size:  # slides show the numbers of items small, amid a ball
            return f"{words[0].text}. {_text(words[1:], run)}"
    for before, word in pairwise([words[0], *words]):
        apart = bool(text or raised) and _apart(before, word)
        if raised and (apart or not _is_raised(word, run)):
            text, raised = text + _raised(raised), []
        text += " " if apart else ""
        if _is_raised(word, run):
            raised.append(word.text)
        else:
            text += word.text
    return text + _raised(raised)


def _apart(before: Word, word: Word) -> bool:
    """Whether a space parts two neighbours."""
    gap = max(word.left - before.right, before.left - word.right)
    certain = direction(before.text) and direction(word.text)  # brackets may be out of order
    if abs(word.number - before.number) != 1 or not certain:
        return gap > _SPACE * word.size
    spaced = max(before, word, key=lambda word: word.number).spaced
    return gap > (_SPACE if spaced is None else _WIDE) * word.size or bool(spaced)


def _is_raised(word: Word, run: _Run) -> bool:
    return word.size < 0.85 * run.size and run.bottom - word.bottom > 0.2 * run.size


def _raised(parts: Sequence[str]) -> str:
    """Words without a space between them as superscripts, by a caret where Unicode has none."""
    text = "".join(parts)
    if all(x in _RAISED for x in text) and any(x.isalnum() for x in text):
        return "".join(_RAISED[x] for x in text)
    if (
        _FRACTION.match(text)
        or _PRODUCT.fullmatch(text)
        or (len(parts) > 1 and _EXPONENT.fullmatch(text))
    ):
        return f"^({text})"
    return f"^{text}" if _EXPONENT.fullmatch(text) else text


def _size(words: Sequence[Word]) -> float:
    """The size that most characters have."""
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(word.size, 1)] += len(word.text)
    return sizes.most_common(1)[0][0]


def _font(words: Sequence[Word]) -> Font:
    """What nine tenths of the characters share."""
    enough = 0.9 * sum(len(word.text) for word in words)

    def share(name: str) -> bool:
        return sum(len(word.text) for word in words if getattr(word.font, name)) >= enough

    return Font(share("bold"), share("italic"), share("mono"))

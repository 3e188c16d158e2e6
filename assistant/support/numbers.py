"""The numbers of a text, however they are written, with their units."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from assistant.support.measures import NONE, measure

_SMALL = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
    """.split()  # noqa: SIM905
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_WRITTEN = {word: float(value) for value, word in enumerate(_SMALL)}
_WRITTEN |= {word: 10.0 * value for value, word in enumerate(_TENS, 2)}
_WRITTEN |= {"dozen": 12.0, "single": 1.0, "both": 2.0, "pair": 2.0, "couple": 2.0}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "bn": 1e9, "b": 1e9}
_PARTS = """
    half third quarter fifth sixth seventh eighth ninth tenth twentieth hundredth thousandth
    """.split()  # noqa: SIM905
_SIZES = (2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 20.0, 100.0, 1000.0)
_RATIOS = dict(zip(_PARTS, _SIZES, strict=True))
_RATIOS |= {f"{part}s": size for part, size in _RATIOS.items()}
_ORDINALS = frozenset(_PARTS[3:])
_RATIOS |= {
    "halves": 2.0, "halved": 2.0, "halve": 2.0, "halving": 2.0, "twice": 2.0, "double": 2.0,
    "doubles": 2.0, "doubled": 2.0, "doubling": 2.0, "twofold": 2.0, "thrice": 3.0, "triple": 3.0,
    "triples": 3.0, "tripled": 3.0, "quadruple": 4.0, "quadruples": 4.0, "quadrupled": 4.0,
}  # fmt: skip
_SPACED = r"(?:,|\{,\}|\\,|[\u2009\u202f\u00a0' ])"
_DIGITS = rf"\d{{1,3}}(?:{_SPACED}\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_WORDS = "|".join([*_WRITTEN, *_SCALES])
_NUMBER = re.compile(
    rf"(?<![\w.])(?P<currency>[$€£]|USD |EUR |GBP )?(?P<sign>[-−](?=[\d.]))?(?:"
    rf"(?P<base>10)\s*\^\s*\{{?(?P<power>[-−]?\d+)\}}?|"
    rf"(?P<digits>{_DIGITS})(?:[eE](?P<exponent>[-+]?\d+)|(?P<short>k|bn|(?-i:[MB]))\b)?|"
    rf"(?P<words>(?:{_WORDS})(?:[ -](?:(?:(?<=hundred )|(?<=thousand ))and )?(?:{_WORDS}))*)"
    rf"(?=\b|fold))"
    rf"(?P<fold>[ -]?(?:fold|times)\b|×|x\b)?"
    rf"(?P<after>[ ]*(?:\\?%|‰)|[ -]*(?:per cent|percentage points?|basis points?)"
    rf"|(?:[ -]|(?<=\d)|\\,)(?P<unit>[A-Za-zµμ°€]+))?",
    re.IGNORECASE,
)
_RATIO = re.compile(
    rf"\b(?:(?P<times>{_WORDS}|an?)[ -])?(?P<ratio>{'|'.join(_RATIOS)})\b"
    rf"(?: an? (?P<scale>{'|'.join(_SCALES)})\b| of (?:an? |the )?(?P<unit>[a-z]+)\b)?",
    re.IGNORECASE,
)
_CHAIN = re.compile(r"\s*(?:,|to|and|or|-|–|—|,? and|,? or)\s*\Z", re.IGNORECASE)
_OUT_OF = re.compile(
    r"\s*(?:[a-z]+\s+){0,2}?(?:in|out of|of)\s+(?:(?:an?|every|about|roughly)\s+)?\Z",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approximately|nearly|almost|some|circa|close to|over|under|"
    r"more than|less than|at least|at most|up to|just)\W+\Z|[~≈≤≥<>]\s*\Z",
    re.IGNORECASE,
)
_IN_NAME = re.compile(r"[A-Z0-9]-\Z|[@\[]\Z")
_FORMULA = re.compile(r"\$(?=[^$\n]*[\\^_=a-zA-Z])[^$\n]+\$")
_NEAR = 0.05
_SURE = 3.0
_COARSE = 20.0
_MANY = 10_000


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text.

    Attributes:
        written: as it stands there, unit included.
        values: what it may be compared as: a share is 0.25 and 25, a ratio 4 and 0.25.
        dimension: of its unit, such as ``time`` or ``share``; empty if it has none.
        size: of its unit in the dimension's own.
        about: whether it is said to be approximate.
        vague: whether it is a small number in words, which may be meant in passing.
        relative: whether it compares two others: ``twice``, ``five times``, ``a fifth``.
    """

    written: str
    start: int
    end: int
    values: tuple[float, ...]
    dimension: str = ""
    size: float = 1.0
    about: bool = False
    vague: bool = False
    relative: bool = False


def numbers_of(text: str) -> list[Number]:
    """The numbers of a text in order; digits within names (``GPT-3``) and ``one`` are none."""
    text = _FORMULA.sub(lambda formula: f" {formula.group()[1:-1]} ", text)
    ratios = [ratio for match in _RATIO.finditer(text) if (ratio := _ratio(match))]
    found = [
        number
        for match in _NUMBER.finditer(text)
        if (number := _number(text, match))
        and not any(r.start < number.end and number.start < r.end for r in ratios)
    ]
    said = [n for n in _shared_units(text, found) if not (n.vague and n.values == (1.0,))]
    return sorted([*said, *ratios], key=lambda number: number.start)


def _number(text: str, match: "re.Match[str]") -> Number | None:
    before = text[: match.start()]
    if _IN_NAME.search(before[-2:]) and match["digits"]:
        return None
    value, vague = _value(match)
    end = match.end() if not match["unit"] else match.start("unit")
    dimension, size = _dimension(match)
    scale = _SCALES.get((match["unit"] or "").lower())
    if dimension or scale:
        end = match.end()
    value *= scale or 1.0
    values: tuple[float, ...] = (value,)
    if match["fold"]:
        values = (value, 1 / value) if value else values
    elif dimension == "share":
        values = (100 * value * size, value * size)
    written = text[match.start() : end].strip()
    about = bool(_ABOUT.search(before[-14:]))
    vague = vague and not dimension
    place = match.start(), end
    return Number(written, *place, values, dimension, size, about, vague, bool(match["fold"]))


def _value(match: "re.Match[str]") -> tuple[float, bool]:
    """The number's value, and whether it is a small one in words."""
    if match["base"]:
        return _power(match["power"].replace("−", "-")), False
    if match["words"]:
        value = _written(re.split(r"[ -]", match["words"].lower()))
        return value, value <= _SURE
    value = float(re.sub(r"[^\d.]", "", match["digits"]))
    if match["exponent"]:
        value *= _power(match["exponent"])
    if match["short"]:
        value *= _SHORT_SCALES[match["short"].lower()]
    return value, False


def _power(exponent: str) -> float:
    """Ten to a power, which may have any number of digits; at most 99 is believed."""
    return math.pow(10, max(-99.0, min(99.0, float(exponent))))


def _written(words: Sequence[str]) -> float:
    """``two hundred and fifty thousand`` as 250,000."""
    total = current = 0.0
    for word in words:
        if word in _SCALES:
            current = (current or 1.0) * _SCALES[word]
            if word != "hundred":
                total, current = total + current, 0.0
        elif word in _WRITTEN:
            current = current * 12 if word == "dozen" and current else current + _WRITTEN[word]
    return total + current


def _dimension(match: "re.Match[str]") -> tuple[str, float]:
    """The dimension and size of the unit before or behind a number."""
    after = (match["after"] or "").strip(" -\\").lower()
    first = "%" if after == "per cent" else (after.split() or [""])[0]
    if len(first) == 1 and first.isalpha() and match["words"]:
        return NONE  # a single letter is a unit only after digits: ``5 m``, not ``five m``
    found = measure(first)
    return measure(match["currency"].strip()) if found == NONE and match["currency"] else found


def _ratio(match: "re.Match[str]") -> Number | None:
    """``two fifths``, ``twice``, ``a tenth of a second``; ``the fifth`` is no number."""
    ratio, times = match["ratio"].lower(), (match["times"] or "").lower()
    if ratio in _ORDINALS and not times:
        return None
    value, count = _RATIOS[ratio], _written([times]) or 1.0
    share = count / value
    values = (share, 100 * share, 1 / share)
    dimension, size = measure(match["unit"] or "")
    end = match.end() if dimension or match["scale"] else match.end("ratio")
    number = Number(match.group()[: end - match.start()], match.start(), end, values, about=True)
    if match["scale"] or dimension:
        times = _SCALES.get((match["scale"] or "").lower(), 1.0)
        return replace(number, values=(share * times,), dimension=dimension, size=size)
    return replace(number, vague=value <= _SURE, relative=True)


def _shared_units(text: str, found: Sequence[Number]) -> Iterator[Number]:
    """Numbers of a range or a list take the unit of the last; ``nine in ten`` is a share too."""
    carried: list[Number] = []
    for number in reversed(found):
        following = carried[-1] if carried else None
        if following is not None:
            between = text[number.end : following.start]
            if not number.dimension and following.dimension and _CHAIN.fullmatch(between):
                unit = following
                share = number.values[0] * unit.size
                values = (100 * share, share) if unit.dimension == "share" else number.values
                number = replace(number, dimension=unit.dimension, size=unit.size, values=values)  # noqa: PLW2901
            elif (
                not number.dimension
                and _OUT_OF.fullmatch(between)
                and number.values[0] < following.values[0]
            ):
                share = number.values[0] / following.values[0]
                about = following.values[0] <= _COARSE
                number, carried[-1] = (  # noqa: PLW2901
                    replace(n, values=(*n.values, share, 100 * share), about=n.about or about)
                    for n in (number, following)
                )
        carried.append(number)
    return reversed(carried)


def matches(number: Number, others: Iterable[Number]) -> bool:
    """Whether a number is among others: equal in one unit or another, rounded or about so."""
    return any(_equal(number, other) for other in others)


def follows(number: Number, others: Sequence[Number]) -> bool:
    """Whether a relative number is the quotient of two others of one dimension."""
    return number.relative and any(
        math.isclose(value * a.values[0] * a.size, b.values[0] * b.size, rel_tol=_NEAR)
        for value in number.values
        for a, b in permutations(others, 2)
        if a.dimension == b.dimension
    )


def _equal(left: Number, right: Number) -> bool:
    near = _NEAR if left.about or right.about else 1e-6
    if left.dimension and right.dimension:
        if left.dimension != right.dimension:
            return False
        if left.dimension != "share":
            sizes = left.values[0] * left.size, right.values[0] * right.size
            converted = 0.01 if left.size != right.size else 0.0
            return math.isclose(*sizes, rel_tol=max(near, converted))
    return any(
        math.isclose(a, b, rel_tol=near, abs_tol=1e-12) or _rounded(a, b)
        for a in left.values
        for b in right.values
    )


def _rounded(value: float, exact: float) -> bool:
    """Whether a number of at least two digits is a longer one, or a fraction, rounded to them."""
    digits = len(f"{value:.15g}".replace(".", "").strip("0"))
    long = exact >= _MANY or exact != int(exact)
    return long and digits > 1 and math.isclose(float(f"{exact:.{digits}g}"), value, rel_tol=1e-9)

"""The numbers of a text, however they are written, with their units."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

_UNITS: dict[str, dict[str, float]] = {
    "time": {
        "ns nanosecond": 1e-9, "us µs μs microsecond": 1e-6, "ms millisecond": 1e-3,
        "s sec second": 1, "min minute": 60, "h hr hour": 3600, "day": 86_400, "week": 604_800,
        "month": 2_629_800, "quarter": 7_889_400, "year": 31_557_600, "decade": 315_576_000,
    },
    "data": {
        "bit": 0.125, "byte b": 1, "kb kib kilobyte": 1e3, "mb mib megabyte": 1e6,
        "gb gib gigabyte": 1e9, "tb tib terabyte": 1e12, "pb petabyte": 1e15,
    },
    "length": {
        "nm nanometre nanometer": 1e-9, "mm millimetre millimeter": 1e-3, "inch": 0.0254,
        "cm centimetre centimeter": 1e-2, "m metre meter": 1, "mile": 1609.344, "foot feet": 0.3048,
        "km kilometre kilometer": 1e3,
    },
    "mass": {"mg milligram": 1e-3, "g gram": 1, "kg kilogram": 1e3, "t ton tonne": 1e6},
    "power": {"w watt": 1, "kw kilowatt": 1e3, "mw megawatt": 1e6},
    "rate": {"hz hertz": 1, "khz": 1e3, "mhz": 1e6, "ghz": 1e9},
    "points": {"percentage pp": 1},
    "basis points": {"basis bp bps": 1},
    "share": {"% ‰ percent pct": 0.01},
    "dollar": {"$ usd dollar": 1}, "euro": {"€ eur euro": 1}, "pound": {"£ gbp": 1},
    "degrees c": {"celsius °c": 1}, "degrees f": {"fahrenheit °f": 1}, "kelvin": {"kelvin": 1},
}  # fmt: skip
_KNOWN = {
    name: (dimension, size)
    for dimension, units in _UNITS.items()
    for names, size in units.items()
    for name in names.split()
}
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
_RATIOS = {
    "half": 2.0, "halves": 2.0, "halved": 2.0, "halve": 2.0, "halving": 2.0, "third": 3.0,
    "thirds": 3.0, "quarter": 4.0, "quarters": 4.0, "fifth": 5.0, "tenth": 10.0, "hundredth": 100.0,
    "thousandth": 1000.0, "twice": 2.0, "double": 2.0, "doubles": 2.0, "doubled": 2.0,
    "doubling": 2.0, "twofold": 2.0, "thrice": 3.0, "triple": 3.0, "triples": 3.0, "tripled": 3.0,
    "quadruple": 4.0, "quadruples": 4.0, "quadrupled": 4.0,
}  # fmt: skip
_SPACED = r"(?:,|\{,\}|\\,|[\u2009\u202f\u00a0' ])"
_DIGITS = rf"\d{{1,3}}(?:{_SPACED}\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_WORDS = "|".join([*_WRITTEN, *_SCALES])
_NUMBER = re.compile(
    rf"(?<![\w.])(?P<currency>[$€£]|USD |EUR |GBP )?(?P<sign>[-−](?=[\d.]))?(?:"
    rf"(?P<base>10)\s*\^\s*\{{?(?P<power>[-−]?\d+)\}}?|"
    rf"(?P<digits>{_DIGITS})(?:[eE](?P<exponent>[-+]?\d+)|(?P<short>k|bn|[MB])\b)?|"
    rf"(?P<words>(?:{_WORDS})(?:[ -](?:and )?(?:{_WORDS}))*)(?=\b|fold))"
    rf"(?P<fold>[ -]?(?:fold|times)\b|×|x\b)?"
    rf"(?P<after>[ ]*(?:\\?%|‰)|[ -]*(?:per cent|percentage points?|basis points?)"
    rf"|(?:[ -]|(?<=\d)|\\,)(?P<unit>[A-Za-zµμ°€]+))?",
    re.IGNORECASE,
)
_RATIO = re.compile(rf"\b(?:(?P<times>{_WORDS}) )?(?P<ratio>{'|'.join(_RATIOS)})\b", re.IGNORECASE)
_SCALE_AFTER = re.compile(r"[ -](hundred|thousand|million|billion|trillion)\b", re.IGNORECASE)
_CHAIN = re.compile(r"\s*(?:,|to|and|or|-|–|—|,? and|,? or)\s*\Z", re.IGNORECASE)
_OUT_OF = re.compile(r"\s*(?:\w+\s+)?(?:in|of|out of|of every|in every)\s+(?:every\s+)?\Z")
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approximately|nearly|almost|some|circa|close to|over|under|"
    r"more than|less than|at least|at most|up to|just)\W+\Z|[~≈≤≥<>]\s*\Z",
    re.IGNORECASE,
)
_IN_NAME = re.compile(r"[A-Z0-9]-\Z|[@\[]\Z")
_FORMULA = re.compile(r"\$(?=[^$\n]*[\\^_=a-zA-Z])[^$\n]+\$")
_NEAR = 0.05
_SURE = 3.0


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
    """

    written: str
    start: int
    end: int
    values: tuple[float, ...]
    dimension: str = ""
    size: float = 1.0
    about: bool = False
    vague: bool = False


def numbers_of(text: str) -> list[Number]:
    """The numbers of a text in order; digits within names (``GPT-3``, ``F1``) are none."""
    text = _FORMULA.sub(lambda formula: f" {formula.group()[1:-1]} ", text)
    ratios = [_ratio(match) for match in _RATIO.finditer(text)]
    found = [
        number
        for match in _NUMBER.finditer(text)
        if (number := _number(text, match))
        and not any(r.start < number.end and number.start < r.end for r in ratios)
    ]
    return sorted([*_shared_units(text, found), *ratios], key=lambda number: number.start)


def _number(text: str, match: "re.Match[str]") -> Number | None:
    before = text[: match.start()]
    if _IN_NAME.search(before[-2:]) and match["digits"]:
        return None
    value, vague = _value(match)
    end = match.end() if not match["unit"] else match.start("unit")
    dimension, size = _dimension(match)
    if dimension:
        end = match.end()
    elif match["unit"] and match["unit"].lower() in _SCALES:
        value *= _SCALES[match["unit"].lower()]
        end = match.end()
    if match["words"] and value == 1 and not dimension:
        return None
    values: tuple[float, ...] = (value,)
    if match["fold"]:
        values = (value, 1 / value) if value else values
    elif dimension == "share":
        values = (value, value / 100)
    written = text[match.start() : end].strip()
    about = bool(_ABOUT.search(before[-14:]))
    vague = vague and not dimension
    return Number(written, match.start(), end, values, dimension, size, about, vague)


def _value(match: "re.Match[str]") -> tuple[float, bool]:
    """The number's value, and whether it is a small one in words."""
    if match["base"]:
        return 10.0 ** int(match["power"].replace("−", "-")[:4]), False
    if match["words"]:
        value = _written(re.split(r"[ -]", match["words"].lower()))
        return value, value <= _SURE
    value = float(re.sub(r"[^\d.]", "", match["digits"]))
    if match["exponent"]:
        value *= 10.0 ** max(-99, min(99, int(match["exponent"])))
    if match["short"]:
        value *= _SHORT_SCALES[match["short"].lower()]
    return value, False


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
    if after in ("%", "per cent"):
        return "share", 0.01
    first = after.split()[0] if after else ""
    if first in _KNOWN:
        return _unless_letter(match, first)
    if first.removesuffix("s") in _KNOWN and len(first) > 2:  # noqa: PLR2004 - ms is not m
        return _KNOWN[first.removesuffix("s")]
    if match["currency"]:
        return _KNOWN[match["currency"].strip().lower()]
    return "", 1.0


def _unless_letter(match: "re.Match[str]", unit: str) -> tuple[str, float]:
    """A single letter is a unit only where it is written as one: ``5 m``, not ``5 B``."""
    alone = len(unit) == 1 and unit.isalpha() and match["words"]
    return ("", 1.0) if alone else _KNOWN[unit]


def _ratio(match: "re.Match[str]") -> Number:
    value = _RATIOS[match["ratio"].lower()]
    times = _written([match["times"].lower()]) if match["times"] else 1.0
    share = times / value
    values = (share, 100 * share, value / times, value, 1 / value)
    return Number(match.group(), match.start(), match.end(), values, vague=value <= _SURE)


def _shared_units(text: str, found: Sequence[Number]) -> Iterator[Number]:
    """Numbers of a range or a list take the unit of the last; ``nine in ten`` is a share too."""
    carried: list[Number] = []
    for number in reversed(found):
        following = carried[-1] if carried else None
        if following is not None:
            between = text[number.end : following.start]
            if not number.dimension and following.dimension and _CHAIN.fullmatch(between):
                unit = following
                shares = (number.values[0], number.values[0] / 100)
                values = shares if unit.dimension == "share" else number.values
                number = replace(number, dimension=unit.dimension, size=unit.size, values=values)  # noqa: PLW2901
            elif _OUT_OF.fullmatch(between) and following.values[0]:
                share = number.values[0] / following.values[0]
                both = (*number.values, share, 100 * share)
                number = replace(number, values=both)  # noqa: PLW2901
                carried[-1] = replace(following, values=(*following.values, share, 100 * share))
        carried.append(number)
    return reversed(carried)


def matches(number: Number, others: Iterable[Number]) -> bool:
    """Whether a number is among others: equal in one unit or another, or about so if said so."""
    return any(_equal(number, other) for other in others)


def _equal(left: Number, right: Number) -> bool:
    tolerance = _NEAR if left.about or right.about else 1e-6
    if left.dimension and right.dimension:
        if left.dimension != right.dimension:
            return False
        if left.dimension != "share":
            sizes = left.values[0] * left.size, right.values[0] * right.size
            return math.isclose(*sizes, rel_tol=max(tolerance, 0.01))
    return any(
        math.isclose(a, b, rel_tol=tolerance, abs_tol=1e-12)
        for a in left.values
        for b in right.values
    )

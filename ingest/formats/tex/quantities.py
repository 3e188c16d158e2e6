r"""Quantities as the package siunitx writes them: ``\SI{200}{\micro\farad}`` is ``200 µF``.

A prefix that were lost would make a number wrong by orders of magnitude, so what is not known here
keeps its name. Names and symbols are those of the package's manual and of the SI brochure (BIPM).
"""

import re
from collections.abc import Callable, Mapping

_PREFIXES = {
    "quecto": "q", "ronto": "r", "yocto": "y", "zepto": "z", "atto": "a", "femto": "f", "pico": "p",
    "nano": "n", "micro": "µ", "milli": "m", "centi": "c", "deci": "d", "deca": "da", "deka": "da",
    "hecto": "h", "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P", "exa": "E",
    "zetta": "Z", "yotta": "Y", "ronna": "R", "quetta": "Q", "kibi": "Ki", "mebi": "Mi",
    "gibi": "Gi", "tebi": "Ti",
}  # fmt: skip
_UNITS = {
    "ampere": "A", "angstrom": "Å", "arcminute": "′", "arcsecond": "″", "astronomicalunit": "au",
    "atomicmassunit": "u", "bar": "bar", "barn": "b", "becquerel": "Bq", "bel": "B", "bit": "bit",
    "byte": "B", "candela": "cd", "celsius": "°C", "coulomb": "C", "dalton": "Da", "day": "d",
    "decibel": "dB", "degree": "°", "degreeCelsius": "°C", "electronvolt": "eV", "farad": "F",
    "gram": "g", "gray": "Gy", "hectare": "ha", "henry": "H", "hertz": "Hz", "hour": "h",
    "joule": "J", "katal": "kat", "kelvin": "K", "kilogram": "kg", "knot": "kn", "liter": "L",
    "litre": "L", "lumen": "lm", "lux": "lx", "meter": "m", "metre": "m", "minute": "min",
    "mmHg": "mmHg", "mole": "mol", "neper": "Np", "newton": "N", "ohm": "Ω", "pascal": "Pa",
    "percent": "%", "radian": "rad", "second": "s", "siemens": "S", "sievert": "Sv",
    "steradian": "sr", "tesla": "T", "tonne": "t", "volt": "V", "watt": "W", "weber": "Wb",
}  # fmt: skip
_BEFORE = {"square": "²", "cubic": "³"}
_BEHIND = {"squared": "²", "cubed": "³"}
_SILENT = frozenset({"of", "highlight", "cancel"})
_SHORT = re.compile(r"u(?=(?:[msgAVWFHCJNlL]|mol|Pa|Hz|eV)\Z)")
_PART = re.compile(
    r"\\(?:tothe|raiseto)\s*\{(?P<power>[^{}]*)\}|\\(?P<name>[A-Za-z]+)\s*"
    r"|(?P<text>(?:\^\{[^{}]*\}|[^\\{}.~])+)"
)
_BRACES = re.compile(r"[{}]")
_EXPONENT = re.compile(r"(?<=\d)\s*[eEdD]\s*\{?([-+−]?\d+)\}?")


def unit(source: str) -> str:
    r"""What a unit says: ``J/(kg·K)`` of ``\joule\per\kilo\gram\per\kelvin``."""
    sides: tuple[list[str], list[str]] = [], []
    prefix = power = ""
    below, last = False, sides[0]
    for part in _PART.finditer(source):
        name = part["name"] or ""
        said = _BRACES.sub("", part["text"] or "").strip() or _symbol(name)
        if part["power"] is not None or name in _BEHIND:
            if last:
                last[-1] += _BEHIND.get(name) or f"^{part['power']}"
        elif name == "per":
            below = True
        elif name in _PREFIXES:
            prefix = _PREFIXES[name]
        elif name in _BEFORE:
            power = _BEFORE[name]
        elif said:
            last = sides[below]
            last.append(f"{prefix}{said}{power}")
            prefix, power, below = "", "", False
    above, under = ("·".join(side) for side in sides)
    under = f"({under})" if len(sides[1]) > 1 else under
    return f"{above or '1'}/{under}" if under else above + prefix


def _symbol(name: str) -> str:
    """The symbol of a unit; the name of what is not known, such as ``kg``."""
    return "" if name in _SILENT else _UNITS.get(name) or _SHORT.sub("µ", name)


def number(source: str) -> str:
    """A number, its power of ten written out: ``6.02 × 10^23`` of ``6.02e23``."""
    return _EXPONENT.sub(r" × 10^\1", source.strip())


def quantity(number_source: str, unit_source: str) -> str:
    r"""A number with its unit; those of a list (``1;2;3``) are parted by commas."""
    said = ", ".join(map(number, number_source.split(";")))
    return f"{said} {unit(unit_source)}".strip()


def _span(first: str, last: str, of: str) -> str:
    return f"{number(first)} to {quantity(last, of)}"


def _angle(source: str) -> str:
    """Degrees, minutes and seconds, those that are given."""
    parts = zip(source.split(";"), "°′″", strict=False)
    return "".join(f"{number(part)}{mark}" for part, mark in parts if part.strip())


def _numbers(source: str) -> str:
    return quantity(source, "")


QUANTITIES: Mapping[str, Callable[..., str]] = {
    **dict.fromkeys(("SI", "qty", "SIlist", "qtylist"), quantity),
    **dict.fromkeys(("SIrange", "qtyrange"), _span),
    **dict.fromkeys(("si", "unit"), unit),
    **dict.fromkeys(("num", "numlist"), _numbers),
    "ang": _angle,
}
"""What each command says, of the sources of its arguments."""

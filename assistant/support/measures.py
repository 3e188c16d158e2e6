"""The units that numbers are given in: each a size on one dimension."""

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
    "share": {"% percent pct": 0.01, "‰": 0.001},
    "dollar": {"$ usd dollar": 1}, "euro": {"€ eur euro": 1}, "pound": {"£ gbp": 1},
    "degrees c": {"celsius °c": 1}, "degrees f": {"fahrenheit °f": 1}, "kelvin": {"kelvin": 1},
}  # fmt: skip
NONE = ("", 1.0)
_KNOWN = {
    name: (dimension, size)
    for dimension, units in _UNITS.items()
    for names, size in units.items()
    for name in names.split()
}


def measure(name: str) -> tuple[str, float]:
    """Dimension and size of a unit, singular or plural; an empty one and 1 if it is none."""
    name = name.lower()
    if name in _KNOWN:
        return _KNOWN[name]
    if len(name) > 2:  # noqa: PLR2004 - ms is not m
        return _KNOWN.get(name.removesuffix("s"), NONE)
    return NONE

"""What the name of a font tells: how its glyphs look, and what they mean if they are symbols."""

import re
from functools import lru_cache

from ingest.formats.layout.types import Font

_MONO = re.compile(
    r"mono(?!type)|nimbusmon|courier|consol|typewriter|menlo|monaco|inconsol|iosevka|anonymous"
    r"|(?<!bar)code|fixed|terminal|(?:cm|sf|ec|lm|hf|t1x)(?:sl|it|csc|b)?tt",
    re.IGNORECASE,
)
_BOLD = re.compile(
    r"bold|black|heavy|semib|demi|medi(?!um)|(?:cm|sf|ec)(?:ss)?bx|sfsx|sfrb|t1xbtt|-bd|,b"
    r"|libert\w+[to]bi?$|biolinum[to]bi?$",
    re.IGNORECASE,
)
_ITALIC = re.compile(
    r"ital|obli|slant|(?:cm|sf|ec)(?:bx)?(?:ti|sl)|libert\w+[to]b?i$", re.IGNORECASE
)
_FIXED_PITCH, _ITALIC_FLAG, _BOLD_FLAG = 1, 64, 1 << 18

_EXTENSIBLE = re.compile(r"(?:cm|lmmath|tx|rtx)ex", re.IGNORECASE)
_OPERATORS = str.maketrans("PQRSTXYZ[\\", "∑∏∫⋃⋂∑∏∫⋃⋂")
"""TeX's large operators, which its fonts number but do not name as Unicode does."""

_POINTERS = str.maketrans("I", "▶")
"""What the lists of TeX's slides begin with, in its fonts of symbols."""


@lru_cache(maxsize=1024)
def font_of(name: bytes, flags: int) -> Font:
    """How a font looks, by its name and flags; the weight that it states is often wrong."""
    text = name.decode("latin-1")
    return Font(
        bold=bool(flags & _BOLD_FLAG or _BOLD.search(text)),
        italic=bool(flags & _ITALIC_FLAG or _ITALIC.search(text)),
        mono=bool(flags & _FIXED_PITCH or _MONO.search(text)),
    )


@lru_cache(maxsize=1024)
def symbols_of(name: bytes) -> dict[int, int] | None:
    """What the letters of a font of symbols stand for; None for a font of letters."""
    text = name.decode("latin-1")
    if _EXTENSIBLE.search(text):
        return _OPERATORS
    return _POINTERS if "MSAM" in text else None

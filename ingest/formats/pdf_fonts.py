"""What the name of a font tells: how its glyphs look, and what they mean if they are symbols."""

import re
from functools import lru_cache

from ingest.formats.layout.types import Font

_MONO = re.compile(
    r"mono(?!type)|nimbusmon|courier|consol|typewriter|menlo|monaco|inconsol|iosevka|anonymous"
    r"|(?<!bar)code|fixed|terminal|(?:cm|sf|ec|lm|hf|t1x)(?:sl|it?|csc|b)?tt|sfit",
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
_DRAWING = re.compile(r"(?:^|\+)l?(?:line|circle)w?10", re.IGNORECASE)
_FIXED_PITCH, _ITALIC_FLAG, _BOLD_FLAG = 1, 64, 1 << 18

_EXTENSIBLE = re.compile(r"(?:cm|lmmath|tx|rtx)ex", re.IGNORECASE)
_FENCES = "()[]⌊⌋⌈⌉{}⟨⟩"
_BRACKETS = dict(enumerate(f"{_FENCES}|‖/\\(){_FENCES}/\\{_FENCES}/\\/\\"))
_OPERATORS = dict(zip(map(ord, "PQRSTXYZ[\\"), "∑∏∫⋃⋂∑∏∫⋃⋂", strict=True))
_PIECES = dict(enumerate("((([[[{{{{∫)))]]]}}}", start=0xF8EB))
_SYMBOLS = {code: ord(text) for code, text in {**_BRACKETS, **_OPERATORS, **_PIECES}.items()}
"""TeX's large brackets and operators, by the numbers that its fonts give them, and the pieces that
still larger ones are put together from."""

_POINTERS = {ord("I"): ord("▶")}
"""What the lists of TeX's slides begin with, in its fonts of symbols."""

SYMBOLIC = frozenset((*_SYMBOLS, *_POINTERS))
"""Code points that stand for something else in a font of symbols."""


@lru_cache(maxsize=1024)
def font_of(name: bytes, flags: int) -> Font:
    """How a font looks, by its name and flags; the weight that it states is often wrong."""
    text = name.decode("latin-1")
    return Font(
        bold=bool(flags & _BOLD_FLAG or _BOLD.search(text)),
        italic=bool(flags & _ITALIC_FLAG or _ITALIC.search(text)),
        mono=bool(flags & _FIXED_PITCH or _MONO.search(text)),
        extensible=bool(_EXTENSIBLE.search(text)),
    )


@lru_cache(maxsize=1024)
def symbols_of(name: bytes) -> dict[int, int]:
    """What the code points of a font of symbols stand for; none of a font of letters."""
    text = name.decode("latin-1")
    if _EXTENSIBLE.search(text):
        return _SYMBOLS
    return _POINTERS if "MSAM" in text else {}


@lru_cache(maxsize=1024)
def is_drawing(name: bytes) -> bool:
    """Whether the glyphs of a font are pieces of pictures, as TeX draws lines and circles."""
    return bool(_DRAWING.search(name.decode("latin-1")))

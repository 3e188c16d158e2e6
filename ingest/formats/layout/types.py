"""What a page is made of: words, and the lines that they stand on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Font:
    """How glyphs look, as far as it tells headings, code and formulas from prose.

    Attributes:
        extensible: whether it has brackets and operators of any height, and nothing else.
    """

    bold: bool = False
    italic: bool = False
    mono: bool = False
    extensible: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """Glyphs of one font and height without a space between them, turned to be level.

    Attributes:
        size: of the font, in points as it is seen.
        turn: degrees by which it was turned, anticlockwise; 0 for ordinary text.
        number: position in the order of drawing.
        spaced: whether a space parts it from the word drawn before it; None where that is not
            known and only the gap tells.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    font: Font
    turn: int
    number: int
    spaced: bool | None


@dataclass(frozen=True, slots=True)
class Line:
    """Text on one baseline with no wide gap in it.

    On pages that are mostly right-to-left x grows leftwards, so that what is read first always
    has the smaller x.

    Attributes:
        size: of the largest words that are not a mere few.
        font: bold, italic or monospaced only if nearly all of the line is.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    font: Font = Font()
    turn: int = 0

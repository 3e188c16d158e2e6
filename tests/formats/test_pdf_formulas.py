"""Formulas of PDF files: rows of glyphs, bars and brackets to text on one line."""

from dataclasses import replace

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest.formats.layout.formulas import levelled
from ingest.formats.layout.lines import lines_of
from ingest.formats.layout.terms import Bar
from ingest.formats.layout.types import Font, Word
from ingest.formats.pdf import read_pdf
from ingest.formats.pdf_fonts import font_of, is_drawing, symbols_of
from tests.formats.pdfs import HEIGHT, drawn, flow, prose, put

BODY = "Times-Roman"


def word(text: str, left: float, base: float, size: float = 10, width: float = 0) -> Word:
    """A word on a baseline; its box is that of letters with their descenders."""
    right = left + (width or 0.5 * size * len(text))
    top, bottom = base - 0.7 * size, base + 0.2 * size
    return Word(text, left, top, right, bottom, size, Font(), 0, round(100 * left + base), None)


def fence(text: str, left: float, top: float, bottom: float) -> Word:
    high = replace(word(text, left, 0), top=top, bottom=bottom)
    return replace(high, font=Font(extensible=True))


def texts(*words: Word, bars: tuple[tuple[float, float, float], ...] = ()) -> list[str]:
    return [line.text for line in lines_of(levelled(words, bars))]


def shown(canvas: Canvas, x: float, y: float, *rows: str, size: float = 10) -> float:
    """Draws a fraction, its bar at the height of a minus; the x behind it."""
    width = max(stringWidth(row, BODY, size) for row in rows)
    for row, shift in zip(rows, (-6, 8), strict=True):
        put(canvas, x + (width - stringWidth(row, BODY, size)) / 2, y + shift, row, size=size)
    canvas.setLineWidth(0.5)
    canvas.line(x, HEIGHT - y + 2.5, x + width, HEIGHT - y + 2.5)
    return x + width


def test_a_displayed_fraction_is_one_line() -> None:
    def page(canvas: Canvas) -> None:
        below = flow(canvas, 50, 80, prose(1))
        put(canvas, 230, below + 20, "T = s + ")
        end = shown(canvas, 262, below + 20, "60", "2R + 1")
        put(canvas, end + 1, below + 20, ".")
        flow(canvas, 50, below + 50, prose(2))

    text = read_pdf(drawn(page)).text
    assert text.split("\n\n") == [prose(1), "T = s + 60/(2R + 1).", prose(2)]


def test_an_inline_fraction_stands_in_its_line() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 50, 100, "A tree with the share")
        end = shown(canvas, 146, 100, "a + b", "c", size=7)
        put(canvas, end + 4, 100, "of all leaves is small, and a line of")
        put(canvas, 50, 114, "the same paragraph follows below it here.")

    text = read_pdf(drawn(page)).text
    assert text.startswith("A tree with the share (a + b)/c of all leaves is small, and a line of")


def test_lines_that_are_no_bars_of_fractions() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 50, 80, "The words that are underlined here")
        canvas.line(94, HEIGHT - 82, 180, HEIGHT - 82)
        put(canvas, 50, 92, "are followed by a line of more words.")
        for y, row in ((140, ("Name", "Power")), (156, ("Lamp", "40 W")), (172, ("Oven", "2 kW"))):
            put(canvas, 60, y, row[0])
            put(canvas, 120, y, row[1])
            canvas.line(58, HEIGHT - y - 4, 160, HEIGHT - y - 4)

    text = read_pdf(drawn(page)).text
    assert "/" not in text
    assert "The words that are underlined here are followed by a line of more words." in text


def test_nested_fractions_and_powers() -> None:
    inner = word("1", 40, 115), word("y", 40, 129)
    outer = word("x", 38, 100), word("2", 43, 96, 7), word("1 +", 20, 122, width=14)
    bars = ((38.0, 119.5, 46.0), (18.0, 106.0, 48.0))
    line = texts(word("z =", 0, 108.5, width=14), *inner, *outer, bars=bars)
    assert line == ["z = x²/(1 + 1/y)"]


def test_what_a_fraction_is_multiplied_by_is_not_below_it() -> None:
    words = word("E =", 0, 108.5, width=14), word("1", 20, 101), word("2", 20, 117)
    square = word("mv", 27, 108.5, width=12), word("2", 39, 104.5, 7)
    assert texts(*words, *square, bars=((19.0, 106.0, 26.0),)) == ["E = (1/2)mv²"]


def small_fraction(over: str, under: str, axis: float, size: float) -> tuple[list[Word], Bar]:
    width = 0.5 * size * max(len(over), len(under))
    rows = [word(over, 10, axis - 0.45 * size, size), word(under, 10, axis + 0.95 * size, size)]
    return rows, (9.5, axis, 10.5 + width)


@pytest.mark.parametrize(
    ("base", "over", "axis", "expected"),
    [
        ([word("k", 4, 100)], "a", 94.2, "k^(a/b) + y"),
        ([word("k", 0, 100), word("−", 5.5, 96, 7, width=4)], "a", 94.2, "k^(−a/b) + y"),
        ([word("k", 4, 100)], "a+c", 94.2, "k^((a+c)/b) + y"),
        ([word("k", 4, 100)], "a", 100.7, "k_(a/b) + y"),
        ([word("k", 4, 100)], "a", 97.5, "ka/b + y"),
        ([fence("(", -6, 90, 106), word("k", 0, 100), fence(")", 5, 90, 106)],
         "a", 89, "(k)^(a/b) + y"),
    ],
)  # fmt: skip
def test_fractions_off_the_line_are_exponents_or_indices(
    base: list[Word], over: str, axis: float, expected: str
) -> None:
    rows, bar = small_fraction(over, "b", axis, 5)
    assert texts(*base, *rows, word("+ y", bar[2] + 3, 100), bars=(bar,)) == [expected]


def test_powers_within_an_exponent_are_powers() -> None:
    rows, _ = small_fraction("x", "4", 94.2, 5)
    line = texts(word("k", 4, 100), *rows, word("2", 12.5, 90.2, 5), bars=((9.5, 94.2, 15.5),))
    assert line == ["k^(x²/4)"]


def test_a_number_before_a_fraction_is_not_its_first_digit() -> None:
    rows, bar = small_fraction("1", "2", 97.5, 7)
    assert texts(word("3", 4, 100), *rows, word("+ y", 17, 100), bars=(bar,)) == ["3(1/2) + y"]


def test_roots() -> None:
    sign = replace(word("√", 20, 100), right=28)
    words = word("s =", 0, 100, width=14), sign, word("a + b", 28, 100)
    assert texts(*words, bars=((28.0, 92.0, 53.0),)) == ["s = √(a + b)"]


def test_a_root_has_its_own_sign() -> None:
    sign = replace(word("√", 20, 118), right=28)
    words = word("s =", 0, 100, width=14), word("a + b", 28, 100), sign, word("c", 28, 118)
    root = (28.0, 92.0, 53.0), (28.0, 110.0, 33.0)
    assert texts(*words, bars=root) == ["s =", "a + b", "√c"]


def test_greek_letters_are_raised_too() -> None:
    raised = word("−", 5, 96, 7, width=4), word("λt", 9, 96, 7)
    assert texts(word("k", 0, 100), *raised) == ["k^(−λt)"]


def test_what_is_struck_out_is_negated() -> None:
    said = word("a\u0338", 0, 100), word("=", 12, 100), word("b /∈ C", 20, 100, width=30)
    assert texts(*said) == ["a ≠ b ∉ C"]


def test_limits_stand_behind_their_sum() -> None:
    total = word("∑", 20, 100)
    over, under = word("n", 20, 90, 7), word("i=1", 17, 110, 7)
    assert texts(word("s =", 0, 100, width=14), total, over, under, word("x", 28, 100)) == [
        "s = ∑_(i=1)^n x"
    ]


def test_what_stands_in_rows_between_brackets_is_left_out() -> None:
    words = [
        word("R =", 0, 100, width=14),
        fence("(", 18, 86, 112),
        *(word(text, x, 92) for x, text in ((26, "a"), (42, "b"))),
        *(word(text, x, 106) for x, text in ((26, "c"), (42, "d"))),
        fence(")", 50, 86, 112),
    ]
    assert texts(*words, word("holds here.", 80, 100)) == ["[formula]", "holds here."]


def test_small_rows_between_brackets_are_left_out() -> None:
    rows = word("n", 26, 95, 7), word("k", 26, 103, 7)
    words = fence("(", 20, 91, 104), *rows, fence(")", 31, 91, 104)
    assert texts(*words, word("it", 41, 100)) == ["[formula] it"]


def test_tall_brackets_around_one_line() -> None:
    words = [
        fence("(", 18, 86, 112),
        word("1 +", 24, 101.5, width=14),
        word("1", 42, 93),
        word("n", 42, 108),
        fence(")", 48.5, 86, 112),
        word("n", 54, 88, 7),
    ]
    assert texts(word("e =", 0, 101.5, width=14), *words, bars=((41.0, 99.0, 48.0),)) == [
        "e = (1 + 1/n)^n"
    ]


def test_a_displayed_formula_is_part_of_its_sentence() -> None:
    def page(canvas: Canvas) -> None:
        below = flow(canvas, 50, 80, f"{prose(3)} The price of a tree is")
        put(canvas, 230, below + 16, "c = 2b + 1, (1)")
        below = flow(canvas, 50, below + 40, f"where b counts its leaves. {prose(4)} Hence")
        put(canvas, 230, below + 16, "c > 0.")
        flow(canvas, 50, below + 40, prose(5))

    text = read_pdf(drawn(page)).text
    assert "The price of a tree is c = 2b + 1, (1) where b counts its leaves." in text
    assert text.endswith(f"Hence c > 0.\n\n{prose(5)}")


def test_indented_statements_are_no_formulas() -> None:
    def page(canvas: Canvas) -> None:
        below = flow(canvas, 50, 80, f"{prose(6)} The program says")
        put(canvas, 80, below + 16, "x := 2;")
        put(canvas, 80, below + 36, "name = 'a'")

    assert read_pdf(drawn(page)).text.endswith("says\n\nx := 2;\n\nname = 'a'")


def test_fonts_of_brackets_and_of_pictures() -> None:
    assert font_of(b"ABCDEF+CMEX10", 0).extensible
    assert not font_of(b"CMR10", 0).extensible
    assert chr(symbols_of(b"CMEX10")[0x12]) == "("
    assert is_drawing(b"ABCDEF+LINE10")
    assert is_drawing(b"lcirclew10")
    assert not is_drawing(b"Underline10")
    assert font_of(b"CMITT10", 0).mono

"""PDF files as people have them: papers, books, slides, scans and what is left of a download."""

import random
import re
import unicodedata
from functools import cache
from itertools import zip_longest
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest.content import Content
from ingest.errors import SourceError
from ingest.formats import pdf
from ingest.formats.pdf import read_pdf
from ingest.place import place
from ingest.structure.markdown import markdown_blocks
from ingest.types import Document, Kind
from tests.formats.pdfs import (
    HEIGHT,
    Draw,
    drawn,
    flow,
    lines_of,
    objects,
    prose,
    put,
    stream,
    written,
)

BODY = "Times-Roman"
BOLD = "Times-Bold"
CODE = "Courier"


def where(content: Content, quote: str) -> str:
    """The place that a citation of a quote would name."""
    document = Document("d", "", (), content.text, content.locations)
    start = content.text.index(quote)
    return place(document, start, start + len(quote))


def headings(content: Content) -> list[str]:
    return [line for line in content.text.split("\n") if re.match(r"#{1,6} ", line)]


def kinds(content: Content) -> list[Kind]:
    return [block.kind for block in markdown_blocks(content.text)]


def check(content: Content) -> None:
    """What holds of every text and its locations."""
    assert unicodedata.is_normalized("NFC", content.text)
    assert "\n\n\n" not in content.text
    assert all(line == line.rstrip() for line in content.text.split("\n"))
    ends = [0, *(x.end for x in content.locations)]
    starts = [*(x.start for x in content.locations), len(content.text)]
    for end, start in zip(ends, starts, strict=True):
        assert end <= start
        assert not content.text[end:start].strip()


def read(data: bytes) -> Content:
    content = read_pdf(data)
    check(content)
    return content


def one(draw: Draw, **options: Any) -> Content:
    return read(drawn(draw, **options))


def reason(data: bytes) -> str:
    with pytest.raises(SourceError) as raised:
        read_pdf(data)
    return str(raised.value)


# Reading order


def test_two_columns_under_a_title_and_an_abstract() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 130, 60, "Attention and Its Kin", BOLD, 18)
        put(canvas, 270, 95, "Abstract", BOLD, 11)
        below = flow(canvas, 90, 112, prose(1), width=415) + 30
        put(canvas, 50, below, "1 Introduction", BOLD, 12)
        left = flow(canvas, 50, below + 18, prose(2, 8), width=235)
        flow(canvas, 50, left, prose(3, 8), width=235, indent=12)
        right = flow(canvas, 310, below, prose(4, 9), width=235)
        put(canvas, 310, right + 10, "2 Methods", BOLD, 12)
        flow(canvas, 310, right + 28, prose(5, 5), width=235)

    content = one(page)
    assert content.text.split("\n\n") == [
        "# Attention and Its Kin",
        "## Abstract",
        prose(1),
        "## 1 Introduction",
        prose(2, 8),
        prose(3, 8),
        prose(4, 9),
        "## 2 Methods",
        prose(5, 5),
    ]
    assert markdown_blocks(content.text)[-1].headings == ("Attention and Its Kin", "2 Methods")
    assert content.title == "Attention and Its Kin"


def test_three_columns_drawn_row_by_row() -> None:
    texts = [prose(10 + number, 12) for number in range(3)]
    columns = [lines_of(40 + 180 * n, 80, text, width=160) for n, text in enumerate(texts)]

    def page(canvas: Canvas) -> None:
        for row in zip_longest(*columns):
            for line in filter(None, row):
                line(canvas)

    assert one(page).text.split("\n\n") == texts


def test_columns_whose_lines_are_not_level() -> None:
    def page(canvas: Canvas) -> None:
        flow(canvas, 310, 86, prose(14, 9), width=235)
        flow(canvas, 50, 80, prose(13, 9), width=235)

    assert one(page).text.split("\n\n") == [prose(13, 9), prose(14, 9)]


def test_a_short_last_page_has_the_columns_of_the_pages_before() -> None:
    def page(canvas: Canvas) -> None:
        flow(canvas, 50, 80, prose(15, 20), width=235)
        flow(canvas, 310, 80, prose(16, 20), width=235)

    def last(canvas: Canvas) -> None:
        put(canvas, 50, 80, "The trees of a forest vote on each")
        put(canvas, 50, 92, "class that they were shown.")
        put(canvas, 310, 80, "2 Boosting", BOLD, 14)
        put(canvas, 310, 100, "A later tree mends what the one before got")
        put(canvas, 310, 112, "wrong.")

    assert read(drawn(page, last)).text.split("\n\n")[-3:] == [
        "The trees of a forest vote on each class that they were shown.",
        "## 2 Boosting",
        "A later tree mends what the one before got wrong.",
    ]


def test_authors_side_by_side_hide_no_columns_and_stand_above_them() -> None:
    def page(canvas: Canvas, date: str = "") -> None:
        put(canvas, 250, 50, "Slow Trees", BOLD, 18)
        for x, author, town in ((140, "Ann Lee", "Turku"), (400, "Bo Ek", "Lund")):
            put(canvas, x, 80, author, size=12)
            put(canvas, x + 3, 96, town)
        put(canvas, 280, 120, date)
        put(canvas, 50, 150, "1 Trees", BOLD, 14)
        put(canvas, 310, 150, "2 Forests", BOLD, 14)
        flow(canvas, 50, 170, prose(17, 9), width=235)
        flow(canvas, 310, 170, prose(18, 4), width=235)

    authors = ["## Ann Lee", "Turku", "### Bo Ek", "Lund"]
    columns = ["## 1 Trees", prose(17, 9), "## 2 Forests", prose(18, 4)]
    assert one(page).text.split("\n\n") == ["# Slow Trees", *authors, *columns]
    dated = one(lambda canvas: page(canvas, "A day in May of the year"))
    assert dated.text.split("\n\n")[-4:] == columns


def test_columns_go_on_below_what_spans_them() -> None:
    def page(canvas: Canvas) -> None:
        flow(canvas, 50, 80, prose(20, 7), width=235)
        flow(canvas, 310, 85, prose(21, 7), width=235)
        put(canvas, 120, 330, "Figure 3: What a model learns from many small batches of data.")
        flow(canvas, 50, 370, prose(22, 7), width=235)
        flow(canvas, 310, 366, prose(23, 7), width=235)

    caption = "Figure 3: What a model learns from many small batches of data."
    expected = [prose(20, 7), prose(21, 7), caption, prose(22, 7), prose(23, 7)]
    assert one(page).text.split("\n\n") == expected


def test_a_wide_table_between_columns_stays_in_rows() -> None:
    rows = [("Model", "Layers", "Width", "Score")]
    rows += [(f"Net {n}", str(2 * n), str(64 * n), f"0.{70 + n}") for n in range(1, 6)]

    def page(canvas: Canvas) -> None:
        flow(canvas, 50, 80, prose(24, 7), width=235)
        flow(canvas, 310, 80, prose(25, 7), width=235)
        for number, row in enumerate(rows):
            for x, cell in zip((60, 210, 330, 470), row, strict=True):
                put(canvas, x, 300 + 14 * number, cell)
        flow(canvas, 50, 420, prose(26, 7), width=235)
        flow(canvas, 310, 420, prose(27, 7), width=235)

    content = one(page)
    before, table, after = content.text.partition("| Model")[0], "", ""
    table = content.text[len(before) :].split("\n\n")[0]
    assert before.split("\n\n")[:2] == [prose(24, 7), prose(25, 7)]
    assert table.split("\n")[:3] == [
        "| Model | Layers | Width | Score |",
        "| --- | --- | --- | --- |",
        "| Net 1 | 2 | 64 | 0.71 |",
    ]
    after = content.text.split("\n\n", 3)[3]
    assert after == f"{prose(26, 7)}\n\n{prose(27, 7)}"


def test_short_lines_side_by_side_that_are_not_level_are_columns() -> None:
    left = ["deep trees", "small data", "no pruning", "high variance", "slow to fit"]
    right = ["one split", "much bias here", "quick to fit", "hard to beat"]

    def page(canvas: Canvas) -> None:
        for number, text in enumerate(left):
            put(canvas, 60, 100 + 20 * number, text)
        for number, text in enumerate(right):
            put(canvas, 310, 106 + 25 * number, text)

    text = one(page).text
    assert text.index("slow to fit") < text.index("one split")


def test_labels_in_the_margin_stand_beside_their_text() -> None:
    draws = lines_of(120, 80, prose(28, 8), width=420)

    def page(canvas: Canvas) -> None:
        for number, draw in enumerate(draws):
            draw(canvas)
            put(canvas, 50, 80 + 12 * number, str(1986 + number))

    text = one(page).text
    second = re.split(r"\b1987 ", text)[1]
    assert second.split(" 1988 ")[0] in prose(28, 8)
    assert text.startswith(f"1986 {prose(28, 8)[:20]}")


def test_words_drawn_in_any_order() -> None:
    texts = [prose(29, 8), prose(30, 8)]
    places = []
    for left, text in zip((50, 310), texts, strict=True):
        x, y = 0.0, 80
        for word in text.split():
            if x + stringWidth(word, BODY, 10) > 235:
                x, y = 0.0, y + 12
            places.append((word, left + x, y))
            x += stringWidth(f"{word} ", BODY, 10)

    def page(canvas: Canvas) -> None:
        for word, x, y in sorted(places):
            put(canvas, x, y, word)

    assert one(page).text.split("\n\n") == texts


def test_stretched_spaces_that_happen_to_align_make_no_table() -> None:
    halves = [
        ("Large language models need much data and time", "and they forget what they were shown"),
        ("Small language models need less data and care", "but they learn less of what is shown"),
        ("Other language models need some data and luck", "so they may learn what they are shown"),
    ]

    def page(canvas: Canvas) -> None:
        for number, (left, right) in enumerate(halves):
            put(canvas, 50, 100 + 12 * number, left)
            put(canvas, 263, 100 + 12 * number, right)

    assert "|" not in one(page).text


# Furniture


def test_running_titles_and_page_numbers_go() -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            if number % 2:
                put(canvas, 50, 40, "A Book About Learning", size=9)
                put(canvas, 500, 40, str(number + 1), size=9)
            else:
                put(canvas, 50, 40, str(number + 1), size=9)
                put(canvas, 420, 40, f"Chapter {1 + number // 4}. Trees and Forests", size=9)
            flow(canvas, 50, 90, prose(30 + number, 30), width=480)
            put(canvas, 50, 795, "Draft of 3 May, do not quote", size=8)
            put(canvas, 290 + number, 815, f"– {number + 1} –", size=8)

        return draw

    content = read(drawn(*map(page, range(8))))
    assert content.text.split("\n\n") == [prose(30 + number, 30) for number in range(8)]
    assert [x.label for x in content.locations] == [f"p. {n}" for n in range(1, 9)]


def test_section_titles_above_pages_go_with_the_number_beside_them() -> None:
    names = ["Trees", "Forests", "Boosting", "Kernels", "Networks", "Attention"]

    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            put(canvas, 50, 40, f"{number + 11}", size=9)
            put(canvas, 80, 40, f"2.{number} {names[number]}", size=9)
            flow(canvas, 50, 90, prose(40 + number, 30), width=480)

        return draw

    content = read(drawn(*map(page, range(6))))
    assert content.text.split("\n\n") == [prose(40 + number, 30) for number in range(6)]


def test_what_begins_each_page_and_differs_stays() -> None:
    names = ["Trees", "Forests", "Boosting", "Kernels"]

    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            put(canvas, 50, 60, names[number], BOLD, 24)
            flow(canvas, 50, 120, prose(45 + number, 3), size=14)

        return draw

    content = read(drawn(*map(page, range(4))))
    assert headings(content) == [f"## {name}" for name in names]


def test_a_stamp_across_every_page_goes() -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            flow(canvas, 50, 90, prose(50 + number, 30), width=480)
            put(canvas, 540, 150, "Copy 17", size=8)
            canvas.saveState()
            canvas.translate(200, 300)
            canvas.rotate(45)
            canvas.setFont("Helvetica", 60)
            canvas.drawString(0, 0, "CONFIDENTIAL")
            canvas.restoreState()

        return draw

    content = read(drawn(*map(page, range(3))))
    assert content.text.split("\n\n") == [prose(50 + number, 30) for number in range(3)]


# Lines to paragraphs


def lines(*texts: str, x: float = 50, y: float = 80, **font: Any) -> Draw:
    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(texts):
            put(canvas, x, y + 12 * number, text, **font)

    return draw


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        (("the many inter-", "national standards"), "the many international standards"),
        (("this is state-of-the-", "art learning"), "this is state-of-the-art learning"),
        (("a state-", "of-the-art model here"), "a state-of-the-art model here"),
        (("released as GPT-", "4 last year"), "released as GPT-4 last year"),
        (("the Kullback-", "Leibler divergence"), "the Kullback-Leibler divergence"),
        (("a well-known fact is well-", "known here"), "a well-known fact is well-known here"),
        (("here is one dash -", "and more of it"), "here is one dash - and more of it"),
    ],
)
def test_hyphens_at_line_ends(broken: tuple[str, ...], mended: str) -> None:
    assert one(lines(*broken)).text == mended


def test_paragraphs_are_told_by_indent_gap_and_short_lines() -> None:
    def page(canvas: Canvas) -> None:
        y = flow(canvas, 50, 80, prose(60))
        y = flow(canvas, 50, y, prose(61), indent=14)
        y = flow(canvas, 50, y + 8, prose(62))
        flow(canvas, 50, y, prose(63))

    assert one(page).text.split("\n\n") == [prose(number) for number in range(60, 64)]


def test_ragged_lines_are_one_paragraph() -> None:
    draw = lines(
        "A decision tree splits the data by one feature at a time, until the",
        "leaves are pure or too small to be split any further by a",
        "threshold that would tell the classes apart from one another on",
        "held-out data.",
    )
    assert one(draw).text.count("\n") == 0


def test_a_paragraph_goes_on_over_a_page_and_keeps_its_places() -> None:
    def left(canvas: Canvas) -> None:
        for number in range(20):
            put(canvas, 50, 80 + 12 * number, "a line of words that reach the margin of the page")
        put(canvas, 50, 320, "and so the last line of it has many inter-")
        put(canvas, 50, 700, "1 A note at the foot of the page.", size=8)

    def right(canvas: Canvas) -> None:
        put(canvas, 50, 80, "national readers, who go on reading over here.")
        put(canvas, 50, 110, "A new paragraph.")

    content = read(drawn(left, right))
    assert "it has many international readers, who go on reading over here." in content.text
    assert where(content, "has many inter") == "p. 1"
    assert where(content, "national readers") == "p. 2"
    assert where(content, "international readers") == "pp. 1-2"
    assert where(content, "A note at the foot") == "p. 1"
    assert where(content, "A new paragraph") == "p. 2"
    assert content.text.index("A note") > content.text.index("over here.")


@pytest.mark.parametrize(
    ("rest", "together"),
    [("154 milliseconds.", True), ("2.5 % of them.", True), ("3 Methods and data", False)],
)
def test_a_sentence_goes_on_with_a_number(rest: str, together: bool) -> None:
    def left(canvas: Canvas) -> None:
        for number in range(9):
            put(canvas, 50, 80 + 12 * number, "a line of words that reach the margin of the page")

    content = read(drawn(left, lambda canvas: put(canvas, 50, 80, rest)))
    assert (f"of the page {rest}" in content.text) == together


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    draws = lines_of(50, 80, prose(65, 30), width=235)
    half = len(draws) // 2
    rest = lines_of(310, 80 - 12 * half, prose(65, 30), width=235)[half:]

    def page(canvas: Canvas) -> None:
        for draw in (*draws[:half], *rest):
            draw(canvas)

    assert one(page).text == prose(65, 30)


def test_characters_that_no_reader_types() -> None:
    codes = {
        0x41: "e\ufb03cient",
        0x42: "\ufb01nal",
        0x43: "co\u00adop",
        0x44: "\x00\x07x\u200b",
        0x45: "\uf0b7",
        0x46: "\U0001d465",
        0x47: "é",
        0x48: "\ufffd",
    }
    content = b"BT /F 12 Tf 50 700 Td (A) Tj 60 0 Td (B) Tj 60 0 Td (C) Tj 60 0 Td (D) Tj"
    content += b" 60 0 Td (F) Tj 60 0 Td (G) Tj 60 0 Td (H) Tj ET"
    assert read(written(content, codes)).text.split() == [
        "efficient", "final", "coop", "x", "x", "é",
    ]  # fmt: skip


def test_accents_drawn_over_letters() -> None:
    codes = {code: chr(code) for code in range(0x61, 0x7B)} | {0x41: "´"}
    at_once = b"BT /F 12 Tf 80 700 Td [(caf) (A) 667 (e)] TJ ET"
    assert read(written(at_once, codes)).text == "café"
    later = b"BT /F 12 Tf 50 700 Td (cafe noir) Tj ET BT /F 12 Tf 66 701 Td (A) Tj ET"
    assert read(written(later, codes)).text == "café noir"


def test_right_to_left_text_is_in_the_order_of_reading() -> None:
    letters = dict(zip(range(0x41, 0x5B), "אבגדהוזחטיךכלםמןנסעףפץצקרש", strict=True))
    digits = {code: chr(code) for code in range(0x30, 0x3A)} | {0x2E: "."}
    latin = {code: chr(code) for code in range(0x61, 0x7B)}
    # Seen from the left: the last word of the line comes first, each Hebrew word backwards.
    content = b"BT /F 12 Tf 300 700 Td (2012 deep learning TSRQP JIHGFEDCBA) Tj ET"
    text = read(written(content, letters | digits | latin)).text
    assert text == "אבגדהוזחטי ןנסעף 2012 deep learning"


@pytest.mark.parametrize(
    ("meanings", "expected"),
    [
        ("a\udd11b", "ab"),
        ("a\ud835b", "ab"),
        ("a\ud835\udd11b", "aNb"),
        ("\ud835b\udd11c", "bc"),
        ("\ud835\udd11\udd11c", "Nc"),
        ("\ud835\ud835\udd11c", "Nc"),
        ("\ud835 \udd11c", "c"),
    ],
)
def test_halves_of_characters_are_nothing_alone(meanings: str, expected: str) -> None:
    codes = dict(enumerate(meanings, 65))
    shown = "".join(map(chr, codes)).encode()
    text = read(written(b"BT /F 12 Tf 50 700 Td (" + shown + b") Tj ET", codes)).text
    assert text.replace(" ", "") == expected


def test_letters_of_one_glyph_keep_their_order() -> None:
    for both in ("\u0644\u0627", "\ufefb"):  # lam and alef are one glyph
        codes = {0x41: "\u0633", 0x42: both, 0x43: "\u0645"}
        text = read(written(b"BT /F 12 Tf 300 700 Td (CBA) Tj ET", codes)).text
        assert text == "\u0633\u0644\u0627\u0645"


def test_right_to_left_columns_begin_on_the_right() -> None:
    codes = dict(zip(range(0x41, 0x46), "אבגדה", strict=True))
    words = [b"ABCDE", b"BCDEA", b"CDEAB", b"DEABC", b"EABCD", b"EDCBA", b"DCBAE", b"CBAED"]
    shown = b"".join(
        b"BT /F 12 Tf %d %d Td (%b) Tj ET\n" % (x, 700 - 14 * row, b" ".join([word] * 5))
        for x, column in ((60, words[4:]), (320, words[:4]))
        for row, word in enumerate(column)
    )
    text = read(written(shown, codes)).text
    read_words = ["".join(codes[code] for code in reversed(word)) for word in words]
    assert text.split() == [word for word in read_words for _ in range(5)]


def test_superscripts() -> None:
    parts = [
        ("The rate falls as 10", 10),
        ("-3", 7),
        (" per step, as e", 10),
        ("x", 7),
        (" does.", 10),
    ]

    def page(canvas: Canvas) -> None:
        x = 50.0
        for text, size in parts:
            put(canvas, x, 80 if size == 10 else 76, text, size=size)
            x += stringWidth(text, BODY, size)

    assert one(page).text == "The rate falls as 10⁻³ per step, as e^x does."


def test_text_that_markdown_would_misread_is_not_misread() -> None:
    content = one(
        lines("# is how a comment begins in many languages of today.", y=80),
    )
    assert kinds(content) == [Kind.PROSE]
    assert headings(content) == []
    assert markdown_blocks(content.text)[0].headings == ()
    year = one(lines("1986. That was the year of the paper on propagating errors back."))
    assert kinds(year) == [Kind.PROSE]
    assert "That was the year" in year.text


# Structure


def test_headings_by_size_weight_and_number() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 50, 60, "Learning From Data", BOLD, 20)
        put(canvas, 50, 100, "1 Trees", BOLD, 14)
        y = flow(canvas, 50, 120, prose(70))
        put(canvas, 50, y + 12, "1.1 Splits", BOLD, 12)
        y = flow(canvas, 50, y + 30, prose(71))
        put(canvas, 50, y + 12, "How deep should a tree be?", BOLD, 10)
        y = flow(canvas, 50, y + 28, prose(72))
        put(canvas, 50, y + 12, "2 Forests", BOLD, 14)
        flow(canvas, 50, y + 30, prose(73))

    content = one(page)
    assert headings(content) == [
        "# Learning From Data",
        "## 1 Trees",
        "### 1.1 Splits",
        "#### How deep should a tree be?",
        "## 2 Forests",
    ]
    pairs = [block.pair for block in markdown_blocks(content.text)]
    assert pairs[2] is not None
    assert pairs[3] is None


def test_bookmarks_tell_headings_that_look_like_text() -> None:
    def page(canvas: Canvas) -> None:
        canvas.bookmarkPage("a")
        canvas.addOutlineEntry("Trees", "a", 0)
        canvas.bookmarkPage("b")
        canvas.addOutlineEntry("How to prune", "b", 1)
        put(canvas, 50, 60, "Trees")
        y = flow(canvas, 50, 90, prose(74))
        put(canvas, 50, y + 20, "How to Prune")
        flow(canvas, 50, y + 50, prose(75))

    assert headings(one(page)) == ["## Trees", "### How to Prune"]


def test_lists() -> None:
    def page(canvas: Canvas) -> None:
        y = flow(canvas, 50, 80, prose(76))
        for text in ("small trees", "large forests, which " + "need a lot of memory and " * 6):
            put(canvas, 60, y + 8, "\u2022")
            y = flow(canvas, 72, y + 8, text.strip(), width=400)
        put(canvas, 80, y + 2, "\u2022 within an item")
        y += 30
        for number in (1, 2, 3):
            put(canvas, 60, y, f"{number}.")
            put(canvas, 78, y, f"step number {number}")
            y += 13
        flow(canvas, 50, y + 10, prose(77))

    content = one(page)
    assert content.text.split("\n\n")[1].split("\n") == [
        "- small trees",
        "- large forests, which " + ("need a lot of memory and " * 6).strip(),
        "    - within an item",
        "1. step number 1",
        "2. step number 2",
        "3. step number 3",
    ]
    assert kinds(content)[0] is kinds(content)[-1] is Kind.PROSE
    assert Kind.LIST in kinds(content)


def test_a_table_has_its_cells() -> None:
    rows = [("Term", "Meaning"), ("Recall", "found of relevant"), ("Precision", "relevant | found")]

    def page(canvas: Canvas) -> None:
        y = flow(canvas, 50, 80, prose(78))
        for number, row in enumerate(rows):
            put(canvas, 60, y + 20 + 15 * number, row[0])
            put(canvas, 160, y + 20 + 15 * number, row[1])
        flow(canvas, 50, y + 90, prose(79))

    content = one(page)
    assert content.text.split("\n\n")[1].split("\n") == [
        "| Term | Meaning |",
        "| --- | --- |",
        "| Recall | found of relevant |",
        "| Precision | relevant \\| found |",
    ]
    assert kinds(content) == [Kind.PROSE, Kind.TABLE, Kind.PROSE]


def test_wrapped_cells_are_one_cell() -> None:
    def page(canvas: Canvas) -> None:
        flow(canvas, 50, 80, prose(78))
        for y, *cells in [
            (200, "Name", "Use", "Cost"),
            (220, "Forest", "many trees that", "high"),
            (232, "", "vote together", ""),
            (252, "Tree", "one tree alone", "low"),
        ]:
            for x, cell in zip((60, 160, 300), cells, strict=True):
                put(canvas, x, y, cell)

    assert "| Forest | many trees that vote together | high |" in one(page).text


def test_code_keeps_its_lines_and_indents() -> None:
    program = ["def loss(x):", "    if x > 0:", "        return x", "", "    return 2 * x"]

    def page(canvas: Canvas) -> None:
        y = flow(canvas, 50, 80, prose(80) + " For example:")
        for number, line in enumerate(program):
            put(canvas, 60, y + 20 + 11 * number, line.lstrip(), CODE, 9) if not line else None
            x = 60 + 0.6 * 9 * (len(line) - len(line.lstrip()))
            put(canvas, x, y + 20 + 11 * number, line.lstrip(), CODE, 9)
        flow(canvas, 50, y + 100, prose(81))

    content = one(page)
    assert content.text.split("```")[1].strip("\n").split("\n") == program
    assert kinds(content) == [Kind.PROSE, Kind.CODE, Kind.PROSE]


def test_numbers_of_lines_are_no_code() -> None:
    program = ["def loss(x):", "    if x > 0:", "", "        return x"]

    def page(canvas: Canvas) -> None:
        y = flow(canvas, 50, 80, prose(80) + " For example:") + 20
        for number, line in enumerate(program):
            put(canvas, 45, y + 11 * number, str(number + 1))
            x = 60 + 0.6 * 9 * (len(line) - len(line.lstrip()))
            put(canvas, x, y + 11 * number, line.lstrip(), CODE, 9)
        flow(canvas, 50, y + 80, prose(81))

    assert one(page).text.split("```")[1].strip("\n").split("\n") == program


def test_a_table_of_contents_goes() -> None:
    names = ("Trees", "Forests and their leaves", "Boosting")

    def page(canvas: Canvas) -> None:
        put(canvas, 50, 60, "Contents", BOLD, 14)
        for number, name in enumerate(names, start=1):
            put(canvas, 50, 70 + 16 * number, str(number), BOLD)
            put(canvas, 66, 70 + 16 * number, name, BOLD)
            put(canvas, 480, 70 + 16 * number, str(number + 4), BOLD)
        y = 160.0
        for number, name in enumerate(names, start=1):
            put(canvas, 50, y, f"{number} {name}", BOLD, 14)
            y = flow(canvas, 50, y + 24, prose(number)) + 20

    parts = [part for n, name in enumerate(names, 1) for part in (f"## {n} {name}", prose(n))]
    assert one(page).text.split("\n\n") == parts


def test_of_slides_that_are_built_up_the_fullest_is_kept() -> None:
    items = ("small trees", "large forests", "boosted trees")

    def slide(shown: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            put(canvas, 50, 60, "Models", BOLD, 20)
            for number, item in enumerate(items[:shown]):
                put(canvas, 60, 100 + 20 * number, f"\u2022 {item}", size=14)
            put(canvas, 500, 800, str(shown), size=8)

        return draw

    def last(canvas: Canvas) -> None:
        put(canvas, 50, 60, "Data", BOLD, 20)
        put(canvas, 60, 100, "What they learn from.", size=14)

    content = read(drawn(slide(1), slide(2), slide(3), last))
    assert content.text.split("\n\n")[1] == "\n".join(f"- {item}" for item in items)
    assert where(content, items[0]) == "p. 3"


def test_small_numbers_before_items_are_those_of_a_list() -> None:
    def page(canvas: Canvas) -> None:
        flow(canvas, 50, 80, prose(82))
        for number, text in enumerate(("small trees come first", "large forests follow"), start=1):
            put(canvas, 60, 198 + 16 * number, str(number), size=6)
            put(canvas, 71, 200 + 16 * number, text)

    assert one(page).text.split("\n\n")[1] == "1. small trees come first\n2. large forests follow"


def test_a_document_in_courier_is_no_code() -> None:
    content = one(lambda canvas: flow(canvas, 50, 80, prose(82, 12), font=CODE) and None)
    assert content.text == prose(82, 12)


def test_footnotes_follow_the_paragraph() -> None:
    draws = lines_of(50, 80, prose(83, 40), width=235)
    half = 30
    rest = lines_of(310, 80 - 12 * half, prose(83, 40), width=235)[half:]

    def page(canvas: Canvas) -> None:
        for draw in (*draws[:half], *rest):
            draw(canvas)
        put(canvas, 50, 760, "1", size=6)
        put(canvas, 54, 763, "See the appendix for the proof of this.", size=8)

    text = one(page).text
    assert text.split("\n\n") == [prose(83, 40), "¹See the appendix for the proof of this."]


# Pages


def test_text_under_a_picture_is_read() -> None:
    def page(canvas: Canvas) -> None:
        picture(canvas)
        text = canvas.beginText(50, 700)
        text.setFont(BODY, 12)
        text.setTextRenderMode(3)
        text.textOut("What the scanner saw.")
        canvas.drawText(text)

    assert one(page).text == "What the scanner saw."


def picture(canvas: Canvas) -> None:
    from PIL import Image

    image = Image.effect_noise((60, 80), 50)
    canvas.drawImage(ImageReader(image), 0, 0, width=595, height=842)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_rotated_pages_read_as_others(turn: int) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        canvas.translate(*{90: (595, 0), 180: (595, 842), 270: (0, 595)}[turn])
        canvas.rotate(turn if turn != 270 else -90)
        put(canvas, 60, 350, "A Wide Page", BOLD, 16)
        flow(canvas, 60, 380, prose(84))

    assert one(page).text == f"# A Wide Page\n\n{prose(84)}"


def test_a_note_along_the_margin_comes_last() -> None:
    def page(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.rotate(90)
        canvas.setFont(BODY, 12)
        canvas.drawString(200, -30, "arXiv:1706.03762v7 [cs.CL] 2 Aug 2023")
        canvas.restoreState()
        flow(canvas, 60, 100, prose(85, 20))

    assert one(page).text == f"{prose(85, 20)}\n\narXiv:1706.03762v7 [cs.CL] 2 Aug 2023"


def test_slanted_text_is_read_along_its_line() -> None:
    def page(canvas: Canvas) -> None:
        flow(canvas, 50, 80, prose(96))
        canvas.translate(100, 300)
        canvas.rotate(30)
        canvas.setFont("Helvetica", 40)
        canvas.drawString(0, 0, "A DRAFT VERSION")

    assert one(page).text == f"{prose(96)}\n\nA DRAFT VERSION"


def test_labels_stand_beside_the_page_number() -> None:
    def body(number: int) -> bytes:
        text = f"BT /F 12 Tf 50 700 Td (Page with {number} words.) Tj ET"
        return stream(text.encode())

    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R"
        " /Resources << /Font << /F 9 0 R >> >> >>"
    )
    data = objects(
        b"<< /Type /Catalog /Pages 2 0 R /PageLabels << /Nums"
        b" [0 << /S /r >> 2 << /S /D /St 3 >>] >> >>",
        b"<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >>",
        *(page.format(number).encode() for number in (6, 7, 8)),
        *map(body, (7, 8, 9)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    assert [x.label for x in read(data).locations] == ["p. 1 (i)", "p. 2 (ii)", "p. 3"]


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("A Survey of Trees", "A Survey of Trees"),
        ("Microsoft Word - thesis.doc", "Learning Trees"),
        ("untitled", "Learning Trees"),
        ("paper_final.tex", "Learning Trees"),
        ("PowerPoint Presentation", "Learning Trees"),
        ("Dokument1", "Learning Trees"),
        ("Titles and headings", "Titles and headings"),
        ("", "Learning Trees"),
        ("42", "Learning Trees"),
    ],
)
def test_the_title(stated: str, title: str) -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 50, 60, "Learning Trees", BOLD, 20)
        flow(canvas, 50, 100, prose(86))

    assert one(page, title=stated).title == title


def test_no_title() -> None:
    assert one(lambda canvas: flow(canvas, 50, 100, prose(87)) and None).title == ""


# Failures


def test_a_password() -> None:
    def page(canvas: Canvas) -> None:
        flow(canvas, 50, 100, prose(88))

    assert (
        reason(drawn(page, encrypt=StandardEncryption("secret")))
        == "protected by a password; save it without one"
    )
    allowed = StandardEncryption("", ownerPassword="owner", canPrint=0)
    assert read(drawn(page, encrypt=allowed)).text == prose(88)


def test_scans() -> None:
    def page(canvas: Canvas) -> None:
        flow(canvas, 50, 100, prose(89))

    expected = "scanned: images without text; run OCR on it first"
    assert reason(drawn(picture, picture)) == expected
    content = read(drawn(page, picture, lambda _: None, page))
    assert content.remarks == ("1 of 4 pages without text (scanned?)",)
    assert reason(drawn(lambda _: None)) == "empty: no text on any page"


def test_files_that_are_cut_off() -> None:
    def page(canvas: Canvas) -> None:
        flow(canvas, 50, 100, prose(90))

    data = drawn(page)
    assert reason(data[:200]) == "damaged or cut off"
    content = read(data[: data.rindex(b"xref")])
    assert content.text == prose(90)
    assert content.remarks == ("the file is cut off or damaged; what is left of it was read",)


def test_no_pages_and_too_many() -> None:
    empty = objects(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>")
    assert reason(empty) == "has no pages"
    lost = objects(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [9 0 R] >>")
    assert reason(lost) == "damaged or cut off"
    kids = " ".join(["3 0 R"] * 3001)
    many = objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count 3001 >>".encode(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    )
    assert reason(many) == "3,001 pages, more than the 3,000 that are read"


def test_an_absurd_page_is_read_as_it_was_drawn() -> None:
    shown = b" Tj 0 -1 Td ".join(b"(%d words of an absurd page)" % n for n in range(10_000))
    content = b"BT /F 1 Tf 10 800 Td " + shown + b" Tj ET"
    codes = {code: chr(code) for code in range(0x20, 0x7F)}
    text = read(written(content, codes)).text
    assert "39 words of an absurd page" in text


@cache
def sample() -> bytes:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            put(canvas, 50, 60, f"{number} Trees", BOLD, 16)
            flow(canvas, 50, 90, prose(91, 4), width=235)
            flow(canvas, 310, 90, prose(92, 4), width=235)
            lines("def f(x):", "    return x", y=500, font=CODE)(canvas)

        return draw

    return drawn(*map(page, range(2)), title="A sample")


def survives(data: bytes) -> None:
    try:
        content = read_pdf(data)
    except SourceError as error:
        assert str(error) == str(error).strip(". ")
    else:
        check(content)


def test_every_truncation_is_read_or_refused() -> None:
    data = sample()
    for part in range(50):
        survives(data[: len(data) * part // 50])


def test_flipped_bytes_are_read_or_refused() -> None:
    data = sample()
    for seed in range(200):
        rng = random.Random(seed)  # noqa: S311
        mutant = bytearray(data)
        for _ in range(rng.choice((1, 4, 30))):
            mutant[rng.randrange(len(mutant))] = rng.randrange(256)
        survives(bytes(mutant))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    survives(b"%PDF-1.4\n" + data)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(-50, 650),
            st.integers(-50, 900),
            st.integers(1, 60),
            st.text(st.characters(codec="latin-1", exclude_characters="()\\"), max_size=30),
        ),
        max_size=40,
    )
)
def test_text_anywhere_has_a_place(words: list[tuple[int, int, int, str]]) -> None:
    shown = b"".join(
        b"BT /F %d Tf %d %d Td (%b) Tj ET\n" % (size, x, y, text.encode("latin-1"))
        for x, y, size, text in words
    )
    survives(written(shown, {code: chr(code) for code in range(256)}))


def test_library_is_loaded_only_when_needed() -> None:
    assert not hasattr(pdf, "pypdfium2")


def test_numbers_that_count_lines_go() -> None:
    draws = lines_of(90, 80, prose(93, 40))

    def page(canvas: Canvas) -> None:
        for number, draw in enumerate(draws):
            draw(canvas)
            text = f"{number + 54:03}"
            put(canvas, 60, 80 + 12 * number, text, "Helvetica", 7)

    assert one(page).text == prose(93, 40)


def test_a_column_of_numbers_in_a_table_stays() -> None:
    def page(canvas: Canvas) -> None:
        flow(canvas, 50, 60, prose(94))
        for number in range(1, 21):
            x = 75 - stringWidth(str(number), BODY, 8)
            put(canvas, x, 200 + 14 * number, str(number), size=8)
            put(canvas, 120, 200 + 14 * number, f"name {number}", size=8)

    assert "| 7 | name 7 |" in one(page).text


_EXTREME = st.sampled_from([0, 1, -1, 12, 700, 1e-30, -1e-9, 1e9, 3.4e38, -3.4e38])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[_EXTREME] * 7), max_size=6))
def test_numbers_out_of_range_are_survived(matrices: list[tuple[float, ...]]) -> None:
    shown = "".join(
        f"BT /F {size:f} Tf {a:f} {b:f} {c:f} {d:f} {x:f} {y:f} Tm (words of a page) Tj ET\n"
        for size, a, b, c, d, x, y in matrices
    )
    survives(written(shown.encode(), {code: chr(code) for code in range(32, 127)}))


@pytest.mark.parametrize("text", [b"a", b".", b". ", b"a-", b"1.", b"\001", b"\002", b"(", b"1. "])
def test_one_absurd_line_is_read_in_time(text: bytes) -> None:
    codes = {code: chr(code) for code in range(0x20, 0x7F)} | {1: "´", 2: "א"}
    shown = (text * (30_000 // len(text))).replace(b"(", b"\\(")
    survives(written(b"BT /F 0.005 Tf 10 800 Td (" + shown + b") Tj ET", codes))


def test_bullets_that_are_drawn() -> None:
    def page(canvas: Canvas) -> None:
        flow(canvas, 50, 80, prose(95))
        for number, text in enumerate(("small trees", "large forests")):
            canvas.circle(62, HEIGHT - 197 - 14 * number, 2, fill=1)
            put(canvas, 72, 200 + 14 * number, text)

    assert one(page).text.split("\n\n")[1] == "- small trees\n- large forests"

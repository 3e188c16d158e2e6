import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import SourceError
from ingest.formats.rtf import read_rtf
from ingest.types import Kind
from tests.formats.containers import mutants
from tests.formats.readings import blocks, laws, only_content_or_reasons, reason, where

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times;}"
    r"{\f1\fswiss\fcharset204 Arial;}{\f2\fcharset2 Symbol;}{\f3\fcharset128 MS Mincho;}}"
    r"{\colortbl;\red0\green0\blue0;}{\stylesheet{\s1\outlinelevel0 heading 1;}}"
)


def rtf(body: str) -> bytes:
    return f"{HEAD}\n{body}\n}}".encode("latin-1")


def text(body: str) -> str:
    return read_rtf(rtf(body)).text


NOTES = (
    r"{\info{\title Caf\'e9 {notes}}{\author Ada}}{\header Page header\par}{\footer 7\par}"
    "\n"
    r"\pard\s1\outlinelevel0\b Introduction\b0\par"
    "\n"
    r"\pard\plain Gradient descent is {\i good}, \ldblquote cheap\rdblquote\~and"
    "\n"
    r" old\emdash\line second line.\par"
    r"{\listtext\f2\'b7\tab}First item\par {\pntext\f2\'B7\tab}Second item\par"
    r"\pard\outlinelevel1 Costs\par\pard"
    r"{\field{\*\fldinst HYPERLINK "
    '"http://example.org"'
    r"}{\fldrslt The link}} stays.{\footnote \chftn  A note.}\par"
    r"\trowd\cellx1000\cellx2000\intbl Model\cell F1|x\cell\row"
    r"\trowd\cellx1000\cellx2000\intbl BERT\par base\cell 0.9\cell\trowd\row"
    r"\pard Done.\par"
)


def test_paragraphs_headings_lists_and_tables() -> None:
    content = read_rtf(rtf(NOTES))
    assert content.text == (
        "# Introduction\n\n"
        "Gradient descent is good, “cheap” and old—\nsecond line.\n\n"
        "- First item\n- Second item\n\n"
        "## Costs\n\n"
        "The link stays. (A note.)\n\n"
        "| Model | F1\\|x |\n| --- | --- |\n| BERT base | 0.9 |\n\n"
        "Done."
    )
    assert (content.title, content.remarks) == ("Café notes", ())
    assert where(content, "good") == "section “Introduction”"
    assert where(content, "0.9") == "section “Costs”"
    assert [kind for kind, _, _ in blocks(content)] == [
        Kind.PROSE, Kind.LIST, Kind.PROSE, Kind.TABLE, Kind.PROSE,
    ]  # fmt: skip


def test_places_without_headings_are_paragraphs() -> None:
    content = read_rtf(rtf(r"One.\par\par Two.\par Three."))
    assert content.text == "One.\n\nTwo.\n\nThree."
    assert where(content, "Two") == "paragraph 2"
    assert where(content, content.text) == "paragraphs 1-3"
    assert content.title == ""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"na\'efve", "naïve"),
        ("na\xefve", "naïve"),
        (r"\f1\'cf\'f0\'e8\'e2\'e5\'f2\f0  \'e9", "Привет é"),
        (r"\f3\'82\'a0\f0", "あ"),
        (r"\u8211?\u228?x", "–äx"),
        (r"\uc0\u8211 x", "–x"),
        (r"\uc2\u8211\'96\'96x", "–x"),
        (r"\u-10179?\u-8704?!", "😀!"),
        (r"\u-10179?!", "!"),
        (r"a\{b\}\\c", r"a{b}\c"),
        (r"C:\\row\\f0", r"C:\row\f0"),
        (r"1\endash 2\bullet 3\lquote q\rquote", "1–2•3‘q’"),
        (r"# no heading", r"\# no heading"),
        (r"{\*\unknown hidden}shown", "shown"),
        (r'{\field{\*\fldinst{HYPERLINK "http://a.b"}}{\fldrslt {link}}} on', "link on"),
        (r"{\pict\wmetafile8 0102{\*\blipuid ab}ff}shown", "shown"),
        (r"{\*\shppict{\pict\bin5 }{}}}}}{\nonshppict{\pict 00}}shown", "shown"),
        (r"{\object{\*\objdata 0105}{\result{\pict 00}}}shown", "shown"),
        (r"1.\tab one\par 2.\tab two", "1. one\n2. two"),
        (r"\trowd\cellx9 alone\cell\row after", "alone\n\nafter"),
    ],
)
def test_text_is_what_a_word_processor_shows(body: str, expected: str) -> None:
    assert text(body) == expected


def test_lists_within_lists() -> None:
    body = r"""\ls1\ilvl2 {\listtext\tab\uc0\u8259\tab}one\par
{\listtext\tab\u8259\tab}two\par\pard\ilvl3{\listtext 3.\tab}three\par
{\listtext 4.\tab}four\par{\listtext\u8259\tab}\par\pard\ilvl2{\listtext b.\tab}five\par
\pard - typed\par"""
    assert text(body) == "- one\n- two\n  3. three\n  4. four\n- b. five\n- typed"


def test_the_code_page_of_the_file_counts() -> None:
    assert read_rtf(rb"{\rtf1\ansi\ansicpg1250 \'e8\'f8}").text == "čř"
    assert read_rtf(b"{\\rtf1\\ansi\\ansicpg1250 \xe8\xf8}").text == "čř"
    assert read_rtf(rb"{\rtf1\ansi\ansicpg1251 {\info{\title \'cf}} \'cf}").title == "П"


def test_what_is_lost_is_said() -> None:
    undecodable = read_rtf(rtf(r"a\'81b \f3\'82\f0 c"))
    assert undecodable.text == "ab c"
    assert undecodable.remarks == ("2 characters that could not be read left out",)
    assert read_rtf(rtf(NOTES)[:-30]).remarks == ("its end is missing",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"plain text", "not an RTF file, whatever its name says"),
        (b"{\\rtf1}", "no text in it"),
        (rtf(r"{\pict 0102}"), "no text in it"),
        (rtf(r"a\u99999999?b"), "a damaged RTF file"),
    ],
)
def test_what_is_refused(data: bytes, said: str) -> None:
    assert reason(read_rtf, data) == said


def test_damaged_files_raise_nothing_else() -> None:
    assert "" in only_content_or_reasons(read_rtf, mutants(rtf(NOTES), 300))


@pytest.mark.parametrize(
    "piece",
    [
        "{", r"\trowd", r"{\pict", r"{\footnote", r"{\title", r"\f0", r"\'e9", r"{\footnote {",
        r"{\fonttbl\f0", '{\\field{\\*\\fldinst HYPERLINK "', r"\cell\row",
    ],
)  # fmt: skip
def test_hostile_repetitions_are_read_in_time(piece: str) -> None:
    start = time.perf_counter()
    only_content_or_reasons(read_rtf, [rtf(piece * 20_000)])
    assert time.perf_counter() - start < 8


@pytest.mark.parametrize("blank", [r"\par ", r"\tab "])
def test_long_gaps_are_read_in_time(blank: str) -> None:
    gap = blank * 45_000
    start = time.process_time()
    assert text(f"a{gap}b {{\\footnote c{gap}d}}{gap}").startswith("a")
    assert time.process_time() - start < 6


def test_long_tables_of_fonts_are_read_in_time() -> None:
    fonts = r"{\rtf1{\fonttbl" + r"\f0" * 20_000 + "}text}"
    start = time.perf_counter()
    assert read_rtf(fonts.encode()).text == "text"
    assert time.perf_counter() - start < 8


WORDS = st.lists(
    st.sampled_from(
        [r"\par ", "text ", r"\cell ", r"\row ", r"\trowd ", "{", "}", r"\'e9", r"\u8211?", "\n",
         r"\outlinelevel0 ", r"\line ", r"{\footnote n}", r"\tab ", "#", r"\'b7\tab "]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_any_rich_text_keeps_the_laws(body: str) -> None:
    try:
        laws(read_rtf(rtf(body)))
    except SourceError as error:
        assert str(error) == "no text in it"

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import SourceError
from ingest.formats.csv import read_csv
from ingest.types import Kind
from tests.formats.containers import mutants
from tests.formats.readings import blocks, laws, only_content_or_reasons, reason, where


def text(sheet: str) -> str:
    return read_csv(sheet.encode()).text


QUESTIONS = (
    "Question,Answer,Tags\n"
    'What is dropout?,"It zeroes units, at random.\n\nIt is off when testing.",regularisation\n'
    ",,\n"
    'Why scale?,"- variance\n- ""gradients""",\n'
    '"Explain\nbackpropagation",The chain rule.,calculus\n'
)


def test_questions_and_answers_are_pairs_at_their_rows() -> None:
    content = read_csv(QUESTIONS.encode())
    assert content.text == (
        "### What is dropout?\n\nIt zeroes units, at random.\n\nIt is off when testing.\n\n"
        "Tags: regularisation\n\n"
        '### Why scale?\n\n- variance\n- "gradients"\n\n'
        "### Explain backpropagation\n\nThe chain rule.\n\nTags: calculus"
    )
    assert [headings for _, headings, _ in blocks(content)] == [
        *[("What is dropout?",)] * 3, ("Why scale?",), *[("Explain backpropagation",)] * 2,
    ]  # fmt: skip
    assert where(content, "off when testing") == "row 2"
    assert where(content, "Why scale?") == "row 4"
    assert where(content, "chain rule") == "row 5"
    assert (content.title, content.remarks) == ("", ())


@pytest.mark.parametrize(
    "header",
    [
        "q,a", "Front,Back", "TERM,Definition", "Prompt,Response", "Frage,Antwort",
        "Interview Question,Model Answer", "question_text question,answer",
    ],
)  # fmt: skip
def test_names_of_columns_tell_cards(header: str) -> None:
    assert text(f"{header}\nBias,Error of the mean\n") == "### Bias\n\nError of the mean"


def test_the_columns_of_cards_may_stand_anywhere() -> None:
    sheet = "id,Answer,level,Question\n7,Yes.,easy,Is it?\n"
    assert text(sheet) == "### Is it?\n\nYes.\n\nid: 7; level: easy"


@pytest.mark.parametrize(
    "sheet",
    [
        "What is AI?\tThinking machines\nWhy loss?\tTo learn\n",
        "Topic,Note\nWhat is AI?,Thinking machines\nWhy loss?,To learn\n",
    ],
)
def test_columns_of_questions_are_cards_without_names(sheet: str) -> None:
    assert text(sheet) == "### What is AI?\n\nThinking machines\n\n### Why loss?\n\nTo learn"


def test_phrases_without_a_header_are_cards() -> None:
    sheet = "epoch;one pass over all of the data\nbatch;some examples that are taken together\n"
    assert text(sheet).startswith("### epoch\n\none pass over all of the data\n\n### batch")


def test_exports_of_anki() -> None:
    export = (
        "#separator:tab\n#html:true\n#guid column:1\n#tags column:4\n"
        "x1\tWhat is <b>AI</b>?[sound:a.mp3]\tSmart<br>machines &amp; co"
        "<ul><li>a</li><li>b</li></ul>\tai ml\n"
        "x2\t{{c1::Adam::name}} is an <i>optimiser</i>\t\t\n"
    )
    content = read_csv(export.encode())
    assert content.text == (
        "### What is AI?\n\nSmart\nmachines & co\n\n- a\n- b\n\nTags: ai ml\n\nAdam is an optimiser"
    )
    assert where(content, "Adam") == "row 2"
    assert text("#columns:Back\tFront\n#separator:tab\nYes\tIs it?\n") == "### Is it?\n\nYes"
    assert text("#separator:Semicolon\nIs it?;Yes\n") == "### Is it?\n\nYes"


def test_html_in_cards_is_text_and_never_a_heading() -> None:
    sheet = "front,back\nWhat?,<h2>Big</h2><script>alert(1)</script><p>small</p>\n"
    assert text(sheet) == "### What?\n\nBig\n\nsmall"


def test_other_tables_are_rows_with_the_names_of_their_columns() -> None:
    content = read_csv(b"model;params;year\nBERT;110M;2018\n\nGPT-2;;2019\n")
    assert content.text == "- model: BERT; params: 110M; year: 2018\n- model: GPT-2; year: 2019"
    assert [kind for kind, _, _ in blocks(content)] == [Kind.LIST]
    assert where(content, "110M") == "row 2"
    assert where(content, "2019") == "row 4"
    assert where(content, content.text) == "rows 2-4"


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("1,2\n3,4\n", "- 1; 2\n- 3; 4"),
        ("name\tvalue\nlr\t0.1\n", "- name: lr; value: 0.1"),
        ("a|b\nx|1\n", "- a: x; b: 1"),
        ("sep=;\r\na;b\r\n1,5;2\r\n", "- a: 1,5; b: 2"),
        ("a,b\r1,2\r", "- a: 1; b: 2"),
        ('a,b\n"x, y", "z"\n', "- a: x, y; b: z"),
        ('a,b\n"one\ntwo",3\n', "- a: one two; b: 3"),
        (",score\nfirst,1\n", "- first; score: 1"),
        ("layer,Passed?\nconv,yes\n", "- layer: conv; Passed?: yes"),
        (
            "lines of text without cells\nand a, comma\n",
            "- lines of text without cells: and a, comma",
        ),
        ("\ufeffa,b\n1,2\n", "- a: 1; b: 2"),
        ("a,a\n1,2\n", "- a; a\n- 1; 2"),
    ],
)
def test_delimiters_quotes_and_headers(sheet: str, expected: str) -> None:
    assert text(sheet) == expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_sheets_of_any_encoding(encoding: str) -> None:
    sheet = "question,answer\nWas heißt „naïve“?,Größer als gedacht\n"
    assert read_csv(sheet.encode(encoding)).text == "### Was heißt „naïve“?\n\nGrößer als gedacht"


def test_commas_within_cells_do_not_mislead() -> None:
    sheet = "word\tsentence\n" + "".join(f"w{i}\tone, two, three, {i}\n" for i in range(9))
    assert text(sheet).split("\n")[0] == "- word: w0; sentence: one, two, three, 0"


def test_what_is_odd_is_remarked() -> None:
    ragged = read_csv(b"a,b\n1,2,3\n4\n5,6\n")
    assert ragged.text == "- a: 1; b: 2; 3\n- a: 4\n- a: 5; b: 6"
    assert ragged.remarks == ("2 rows with more or fewer cells than the header",)
    halves = read_csv(b"question,answer\nWhy?,\n,Because\nHow?,So\n")
    assert halves.text == "### How?\n\nSo"
    assert halves.remarks == ("2 rows without a question or an answer left out",)


@pytest.mark.parametrize("gap", ["{{c1::" + "1::" * 33_000, "{{c1::a::" * 11_000])
def test_gaps_that_nothing_closes_are_read_in_time(gap: str) -> None:
    start = time.process_time()
    assert "### What?" in text(f"front,back\nWhat?,{gap}\n")
    assert time.process_time() - start < 4


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b",,\n,\n", "no text in it"),
        (b"question,answer\nWhy?,\n", "no text in it"),
        (b'a,"' + b"x" * 200_000, "a cell of more than 131,072 characters (a quote never closed?)"),
        (b"," * 600_000, "600,001 cells, more than the 500,000 that are read"),
    ],
)
def test_what_is_refused(data: bytes, said: str) -> None:
    assert reason(read_csv, data) == said


def test_damaged_files_raise_nothing_else() -> None:
    export = b"#separator:tab\n#html:true\nWhat is <b>AI</b>?\tSmart<br>machines\n"
    for data in (QUESTIONS.encode(), export):
        assert "" in only_content_or_reasons(read_csv, mutants(data, 200))


CELLS = st.text(st.sampled_from('ab ?,;\t"\n#|<b>é1.{}'), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=8))
def test_any_sheet_is_covered_by_its_rows(rows: list[list[str]]) -> None:
    sheet = "\n".join(",".join('"' + c.replace('"', '""') + '"' for c in row) for row in rows)
    try:
        laws(read_csv(sheet.encode()))
    except SourceError as error:
        assert str(error) in ("no text in it", "empty")

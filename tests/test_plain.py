"""Plain text as people type it: its headings, lists, tables, listings, questions and answers."""

import pytest

from ingest.structure.blocks import Block
from ingest.structure.plain import is_markdown, plain_blocks
from ingest.types import Kind
from tests.test_markdown import grouped

PROSE = (
    "This is a paragraph of some length, wrapped to a width\nthat many people like. It ends here."
)


def parts(text: str) -> list[tuple[Kind, str]]:
    return [(block.kind, text[block.body : block.end]) for block in plain_blocks(text)]


def paths(text: str) -> list[tuple[str, ...]]:
    return [block.headings for block in plain_blocks(text)]


def pairs(text: str) -> list[tuple[str, str]]:
    blocks: list[Block] = plain_blocks(text)
    return [
        (members[0].headings[-1], text[members[0].body : members[-1].end])
        for pair, members in grouped(blocks)
        if pair
    ]


def test_paragraphs_are_parted_by_blank_lines_and_page_breaks() -> None:
    text = f"{PROSE}\r\n \r\nSecond one.\n\fThird page.\nGoes on."
    assert [body for _, body in parts(text)] == [
        PROSE, "Second one.", "Third page.\nGoes on.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "path"),
    [
        ("Optimisers\n==========", ("Optimisers",)),
        ("==========\nOptimisers\n==========", ("Optimisers",)),
        ("Optimisers\n----------\n\nMomentum\n~~~~~~~~", ("Momentum",)),
        ("Optimisers\n==========\n\nMomentum\n--------", ("Optimisers", "Momentum")),
        ("DEEP LEARNING", ("DEEP LEARNING",)),
        ("2 Methods\n\n2.3 Optimisers", ("2 Methods", "2.3 Optimisers")),
        ("2. Methods\n\n2.3. Optimisers", ("2. Methods", "2.3. Optimisers")),
        ("2.3 Optimisers\n\n2.4 Losses", ("2.4 Losses",)),
        ("IV. Present times", ("IV. Present times",)),
        ("Chapter 4: Trees\n\nPruning", ("Chapter 4: Trees", "Pruning")),
        ("Part II\n\nWeek 3 - Trees\n\nDay 1-2: A", ("Part II", "Week 3 - Trees", "Day 1-2: A")),
        ("Pruning\n\nWeek 3: Trees", ("Week 3: Trees",)),
        ("🧠 Architecture", ("🧠 Architecture",)),
        ("# Optimisers\n\n## Adam", ("Optimisers", "Adam")),
        ("Model evolution", ("Model evolution",)),
        ("Example: Fraud detection", ("Example: Fraud detection",)),
        ("Système d’apprentissage", ("Système d’apprentissage",)),
    ],
)  # fmt: skip
def test_headings_are_told_by_their_looks(headings: str, path: tuple[str, ...]) -> None:
    assert paths(f"{headings}\n\n{PROSE}")[-1] == path
    (block,) = plain_blocks(f"{headings.splitlines()[0]}\n\n{PROSE}")[-1:]
    assert block.kind is Kind.PROSE


@pytest.mark.parametrize(
    "line",
    [
        "The model was trained by", "Attention was introduced by Bahdanau.", "See https://x.org/y",
        "x = 1 and y = 2", "it goes on", "Note: this is one", "What follows,", "1987", "| a | b |",
    ],
)  # fmt: skip
def test_other_short_lines_are_no_headings(line: str) -> None:
    assert set(paths(f"{PROSE}\n\n{line}\n\n{PROSE}")) == {()}


def test_a_wrapped_line_is_no_heading_and_a_short_one_above_a_list_is() -> None:
    wrapped = (
        "Attention was brought into translation by Dzmitry Bahdanau\nKyunghyun Cho and others."
    )
    assert paths(f"{PROSE}\n\n{wrapped}\n\n{PROSE}") == [()] * 3
    text = f"{PROSE}\nKey Metrics\n- loss\n- error\nMore Metrics\n- time"
    assert paths(text) == [(), ("Key Metrics",), ("More Metrics",)]
    unwrapped = "A line that nobody wrapped, " * 9 + "and without a stop at its end"
    short = "\n".join(f"- number {n}" for n in range(12))
    assert paths(f"{unwrapped}\nKey Metrics\n{short}") == [(), ("Key Metrics",)]


def test_lines_that_all_look_like_titles_are_no_headings() -> None:
    assert paths("Ada Lovelace\nAlan Turing\nGrace Hopper\nJohn Tukey") == [()]


def test_styles_met_first_stand_above_those_met_later() -> None:
    text = "🎯 One\n\nInner\n\nText.\n\n🎯 Two\n\nInner\n\nText.\n\nOther\n\nText."
    assert paths(text) == [("🎯 One", "Inner"), ("🎯 Two", "Inner"), ("🎯 Two", "Other")]


def test_nothing_stands_under_a_question() -> None:
    assert paths("1. What is X?\n\nAn x.\n\nOther Things\n\nText.")[-1] == ("Other Things",)


def test_a_heading_that_lost_its_emoji_is_a_peer_of_the_others() -> None:
    text = (
        "🧪 Testing\n1. What is X?\n\nAn x.\n2. Explain Y\n\nA y.\n Design\n3. How so?\n\nThus.\n"
        "💬 Others\n4. Why?\n\nSo."
    )
    assert paths(text) == [
        ("🧪 Testing", "1. What is X?"), ("🧪 Testing", "2. Explain Y"),
        ("Design", "3. How so?"), ("💬 Others", "4. Why?"),
    ]  # fmt: skip
    assert len(pairs(text)) == 4


@pytest.mark.parametrize("marker", ["-", "*", "+", "•", "–", "◦", "‣", "▪", "✅", "→"])
def test_bullets_of_all_kinds_make_one_list(marker: str) -> None:
    text = (
        f"Steps:\n{marker} one goes\n  on here\n{marker} two\n\n{marker} three\n    {marker} inner"
    )
    announced, listed = parts(f"{text}\n\nAfter it.")[:2]
    assert announced == (Kind.PROSE, "Steps:")
    assert listed == (Kind.LIST, text.partition("\n")[2])


@pytest.mark.parametrize(
    "numbers", ["1. 2. 3.", "1) 2) 3)", "a) b) c)", "(1) (2) (3)", "i. ii. iii."]
)
def test_numbers_and_letters_make_one_list(numbers: str) -> None:
    text = "\n".join(f"{number} item is here" for number in numbers.split())
    assert parts(f"{text}\n\nAfter it.") == [(Kind.LIST, text), (Kind.PROSE, "After it.")]


def test_a_list_ends_where_something_else_begins() -> None:
    text = "- one\n- two\nAnd now for something else, longer.\n\n1. x\n2. y\n\n\ta = f(1)\n\tg(a)"
    assert [kind for kind, _ in parts(text)] == [Kind.LIST, Kind.PROSE, Kind.LIST, Kind.CODE]


def test_indented_paragraphs_without_marks_are_a_list() -> None:
    text = "Why:\n\n    First of all\n\n    Second, with more\n    on a line\n\nAfter it."
    assert [kind for kind, _ in parts(text)] == [Kind.PROSE, Kind.LIST, Kind.PROSE]
    assert parts("    A first line indented, as in novels, and\nthe others not. So it is.") == [
        (Kind.PROSE, "    A first line indented, as in novels, and\nthe others not. So it is.")
    ]


@pytest.mark.parametrize(
    "table",
    [
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "a | b\n--|--\n1 | 2",
        "| a   | 1   |\n+-----+-----+\n| b   | 2   |",
        "Name\tAge\tCity\nAnn\t33\tRome\n\t\tOslo",
        "Name    Age  City\nAnn     33   Rome\nBob     41   Oslo",
    ],
)
def test_tables_are_told_however_drawn(table: str) -> None:
    text = f"Some words before it.\n{table}\n\nAnd after it."
    assert parts(text) == [
        (Kind.PROSE, "Some words before it."), (Kind.TABLE, table), (Kind.PROSE, "And after it."),
    ]  # fmt: skip


def test_listings_are_told_by_fences_and_by_their_looks() -> None:
    text = (
        "```\nany\n\none\n```\n\ndef f(x):\n    return x\n\nSo it is.\n\n    $ ls -l\n\n```\nopen"
    )
    assert [kind for kind, _ in parts(text)] == [
        Kind.CODE, Kind.CODE, Kind.PROSE, Kind.CODE, Kind.CODE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "two lines    with gaps\nare no table    at all",
        "some words    here\nare  parted by more\nthan    one blank",
        "one | bar only\nsays nothing",
        "a\ttab alone in a line",
    ],
)
def test_gaps_and_bars_alone_make_no_table(text: str) -> None:
    assert parts(f"{text}\n\nAfter it.")[0] == (Kind.PROSE, text)


def test_an_item_may_begin_below_its_mark_and_ticks_are_marks() -> None:
    text = "-\nUnderstand It\n- two\n-\nThird One"
    assert parts(text) == [(Kind.LIST, text)]
    ticks = "✅ Thoughtful Answers\n❌ Blaming Others\n✅ Clear Words"
    assert parts(f"{ticks}\n\nAfter it.")[0] == (Kind.LIST, ticks)


def test_each_defined_term_is_a_block() -> None:
    text = (
        "Bias — error of the mean\nVariance — spread around\n  it all\nNoise - what is left\n\nEnd."
    )
    assert [body for _, body in parts(text)] == [
        "Bias — error of the mean", "Variance — spread around\n  it all", "Noise - what is left",
        "End.",
    ]  # fmt: skip


def test_rules_belong_to_what_follows() -> None:
    text = "One ends.\n\n-----\n\nTwo ends.\n* * *\nThree ends."
    assert [body for _, body in parts(text)] == ["One ends.", "Two ends.", "Three ends."]


TWO = [("What is X?", "An x."), ("Why Y?", "So y.")]


@pytest.mark.parametrize(
    "text",
    [
        "Q: What is X?\nA: An x.\nQ: Why Y?\nA: So y.",
        "Q1. What is X?\nA1. An x.\n\nQ2. Why Y?\nA2. So y.",
        "Q1) What is X?\n\nAn x.\n\nQ2) Why Y?\n\nSo y.",
        "Question 1: What is X?\nAnswer: An x.\n\nQuestion 2: Why Y?\nAnswer: So y.",
        "**Q: What is X?**\nAn x.\n\n**Q: Why Y?**\nSo y.",
        "**What is X?**\n\nAn x.\n\n**Why Y?** So y.",
        "1. What is X? An x.\n2. Why Y? So y.",
        "1. What is X?\n   An x.\n\n2. Why Y?\n   So y.",
        "• What is X? — An x.\n• Why Y? — So y.",
        "- Q: What is X?\n- A: An x.\n- Q: Why Y?\n- A: So y.",
        "What is X?\nAn x.\n\nWhy Y?\n\nSo y.",
        "These are asked:\n\n    What is X? An x.\n\n    Why Y? So y.",
    ],
)
def test_every_layout_of_questions_gives_pairs(text: str) -> None:
    assert pairs(text) == pairs(text.replace("\n", "\r\n").replace("\r\r", "\r")) == TWO


def test_numbered_questions_are_headings_of_their_answers() -> None:
    text = (
        "1. What is X?\nAn x.\n\n- one\n- two\n2) Why Y?\n\nUse case:\nSo y.\n\n"
        "3. Compare X and Y: in general\nName\tValue\nX\t1\n\nEnd of it."
    )
    assert pairs(text) == [
        ("1. What is X?", "An x.\n\n- one\n- two"), ("2) Why Y?", "Use case:\nSo y."),
        ("3. Compare X and Y: in general", "Name\tValue\nX\t1\n\nEnd of it."),
    ]  # fmt: skip


def test_a_question_may_be_wrapped() -> None:
    question = "What is the difference between bagging methods and other\nboosting methods?"
    text = f"{PROSE}\n\n{question}\n\nOne averages."
    assert pairs(text) == [
        (
            "What is the difference between bagging methods and other boosting methods?",
            "One averages.",
        )
    ]


def test_questions_without_answers_stay_one_list() -> None:
    text = "Ask them:\n1. What is X?\n2. What is Y?\n3. What is Z?"
    assert pairs(text) == []
    assert parts(text)[1][0] is Kind.LIST
    assert pairs("What is X?\nWhat is Y?\nWhat is Z?\n\nWhat is A?") == []


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("# Title\n\n## Section\n\n- one\n\n## Other", True),
        ("# Title\n\nSome **bold** word.", True),
        ("## Section\n\n```\ncode\n```", True),
        ("# comment\nx = 1\n# another\ny = a**b**c\n", False),
        ("Title\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", False),
        ("Some *stars* and a # sign\n", False),
        ("", False),
    ],
)
def test_text_that_is_plainly_markdown_is_read_as_such(text: str, markdown: bool) -> None:
    assert is_markdown(text) is markdown


def test_markdown_in_a_text_file_has_its_pairs() -> None:
    text = (
        "# T\n\n## A\n\n<details><summary>Why **it**?</summary>\n\nSo it is.\n\n</details>\n\n## B"
    )
    assert pairs(text) == [("Why **it**?", "So it is.")]


def test_a_root_stands_above_all() -> None:
    assert plain_blocks("Text here.", ("Notes",))[0].headings == ("Notes",)
    assert plain_blocks("", ("Notes",)) == plain_blocks(" \n\f\n") == []

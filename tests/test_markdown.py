import re
from itertools import groupby

import pytest

from ingest.front_matter import front_matter
from ingest.structure.blocks import Block
from ingest.structure.markdown import markdown_blocks
from ingest.types import Kind


def pairs(text: str) -> list[tuple[str, str]]:
    """The questions of a text, each with all that belongs to its pair."""
    return [
        (
            members[0].headings[-1],
            re.sub(r"(?:\s*</?\w+>)+\Z", "", text[members[0].body : members[-1].end]),
        )
        for pair, members in grouped(markdown_blocks(text))
        if pair
    ]


def grouped(blocks: list[Block]) -> list[tuple[int | None, list[Block]]]:
    return [(pair, list(members)) for pair, members in groupby(blocks, lambda x: x.pair)]


def test_blocks_have_kinds_and_heading_paths() -> None:
    text = (
        "---\ntitle: T\n---\n# A\n\nProse.\n\n## B `c` $d$\n\n- one\n- two\n\n"
        "| x |\n|---|\n| 1 |\n\n$$\ny\n$$\n\n```py\nz = 1\n```\n\n# C\n\n1. one\n"
    )
    blocks = markdown_blocks(text)
    assert [block.kind for block in blocks] == [
        Kind.PROSE, Kind.LIST, Kind.TABLE, Kind.MATH, Kind.CODE, Kind.LIST,
    ]  # fmt: skip
    assert [block.headings for block in blocks] == [
        ("A",), *[("A", "B `c` $d$")] * 4, ("C",),
    ]  # fmt: skip
    assert text[blocks[1].start : blocks[1].end] == "## B `c` $d$\n\n- one\n- two"
    assert text[blocks[1].body : blocks[1].end] == "- one\n- two"


def test_a_title_stands_above_headings_but_not_twice() -> None:
    assert markdown_blocks("# Notes\n\nText", ("Notes",))[0].headings == ("Notes",)
    assert markdown_blocks("# Day 1\n\nText", ("Notes",))[0].headings == ("Notes", "Day 1")


def test_headings_with_nothing_below_are_kept() -> None:
    (block,) = markdown_blocks("# A\n\n## B\n")
    assert (block.start, block.end, block.headings) == (0, 9, ("A", "B"))


def test_a_question_ends_at_the_next_heading() -> None:
    blocks = markdown_blocks("### Why?\n\nBecause.\n\nAlso.\n\n### Notes\n\nProse.\n")
    assert blocks[0].pair == blocks[1].pair is not None
    assert blocks[2].pair is None


def test_rules_around_prose_are_not_front_matter() -> None:
    text = "---\n\nJust prose.\n\n---\n\nMore."
    assert front_matter(text) == ({}, 0)
    assert "Just prose." in text[markdown_blocks(text)[0].start : markdown_blocks(text)[1].end]


def test_front_matter_holds_json_values() -> None:
    values, end = front_matter("---\nd: 2026-01-02\n1: [x, {y: 2026-01-02}]\n---\nBody")
    assert values == {"d": "2026-01-02", "1": ["x", {"y": "2026-01-02"}]}
    assert "---\nd: 2026-01-02\n1: [x, {y: 2026-01-02}]\n---\nBody"[end:] == "Body"


def test_indented_code_keeps_its_indentation() -> None:
    text = "Text:\n\n    x = 1\n    y = 2\n"
    block = markdown_blocks(text)[1]
    assert block.kind is Kind.CODE
    assert text[block.start : block.end] == "    x = 1\n    y = 2"


def test_link_definitions_are_not_lost() -> None:
    text = "Text [a].\n\n[a]: https://example.org\n\nMore."
    assert [text[b.start : b.end] for b in markdown_blocks(text)] == [
        "Text [a].", "[a]: https://example.org", "More.",
    ]  # fmt: skip


TWO = [("What is X?", "An x."), ("Why Y?", "So y.")]


@pytest.mark.parametrize(
    "text",
    [
        "## What is X?\n\nAn x.\n\n### Why Y?\n\nSo y.",
        "Q: What is X?\nA: An x.\nQ: Why Y?\nA: So y.",
        "Q: What is X? A: An x.\n\nQ: Why Y? A: So y.",
        "What is X? :: An x.\nWhy Y? ::: So y.",
        "What is X?\n?\nAn x.\n\nWhy Y?\n??\nSo y.",
        "**Q: What is X?**\n\n**A:** An x.\n\n**Q: Why Y?**\n\n**A:** So y.",
        "**Q:** What is X?\n**A:** An x.\n\n**Q:** Why Y?\n**A:** So y.",
        "**Q1.** What is X?\n\n**A1.** An x.\n\n**Q2.** Why Y?\n\n**A2.** So y.",
        "Q1. What is X?\n\nAn x.\n\nQ2. Why Y?\n\nSo y.",
        "Q12) What is X?\nAn x.\n\nQ13) Why Y?\nSo y.",
        "Question 3: What is X?\nAnswer: An x.\n\nQuestion 4: Why Y?\nAnswer: So y.",
        "__Question:__ What is X?\n\n__Answer:__ An x.\n\n__Question:__ Why Y?\n\nAns. So y.",
        "- Q: What is X?\n- A: An x.\n- Q: Why Y?\n- A: So y.",
        "1. What is X?\n\nAn x.\n\n2. Why Y?\n\nSo y.",
        "1. What is X?\n   An x.\n2. Why Y?\n   So y.",
        "1. **What is X?** An x.\n2. **Why Y?** So y.",
        "1) What is X?\nAn x.\n2) Why Y?\nSo y.",
        "- What is X? - An x.\n- Why Y? - So y.",
        "* What is X? An x.\n* Why Y? So y.",
        "**What is X?**\n\nAn x.\n\n**Why Y?**\n\nSo y.",
        "**What is X?**\nAn x.\n**Why Y?**\nSo y.",
        "**12. What is X?** An x.\n\n**13. Why Y?** So y.",
        "12\\. What is X?\n\nAn x.\n\n13\\. Why Y?\n\nSo y.",
        "> **Q:** What is X?\n> **A:** An x.\n\n> **Q:** Why Y?\n> **A:** So y.",
        "## FAQ\n\nWhat is X?\n\nAn x.\n\nWhy Y?\n\nSo y.",
        "<details><summary>What is X?</summary>\n\nAn x.\n\n</details>\n\n"
        "<details><summary>Why Y?</summary>\n\nSo y.\n\n</details>",
        "<details>\n<summary><b>What is X?</b></summary>\n<p>\n\nAn x.\n\n</p>\n</details>\n"
        "<details open>\n<summary>Why Y?</summary>\n\nSo y.\n\n</details>",
    ],
)
def test_every_layout_of_questions_gives_pairs(text: str) -> None:
    assert pairs(text.replace("\n", "\r\n")) == pairs(text) == TWO
    assert pairs(f"# T\n\n{text}\n\n# Next\n\nProse.") == TWO


def test_instructions_are_questions_among_questions() -> None:
    asked = "1. What is X?\n\nAn x.\n\n2. Explain Y.\n\nA y.\n\n3. Compare A and B\n\n- a\n- b"
    assert [question for question, _ in pairs(asked)] == [
        "What is X?", "Explain Y.", "Compare A and B",
    ]  # fmt: skip
    alone = "1. Define the goal\n\nText.\n\n2. Write the tests\n\nMore."
    assert pairs(alone) == []
    assert len(pairs(f"## Interview questions\n\n{alone}")) == 2


@pytest.mark.parametrize(
    ("parent", "title", "asks"),
    [
        ("Interview questions", "3. Explain dropout", True),
        ("Machine learning Q&A", "Explain the bias-variance tradeoff", True),
        ("Interview preparation", "Tell me about a failure", True),
        ("FAQ", "What is dropout", True),
        ("FAQ", "Dropout", False),
        ("FAQ", "What matters most", False),
        ("Regularisation", "Explain dropout", False),
        ("Regularisation", "Design notes", False),
        ("Regularisation", "Question 7", True),
        ("Regularisation", "Why dropout? (Google)", True),
    ],
)
def test_headings_that_instruct_ask_below_one_that_says_so(
    parent: str, title: str, asks: bool
) -> None:
    text = f"# {parent}\n\n## {title}\n\nText.\n\n- more\n\n## Next\n\nText."
    assert pairs(text) == ([(title, "Text.\n\n- more")] if asks else [])


def test_an_instruction_is_a_question_beside_headings_that_ask() -> None:
    text = "## 1. What is X?\n\nx\n\n## 2. Derive Y\n\ny\n\n## Notes\n\nz"
    assert [question for question, _ in pairs(text)] == ["1. What is X?", "2. Derive Y"]


@pytest.mark.parametrize(
    "text",
    [
        "1. What is X?\n2. What is Y?\n3. What is Z?",
        "- [ ] What is X? How so?\n- [ ] What is Y? Give examples.\n- [ ] X and Y\n- [ ] Z",
        "1. **Requirements** (2 min): What is needed? Or not?\n2. **Data**: What is there?",
        "- Trust: How is it built? (slowly)\n- Fallback: What if it fails? (a rule)",
        "| Question | Answer |\n|---|---|\n| What is X? | An x. |\n| Why Y? | So y. |",
    ],
)
def test_questions_without_answers_stay_one_list_and_tables_stay_tables(text: str) -> None:
    (block,) = markdown_blocks(text)
    assert block.kind in (Kind.LIST, Kind.TABLE)
    assert block.pair is None


@pytest.mark.parametrize(
    "text",
    [
        "Q: query\nK: key\nV: value\n\nProse.",
        "map f :: (a -> b) -> [a]\nstd::sort and x::y are names.",
        "Q-learning: an algorithm.\n\nText.",
        "Why does it matter? Because of this.\n\nText.",
        "**Note** what?\n\nText.",
        "**Q: one?**\n\n**Q: two?**\n\n# End\n\nText.",
        "Question answering: a task.\n\nText.",
    ],
)
def test_what_only_looks_like_a_question_opens_no_pair(text: str) -> None:
    assert pairs(text) == []


def test_an_answer_mark_makes_a_question_of_what_is_marked_as_one() -> None:
    assert pairs("**Q:** Bias and variance\n\n**A:** Both add up.\n\nMore.") == [
        ("Bias and variance", "Both add up.\n\nMore.")
    ]


def test_questions_that_nothing_answers_are_prose() -> None:
    blocks = markdown_blocks("**Q: one?**\n\n**Q: two?**\n\n## End\n\nText.")
    assert [block.headings for block in blocks] == [(), (), ("End",)]


def test_a_pair_takes_everything_up_to_the_next_question_or_heading() -> None:
    answer = "An x.\n\n```\ncode\n```\n\n| a |\n|---|\n| 1 |\n\n- Why so? Because.\n- How so? Thus."
    text = f"**Q: What is X?**\n\n{answer}\n\n**Follow-up: And Z?** z.\n\n---\n\nMore."
    assert pairs(f"{text}\n\n## H\n\nProse.") == [
        ("What is X?", f"{answer}\n\n**Follow-up: And Z?** z.\n\n---\n\nMore.")
    ]


def test_a_heading_that_says_answer_stays_in_the_pair() -> None:
    text = (
        "### 2. What does it print?\n\n```js\n1\n```\n\n<details><summary><b>Answer</b></summary>\n"
        "<p>\n\n#### Answer: D\n\nIt does.\n\n</p>\n</details>\n\n---\n\n### Notes\n\nProse."
    )
    ((question, answer),) = pairs(text)
    assert question == "2. What does it print?"
    assert answer.endswith("It does.")
    (bare, _) = markdown_blocks("## Why?\n\n### Solution\n\nSo.\n\n## Next\n\nText.")
    assert (bare.pair, bare.headings) == (1, ("Why?",))


def test_a_fold_out_ends_its_pair_and_scopes_its_headings() -> None:
    text = "<details><summary>Why?</summary>\n\n## Deep\n\nSo.\n\n</details>\n\nAfter."
    blocks = markdown_blocks(text)
    assert [(block.pair, block.headings) for block in blocks] == [
        (1, ("Why?",)), (1, ("Why?",)), (None, ()),
    ]  # fmt: skip
    assert text[blocks[2].body : blocks[2].end] == "After."


def test_each_question_of_a_list_is_a_pair_and_the_list_ends_the_last() -> None:
    text = (
        "- What is X?\n\n  - one\n  - two\n\n      x = 1\n- Why Y? So y.\n- Explain Z. It is z.\n"
        "- Other\n\nAfter."
    )
    blocks = markdown_blocks(text)
    assert [(block.pair, block.headings) for block in blocks] == [
        (1, ("What is X?",)), (2, ("Why Y?",)), (3, ("Explain Z.",)), (None, ()), (None, ()),
    ]  # fmt: skip
    assert text[blocks[0].body : blocks[0].end] == "  - one\n  - two\n\n      x = 1"


def test_most_items_of_a_list_of_pairs_are_pairs() -> None:
    text = "- What is X? An x.\n- Why Y? So y.\n- How? Thus.\n- Other\n- And another"
    assert [question for question, _ in pairs(text)] == ["What is X?", "Why Y?", "How?"]


def test_an_answer_that_is_folded_in_belongs_to_the_question_above_with_all_its_headings() -> None:
    text = "## Why?\n\n<details><summary>Answer</summary>\n\n### Deep\n\nSo.\n\n</details>\n\n# End"
    assert pairs(text) == [("Why?", "### Deep\n\nSo.")]


def test_each_term_of_a_definition_list_is_a_block() -> None:
    text = "Bias\n: error of the mean\n: or a vector\n\nVariance\n\n: spread\n\n  in short\n\nText."
    assert [text[b.start : b.end] for b in markdown_blocks(text)] == [
        "Bias\n: error of the mean\n: or a vector", "Variance\n\n: spread\n\n  in short", "Text.",
    ]  # fmt: skip


def test_quotations_are_told_apart_inside() -> None:
    text = "> Said:\n>\n> - one\n> - two\n>\n> ```\n> x\n> ```\n>\n> # No heading\n\nText."
    blocks = markdown_blocks(text)
    assert [block.kind for block in blocks] == [
        Kind.PROSE, Kind.LIST, Kind.CODE, Kind.PROSE, Kind.PROSE,
    ]  # fmt: skip
    assert blocks[-1].headings == ()


def test_rules_tags_and_comments_belong_to_what_follows() -> None:
    text = "One.\n\n---\n\n<!-- c -->\n\n## H\n\n<br>\n\nTwo.\n\n***"
    blocks = markdown_blocks(text)
    assert [text[b.body : b.end] for b in blocks] == ["One.", "Two.\n\n***"]
    assert text[blocks[1].start : blocks[1].body] == "---\n\n<!-- c -->\n\n## H\n\n<br>\n\n"
    assert blocks[1].opens == (text.index("## H"),)


def test_headings_in_html_are_headings() -> None:
    (block,) = markdown_blocks('<h2 align="center">A <b>b</b></h2>\n\nText.')
    assert block.headings == ("A b",)


def test_headings_of_one_level_with_nothing_between_are_blocks() -> None:
    blocks = markdown_blocks("# T\n\n## A\n\n## B\n\n### C\n\nText.\n\n## D")
    assert [block.headings for block in blocks] == [("T", "A"), ("T", "B", "C"), ("T", "D")]
    assert [len(block.opens) for block in blocks] == [2, 2, 1]


def test_a_heading_too_long_to_stand_above_anything_is_prose() -> None:
    (block,) = markdown_blocks(f"# {'word ' * 60}")
    assert (block.start, block.body, block.headings) == (0, 0, ())


def test_unclosed_formulas_are_prose_and_labelled_ones_are_formulas() -> None:
    blocks = markdown_blocks("$$y$$\n\n$$\nx\n$$ (eq1)\n\n$$ a\n\ntext")
    assert [block.kind for block in blocks] == [Kind.MATH, Kind.MATH, Kind.PROSE, Kind.PROSE]

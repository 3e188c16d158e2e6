from ingest.front_matter import front_matter
from ingest.markdown import markdown_blocks
from ingest.types import Kind


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

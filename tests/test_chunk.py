"""Laws of chunking over generated documents of every structure, and what must stay together."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoder import Encoder
from ingest.chunking.chunk import body_offset, chunk_document, embedded_text
from ingest.front_matter import front_matter
from ingest.types import Chunk, Document, Kind
from tests.conftest import note

SOME = "a model learns F1 $x^2$ gradient. Loss? the, of `code` [@key] é 模型 x. <b> https://x.org/y"
WORDS = st.lists(st.sampled_from(SOME.split()), min_size=1, max_size=40).map(" ".join)
PHRASE = st.lists(st.sampled_from(SOME.split()), min_size=1, max_size=8).map(" ".join)
MANY = st.lists(WORDS, min_size=1, max_size=4)


def lines(form: str, join: str = "\n") -> st.SearchStrategy[str]:
    return MANY.map(lambda x: join.join(form.format(n=n, w=w) for n, w in enumerate(x, 1)))


def block(form: str) -> st.SearchStrategy[str]:
    return st.tuples(PHRASE, WORDS).map(lambda x: form.format(p=x[0], w=x[1]))


HEADINGS = [
    block("# {p}"), block("### {p}?"), block("## 3. Explain {p}"), block("#### Answer"),
    block("## Interview questions"), block("{p}\n====="), block("Title Here\n-----"),
]  # fmt: skip
LISTS = [
    lines("- {w}"), lines("{n}. {w}"), lines("* {w}\n\n  more", "\n\n"), lines("• {w}"),
    lines("- {w}\n  - inner\n    1. innermost {w}"), lines("- [ ] {w}"),
    block("Steps:\n- {p}\n- {w}"), block("The steps are:\n\n1. {w}\n2. {p}"),
    lines("{n}) {w}"), lines("✅ {w}"),
]  # fmt: skip
TABLES = [
    lines("| {w} | {n} |").map("| a | b |\n|---|---|\n{}".format),
    lines("{w}\t{n}"), lines("ab    {n}    cd"), lines("+---+\n| {w} |"),
]  # fmt: skip
CODE = [
    lines("def f{n}(x):\n    return 1  # {w}", "\n\n").map("```python\n{}\n```".format),
    lines("class A{n}:\n    def g(self):\n        x = {n}\n\n    def h(self): ...").map(
        "~~~py\n{}\n~~~".format
    ),
    lines("int f{n}() {{\n  // {w}\n  return 0;\n}}").map("```c\n{}\n```".format),
    lines("    x = {n}"), block("```\n{w}"), lines("SELECT {n}; -- {w}"),
]  # fmt: skip
QUESTIONS = [
    block("**Q: {p}?**\n\n{w}"), block("**Q:** {p}\n**A:** {w}"), block("Q1. {p}?\nA1. {w}"),
    block("Question 3: {p}?\n\nAnswer: {w}"), lines("{n}. What is it? {w}"),
    block("1. Why?\n\n{w}"), lines("- Q: {w}?\n- A: x"),
    lines("{n}. **Why {w}?**\n\n    So {w}", "\n\n"), block("**What {p}?**\n{w}"),
    block("<details>\n<summary>What {p}?</summary>\n\n{w}\n\n</details>"),
    block("| Question | Answer |\n|---|---|\n| {p}? | {w} |"), lines("{n}. What is that?"),
]  # fmt: skip
OTHER = [
    WORDS, block("$$\n\\frac{{a}}{{b}} {p}\n$$"), lines("> {w}"), block("> - {p}\n>\n> {w}"),
    block("Term\n: {p}\n: {w}\n\nOther\n\n: {w}"), lines("Term {n} — {w}"), block("<!-- {p} -->"),
    st.just("---"), st.just("[a]: /b"), st.just("<h2>Title</h2>"), st.just("\f"), st.just("***"),
    st.just("ALL CAPITALS"), st.just("Chapter 4: More"), st.just("2.3 Optimisers"),
    lines("> > {w}"), lines("> [!NOTE]\n> {w}"), block("> ```py\n> x = 1  # {p}\n> ```\n> {w}"),
    block("\\[\n{p}\n\\]"), lines("\\begin{{align}}\n{w} &= {n}\n\\end{{align}}"),
    block("```math\n{p}\n```"),
    block("<table>\n<tr><td>{p}</td></tr>\n\n<tr><td>{w}</table>"),
    block("<pre>\n{p}\n\n{w}\n</pre>"), lines("<ul>\n<li>{w}\n</ul>"),
    block("[^1]: {w}\n\n    {p}"),
    block("<dl><dt>{p}</dt>\n<dd>{w}</dd></dl>"), block("- > {w}\n  > {p}\n\n  ~~~\n  {p}"),
    st.just("🧠 Section"), block("    {w}\n\n    {p}"), st.just("IV. Present"), block("{p}:"),
]  # fmt: skip
PARTS = st.lists(
    st.one_of(*HEADINGS, *LISTS, *TABLES, *CODE, *QUESTIONS, *OTHER), min_size=1, max_size=8
)
JOIN = st.sampled_from(["\n\n", "\n", "\r\n\r\n", "\n\n\n"])
FRONT = st.sampled_from(["", "---\ntitle: T\n---\n", "---\n\n"])


def count(text: str) -> int:
    """Pieces of at most four letters; a sign is a piece, and white space counts nothing."""
    return sum(-(-len(word) // 4) for word in re.findall(r"\w+|[^\w\s]", text))


def chunks_of(text: str, limit: int = 254, kind: str = "markdown") -> list[Chunk]:
    return chunk_document(note(text, kind=kind), count, limit)


def laws(document: Document, chunks: list[Chunk], limit: int, position: int = 0) -> None:
    for chunk in chunks:
        assert chunk.text == document.text[chunk.start : chunk.end] != ""
        assert not document.text[position : chunk.start].strip(), "text between chunks is lost"
        assert chunk.start >= position, "chunks overlap"
        embedded = embedded_text(chunk, count, limit)
        assert count(embedded) <= limit
        if chunk.text[-1].isalnum() and chunk.metadata["body"] < len(chunk.text):
            last = len(embedded) - 1 + body_offset(chunk, embedded)
            assert last == len(chunk.text) - 1
        position = chunk.end
    assert not document.text[position:].strip(), "text after the last chunk is lost"
    assert len({chunk.chunk_id for chunk in chunks}) == len(chunks)


@settings(max_examples=150, deadline=None)
@given(FRONT, PARTS, JOIN, st.sampled_from([12, 40, 254]), st.sampled_from(["markdown", "text"]))
def test_chunks_cover_the_text_in_order_and_fit(
    front: str, parts: list[str], join: str, limit: int, kind: str
) -> None:
    document = note(front + join.join(parts), kind=kind)
    chunks = chunk_document(document, count, limit)
    # A plain text that is plainly Markdown may have front matter, too.
    whole = "title" not in front or (kind == "text" and chunks[:1] and chunks[0].start == 0)
    laws(document, chunks, limit, 0 if whole else len(front))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["markdown", "text"]))
def test_any_text_is_covered_in_order(text: str, kind: str) -> None:
    if kind == "markdown" and text.startswith("---"):
        text = "x" + text  # else it may be front matter, which belongs to no chunk
    document = note(text, kind=kind)
    laws(document, chunk_document(document, count, 40), 40)


@settings(max_examples=60, deadline=None)
@given(PARTS, JOIN, st.sampled_from(["markdown", "text"]))
def test_an_edit_elsewhere_keeps_the_ids(parts: list[str], join: str, kind: str) -> None:
    rest = "## Chapter 9: Rest\n\n" + "What stands here is of some length. " * 3 + "\n\n"
    before, after = (
        {x.chunk_id for x in chunks_of(f"{first}\n\n{rest}{join.join(parts)}", 60, kind)}
        for first in ("The first words. " * 9, "Other words, and more of them. " * 9)
    )
    assert len(before - after) <= 1


def test_front_matter_belongs_to_no_chunk() -> None:
    document = note("---\ntitle: A\n---\n\n# A\n\nBody.\n")
    (chunk,) = chunk_document(document, count, 254)
    assert chunk.text == "# A\n\nBody."
    assert embedded_text(chunk, count, 254) == "A\nBody."


@pytest.mark.parametrize(
    "head",
    ["a: " + "[" * 5_000, "a: 2026-13-45", "a: &a [*a]", "a: !!bool foo", "a: [", "- a", "a: \x07"],
)
def test_what_is_no_front_matter_is_text(head: str) -> None:
    assert front_matter(f"---\n{head}\n---\n\nBody.\n") == ({}, 0)


def test_equal_passages_have_different_ids() -> None:
    chunks = chunks_of("# Why?\n\nSame.\n\n# Why?\n\nSame.")
    assert [chunk.text for chunk in chunks] == ["# Why?\n\nSame."] * 2
    assert len({chunk.chunk_id for chunk in chunks}) == 2


@pytest.mark.parametrize(
    "text",
    [
        "## Why scale?\n\nBecause of variance.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nMore.",
        "**Q: Why scale?**\n\n**A:** Because of variance.\n\nMore.",
        "Q: Why scale?\nA: Because of variance.\n\nMore.",
    ],
)
def test_a_question_keeps_its_answer(text: str) -> None:
    (chunk,) = chunks_of(text)
    assert chunk.kind is Kind.QA
    assert chunk.text == text
    assert chunk.headings == ("Why scale?",)
    assert embedded_text(chunk, count, 254).startswith("Why scale?\nBecause of variance.")


def test_pairs_are_never_put_together_however_short() -> None:
    text = "## H\n\n**Q: One?**\n\nFirst.\n\n**Q: Two?**\n\nSecond.\n\n## Next\n\nProse."
    chunks = chunks_of(text)
    assert [chunk.kind for chunk in chunks] == [Kind.QA, Kind.QA, Kind.PROSE]
    assert chunks[1].text == "**Q: Two?**\n\nSecond."


def test_a_long_answer_keeps_its_question_in_the_heading_path() -> None:
    answer = "\n\n".join(f"Paragraph {i} says something of its own." for i in range(30))
    chunks = chunks_of(f"# T\n\n**Q: Why so long?**\n\n{answer}", 60)
    assert len(chunks) > 3
    assert all(chunk.headings == ("T", "Why so long?") for chunk in chunks)
    assert all(chunk.kind is Kind.QA for chunk in chunks)


def test_a_question_too_long_for_a_heading_is_body() -> None:
    question = "Suppose " + "that something happens, " * 20 + "what then?"
    (chunk,) = chunks_of(f"Q: {question}\n\nNothing.")
    assert chunk.kind is Kind.QA
    assert chunk.metadata["body"] == 0
    assert len(chunk.headings[-1]) < 250


def test_what_announces_a_table_stays_with_it() -> None:
    filler = "Filler sentence number one. " * 6
    table = "| a | b |\n|---|---|\n" + "\n".join("| cell | cell |" for _ in range(8))
    chunks = chunks_of(f"{filler}\n\nThe options are:\n\n{table}", 100)
    assert chunks[-1].text.startswith("The options are:")
    assert chunks[-1].kind is Kind.TABLE


@pytest.mark.parametrize(
    ("header", "row", "lead"),
    [
        ("| a | b |\n|---|---|\n", "| row {} with words | value {} |", "| a | b |\n|---|---|"),
        ("Name\tValue\n", "row {} with words\tvalue {}", "Name\tValue"),
    ],
)
def test_a_cut_table_repeats_its_header(header: str, row: str, lead: str) -> None:
    rows = [row.format(i, i) for i in range(40)]
    table = header + "\n".join(rows)
    chunks = chunks_of(f"# T\n\n{table}", 60, "text")
    assert len(chunks) > 4
    assert [line for chunk in chunks for line in chunk.text.split("\n")][2:] == table.split("\n")
    assert "lead" not in chunks[0].metadata
    assert {chunk.metadata["lead"] for chunk in chunks[1:]} == {lead}
    assert all(count(embedded_text(chunk, count, 60)) <= 60 for chunk in chunks)
    embedded = embedded_text(chunks[1], count, 60)
    assert embedded.split("\n")[:2] == ["T", lead.split("\n", maxsplit=1)[0]]
    assert "---" not in embedded


def test_a_cut_list_repeats_what_announces_it() -> None:
    items = "\n".join(
        f"- step {i} does this and that and more\n  - and a detail" for i in range(12)
    )
    chunks = chunks_of(f"# T\n\nIt is easy. The steps are:\n\n{items}", 60)
    assert chunks[0].text.startswith("# T\n\nIt is easy. The steps are:\n\n- step 0")
    assert len(chunks) > 2
    for chunk in chunks[1:]:
        assert chunk.text.startswith("- step"), "cut within an item"
        assert chunk.metadata["lead"] == "The steps are:"
        embedded = embedded_text(chunk, count, 60)
        assert embedded.startswith("T\nThe steps are:\n- step")
        assert count(embedded) <= 60


def test_a_list_is_cut_between_inner_items_where_one_item_is_too_long() -> None:
    inner = "\n".join(f"  - inner {i} begins. It goes on. And it ends here." for i in range(12))
    chunks = chunks_of(f"- short\n- long:\n{inner}\n- last", 60)
    assert len(chunks) > 2
    assert all(re.match(r" *- ", chunk.text) for chunk in chunks)
    unmarked = "\n\n".join(f"    Item {i} begins. It goes on. And it ends." for i in range(12))
    chunks = chunks_of(f"Why is it so:\n\n{unmarked}", 60, "text")
    assert len(chunks) > 2
    assert all(chunk.text.startswith("    Item") for chunk in chunks[1:])


def test_python_is_cut_between_statements_and_methods() -> None:
    functions = [f'def f{i}(x):\n    y = """\ntop {i}\n"""\n    return y * y' for i in range(9)]
    methods = [
        f"    @cached\n    def m{i}(self):\n        return self.x{i} + {i}" for i in range(9)
    ]
    code = "\n\n\n".join(["import x", *functions, "class A:\n" + "\n\n".join(methods)])
    chunks = chunks_of(f"```python\n{code}\n```", 50)
    assert len(chunks) > 5
    assert all(chunk.kind is Kind.CODE for chunk in chunks)
    for chunk in chunks[1:]:
        assert re.match(r"def f\d|class A:|    @cached", chunk.text), chunk.text
    assert chunks[0].text.startswith("```python\nimport x")
    assert chunks[-1].text.endswith("```")


def test_a_line_of_code_goes_with_the_long_statement_below_it() -> None:
    body = "\n".join(f"    x{i} = {i} + x" for i in range(30))
    chunks = chunks_of(f"```python\nimport x\n\n\ndef long(x):\n{body}\n```", 60)
    assert chunks[0].text.startswith("```python\nimport x\n\n\ndef long(x):\n    x0")
    assert all(chunk.text.startswith("    x") for chunk in chunks[1:])


def test_other_code_is_cut_before_what_is_indented_least() -> None:
    functions = [
        f"// number {i}\nint f{i}(int x)\n{{\n  int y = x + {i};\n\n  return y;\n}}"
        for i in range(9)
    ]
    chunks = chunks_of("```c\n" + "\n".join(functions) + "\n```", 60)
    assert len(chunks) > 3
    assert all(chunk.text.startswith("// number") for chunk in chunks[1:])


def test_prose_is_cut_between_sentences_then_words_then_anywhere() -> None:
    text = "One sentence is here. " * 20 + "word " * 100 + "x" * 400
    chunks = chunks_of(text, 40)
    assert chunks[0].text.endswith("here.")
    assert any(chunk.text.endswith("word") for chunk in chunks)
    assert chunks[-1].text.strip("x") == ""


SMALL = "## A\n\nFew words.\n\n## B\n\nFew more.\n\n## C\n\n" + "Many words stand here. " * 12


def test_tiny_sections_join_a_neighbour_under_the_same_parent() -> None:
    first, second = chunks_of(f"# T\n\n{SMALL}", 90)
    assert first.headings == ("T",)
    assert first.text == "# T\n\n## A\n\nFew words.\n\n## B\n\nFew more."
    assert embedded_text(first, count, 254) == "T\n## A\n\nFew words.\n\n## B\n\nFew more."
    assert second.headings == ("T", "C")


def test_a_tiny_introduction_joins_what_it_introduces() -> None:
    body = "Many words stand here. " * 12
    text = (
        f"# T\n\n## Before\n\n{body}\n\n## S\n\nIn short.\n\n### One\n\n{body}\n\n### Two\n\n{body}"
    )
    chunks = chunks_of(text)
    assert [chunk.headings for chunk in chunks] == [
        ("T", "Before"), ("T", "S"), ("T", "S", "Two"),
    ]  # fmt: skip
    assert chunks[1].text.startswith("## S\n\nIn short.\n\n### One")


def test_what_is_tiny_stays_alone_where_nothing_else_fits() -> None:
    body = "Many words stand here. " * 12
    chunks = chunks_of(f"# T\n\n## A\n\n{body}\n\n## B\n\nFew.\n\n## C\n\n{body}", 70)
    assert ("T", "B") in [chunk.headings for chunk in chunks]
    nephew = chunks_of("# T\n\n## A\n\n### X\n\nFew.\n\n## B\n\nFew.")
    assert [chunk.headings for chunk in nephew] == [("T", "A", "X"), ("T", "B")]
    pairs = chunks_of("# T\n\n## A\n\nFew.\n\n## Why?\n\nSo.\n\n## B\n\nFew.")
    assert [chunk.kind for chunk in pairs] == [Kind.PROSE, Kind.QA, Kind.PROSE]


def test_headings_with_nothing_below_are_in_some_embedded_text() -> None:
    text = "# T\n\n## A\n\n## B\n\n## C\n\n" + "Many words stand here. " * 12
    embedded = "\n".join(embedded_text(x, count, 254) for x in chunks_of(text))
    assert [embedded.count(title) for title in ("A", "B", "C")] == [1, 1, 1]


def test_a_line_of_code_joins_its_section_and_a_listing_does_not() -> None:
    text = (
        "Run this in a shell. " * 5 + "\n\n```\nls\n```\n\n" + "Then go on to the next step. " * 5
    )
    (chunk,) = chunks_of(text)
    assert chunk.kind is Kind.PROSE
    listing = "\n".join(f"x{i} = {i}" for i in range(20))
    text = f"{text}\n\n```\n{listing}\n```\n\n" + "After it. " * 20
    assert [x.kind for x in chunks_of(text, 400)] == [Kind.PROSE, Kind.CODE, Kind.PROSE]
    assert [x.kind for x in chunks_of(f"## Why?\n\n{text}", 400)] == [Kind.QA]


def test_metadata_of_the_document_reaches_its_chunks() -> None:
    document = note("Body.", tracks=["llm"], section="03", roles=["pm"], level="core", hours=2)
    (chunk,) = chunk_document(document, count, 254)
    assert chunk.metadata["tracks"] == ["llm"]
    assert "hours" not in chunk.metadata


def test_reference_marks_link_targets_and_tags_are_not_embedded() -> None:
    (chunk,) = chunks_of(
        "See [attention](../x/attention.md) [@vaswani2017]. <!-- x --> <br> a<b>c."
    )
    embedded = embedded_text(chunk, count, 254)
    assert re.sub(r"\s+", " ", embedded) == "See [attention] . a c."
    assert embedded[-2:] == chunk.text[body_offset(chunk, embedded) + len(embedded) - 2 :]
    assert "vector<b>" in embedded_text(chunks_of("```\nvector<b> x;\n```")[0], count, 254)


@pytest.mark.parametrize("kind", ["markdown", "text"])
@pytest.mark.parametrize(
    "part",
    [
        "$$ a\n\n", "- $$ a\n", "- > " * 20 + "a\n", "[@ ", "<!-- ", "<summary>", "Q: what?\n",
        "a: b\n\n: c\n\n", "a    b\n", "```\n\n", "```\nx = (\n", "W" * 99 + " ", "e.g. a ",
        ".", "?!",
    ],
)  # fmt: skip
def test_no_text_takes_long(part: str, kind: str) -> None:
    """Time is linear: these took minutes where it was quadratic."""
    text = part * (50_000 // len(part))
    started = time.process_time()
    chunks_of(text, 254, kind)
    assert time.process_time() - started < 4


@pytest.mark.parametrize("cells", ["|     " * 3_000 + "| x |", "|" + " " * 18_000 + "x |"])
def test_a_header_of_empty_cells_takes_no_longer(cells: str) -> None:
    """It nearly is the rule below a header: each cell more took six times as long."""
    columns = cells.count("|")
    table = f"| - {cells}\n{'|---' * columns}|\n" + f"{'| y ' * columns}|\n" * 3
    started = time.process_time()
    assert {chunk.kind for chunk in chunks_of(table)} == {Kind.TABLE}
    assert time.process_time() - started < 4


def test_a_list_without_marks_and_with_many_blank_lines_takes_no_longer() -> None:
    items = "\n\n".join(f"    Item {i} begins. It goes on. And it ends." for i in range(12))
    blank = "    >\n" * 10_000
    started = time.process_time()
    chunks_of(f"Why is it so:\n\n{items}\n{blank}", 60, "text")
    assert time.process_time() - started < 4


def test_many_questions_reach_their_passages_in_time() -> None:
    text = "\n\n".join(f"Part {n} has words. " * 9 for n in range(2_000))
    places = [match.start() for match in re.finditer("Part", text)]
    asked = [[place, f"Which {n}?"] for place in places for n in range(10)]
    document = note(text, questions=asked)
    started = time.process_time()
    chunks = chunk_document(document, count, 60)
    assert time.process_time() - started < 8
    for chunk in chunks:
        assert len(chunk.metadata["questions"]) == 10 * chunk.text.count("Part")
    assert sum(len(chunk.metadata["questions"]) for chunk in chunks) == len(asked)


def test_what_an_encoder_takes_for_nothing_is_cut_all_the_same() -> None:
    for blob in ("x" * 50_000, "\u200b" * 50_000, "a" + " " * 50_000 + "b"):
        chunks = chunk_document(note(blob), lambda text: len(text.split("x")) > 1, 40)
        assert all(0 < len(chunk.text) <= 40 * 25 for chunk in chunks)


def test_deeply_nested_lists_are_cut_in_order() -> None:
    text = "".join("  " * depth + f"- item {depth}\n" for depth in range(200))
    laws(note(text), chunks_of(text, 40), 40)


def test_every_chunk_of_the_curriculum_fits_the_encoder(
    encoder: Encoder, curriculum_home: object
) -> None:
    from index.generation import open_generation

    generation = open_generation(curriculum_home.index, None)  # type: ignore[attr-defined]
    sizes = [
        encoder.count(embedded_text(chunk, encoder.count, encoder.window))
        for chunk in generation.chunks
    ]
    assert max(sizes) <= encoder.window == 254

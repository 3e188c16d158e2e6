"""Laws of chunking over generated documents, and examples of what must stay together."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoder import Encoder
from ingest.chunk import chunk_document, embedded_text
from ingest.types import Chunk, Document, Kind
from tests.conftest import note

SOME = "a model learns F1 $x^2$ gradient. Loss? the, of `code` [@key] é 模型 x."
WORDS = st.lists(st.sampled_from(SOME.split()), min_size=1, max_size=60).map(" ".join)
HEADING = st.tuples(st.integers(1, 4), WORDS).map(lambda x: f"{'#' * x[0]} {x[1][:60]}")
ITEMS = st.lists(WORDS, min_size=1, max_size=6).map(lambda x: "\n".join(f"- {i}" for i in x))
ROWS = st.lists(WORDS, min_size=1, max_size=12)
TABLE = ROWS.map(lambda x: "| a | b |\n|---|---|\n" + "\n".join(f"| {r} | 1 |" for r in x))
CODE = st.lists(WORDS, min_size=1, max_size=30).map(
    lambda x: "```python\n" + "\n".join(x) + "\n```"
)
MATH = WORDS.map(lambda x: f"$$\n{x.replace('$', '')}\n$$")
QUESTION = st.tuples(WORDS, WORDS).map(lambda x: f"**Q: {x[0]}?**\n\n{x[1]}")
MARKDOWN = st.lists(
    st.one_of(
        HEADING, WORDS, ITEMS, TABLE, CODE, MATH, QUESTION, st.just("---"), st.just("[a]: /b")
    ),
    max_size=14,
)
JOIN = st.sampled_from(["\n\n", "\r\n\r\n", "\n\n\n"])


def count(text: str) -> int:
    """Pieces of at most four characters: white space between two texts counts nothing."""
    return sum(-(-len(word) // 4) for word in text.split())


def laws(document: Document, chunks: list[Chunk], limit: int) -> None:
    position = 0
    for chunk in chunks:
        assert chunk.text == document.text[chunk.start : chunk.end] != ""
        assert not document.text[position : chunk.start].strip(), "text between chunks is lost"
        assert chunk.start >= position, "chunks overlap"
        assert count(embedded_text(chunk, count, limit)) <= limit
        position = chunk.end
    assert not document.text[position:].strip(), "text after the last chunk is lost"
    assert len({chunk.chunk_id for chunk in chunks}) == len(chunks)


@settings(max_examples=150, deadline=None)
@given(MARKDOWN, JOIN, st.sampled_from([12, 40, 254]))
def test_markdown_chunks_cover_the_text_in_order(parts: list[str], join: str, limit: int) -> None:
    document = note(join.join(parts))
    laws(document, chunk_document(document, count, limit), limit)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["markdown", "text"]))
def test_any_text_is_covered_in_order(text: str, kind: str) -> None:
    if kind == "markdown" and text.startswith("---"):
        text = "x" + text  # else it may be front matter, which belongs to no chunk
    document = note(text, kind=kind)
    chunks = chunk_document(document, count, 40)
    # What markdown-it calls blank is no more than what Python does.
    laws(document, chunks, 40)


def test_front_matter_belongs_to_no_chunk() -> None:
    document = note("---\ntitle: A\n---\n\n# A\n\nBody.\n")
    (chunk,) = chunk_document(document, count, 254)
    assert chunk.text == "# A\n\nBody."
    assert embedded_text(chunk, count, 254) == "A\nBody."


def test_an_edit_elsewhere_keeps_the_ids() -> None:
    before = "# A\n\nFirst.\n\n## B\n\nSecond.\n\n## C\n\nSecond.\n"
    after = before.replace("First", "Changed and longer")
    old = [c.chunk_id for c in chunk_document(note(before), count, 254)]
    new = [c.chunk_id for c in chunk_document(note(after), count, 254)]
    assert old[0] != new[0]
    assert old[1:] == new[1:]


def test_equal_passages_have_different_ids() -> None:
    document = note("para graph\n\n---\n\n# H\n\nSame.\n\n# H\n\nSame.")
    ids = [chunk.chunk_id for chunk in chunk_document(document, count, 254)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "text",
    [
        "## Why scale?\n\nBecause of variance.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nMore.",
        "**Q: Why scale?**\n\n**A:** Because of variance.\n\nMore.",
        "Q: Why scale?\nA: Because of variance.\n\nMore.",
    ],
)
def test_a_question_keeps_its_answer(text: str) -> None:
    (chunk,) = chunk_document(note(text), count, 254)
    assert chunk.kind is Kind.QA
    assert chunk.text == text


def test_questions_are_parted() -> None:
    text = "## H\n\n**Q: One?**\n\nFirst.\n\n**Q: Two?**\n\nSecond.\n\n## Next\n\nProse."
    chunks = chunk_document(note(text), count, 254)
    assert [chunk.kind for chunk in chunks] == [Kind.QA, Kind.QA, Kind.PROSE]
    assert chunks[1].text == "**Q: Two?**\n\nSecond."


def test_a_long_answer_keeps_its_question_in_the_heading_path() -> None:
    answer = "\n\n".join(f"Paragraph {i} says something of its own." for i in range(30))
    chunks = chunk_document(note(f"# T\n\n**Q: Why so long?**\n\n{answer}"), count, 60)
    assert len(chunks) > 3
    assert all(chunk.headings[-1] == "Why so long?" for chunk in chunks[1:])
    assert all(chunk.kind is Kind.QA for chunk in chunks)


def test_what_announces_a_table_stays_with_it() -> None:
    filler = "Filler sentence number one. " * 6
    table = "| a | b |\n|---|---|\n" + "\n".join("| cell | cell |" for _ in range(8))
    chunks = chunk_document(note(f"{filler}\n\nThe options are:\n\n{table}"), count, 60)
    assert chunks[-1].text.startswith("The options are:")
    assert chunks[-1].kind is Kind.TABLE


def test_a_long_table_is_cut_between_rows() -> None:
    rows = [f"| row {i} with some words | value {i} |" for i in range(40)]
    table = "| a | b |\n|---|---|\n" + "\n".join(rows)
    chunks = chunk_document(note(table), count, 60)
    assert len(chunks) > 2
    assert [line for chunk in chunks for line in chunk.text.split("\n")] == table.split("\n")


def test_code_is_cut_between_statements() -> None:
    functions = [f"def f{i}(x):\n    y = x + {i}\n    return y * y" for i in range(12)]
    code = "```python\n" + "\n\n\n".join(functions) + "\n```"
    chunks = chunk_document(note(code), count, 50)
    assert len(chunks) > 2
    for chunk in chunks[1:]:
        assert chunk.text.startswith("def "), chunk.text
    assert all(chunk.kind is Kind.CODE for chunk in chunks)


def test_metadata_of_the_document_reaches_its_chunks() -> None:
    document = note("Body.", tracks=["llm"], section="03", roles=["pm"], level="core", hours=2)
    (chunk,) = chunk_document(document, count, 254)
    assert chunk.metadata["tracks"] == ["llm"]
    assert "hours" not in chunk.metadata


def test_reference_marks_and_link_targets_are_not_embedded() -> None:
    (chunk,) = chunk_document(
        note("See [attention](../x/attention.md) [@vaswani2017]."), count, 254
    )
    embedded = embedded_text(chunk, count, 254)
    assert "vaswani" not in embedded
    assert "attention.md" not in embedded
    assert re.sub(r"\s+", " ", embedded) == "See [attention] ."


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

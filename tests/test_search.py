"""Search over small libraries with the real encoder, and over the curriculum with filters."""

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.decide import shipped_decision
from index.encoder import Encoder
from index.errors import IndexMissing
from index.home import Home
from index.query import Context
from index.search import LATE_WEIGHT, Searcher
from index.types import Filters, section_names
from index.update import update, write_index
from ingest.types import Kind
from tests.conftest import note

CAPITALS = [
    "Canberra is the capital of Australia; Sydney is larger.",
    "A convolution slides a kernel over an image.",
    "Gradient descent follows the negative gradient of the loss.",
]


def library(folder: Path, encoder: Encoder, texts: list[str]) -> Searcher:
    home = Home(folder)
    write_index(home, encoder, [note(text, f"n{i}", kind="text") for i, text in enumerate(texts)])
    return Searcher(home, encoder)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_tiny_libraries_rank_and_answer_sensibly(
    tmp_path: Path, encoder: Encoder, size: int
) -> None:
    searcher = library(tmp_path, encoder, CAPITALS[:size])
    hits = searcher.search("What is the capital of Australia?")
    assert [hit.rank for hit in hits] == list(range(1, size + 1))
    assert hits[0].chunk.text == CAPITALS[0]
    assistant = Assistant(searcher, shipped_decision(encoder.sha256))
    answer = assistant.ask("What is the capital of Australia?")
    assert not answer.abstained
    assert answer.statements[0].text == CAPITALS[0]
    assert assistant.ask("How is bread baked in France?").abstained


@pytest.mark.parametrize(
    ("section", "names"),
    [
        ("03-optimisation", {"03-optimisation", "03", "optimisation"}),
        ("Optimisation", {"Optimisation"}),
        ("3-d vision", {"3-d vision"}),
        (["01-a-b", 7, None, ""], {"01-a-b", "01", "a-b", "7"}),
        (None, set()),
    ],
)
def test_only_numbered_sections_answer_to_their_halves(section: object, names: set[str]) -> None:
    assert set(section_names(section)) == names


def test_an_empty_library_finds_nothing_and_abstains(tmp_path: Path, encoder: Encoder) -> None:
    searcher = library(tmp_path, encoder, [])
    assert searcher.search("anything") == []
    answer = Assistant(searcher, shipped_decision(encoder.sha256)).ask("What is attention?")
    assert answer.abstained
    assert answer.confidence == 0


def test_a_home_without_index_says_what_to_do(tmp_path: Path, encoder: Encoder) -> None:
    with pytest.raises(IndexMissing, match="viva ingest"):
        Searcher(Home(tmp_path), encoder).search("x")


def test_half_a_character_in_a_question_does_no_harm(tmp_path: Path, encoder: Encoder) -> None:
    searcher = library(tmp_path, encoder, CAPITALS)
    asked = "What is the \ud83d capital of \udc00Australia?"
    assert searcher.mended(asked, searcher.generation) == asked.translate(
        {0xD83D: 0xFFFD, 0xDC00: 0xFFFD}
    )
    context = Context("Sydney \udfff", ("n0",))
    for hits in (searcher.search(asked), searcher.search(asked, context=context)):
        assert hits[0].chunk.text == CAPITALS[0]


def test_each_question_sees_the_newest_generation(tmp_path: Path, encoder: Encoder) -> None:
    searcher = library(tmp_path, encoder, CAPITALS[:1])
    held = searcher.generation
    write_index(Home(tmp_path), encoder, [note(CAPITALS[1], "new", kind="text")])
    assert searcher.search("kernel")[0].chunk.doc_id == "new"
    assert searcher.search("kernel", generation=held)[0].chunk.doc_id == "n0"


def test_ties_fall_to_the_earlier_passage(tmp_path: Path, encoder: Encoder) -> None:
    searcher = library(tmp_path, encoder, ["Same text here."] * 3)
    assert [hit.chunk.doc_id for hit in searcher.search("same text")] == ["n0", "n1", "n2"]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(section="03-transformers-llms"),
        Filters(section="transformers-llms"),
        Filters(section="03"),
        Filters(track="banking"),
        Filters(role="pm", level="intermediate"),
        Filters(kind="code"),
        Filters(doc="02-deep-learning/attention"),
        Filters(doc="02-deep-learning/attention", kind="qa"),
    ],
)
def test_filters_are_exact(assistant: Assistant, filters: Filters) -> None:
    searcher = assistant.searcher
    everything = searcher.search("attention gradient loss", 10**6)
    fitting = [chunk for chunk in searcher.generation.chunks if filters.admit(chunk)]
    found = searcher.search("attention gradient loss", 10**6, filters)
    assert 0 < len(fitting) < len(searcher.generation.chunks)
    assert found
    assert all(filters.admit(hit.chunk) for hit in found)
    best = next((hit for hit in everything if filters.admit(hit.chunk)), None)
    if best and best.rank == 1:
        assert found[0].chunk == best.chunk
    if len(fitting) <= 200:
        assert {hit.chunk.chunk_id for hit in found} == {chunk.chunk_id for chunk in fitting}


def test_a_filter_that_nothing_passes_finds_nothing(assistant: Assistant) -> None:
    assert assistant.searcher.search("attention", filters=Filters(section="99")) == []
    assert assistant.ask("What is attention?", filters=Filters(section="99")).abstained


def test_hits_explain_themselves(assistant: Assistant) -> None:
    for hit in assistant.searcher.search("scaled dot-product attention", 5):
        refined = hit.parts["cosine"] + hit.parts["feedback"]
        fused = 0.8 * refined + 0.2 * hit.parts["bm25_share"]
        late = hit.parts["late"]
        assert hit.score == pytest.approx((1 - LATE_WEIGHT) * fused + LATE_WEIGHT * late, abs=1e-6)
        assert hit.tokens is not None
        inside = [hit.chunk.text[a:b].lower() for a, b in hit.tokens.spans if a >= 0]
        assert "attention" in inside, "spans are counted in the passage's own text"


def test_reader_notes_stand_beside_the_curriculum(tmp_path: Path, encoder: Encoder) -> None:
    path = tmp_path / "mine.md"
    path.write_text("# Zorbleworth\n\nThe Zorbleworth score adds recall to thrice the novelty.\n")
    home = Home(tmp_path / "home")
    update(home, encoder, [path], corpus=False)
    hits = Searcher(home, encoder).search("What is the Zorbleworth score?")
    assert hits[0].chunk.kind is Kind.PROSE
    assert "thrice the novelty" in hits[0].chunk.text

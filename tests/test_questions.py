"""The questions by which passages are looked for: read, indexed, followed, and never quoted."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.build import open_assistant
from assistant.decide import shipped_decision
from index.catalogue import State, check
from index.encoder import Encoder
from index.home import Home
from index.indexed import Indexed, encode
from index.library import content_digest, stamp
from index.search import Searcher
from index.update import update
from ingest.questions import questions_file, read_questions
from ingest.read import read_file
from ingest.sources import curriculum_sources, own_sources
from tests.fakes import HashEncoder

TEXT = """# Learning from a teacher

Distillation trains a small network on the outputs of a large one, softened by a temperature, so
that it learns how sure the large one was of every class.

# Rounding weights

Quantisation stores weights with fewer bits and restores them by a scale, at a small loss of
precision that training may take into account.

# Cutting weights

Pruning sets the weights of least magnitude to zero and trains the rest further, which a sparse
kernel has to reward with speed.
"""
IN_OTHER_WORDS = "how do I make my model tiny by copying what a huge one says?"


def beside(path: Path, *rows: object) -> None:
    questions_file(path).write_text("".join(f"{json.dumps(row)}\n" for row in rows))


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes" / "compression.md"
    path.parent.mkdir()
    path.write_text(TEXT)
    return path


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_each_question_is_found_at_its_quote(notes: Path) -> None:
    asked = {"quote": "Quantisation stores", "questions": ["Which format?", "How many bits?"]}
    beside(notes, asked, {"quote": "Distillation trains", "questions": ["Who teaches?"]})
    first, second = TEXT.index("Distillation trains"), TEXT.index("Quantisation stores")
    expected = [[first, "Who teaches?"], [second, "How many bits?"], [second, "Which format?"]]
    content = read_file(notes)
    assert content.metadata["questions"] == expected
    assert content.remarks == ()
    assert content.text == TEXT


@pytest.mark.parametrize(
    "row",
    [
        {"quote": "not in the text", "questions": ["Q?"]},
        {"quote": "", "questions": ["Q?"]},
        {"quote": "Pruning", "questions": "Q?"},
        {"quote": "Pruning", "questions": [" ", 3]},
        {"quote": 3, "questions": ["Q?"]},
        {"questions": ["Q?"]},
        ["Pruning", "Q?"],
        None,
    ],
)
def test_a_line_of_no_use_is_named_and_spoils_nothing(notes: Path, row: object) -> None:
    beside(notes, row, {"quote": "Pruning sets", "questions": ["Which go?"]})
    found, remarks = read_questions(notes, TEXT)
    assert found == [(TEXT.index("Pruning sets"), "Which go?")]
    assert remarks == ("1 line of its questions left out",)


def test_a_line_nested_without_end_spoils_nothing(notes: Path) -> None:
    questions_file(notes).write_text("[" * 100_000 + "\n")
    assert read_questions(notes, TEXT) == ([], ("1 line of its questions left out",))


def test_questions_are_no_study_text_of_their_own(notes: Path) -> None:
    beside(notes, {"quote": "Pruning sets", "questions": ["Which go?"]})
    found, refused = own_sources([notes.parent, questions_file(notes)])
    assert [source.path for source in found] == [notes]
    assert refused == []


def test_a_file_of_questions_that_cannot_be_read_is_named(notes: Path) -> None:
    questions_file(notes).write_bytes(b'{"quote": "\xff"}\nno json\n')
    content = read_file(notes)
    assert content.remarks == ("its questions cannot be read",)
    assert "questions" not in content.metadata


def test_a_passage_is_found_by_its_questions(notes: Path, home: Home, encoder: Encoder) -> None:
    question = "copying a huge model into a tiny one"
    update(home, encoder, [notes], corpus=False)
    searcher = Searcher(home, encoder)
    before = {hit.chunk.headings: hit.score for hit in searcher.search(IN_OTHER_WORDS)}
    digest_before = searcher.generation.manifest["corpus_digest"]
    beside(notes, {"quote": "Distillation trains", "questions": [question]})
    assert set(check(home, searcher.generation).states.values()) == {State.CHANGED}
    done = update(home, encoder, [notes], corpus=False)
    assert (done.encoded, done.chunks) == (1, 3), "only what gained a question"
    assert searcher.generation.manifest["corpus_digest"] != digest_before
    best, *others = searcher.search(IN_OTHER_WORDS)
    assert best.chunk.headings == ("Learning from a teacher",)
    assert best.score > before[best.chunk.headings] + 0.1
    assert best.chunk.metadata["questions"] == [question]
    assert not any("questions" in hit.chunk.metadata for hit in others)
    assert searcher.search("tiny")[0].chunk == best.chunk, "a word that no text holds"
    questions_file(notes).unlink()
    assert update(home, encoder, [notes], corpus=False).encoded == 0
    after = {hit.chunk.headings: hit.score for hit in searcher.search(IN_OTHER_WORDS)}
    assert after == before


def test_questions_are_no_part_of_what_is_quoted(notes: Path, home: Home, encoder: Encoder) -> None:
    beside(notes, {"quote": "Distillation trains", "questions": [IN_OTHER_WORDS]})
    update(home, encoder, [notes], corpus=False)
    (hit, *_) = Searcher(home, encoder).search(IN_OTHER_WORDS)
    assert hit.tokens is not None
    starts, ends = hit.tokens.spans.T
    assert (starts < ends).all()
    assert (ends <= len(hit.chunk.text)).all()
    answer = open_assistant(home.root).ask(IN_OTHER_WORDS)
    assert answer.statements[0].text.startswith("Distillation trains")
    assert all(statement.text in TEXT for statement in answer.statements)


def test_what_a_passage_owes_to_its_questions_speaks_for_an_answer(
    notes: Path, home: Home, encoder: Encoder
) -> None:
    other = "how many bits does a weight take?"

    def signals(question: str) -> Mapping[str, float]:
        return open_assistant(home.root).find(question).evidence.signals

    update(home, encoder, [notes], corpus=False)
    assert signals(IN_OTHER_WORDS)["asked"] == pytest.approx(0, abs=1e-6)
    beside(notes, {"quote": "Distillation trains", "questions": [IN_OTHER_WORDS]})
    update(home, encoder, [notes], corpus=False)
    with_text, text = signals(IN_OTHER_WORDS), signals(TEXT.split("\n\n")[1])
    assert with_text["asked"] > 0.1
    assert text["asked"] == pytest.approx(0, abs=0.01), "its own text matches it best"
    assert 0 <= signals(other)["asked"] < with_text["asked"]
    assert with_text["length"] == pytest.approx(np.log1p(len(encoder.pieces([IN_OTHER_WORDS])[0])))
    decision = shipped_decision(encoder.sha256)
    assert decision.weights["asked"] > 0


def test_a_vector_lies_between_a_text_and_its_questions() -> None:
    encoder = HashEncoder()
    text, one, other = encoder.encode(["alpha beta", "gamma", "delta epsilon"])[0]
    (alone, mixed), tokens = encode(
        encoder, [Indexed("alpha beta"), Indexed("alpha beta", ("gamma", "delta epsilon"))]
    )
    np.testing.assert_allclose(alone, text)
    expected = text + (one + other) / 2
    np.testing.assert_allclose(mixed, expected / np.linalg.norm(expected), atol=1e-6)
    assert [len(each) for each in tokens] == [2, 5]
    np.testing.assert_array_equal(tokens[1].in_text().pieces, tokens[0].pieces)


def test_other_questions_are_another_passage_to_the_encoder() -> None:
    passages = [Indexed("a"), Indexed("a", ("b",)), Indexed("a", ("b", "c")), Indexed("a", ("bc",))]
    assert len({each.key("encoder") for each in passages}) == 4
    assert "kern" in Indexed("a", ("kern",)).terms


def test_stamp_and_digest_cover_the_questions(notes: Path) -> None:
    before = stamp(notes), content_digest(notes)
    beside(notes, {"quote": "Pruning sets", "questions": ["Which go?"]})
    with_questions = stamp(notes), content_digest(notes)
    beside(notes, {"quote": "Pruning sets", "questions": ["Which of them go?"]})
    after = stamp(notes), content_digest(notes)
    assert len({str(each[0]) for each in (before, with_questions, after)}) == 3
    assert len({each[1] for each in (before, with_questions, after)}) == 3


def test_every_topic_of_the_curriculum_has_questions() -> None:
    for source in curriculum_sources():
        found, remarks = read_questions(source.path, source.path.read_text())
        assert len(found) > 30, source.name
        assert remarks == (), source.name
        asked = [question.lower() for _, question in found]
        assert len(set(asked)) == len(asked), source.name


def test_nearly_every_passage_of_the_curriculum_is_looked_for(assistant: Assistant) -> None:
    chunks = list(assistant.searcher.generation.chunks)
    without = [chunk for chunk in chunks if not chunk.metadata.get("questions")]
    assert len(without) < len(chunks) / 500, [(each.doc_id, each.text[:60]) for each in without]

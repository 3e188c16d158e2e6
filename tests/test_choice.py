"""Which units become statements: what leans, what is asked besides, what says what a term is."""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import LONGEST_QUESTION, Assistant
from assistant.choose import MOST, choose, unsaid
from assistant.citing import quoted
from assistant.decide import Decision, Evidence
from assistant.definitions import (
    DEFINITION,
    DESCRIPTION,
    asks_for_definition,
    is_headed,
    least_said,
)
from assistant.facets import facets
from assistant.kinds import to_be_shown, wanted_kinds
from assistant.relevance import Relevant
from assistant.types import Answer, Turn
from assistant.units import Unit, units
from index.encoder import Encoder
from index.home import Home
from index.search import Searcher
from index.update import update
from ingest.chunking.chunk import chunk_document
from ingest.types import Kind
from tests.conftest import note

NOTES = """# The bridge

## Why it fell

Was it resonance?

It was flutter, which feeds itself from a steady wind.

The engineers had seen waves before. They called them harmless, and they were wrong about it.
"""


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Assistant:
    folder = tmp_path_factory.mktemp("bridge")
    path = folder / "bridge.md"
    path.write_text(NOTES)
    home = Home(folder / "home")
    update(home, encoder, [path], corpus=False)
    return Assistant(Searcher(home, encoder), Decision())


def test_what_leans_on_a_sentence_comes_behind_it(notes: Assistant) -> None:
    said = [each.text for each in notes.ask("Who called the waves harmless?").statements]
    at = said.index("They called them harmless, and they were wrong about it.")
    assert said[at - 1].endswith("The engineers had seen waves before.")


def test_what_leans_on_nothing_that_can_be_quoted_has_its_heading(notes: Assistant) -> None:
    answer = notes.ask("Was it flutter in a steady wind?")
    (first,) = (each for each in answer.statements if "flutter" in each.text)
    assert first.text.startswith("[Why it fell] It was flutter")
    assert first.citations[0].quote == "It was flutter, which feeds itself from a steady wind."


TINY_SECTIONS = """\
# Bridges

## Tacoma

The bridge fell in 1940.

## Humber

It opened in 1981. The span is 1,410 m.

## Forth

This one is red.
"""


def test_what_stands_under_another_heading_is_not_told_of_the_one_before(
    tmp_path: Path, encoder: Encoder
) -> None:
    path = tmp_path / "bridges.md"
    path.write_text(TINY_SECTIONS)
    home = Home(tmp_path / "home")
    update(home, encoder, [path], corpus=False)
    notes = Assistant(Searcher(home, encoder), Decision())
    said = " ".join(each.text for each in notes.ask("When did it open and fall?").statements)
    assert "[Tacoma] The bridge fell in 1940." in said
    assert "[Humber] It opened in 1981." in said
    assert "1940. It" not in said
    red = [each.text for each in notes.ask("Which bridge is red?").statements]
    assert "[Forth] This one is red." in red


def scored(of: Assistant, *said: tuple[str, float, tuple[float, ...]]) -> list[Relevant]:
    """Units of one passage that say these texts, with their scores and facets."""
    (hit,) = of.searcher.search("bridge", 1)
    vectors = np.eye(len(said), dtype=np.float32)
    return [
        Relevant(
            hit,
            Unit(at, at + 1, text, Kind.PROSE, order=at, leans=text.startswith("It ")),
            score=score,
            vector=vectors[at],
            facets=parts,
        )
        for at, (text, score, parts) in enumerate(said)
    ]


def test_a_long_run_is_not_quoted_for_its_end(notes: Assistant) -> None:
    chain = scored(
        notes,
        ("Plain.", 1.0, ()), ("It a.", 1.0, ()), ("It b.", 1.0, ()), ("It c.", 2.0, ()),
        ("Sure.", 1.9, ()),
    )  # fmt: skip
    assert [item.unit.text for item in choose(chain)] == ["Sure."]
    short = scored(notes, ("Plain.", 0.1, ()), ("It a.", 2.0, ()), ("Sure.", 1.9, ()))
    assert [item.unit.text for item in choose(short)] == ["Plain.", "It a.", "Sure."]
    cut = scored(notes, ("Plain.", 0.1, ()), ("x", 0.1, ()), ("It a.", 2.0, ()))[2:]
    assert [item.unit.text for item in choose(cut)] == ["It a."]


def test_where_hardly_anything_answers_the_best_passage_goes_on(notes: Assistant) -> None:
    said = scored(
        notes, ("Far.", 0.1, ()), ("Best.", 2.0, ()), ("Next.", 0.5, ()), ("Then.", 0.4, ()),
        ("Last.", 0.3, ()),
    )  # fmt: skip
    assert texts(choose(said)) == ["Best.", "Next.", "Then."]
    assert texts(choose(said[:2])) == ["Best."]
    said[3] = replace(said[3], unit=replace(said[3].unit, opens=True))
    assert texts(choose(said)) == ["Best.", "Next."], "what is under another heading is another"


def texts(chosen: list[Relevant]) -> list[str]:
    return [item.unit.text for item in chosen]


def test_what_another_unit_leans_on_is_quoted_once(notes: Assistant) -> None:
    found = scored(notes, ("Plain.", 1.9, ()), ("Its end.", 2.0, ()), ("Sure.", 1.8, ()))
    end = found[1]
    found[1] = replace(end, unit=replace(end.unit, leans=True))
    assert texts(choose(found)) == ["Plain.", "Its end.", "Sure."]


def test_a_series_is_quoted_with_what_announces_it(notes: Assistant) -> None:
    said = ("Three stages.", "First, b.", "Aside.", "Second, c.", "Finally, d.", "First, e.")
    places = (0, 1, 0, 2, 7, 1)

    def series(*scores: float) -> list[str]:
        plain = scored(notes, *((said[at], score, ()) for at, score in enumerate(scores)))
        placed = [replace(item.unit, place=places[item.unit.order]) for item in plain]
        found = [replace(item, unit=unit) for item, unit in zip(plain, placed, strict=True)]
        return texts(choose(found))

    assert series(3, 1, 1, 1, 1, 1) == list(said[:5])
    assert series(1, 3, 1, 1, 1, 1) == list(said[1:5])
    assert series(2.5, 2.5, 3, 1, 1, 1) == list(said[:3]), "an aside announces nothing"


def test_what_stands_between_two_that_are_quoted_comes_with_them(notes: Assistant) -> None:
    high, low = 2.0, 0.5
    close = ("Opens.", low, ()), ("Said.", high, ()), ("Why.", low, ()), ("Then.", high, ())
    whole = scored(notes, *close)
    assert texts(choose(whole)) == ["Said.", "Why.", "Then."]
    pair = replace(whole[0].hit, chunk=replace(whole[0].hit.chunk, kind=Kind.QA))
    answer = [replace(item, hit=pair) for item in whole]
    assert texts(choose(answer)) == ["Opens.", "Said.", "Why.", "Then."]
    far = [(f"Aside {n}.", low, ()) for n in range(MOST)]
    wide = scored(notes, *close[1:2], *far, *close[1:2])
    assert texts(choose(wide)) == ["Said.", "Said."]
    labelled = scored(notes, *close[1:])
    labelled[1] = replace(labelled[1], unit=replace(labelled[1].unit, label="PM"))
    assert texts(choose(labelled)) == ["Said.", "Then."]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 2), st.integers(0, 12), st.integers(1, 6), st.floats(0, 3),
            st.booleans(), st.integers(0, 3), st.booleans(),
        ),
        max_size=16,
    ),
    st.booleans(),
)  # fmt: skip
def test_statements_never_share_characters(
    notes: Assistant, drawn: list[tuple[int, int, int, float, bool, int, bool]], facet: bool
) -> None:
    (hit,) = notes.searcher.search("bridge", 1)
    hits = [replace(hit, rank=rank) for rank in (1, 2, 3)]
    found = []
    for at, start, length, score, leans, place, answers in drawn:
        order = sum(item.hit is hits[at] for item in found)
        unit = Unit(start, start + length, "x", Kind.PROSE, order=order, leans=leans, place=place)
        parts = (score, -score) if facet else ()
        vector = np.eye(16, dtype=np.float32)[len(found)]
        found.append(Relevant(hits[at], unit, score, vector, answers, facets=parts))
    taken: set[int] = set()
    for item in choose(found):
        characters = set(range(item.unit.start, item.unit.end))
        assert not characters & taken
        taken |= characters


def test_what_was_said_from_one_passage_is_not_said_again_from_another(notes: Assistant) -> None:
    first, second = scored(notes, ("It fell.", 1.0, ()), ("It broke.", 0.9, ()))
    said = Answer("q", "q", citations=quoted([first], notes.searcher.generation)[0].citations)
    chunk = replace(first.hit.chunk, chunk_id="overlaps")
    again = replace(first, hit=replace(first.hit, chunk=chunk))
    assert unsaid([again, second], [said]) == [second]
    assert unsaid([again, second], []) == [again, second]


@pytest.mark.parametrize("part", [" ", "is in a ", "and a ", "(a) "])
def test_headings_are_read_in_time_that_grows_with_them(part: str) -> None:
    started = time.perf_counter()
    assert not is_headed(f"What is {part * 20_000}? No", "a bridge")
    assert time.perf_counter() - started < 1


def test_each_thing_that_is_asked_is_spoken_of(notes: Assistant) -> None:
    on_one = [(f"What it is, {n}.", 2 - n / 100, (0.9, 0.1)) for n in range(MOST + 2)]
    found = scored(notes, *on_one, ("Why it is.", 0.9, (0.1, 0.6)))
    said = [item.unit.text for item in choose(found)]
    assert "Why it is." in said
    assert len(said) == MOST


def test_the_things_asked_share_the_pieces_of_the_question(encoder: Encoder) -> None:
    question = "What is dropout, and why does it help, but when should I drop it?"
    encoded = encoder.encode_query(question)
    weights = np.ones(len(encoded.pieces) + 3, dtype=np.float32)
    rows = facets(question, encoded, weights)
    assert rows.shape == (3, len(weights))
    assert np.allclose(rows.sum(axis=1), 1)
    assert not rows[:, -3:].any(), "what the question leans on is none of them"
    assert ((rows > 0).sum(axis=0) <= 1).all()
    one = "What is dropout?"
    assert facets(one, encoder.encode_query(one), weights).shape == (0, len(weights))


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("What is probability of default?", True),
        ("define exposure at default", True),
        ("What is dropout and, in a large network, why does it help?", False),
        ("How does dropout help?", False),
        ("x" * 10_000, False),
    ],
)
def test_a_question_asks_for_a_definition_alone(question: str, asks: bool) -> None:
    assert asks_for_definition(question) is asks


@pytest.mark.parametrize(
    ("question", "least"),
    [
        ("So what is pooling?", DEFINITION),
        ("Max pooling?", DESCRIPTION),
        ("pooling and attention", 0),
        ("How does pooling help?", 0),
        ("pooling " * 5, 0),
        ("x" * 10_000, 0),
    ],
)
def test_of_a_term_alone_it_is_enough_to_say_what_it_does(question: str, least: int) -> None:
    assert least_said(question) == least


def test_what_the_passages_define_is_answered(assistant: Assistant) -> None:
    answer = assistant.ask("What is exposure at default?")
    assert answer.statements[0].text.startswith("Exposure at default (EAD) is")
    assert Decision(threshold=1.0).answers(Evidence({}, defined=True))
    assert not Decision(threshold=1.0).answers(Evidence({}, found=False, defined=True))


def test_whom_a_system_is_designed_for_need_not_be_known(assistant: Assistant) -> None:
    answer = assistant.ask("How would you design a recommendation system for Netflix?")
    assert answer.statements
    assert answer.missing == ("Netflix",), "but the reader is told"
    assert assistant.find("Who founded the company Zorbflix?").evidence.signals["absent"] == 1


def test_a_formula_is_asked_for_by_what_it_is_of(assistant: Assistant) -> None:
    answer = assistant.ask("What is the BM25 formula?")
    assert "$$" in answer.statements[0].text
    assert "where" in answer.statements[0].text.rpartition("$$")[2], "the symbols are explained"


def test_no_question_is_too_long(notes: Assistant) -> None:
    names = " ".join(f"Zorblax{n}" for n in range(20_000))
    answer = notes.ask(names)
    assert len(answer.question) == LONGEST_QUESTION
    certain = Decision(bias=-5000.0, weights={"absent": -9.0})
    assert certain.confidence(Evidence({"absent": 1e6})) == 0.0


def test_codes_are_no_source_code() -> None:
    assert Kind.CODE not in wanted_kinds("What does exit code 137 mean in a code review?")
    assert Kind.CODE in wanted_kinds("Show me code for dropout")


def test_what_is_merely_spoken_of_is_not_to_be_shown() -> None:
    assert not wanted_kinds("Why do teams prefer PyTorch?")
    assert not wanted_kinds("What does it cost before a line of code exists?")
    assert not wanted_kinds("The panel says that my formula is wrong. What now?")
    assert Kind.CODE in wanted_kinds("a python function for dropout")


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Implement softmax in numpy so that it never overflows", ("softmax",)),
        ("What's the formula of attention in transformers?", ("attention",)),
        ("Write k-medoids code from scratch", ("k-medoids",)),
        ("sql query for the second highest salary", ("second", "highest", "salary")),
        ("What is dropout?", ()),
        ("Show me the code", ()),
    ],
)
def test_code_or_a_formula_is_of_something(question: str, names: tuple[str, ...]) -> None:
    assert to_be_shown(question) == names


@pytest.mark.parametrize(
    ("question", "shows", "under"),
    [
        ("python function for softmax", "def softmax", "Softmax, cosine similarity"),
        ("formula for softmax", r"\frac{\exp", "Softmax with temperature"),
        ("code for PSI", "def psi", "PSI with its sampling distribution"),
        ("sql query for second highest salary", "`SELECT", "second highest"),
    ],
)
def test_what_is_asked_for_is_shown_first(
    assistant: Assistant, question: str, shows: str, under: str
) -> None:
    first = assistant.ask(question).statements[0]
    assert shows in first.text
    assert under in first.citations[0].headings[-1]


@pytest.mark.parametrize(
    ("question", "is_wanted"),
    [("why is it scaled?", False), ("and how fast is it?", False), ("and for pooling?", True)],
)
def test_code_that_was_shown_is_not_shown_again_for_a_reason(
    assistant: Assistant, question: str, is_wanted: bool
) -> None:
    found = assistant.find(question, [Turn("Show me code for attention in numpy")])
    assert found.interpreted == f"Show me code for attention in numpy: {question}"
    assert (Kind.CODE in found.kinds) is is_wanted


def test_prose_before_a_block_of_code_is_known_as_such() -> None:
    document = note("# H\n\nFirst this.\n\nIt is run so.\n\n```python\nx = 1\n```\n\nThen that.\n")
    (chunk,) = chunk_document(document, lambda words: len(words.split()), 1000)
    assert [unit.introduces for unit in units(chunk, document)] == [False, True, False, False]


def test_a_text_needs_no_headings(tmp_path: Path, encoder: Encoder) -> None:
    path = tmp_path / "plain.txt"
    path.write_text("It is made by one person, who answers for it alone.\n")
    update(Home(tmp_path / "home"), encoder, [path], corpus=False)
    bare = Assistant(Searcher(Home(tmp_path / "home"), encoder), Decision())
    (statement,) = bare.ask("Which person answers for it alone?").statements
    assert statement.text == path.read_text().strip()

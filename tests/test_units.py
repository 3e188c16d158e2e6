"""What can only be quoted as one, and what is not quoted at all."""

import time

import pytest

from assistant.definitions import DEFINITION, defines
from assistant.formulas import is_typed_formula
from assistant.openings import LAST, gives_reason, is_run_in, place_in_series, promises
from assistant.units import Unit, units
from ingest.chunking.chunk import chunk_document
from ingest.types import Kind
from tests.conftest import note


def quotable(text: str, longest: int = 1000) -> list[Unit]:
    """The units of a note, of all its passages, each once."""
    document = note(text)
    chunks = chunk_document(document, lambda words: len(words.split()), longest)
    found = [unit for chunk in chunks for unit in units(chunk, document)]
    return list({(unit.start, unit.end): unit for unit in found}.values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "**Lemma 4 (Moorings).** A ferry swings twice. It then rests.",
            ["**Lemma 4 (Moorings).** A ferry swings twice.", "It then rests."],
        ),
        ("_Proof._ The rope is short.", ["_Proof._ The rope is short."]),
        ("Knots matter. Remark 2.1. Reefs slip.", ["Knots matter.", "Remark 2.1. Reefs slip."]),
        ("Step 2. Tie it. Step 3. Pull.", ["Step 2. Tie it.", "Step 3. Pull."]),
        ("Proof of Lemma 4. The rope is short.", ["Proof of Lemma 4. The rope is short."]),
        ("**Definition 1.**\n\nA knot is a bend.", ["**Definition 1.**\n\nA knot is a bend."]),
        ("He left. Done.\n\nKnots slip.", ["He left.", "Done.", "Knots slip."]),
        ("Ropes wear. Knots slip.", ["Ropes wear.", "Knots slip."]),
    ],
)
def test_a_heading_stays_with_the_text_it_is_run_in_with(text: str, said: list[str]) -> None:
    assert [unit.text for unit in quotable(text)] == said


def test_what_a_term_is_may_be_said_behind_a_heading() -> None:
    (unit,) = quotable("**Definition 2 (Bight).** A bight is a curve in a rope.")
    assert unit.statement == "A bight is a curve in a rope."
    assert defines(unit.statement, "bight") == DEFINITION
    (leaning,) = quotable("**Note.** It is worn at the bend.")
    assert leaning.leans


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("They ask why ropes creak. It's because they dry.", 1),
        ("Why do ropes creak? Because they dry.", 1),
        ("Ropes creak. The main reason is that they dry.", 1),
        ("Ropes creak. Because they dry, they also shrink.", 2),
        ("Ropes creak. That is why they are oiled.", 2),
        ("Ropes creak.\n\nThis is due to drought.", 2),
    ],
)
def test_a_reason_stays_with_what_it_is_the_reason_of(text: str, said: int) -> None:
    assert len(quotable(text)) == said


@pytest.mark.parametrize(
    "text",
    [
        "The rope breaks at\n\nF = max(k, m) / 3, (2)\n\nwhere k is its age.",
        "The rope breaks at\n\nF\n\nFmax = k − m · n .\n\n0\n\nwhere k is its age.",
        "The pull on a rope is\n\npull = weight * length / 2",
        "The rope breaks at\n\n$$F = k$$\n\nEquation (2) is the law of Osric.",
    ],
)
def test_what_leads_to_a_formula_stays_with_it(text: str) -> None:
    (unit,) = quotable(text)
    assert (unit.text, unit.kind) == (text, Kind.MATH)


def test_what_leads_to_the_next_formula_is_not_part_of_the_one_before() -> None:
    text = "A rope has\n\n$$F = k$$\n\nWith $k$ fixed, it has\n\n$$F = 1$$\n\nwhere 1 is one."
    assert [unit.text.partition("\n")[0] for unit in quotable(text)] == [
        "A rope has",
        "With $k$ fixed, it has",
    ]


def test_a_long_announcement_is_seen_whole_from_each_passage() -> None:
    pieces = "\n\n".join(["The rope breaks at", "F", "F = k − m .", "0", "where k is its age."])
    (unit,) = quotable(pieces, longest=4)
    assert unit.text == pieces


def test_lines_without_an_end_announce_no_prose() -> None:
    said = [
        unit.text for unit in quotable("Rope works\n\nRopes are laid here.\n\nFootnotes\n\n[1]")
    ]
    assert said == ["Rope works", "Ropes are laid here.", "Footnotes", "[1]"]


@pytest.mark.parametrize(
    ("said", "is_formula"),
    [
        ("SNR ≈ 6.02 b + 1.76 dB.", True),
        ("h∈Hs", True),
        ("1 + ρ", True),
        ("A worn rope = a broken rope, as every sailor knows", False),
        ("So it is.", False),
        ("✻✻", False),
        ("x = 1 " * 50, False),
    ],
)
def test_formulas_are_typed(said: str, is_formula: bool) -> None:
    assert is_typed_formula(said) is is_formula


@pytest.mark.parametrize(
    ("said", "is_promise"),
    [
        ("This chapter explains how ropes are laid, and when they break.", True),
        ("In this section, we will look at knots.", True),
        ("The next lecture covers splices.", True),
        ("Section 4.2 describes the tests.", True),
        ("Table 3 compares hemp with sisal.", True),
        ("This section shows that hemp outlasts sisal.", False),
        ("Section 4 of the rope takes the load.", False),
        ("Table salt gives hemp its colour.", False),
        ("Lessons are given on Mondays.", False),
    ],
)
def test_what_only_tells_where_something_is_said_is_not_quoted(said: str, is_promise: bool) -> None:
    assert promises(said) is is_promise
    assert len(quotable(said)) == (not is_promise)


def test_what_leads_to_a_list_promises_nothing() -> None:
    assert len(quotable("This section covers:\n\n- hemp\n- sisal\n")) == 1


def test_places_in_a_series() -> None:
    said = [
        "First, hemp.",
        "Secondly, sisal.",
        "The third is jute.",
        "Finally, wire.",
        "Firstborn.",
    ]
    assert [place_in_series(each) for each in said] == [1, 2, 3, LAST, 0]


def test_no_text_takes_long_to_look_at() -> None:
    started = time.perf_counter()
    for text in ("A" * 100_000, "**" + "a " * 50_000, "A 1" * 50_000, "In this section" * 9_000):
        for look in (is_run_in, gives_reason, promises, place_in_series, is_typed_formula):
            look(text)
    assert time.perf_counter() - started < 1

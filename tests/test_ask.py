"""An answer as the command line prints it."""

import pytest

from assistant.types import Answer, Citation, Statement
from ingest.types import Document, Location
from ui.commands.ask import passages, show


def cited(marker: int, start: int, end: int, headings: tuple[str, ...] = ()) -> Citation:
    return Citation(
        marker, f"c{marker}", "d", start, end, "", "Micro", "micro.txt", headings, "line 1"
    )


@pytest.mark.parametrize(
    ("locations", "places"),
    [
        ((), ("lines 2-15", "line 20")),
        ((Location(0, 20, "p. 1"), Location(20, 80, "p. 2")), ("pp. 1-2", "p. 2")),
    ],
)
def test_the_place_of_a_passage_spans_all_that_is_cited_of_it(
    locations: tuple[Location, ...], places: tuple[str, str]
) -> None:
    document = Document("d", "Micro", ("micro.txt",), "abc\n" * 20, locations)
    answer = Answer(
        "q", "q", citations=(cited(1, 12, 15), cited(2, 76, 79, ("A", "B")), cited(1, 56, 59),
                             cited(1, 4, 7)),
    )  # fmt: skip
    assert passages(answer, {"d": document}) == [
        f"[1] Micro  (micro.txt, {places[0]})",
        f"[2] A > B  (micro.txt, {places[1]})",
    ]


def test_a_question_that_was_read_otherwise_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    show(Answer("What is droput?", "What is dropout?", abstained=True), {})
    assert capsys.readouterr().out.startswith("Read as: What is dropout?\n\nThe sources do not")
    show(Answer("What is  dropout? ", "What is dropout?", abstained=True), {})
    assert "Read as" not in capsys.readouterr().out


def test_comparisons_are_no_tags(capsys: pytest.CaptureFixture[str]) -> None:
    said = Statement("If a<b and c>d it is <b>bold</b>.", (cited(1, 0, 3),))
    show(Answer("q", "q", (said,), said.citations), {"d": Document("d", "D", ("d",), "abc", ())})
    assert "If a<b and c>d it is bold. [1]" in capsys.readouterr().out

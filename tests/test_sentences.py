import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.structure.sentences import sentence_spans


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Smith et al. Report a gain. Next.", ["Smith et al. Report a gain.", "Next."]),
        ("Use L2, i.e. ridge. It shrinks.", ["Use L2, i.e. ridge.", "It shrinks."]),
        ("A rate of 0.5 is fine. So is 1.", ["A rate of 0.5 is fine.", "So is 1."]),
        ("Take $x. Y$ as one. Then stop.", ["Take $x. Y$ as one.", "Then stop."]),
        ("Call `a. B` once. Done.", ["Call `a. B` once.", "Done."]),
        ("True [@key2020]. Next.", ["True [@key2020].", "Next."]),
        ("**Follow-up: why?** Because it is.", ["**Follow-up: why?**", "Because it is."]),
        ('He said "stop." Then left.', ['He said "stop."', "Then left."]),
        ('Bad: "We lost. They lied." It blames.', ['Bad: "We lost. They lied."', "It blames."]),
        ("She said “No. Never.” and left. Fine.", ["She said “No. Never.” and left.", "Fine."]),
        ('A 5" disk. A 3" one.', ['A 5" disk.', 'A 3" one.']),
        ("See e.g. Figure 3. of J. Doe.", ["See e.g. Figure 3. of J. Doe."]),
        (
            "Use this:\n1. **Ask** first\n2. Then build.\nSo it is.",
            ["Use this:", "1. **Ask** first", "2. Then build.", "So it is."],
        ),
        ("Two kinds:\n- one\n  more\n- two", ["Two kinds:", "- one\n  more", "- two"]),
        ("A line of `code`\n`goes on` here.", ["A line of `code`\n`goes on` here."]),
        (
            "Johannistag (24. Juni): Ende. Am 1. Mai auch.",
            ["Johannistag (24. Juni): Ende.", "Am 1. Mai auch."],
        ),
        ("It was 24. July came.", ["It was 24.", "July came."]),
        (
            "08:10 up\n[09:30] standup, notes\n2024-05-06 dinner",
            ["08:10 up", "[09:30] standup, notes", "2024-05-06 dinner"],
        ),
        ("ends without a stop", ["ends without a stop"]),
        ("  \n ", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


@given(st.text(alphabet="aB .!?$`\n“”()[]@1", max_size=80))
def test_spans_cover_everything_but_blanks_in_order(text: str) -> None:
    spans = sentence_spans(text)
    position = 0
    for start, end in spans:
        assert start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


def test_what_stands_before_an_abbreviation_changes_nothing() -> None:
    for before in ("", "A word. ", "x" * 40 + " ", "One, two; three - "):
        assert split(f"{before}See et al. Report it. Next.")[-2:] == [
            f"{before}See et al. Report it.".removeprefix("A word. "),
            "Next.",
        ]

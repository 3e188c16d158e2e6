"""Markers in streamed text: understood, never shown by halves, and at linear cost."""

import re
import time
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.llm.formulas import FORMULA
from assistant.llm.markers import Markers, Piece
from assistant.llm.segment import Segment, Segmenter, Shape
from assistant.llm.thinking import Reply, spoken


def pieces(texts: Iterable[str], sources: int = 5) -> list[Piece]:
    """What the parser makes of a text in parts; neighbouring texts joined."""
    parser = Markers(sources)
    found: list[Piece] = []
    for text in texts:
        found += parser.feed(text)
    found += parser.close()
    joined: list[Piece] = []
    for piece in found:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def segments(texts: Iterable[str], sources: int = 5) -> list[Segment]:
    parser, segmenter, found = Markers(sources), Segmenter(), []
    for text in texts:
        for piece in parser.feed(text):
            found += segmenter.feed(piece)
    for piece in parser.close():
        found += segmenter.feed(piece)
    return [*found, *segmenter.close()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A fact [1].", ["A fact", (1,), "."]),
        ("A [1, 2] B [1-3] C【4】", ["A", (1, 2), " B", (1, 2, 3), " C", (4,)]),
        ("A [1;3] B [ 2 ] C [^3] D [Source 4] E [sources 1, 2]", [
            "A", (1, 3), " B", (2,), " C", (3,), " D", (4,), " E", (1, 2),
        ]),
        ("A [1–3] B [3, 3, 1-2]", ["A", (1, 2, 3), " B", (3, 1, 2)]),
        ("A【2†L1-L4】.", ["A", (2,), "."]),
        ("A [99] B [0] C [4-99] D [7-9]", ["A B C", (4, 5), " D"]),
        ("A [1-1000000000]", ["A", (1, 2, 3, 4, 5)]),
        ("A [1](x) [b](2) a[i] [x] [] [1.5]", ["A [1](x) [b](2) a[i] [x] [] [1.5]"]),
        ("`a[1]` [1]", ["`a[1]`", (1,)]),
        ("``a`[1]`` [1]", ["``a`[1]``", (1,)]),
        ("a ` b\nc [1]", ["a ` b\nc", (1,)]),
        ("```py\nx[1]\n``` [1]", ["```py\nx[1]\n```", (1,)]),
        ("~~~\n[1] ```\n~~~ [1]", ["~~~\n[1] ```\n~~~", (1,)]),
        ("```\nnever closed [1]", ["```\nnever closed [1]"]),
        ("Cut off [1", ["Cut off"]),
        ("Cut off [1, ", ["Cut off"]),
        ("Cut off【1", ["Cut off"]),
        ("An open [", ["An open ["]),
        ("The sigmoid maps to [0, 1].", ["The sigmoid maps to [0, 1]."]),
        ("To [-1, 1], [1, -1] or [0.5, 1] [1]; [0–3] [10, 20]", [
            "To [-1, 1], [1, -1] or [0.5, 1]", (1,), "; [0–3]",
        ]),
        ("Is $x \\in [1, 2]$ [1]? $$[1]\n[2]$$ [2]", [
            "Is $x \\in [1, 2]$", (1,), "? $$[1]\n[2]$$", (2,),
        ]),
        ("Or \\(a[1]\\) [1] or \\[\nb [2]\n\\] [3]", [
            "Or \\(a[1]\\)", (1,), " or \\[\nb [2]\n\\]", (3,),
        ]),
        ("From $5 [1] to $10 [2], A$3[3]", ["From $5", (1,), " to $10", (2,), ", A$3", (3,)]),
        ("It is $5 [1], or $x[1]$ [2].", ["It is $5", (1,), ", or $x[1]$", (2,), "."]),
        ("\\$a [1] b$ `$` [2] c$", ["\\$a", (1,), " b$ `$`", (2,), " c$"]),
        ("$$ never [1]\n\nclosed [2] $$$ [3]", [
            "$$ never", (1,), "\n\nclosed", (2,), " $$$", (3,),
        ]),
        ("Cut off $x [1", ["Cut off $x"]),
    ],
)  # fmt: skip
def test_markers_are_taken_out(text: str, expected: list[Piece]) -> None:
    assert pieces([text]) == expected
    assert pieces(text) == expected, "one character at a time"


WRITING = st.lists(
    st.sampled_from(
        ["A fact.", " ", "\n", "\n\n", "- ", "[1]", "[1, 2]", "[2-4]", "【3】", "[9 x", "]", "`",
         "```",
         "~~~", "| a |", "$$", "# Head", "e.g. this", "**b**", "[a](b)", "x", "1. ", "。", "!",
         "[0, 1]", "$", "$x", "$5", "\\", "\\(", "\\)", "\\[", "\\]"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(WRITING, st.lists(st.integers(1, 9), max_size=40))
def test_how_a_reply_is_cut_into_pieces_changes_nothing(text: str, lengths: list[int]) -> None:
    parts, rest = [], text
    for length in lengths:
        parts.append(rest[:length])
        rest = rest[length:]
    assert pieces([*parts, rest]) == pieces([text])
    assert segments([*parts, rest]) == segments([text])


@given(WRITING)
def test_no_half_marker_is_ever_shown(text: str) -> None:
    parser = Markers(5)
    shown = ""
    for character in text:
        shown += "".join(piece for piece in parser.feed(character) if isinstance(piece, str))
        prose = re.sub(r"(`+|~{3,}).*?(\1|\Z)", "", shown, flags=re.DOTALL)
        prose = re.sub(FORMULA, "", prose)
        assert not re.search(r"[\[【]\d[\d, –-]*\Z", prose), shown


@given(WRITING)
def test_segments_hold_all_words_in_order(text: str) -> None:
    plain = "".join(piece for piece in pieces([text]) if isinstance(piece, str))
    held = "".join(f"{segment.lead}{segment.text}" for segment in segments([text]))
    assert re.findall(r"[a-zA-Z]+", held) == re.findall(r"[a-zA-Z]+", plain)


def test_a_reply_is_cut_along_its_structure() -> None:
    reply = (
        "# Title\n\nOne fact [1]. It holds, e.g. here. [2] [3] And more [1-2]\n\nTwo ways:\n\n"
        "- An item [1]. It goes on.\n- Another [2]\n1. Third\nline [3].\n\n"
        "```python\nx[1]\n```\n| a | b |\n|---|---|\n| 1 [1] | 2 |\n\n$$\nx^2\n$$\n**Bold**\nEnd [4"
    )
    assert [(s.text, s.sources, s.shape.value, s.lead) for s in segments([reply])] == [
        ("# Title", (), "heading", "\n\n"),
        ("One fact.", (1,), "sentence", "\n\n"),
        ("It holds, e.g. here.", (2, 3), "sentence", " "),
        ("And more", (1, 2), "sentence", " "),
        ("Two ways:", (), "sentence", "\n\n"),
        ("An item.", (1,), "sentence", "\n\n- "),
        ("It goes on.", (), "sentence", " "),
        ("Another", (2,), "sentence", "\n- "),
        ("Third", (), "sentence", "\n1. "),
        ("line.", (3,), "sentence", " "),
        ("```python\nx[1]\n```", (), "code", "\n\n"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", (1,), "table", "\n\n"),
        ("$$\nx^2\n$$", (), "formula", "\n\n"),
        ("**Bold**", (), "heading", "\n\n"),
        ("End", (), "sentence", "\n\n"),
    ]


def test_a_sentence_comes_as_soon_as_the_next_begins() -> None:
    segmenter = Segmenter()
    assert [s.text for s in segmenter.feed("A fact. ")] == []
    assert [s.text for s in segmenter.feed("N")] == ["A fact."]


def test_a_sentence_without_an_end_is_cut_off_somewhere() -> None:
    found = segments(["word " * 1000])
    assert max(len(segment.text) for segment in found) <= 1000
    assert {segment.shape for segment in found} == {Shape.SENTENCE}


NASTY = [
    "[1",
    "[",
    "【1,",
    "`",
    "~",
    "[1, ",
    "a. ",
    "e.g. ",
    "word ",
    "\n",
    "[1] ",
    "| ",
    "$$\n",
    "<",
    "$",
    "$x",
    "$x ",
    "$x[1, ",
    "$$x",
    "$$ x \n",
    "\\",
    "\\(",
    "\\[ 1 ",
]


@pytest.mark.parametrize("unit", NASTY)
def test_the_cost_is_linear_in_the_length(unit: str) -> None:
    def cost(times: int) -> float:
        text = unit * times
        started = time.process_time()
        segments(text[at : at + 7] for at in range(0, len(text), 7))
        return time.process_time() - started

    small, large = (min(cost(size // len(unit)) for _ in range(2)) for size in (8_000, 64_000))
    assert large < 32 * small + 0.05, "eight times the text; a square would cost 64 times as much"


def cut(text: str, step: int) -> list[str]:
    return [text[at : at + step] for at in range(0, len(text), step)]


@given(st.text(alphabet="abc<>/think \n", max_size=40), st.integers(1, 9))
def test_thoughts_at_the_beginning_are_left_out(said: str, step: int) -> None:
    reply = f"<think>hidden {said.replace('</think', '')}</think>{'Said.'}"
    assert spoken(cut(reply, step)) == "Said."
    plain = "Said <think>as words</think>."
    assert spoken(cut(plain, step)) == plain


@given(st.text(alphabet="abc<>/thin \n", max_size=40), st.integers(1, 9))
def test_thoughts_that_the_prompt_has_opened_are_taken_back(said: str, step: int) -> None:
    reply = f"Hm {said}</think>Said, </think> too."
    assert spoken(cut(reply, step)) == "Said, </think> too."
    heard = iter(Reply(piece for piece in ["Hm, ", "</think>", "Said."]))
    assert next(heard) == "Hm, ", "nothing waits for what may never come"
    assert list(heard) == [None, "Said."]
    quoted = f"Said {said}, `</think>` and </think>."
    assert spoken(cut(quoted, step)) == quoted


@pytest.mark.parametrize(
    ("reply", "thought", "said"),
    [
        ("<think>Hm.", True, False),
        (" <think>Hm.</think>\n", True, False),
        ("<think>Hm.</think>\nA.", True, True),
        ("Hm.</think>\n", True, False),
        ("A.", False, True),
        ("<thi", False, True),
        ("", False, False),
    ],
)
def test_it_is_known_whether_anything_but_thoughts_was_said(
    reply: str, thought: bool, said: bool
) -> None:
    heard = Reply(piece for piece in reply)
    heard.spoken()
    assert (heard.thought, heard.said) == (thought, said)

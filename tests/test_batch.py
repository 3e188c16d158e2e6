"""Batches: what a line may look like, and what is said of one that does not."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.types import Turn
from ingest.errors import SettingsError, VivaError
from ui.batch import Line, answer_batch, read_batch

ASKED = Turn("What is LoRA?", "Low-rank adapters.")


def lines(tmp_path: Path, *rows: Any) -> list[Line]:
    path = tmp_path / "b.jsonl"
    path.write_text(
        "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)
    )
    return read_batch(path, "question")


def said(role: str, content: Any) -> dict[str, Any]:
    return {"role": role, "content": content}


@pytest.mark.parametrize(
    ("history", "turns"),
    [
        (None, ()),
        ([], ()),
        (["What is LoRA?"], (Turn("What is LoRA?"),)),
        ([{"question": "What is LoRA?", "answer": "Low-rank adapters."}], (ASKED,)),
        ([{"question": "What is LoRA?", "answer": None}], (Turn("What is LoRA?"),)),
        ([said("user", "What is LoRA?"), said("assistant", "Low-rank adapters.")], (ASKED,)),
        (
            [said("user", "a"), said("user", "b"), said("assistant", "c"), said("assistant", "d")],
            (Turn("a"), Turn("b", "c\n\nd")),
        ),
        ([said("user", "a"), "b", {"question": "c"}], (Turn("a"), Turn("b"), Turn("c"))),
    ],
)
def test_a_history_is_read_in_every_usual_form(
    tmp_path: Path, history: Any, turns: tuple[Turn, ...]
) -> None:
    row = {"id": "x", "question": "Why is it cheaper?", "history": history}
    assert lines(tmp_path, row) == [Line("x", "Why is it cheaper?", turns)]


@pytest.mark.parametrize(
    "history",
    [
        {"question": "What is LoRA?", "answer": 3},
        [said("system", "Be brief.")],
        [said("assistant", "Hello!")],
        [said("user", [{"type": "text", "text": "What is LoRA?"}])],
        [{"q": "What is LoRA?"}],
        [""],
        [["What is LoRA?", "Low-rank adapters."]],
        7,
    ],
)
def test_any_other_history_is_refused(tmp_path: Path, history: Any) -> None:
    (line,) = lines(tmp_path, {"id": 1, "question": "Why?", "history": history})
    assert line.key == 1
    assert "line 1: turn 1 of 'history' is neither" in line.error


def test_a_line_that_does_not_fit_costs_itself_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"id": 1, "question": "a"}, "{", [1], {"id": 4, "question": 4}, "", {"question": "b"}]
    with pytest.raises(VivaError, match='3 lines of 5 not answered; see "error"'):
        answer_batch(lines(tmp_path, *rows), lambda line: {"answer": line.text})
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["id"], each.get("answer")) for each in printed] == [
        (1, "a"), (None, None), (None, None), (4, None), (None, "b"),
    ]  # fmt: skip
    assert [each["error"].partition("b.jsonl, ")[2] for each in printed if "error" in each] == [
        "line 2: not JSON (Expecting property name enclosed in double quotes: line 1 column 2 "
        "(char 1))",
        "line 3: needs an object with a text in 'question'",
        "line 4: needs an object with a text in 'question'",
    ]


def test_half_a_character_and_a_byte_order_mark_cost_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = '\ufeff{"id": "x\\ud83d", "question": "a"}'
    answer_batch(
        lines(tmp_path, first, {"id": 2, "question": "b"}), lambda line: {"said": line.text}
    )
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert printed == [{"id": "x\ud83d", "said": "a"}, {"id": 2, "said": "b"}]


def test_what_is_no_text_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_bytes(b"\xff\xfe\x00")
    for name, reason in (("none", "no such file"), ("", "a folder"), ("b.jsonl", "UTF-8")):
        with pytest.raises(SettingsError, match=reason):
            read_batch(tmp_path / name, "question")

"""The questions by which the passages of a file are looked for, kept beside it.

People seldom ask in the words of the text that answers them. What they would ask is written down
for each passage: document expansion (Nogueira and Lin 2019, "From doc2query to docTTTTTquery"), but
kept with the text instead of made up at every ingestion. ``attention.questions.jsonl`` lies beside
``attention.md`` and holds an object a line: a ``quote``, words of the file's text that stand in the
passage, and ``questions``. Nothing of it is ever quoted.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from ingest.limits import MAX_BYTES
from ingest.metadata import without_lone_surrogates

_SUFFIX = ".questions.jsonl"
_MOST = 500
"""Characters of a question that are read."""


def questions_file(path: Path) -> Path:
    """Where the questions of a study file lie, if there are any."""
    return path.with_name(path.stem + _SUFFIX)


def holds_questions(name: str) -> bool:
    """Whether a file of this name holds the questions of another."""
    return name.endswith(_SUFFIX)


def files_of(path: Path) -> tuple[Path, ...]:
    """A study file, and the one with its questions if that is there."""
    questions = questions_file(path)
    try:
        return (path, questions) if questions.is_file() else (path,)
    except OSError:  # the name is too long
        return (path,)


def read_questions(path: Path, text: str) -> tuple[list[tuple[int, str]], tuple[str, ...]]:
    """The questions beside a study file.

    Args:
        path: of the study file.
        text: of the study file.

    Returns:
        The questions in the order of what answers them, and remarks on lines that are of no use.
    """
    try:
        beside = [_text(each) for each in files_of(path)[1:]]
    except (OSError, ValueError):
        return [], ("its questions cannot be read",)
    lines = [line for each in beside for line in each.split("\n")]
    found = [_line(line, text) for line in lines if line.strip()]
    useless = sum(not asked for asked in found)
    remark = f"{useless} line{'s' * (useless != 1)} of its questions left out"
    return sorted(each for asked in found for each in asked), (remark,) if useless else ()


def _text(path: Path) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise ValueError("too large")
    return path.read_text(encoding="utf-8")


def _line(line: str, text: str) -> list[tuple[int, str]]:
    """The questions of one line; none if it names no place in the text."""
    try:
        row = without_lone_surrogates(json.loads(line))
    except (ValueError, RecursionError):
        return []
    if not isinstance(row, Mapping):
        return []
    quote, questions = row.get("quote"), row.get("questions")
    if not isinstance(quote, str) or not isinstance(questions, list) or not quote:
        return []
    place = text.find(quote)
    if place < 0:
        return []
    return [(place, each[:_MOST]) for each in questions if isinstance(each, str) and each.strip()]

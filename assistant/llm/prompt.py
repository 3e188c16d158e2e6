"""The prompts: read from files, filled with sources that cannot step out of their place."""

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from string import Template

from assistant.llm.endpoint import Message
from assistant.types import Turn
from ingest.types import Chunk

NOT_IN_SOURCES = "NOT-IN-SOURCES"
"""What a model replies when the sources do not answer."""

_TURNS = 4
_LONGEST_TURN = 500
_DELIMITER = re.compile(r"<(?=\s*/?\s*source)|<(?=[|｜])|\[(?=/?INST\])", re.IGNORECASE)


def answer_prompt(question: str, passages: Sequence[Chunk]) -> list[Message]:
    """The prompt that asks for an answer from passages, numbered from 1."""
    quoted = "\n\n".join(source(number, chunk) for number, chunk in enumerate(passages, 1))
    filled = _template("question").substitute(sources=quoted, question=question.strip())
    return [Message("system", rules("answer")), Message("user", filled)]


def rewrite_prompt(question: str, history: Sequence[Turn]) -> list[Message]:
    """The prompt that asks for questions that stand alone."""
    turns = [
        f"Reader: {turn.question[:_LONGEST_TURN]}"
        + (f"\nAssistant: {turn.answer[:_LONGEST_TURN]}" if turn.answer else "")
        for turn in history[-_TURNS:]
    ]
    filled = _template("conversation").substitute(
        conversation=inert("\n".join(turns)), question=question.strip()
    )
    return [Message("system", rules("rewrite")), Message("user", filled)]


def source(number: int, chunk: Chunk) -> str:
    """A passage between delimiters that it cannot close, labelled with its headings."""
    path = inert(" / ".join(chunk.headings)).replace('"', "'")
    return f'<source id="{number}" from="{path}">\n{inert(chunk.text)}\n</source>'


def inert(text: str) -> str:
    """Text without what a delimiter of ours, or of a chat template, begins with."""
    return _DELIMITER.sub(lambda match: "&lt;" if match.group() == "<" else "&#91;", text)


@cache
def rules(name: str) -> str:
    """The standing part of a prompt: the file's text."""
    return _file(name).strip()


@cache
def _template(name: str) -> Template:
    return Template(_file(name).strip())


def _file(name: str) -> str:
    folder = resources.files("assistant.llm") / "prompts"
    return (folder / f"{name}.md").read_text(encoding="utf-8")

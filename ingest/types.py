"""The types that leave this package: Document, Chunk, and Failure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a chunk mostly is; a reader can filter by it."""

    PROSE = "prose"
    QA = "qa"
    TABLE = "table"
    CODE = "code"
    MATH = "math"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Location:
    """Characters `start` to `end` of a document lie at `label`: ``p. 12``, ``slide 4``."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Document:
    """One study text, as everything after ingestion speaks of it.

    Attributes:
        doc_id: survives renames; ``section/topic`` for the curriculum.
        title: what a reader calls it.
        sources: where its content lies; more than one when identical files lie in several places.
        text: the file's own text for undamaged UTF-8 Markdown and plain text.
        locations: places in reading order; empty when lines are the places, as in plain text.
        metadata: front matter and ``format``; JSON values only.
    """

    doc_id: str
    title: str
    sources: tuple[str, ...]
    text: str
    locations: tuple[Location, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage that is retrieved as one: ``text == document.text[start:end]``, always.

    Attributes:
        chunk_id: digest of doc_id, text and occurrence, so that it survives edits elsewhere.
        headings: the path of headings above the passage, outermost first.
        metadata: tracks, section, roles and level of the document where it states them;
            ``body``: the number of characters at the start of `text` that only repeat `headings`
            or mark an answer; ``lead``, where a table or list was cut above: its header rows, or
            the words that announce it, to be read between the headings and the body;
            ``questions``: by which it is looked for as well, where somebody has written them down.
    """

    chunk_id: str
    doc_id: str
    start: int
    end: int
    text: str
    headings: tuple[str, ...]
    kind: Kind
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or folder that could not be read, and why."""

    source: str
    reason: str

"""The types that leave this package: Hit, Filters and the report of an update."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.tokens import Tokens
from ingest.types import Chunk, Failure


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk in a ranking.

    Attributes:
        rank: 1 for the best.
        parts: each signal's own score, so that a ranking can be explained.
        tokens: the passage's word pieces, their spans counted in ``chunk.text`` (those of its
            headings come before it); None for a passage that was not reranked.
    """

    chunk: Chunk
    score: float
    rank: int
    parts: Mapping[str, float]
    tokens: Tokens | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a passage must be to be found; None lets everything pass."""

    track: str | None = None
    section: str | None = None
    role: str | None = None
    level: str | None = None
    kind: str | None = None
    doc: str | None = None

    def __bool__(self) -> bool:
        return self != Filters()

    def admit(self, chunk: Chunk) -> bool:
        """Whether a chunk passes every filter that is set."""
        meta = chunk.metadata
        return (
            (self.track is None or self.track in labels(meta.get("tracks")))
            and (self.section is None or self.section in section_names(meta.get("section")))
            and (self.role is None or self.role in labels(meta.get("roles")))
            and (self.level is None or self.level in labels(meta.get("level")))
            and (self.kind is None or self.kind == chunk.kind)
            and (self.doc is None or self.doc == chunk.doc_id)
        )


_NUMBERED = re.compile(r"(\d\d)-(.+)")

NO_FILTERS = Filters()
"""Lets every passage pass."""


def labels(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    """What a field of front matter names, whether its author wrote a list, one value or none."""
    values = value if isinstance(value, list | tuple) else (value,)
    return tuple(str(each) for each in values if each is not None)


def section_names(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    """What a section answers to: its name in full, and of ``03-name`` either half."""
    names = [name for name in labels(value) if name]
    numbered = [found for found in map(_NUMBERED.fullmatch, names) if found]
    return (*names, *(half for found in numbered for half in found.groups()))


@dataclass(frozen=True, slots=True)
class Update:
    """What bringing the index up to date did; counts are of documents unless said otherwise.

    Attributes:
        moved: of those unchanged, how many lie elsewhere than before, or in more or fewer places.
        documents: live total.
        own: files of the reader's that are in the index; equal ones are one document.
        chunks: live total.
        encoded: passages that went through the encoder.
        failed: files that are not in the index.
        remarks: of files that are, what was left out or mended in reading them.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    moved: int = 0
    removed: int = 0
    failed: tuple[Failure, ...] = ()
    remarks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    documents: int = 0
    own: int = 0
    chunks: int = 0
    encoded: int = 0
    seconds: float = 0.0

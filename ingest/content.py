"""What a format's reader makes of one file's bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ingest.types import Location


class Structure(StrEnum):
    """How the blocks of a text are told apart."""

    MARKDOWN = "markdown"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Content:
    """What one file holds, before it is known which document it is.

    Attributes:
        text: the file's own text, or what was extracted from it, as Markdown where the format has
            headings, lists or tables.
        structure: how `text` is cut into blocks.
        title: from the file's own metadata or first heading; empty where it has none.
        locations: places in reading order, such as ``p. 12``; empty when lines are the places.
        metadata: front matter; JSON values only.
        remarks: what was left out or mended, each a phrase for the reader.
    """

    text: str
    structure: Structure = Structure.MARKDOWN
    title: str = ""
    locations: tuple[Location, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

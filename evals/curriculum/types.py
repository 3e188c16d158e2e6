"""What the checks of the curriculum speak of: topics, their front matter, and findings."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from evals.schema import Strict

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
SectionName = Annotated[str, Field(pattern=r"^\d\d-[a-z0-9]+(?:-[a-z0-9]+)*$")]
TopicId = Annotated[str, Field(pattern=r"^\d\d-[a-z0-9-]+/[a-z0-9-]+$")]
Track = Literal["llm-engineering", "machine-learning", "ai-data-scientist", "banking"]
Role = Literal["engineer", "scientist", "pm"]
Level = Literal["foundation", "intermediate", "advanced"]


class Reference(Strict):
    """A work that a topic cites."""

    author: str
    title: str
    venue: str
    year: int


class FrontMatter(Strict):
    """What stands above a topic's text.

    Attributes:
        order: position in its section, from 1.
        prerequisites: ids of topics to study before.
        hours: of study, for a reader new to the topic.
        as_of: month in which facts that age were true, ``2026-05``.
    """

    title: str
    section: SectionName
    order: Annotated[int, Field(ge=1)]
    tracks: Annotated[list[Track], Field(min_length=1)]
    roles: Annotated[list[Role], Field(min_length=1)]
    level: Level
    prerequisites: list[TopicId]
    hours: Annotated[float, Field(gt=0, le=20)]
    tags: Annotated[list[str], Field(min_length=1)]
    as_of: Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")] | None = None
    references: dict[Slug, Reference]


@dataclass(frozen=True, slots=True)
class Topic:
    """One file of the curriculum, taken apart.

    Attributes:
        body: the text below the front matter.
        prose: the body without its code blocks.
        parts: heading of level two to the text under it, in order, code blocks left out.
        questions: interview questions with the text under each.
        code: Python blocks.
        headings: every heading with the text that stands under it, deeper headings included.
    """

    topic_id: str
    path: Path
    front_matter: FrontMatter
    body: str
    prose: str
    parts: dict[str, str]
    questions: tuple[tuple[str, str], ...]
    code: tuple[str, ...]
    headings: dict[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the curriculum that is wrong, or that someone should look at.

    Attributes:
        where: the file, relative to the curriculum's folder.
        error: whether it breaks a rule; otherwise it is worth a look.
    """

    where: str
    message: str
    error: bool = True

"""The study plans under ``plans/``: their schemas, and whether all that they name exists."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field, ValidationError

from evals.curriculum.types import Finding, Role, SectionName, Topic, TopicId, Track
from evals.schema import Strict

Range = Annotated[list[float], Field(min_length=2, max_length=2)]
Topics = Annotated[list[TopicId], Field(min_length=1)]


class PlanTrack(Strict):
    """A specialised track through the curriculum."""

    id: Track
    title: str
    best_for: str
    key_topics: Topics


class Days(Strict):
    """Some days of a plan: what for, for whom, what to read and what to do."""

    days: Annotated[list[int], Field(min_length=2, max_length=2)]
    week: int
    title: str
    hours: Range
    context: str
    tracks: list[Track]
    roles: list[Role]
    topics: Topics
    tasks: Annotated[list[str], Field(min_length=1)]
    note: str = ""


class TwoWeeks(Strict):
    """``two_week.yaml``."""

    title: str
    hours: Range
    hours_per_day: Range
    note: str = ""
    days: Annotated[list[Days], Field(min_length=5)]
    tracks: Annotated[list[PlanTrack], Field(min_length=4, max_length=4)]


class Step(Strict):
    """One step of the full course, and why it comes there."""

    step: int
    title: str
    topics: Topics
    rationale: str


class Phase(Strict):
    """A phase of the full course."""

    phase: int
    title: str
    weeks: Range
    steps: Annotated[list[Step], Field(min_length=1)]


class SectionTime(Strict):
    """How long a section takes, in weeks."""

    section: SectionName
    depth: str
    weeks: Range | float


class Accelerated(Strict):
    """The short variant of the full course."""

    title: str
    weeks: Range
    topics: Topics
    rationale: str


class FullCourse(Strict):
    """``full.yaml``."""

    title: str
    weeks: Range
    note: str = ""
    phases: Annotated[list[Phase], Field(min_length=6, max_length=6)]
    sections: Annotated[list[SectionTime], Field(min_length=1)]
    study: dict[Literal["coding", "design", "theory", "technique"], list[str]]
    accelerated: Accelerated


class Link(Strict):
    """A question of a topic, word for word."""

    topic: TopicId
    question: str


class ToKnow(Strict):
    """Something to know, and the question or questions that answer it."""

    text: str
    role: str = ""
    topic: TopicId | None = None
    question: str | None = None
    questions: tuple[Link, ...] = ()

    def links(self) -> list[Link]:
        """Every question that answers the item."""
        one = (
            [Link(topic=self.topic, question=self.question)] if self.topic and self.question else []
        )
        return [*one, *self.questions]


class Group(Strict):
    """Items of one urgency."""

    title: str
    items: Annotated[list[ToKnow], Field(min_length=1)]


class LastDay(Strict):
    """``last_24_hours.yaml``."""

    title: str
    note: str = ""
    groups: Annotated[list[Group], Field(min_length=4, max_length=4)]


class Round(Strict):
    """One interview round; its length in minutes, or in hours for a task taken home."""

    round: str
    focus: str
    minutes: Range | None = None
    hours: Range | None = None
    preparation: str
    topics: Topics


class Category(Strict):
    """One category of the final checklist."""

    category: str
    items: Annotated[list[str], Field(min_length=1)]


class Rounds(Strict):
    """``rounds.yaml``."""

    title: str
    note: str = ""
    rounds: Annotated[list[Round], Field(min_length=6)]
    checklist: Annotated[list[Category], Field(min_length=1)]


PLANS: dict[str, type[Strict]] = {
    "two_week.yaml": TwoWeeks,
    "full.yaml": FullCourse,
    "last_24_hours.yaml": LastDay,
    "rounds.yaml": Rounds,
}


def read_plan(path: Path) -> Strict | list[Finding]:
    """A plan by its schema, or what keeps it from being one."""
    where = f"plans/{path.name}"
    try:
        return PLANS[path.name].model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return [Finding(where, "is missing")]
    except yaml.YAMLError as error:
        return [Finding(where, f"not YAML: {error}")]
    except ValidationError as error:
        return [
            Finding(where, f"{'.'.join(map(str, e['loc']))}: {e['msg']}") for e in error.errors()
        ]


def check_plans(folder: Path, topics: Sequence[Topic]) -> Iterator[Finding]:
    """Plans that break their schema, or name a topic or question that does not exist."""
    questions = {topic.topic_id: {q for q, _ in topic.questions} for topic in topics}
    for name in PLANS:
        plan = read_plan(folder / "plans" / name)
        if isinstance(plan, list):
            yield from plan
            continue
        for topic_id in _named_topics(plan):
            if topic_id not in questions:
                yield Finding(f"plans/{name}", f"topic {topic_id} does not exist")
        if isinstance(plan, LastDay):
            yield from _check_links(plan, questions)
        if isinstance(plan, FullCourse):
            steps = [step.step for phase in plan.phases for step in phase.steps]
            if steps != list(range(1, len(steps) + 1)):
                yield Finding(f"plans/{name}", f"steps are not numbered in order: {steps}")


def _check_links(plan: LastDay, questions: dict[str, set[str]]) -> Iterator[Finding]:
    for group in plan.groups:
        for item in group.items:
            if not item.links():
                yield Finding("plans/last_24_hours.yaml", f"{item.text!r} names no question")
            for link in item.links():
                if link.question not in questions.get(link.topic, set()):
                    message = f"{link.topic} does not ask {link.question!r}"
                    yield Finding("plans/last_24_hours.yaml", message)


def _named_topics(plan: Strict) -> Iterator[str]:
    """Every topic id under a key ``topic``, ``topics`` or ``key_topics``, however deep."""

    def walk(value: object, key: str) -> Iterator[str]:
        if isinstance(value, dict):
            for inner, item in value.items():
                yield from walk(item, str(inner))
        elif isinstance(value, list):
            for item in value:
                yield from walk(item, key)
        elif isinstance(value, str) and key in ("topic", "topics", "key_topics"):
            yield value

    yield from walk(plan.model_dump(), "")

"""``coverage.yaml``: where each item of the curriculum's source documents is covered."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field, ValidationError

from evals.curriculum.topic import sections
from evals.curriculum.types import Finding, Topic
from evals.schema import Strict

WHERE = "coverage.yaml"


class SourceDocument(Strict):
    """One source document; it does not come with the project.

    Attributes:
        lines: when split at line feeds.
        blank: numbers of the lines that hold nothing.
        sha256: of the file, so that whoever has it knows that it is the same.
    """

    title: str
    lines: int
    blank: list[int]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Place(Strict):
    """A heading of a topic, or a dotted key of a plan."""

    file: str
    heading: str


class SourceLines(Strict):
    """Some lines of a source document, and where they are covered or why they are not."""

    source: str
    lines: Annotated[list[int], Field(min_length=2, max_length=2)]
    kind: Literal[
        "topic", "question", "fact", "table", "row", "checklist", "plan", "round", "example",
        "formula", "heading", "advice", "figure",
    ]  # fmt: skip
    item: Annotated[str, Field(min_length=1)]
    covered_by: tuple[Place, ...] = ()
    skipped: str = ""


class Coverage(Strict):
    """The whole file."""

    sources: dict[str, SourceDocument]
    items: list[SourceLines]


def read_coverage(folder: Path) -> Coverage | list[Finding]:
    """The coverage file by its schema, or what keeps it from being read."""
    try:
        values = yaml.safe_load((folder / WHERE).read_text(encoding="utf-8"))
        return Coverage.model_validate(values)
    except FileNotFoundError:
        return [Finding(WHERE, "is missing")]
    except yaml.YAMLError as error:
        return [Finding(WHERE, f"not YAML: {error}")]
    except ValidationError as error:
        return [
            Finding(WHERE, f"{'.'.join(map(str, e['loc']))}: {e['msg']}") for e in error.errors()
        ]


def check_coverage(folder: Path, topics: Sequence[Topic]) -> Iterator[Finding]:
    """Lines that no item covers, and items whose place does not exist or holds nothing."""
    coverage = read_coverage(folder)
    if isinstance(coverage, list):
        yield from coverage
        return
    for name, source in coverage.sources.items():
        covered: set[int] = set()
        for item in coverage.items:
            if item.source == name:
                covered |= set(range(item.lines[0], item.lines[1] + 1))
        missing = sorted(set(range(1, source.lines + 1)) - set(source.blank) - covered)
        if missing:
            yield Finding(WHERE, f"{name}: lines {missing[:10]} are covered by no item")
        if covered and max(covered) > source.lines:
            yield Finding(WHERE, f"{name}: has {source.lines} lines, not {max(covered)}")
    headings = {f"corpus/{topic.topic_id}.md": topic.headings for topic in topics}
    for item in coverage.items:
        yield from _check_item(item, coverage, folder, headings)


def _check_item(
    item: SourceLines, coverage: Coverage, folder: Path, headings: dict[str, dict[str, str]]
) -> Iterator[Finding]:
    name = f"{item.source}, lines {item.lines[0]}-{item.lines[1]}"
    if item.source not in coverage.sources:
        yield Finding(WHERE, f"{name}: unknown source")
    if bool(item.covered_by) == bool(item.skipped):
        yield Finding(WHERE, f"{name}: either covered by something or skipped for a reason")
    for place in item.covered_by:
        known = headings.get(place.file) or _other_file(folder.parent / place.file)
        if place.heading not in known:
            yield Finding(WHERE, f"{name}: {place.file} has no heading {place.heading!r}")
        elif not known[place.heading]:
            yield Finding(WHERE, f"{name}: nothing stands under {place.heading!r} in {place.file}")


def _other_file(path: Path) -> dict[str, str]:
    """Keys of a plan, dotted, or headings of a Markdown file, with what stands there."""
    if path.suffix == ".md" and path.is_file():
        text = path.read_text(encoding="utf-8")
        return {heading: body for level in range(1, 5) for heading, body in sections(text, level)}
    if path.suffix != ".yaml" or not path.is_file():
        return {}
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    found: dict[str, str] = {}

    def walk(value: object, prefix: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                found[f"{prefix}{key}"] = str(inner)
                walk(inner, f"{prefix}{key}.")

    walk(loaded, "")
    return found

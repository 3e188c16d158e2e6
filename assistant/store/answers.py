"""An Answer as JSON values for keeping, and back."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar

from assistant.types import Answer, Citation, Nearest, Statement, Verdict

T = TypeVar("T")


def to_json(answer: Answer) -> dict[str, Any]:
    """The answer with all it holds, as JSON values."""
    return asdict(answer)


def from_json(values: Mapping[str, Any]) -> Answer:
    """The answer that `to_json` was given.

    Fields that it does not know are passed over, and those that are missing get their defaults, so
    that what one version has kept another can show.
    """
    return _made(
        Answer,
        values,
        statements=tuple(_statement(each) for each in values.get("statements", ())),
        citations=tuple(_citation(each) for each in values.get("citations", ())),
        nearest=tuple(_nearest(each) for each in values.get("nearest", ())),
        missing=tuple(values.get("missing", ())),
        uncovered=tuple(values.get("uncovered", ())),
        follow_ups=tuple(values.get("follow_ups", ())),
    )


def _statement(values: Mapping[str, Any]) -> Statement:
    cited = tuple(_citation(each) for each in values.get("citations", ()))
    verdict = Verdict(values.get("verdict", Verdict.SUPPORTED))
    return _made(Statement, values, citations=cited, verdict=verdict)


def _citation(values: Mapping[str, Any]) -> Citation:
    headings, works = (tuple(values.get(key, ())) for key in ("headings", "references"))
    return _made(Citation, values, headings=headings, references=works)


def _nearest(values: Mapping[str, Any]) -> Nearest:
    return _made(Nearest, values, headings=tuple(values.get("headings", ())))


def _made(kind: type[T], values: Mapping[str, Any], **changed: Any) -> T:  # noqa: ANN401
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{key: value for key, value in values.items() if key in known} | changed)

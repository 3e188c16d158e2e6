"""The headline values of every case at the time of the last deliberate raise, with its reason."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from statistics import fmean
from typing import Any

from evals.errors import CaseError
from evals.measure.outcome import Run
from evals.results.store import write_text
from evals.results.values import headline_values

DIGITS = 4
_NAME = "baseline.json"
_KEPT = ("code", "time", "corpus_digest", "cases_digest", "pipeline")


@dataclass(frozen=True, slots=True)
class Baseline:
    """What later runs are held against.

    Attributes:
        values: headline to case to value, rounded to `DIGITS`.
        raised: every raise, oldest first: what was measured, its means, and the reason.
    """

    values: Mapping[str, Mapping[str, float]]
    raised: Sequence[Mapping[str, Any]] = ()


def baseline_of(run: Run, reason: str, previous: Baseline | None = None) -> Baseline:
    """A run as the baseline; the reasons of earlier raises are kept.

    Raises:
        CaseError: if the reason is empty.
    """
    if not reason.strip():
        raise CaseError("say why the baseline is raised: --reason")
    values = rounded(headline_values(run.outcomes))
    about = {key: run.about[key] for key in _KEPT if key in run.about}
    means = {name: round(fmean(of.values()), DIGITS) for name, of in values.items()}
    entry = {"reason": reason.strip(), **about, "means": means}
    return Baseline(values, [*(previous.raised if previous else ()), entry])


def rounded(values: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Values as a baseline holds them."""
    return {
        name: {case: round(value, DIGITS) for case, value in of.items()}
        for name, of in values.items()
    }


def default_path(cases: Path | None = None) -> Path:
    """The baseline that comes with the package, or the one that lies beside a reader's cases."""
    return cases / _NAME if cases else Path(str(resources.files("evals") / _NAME))


def write_baseline(baseline: Baseline, path: Path) -> None:
    """Writes a baseline, one case a line, so that a raise can be read as a difference.

    Raises:
        CaseError: if the file cannot be written.
    """
    names = list(baseline.values)
    cases = sorted({case for of in baseline.values.values() for case in of})
    rows = {case: [_short(baseline.values[name].get(case)) for name in names] for case in cases}
    lines = ",\n".join(f"{json.dumps(case)}: {_line(row)}" for case, row in rows.items())
    head = json.dumps({"raised": list(baseline.raised), "headlines": names}, indent=1)
    write_text(path, head.removesuffix("\n}") + f',\n "cases": {{\n{lines}\n }}\n}}\n')


def _short(value: float | None) -> float | int | None:
    """1 rather than 1.0."""
    return int(value) if value is not None and value.is_integer() else value


def _line(row: Sequence[float | int | None]) -> str:
    return json.dumps(row, separators=(",", ":"))


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file.

    Raises:
        CaseError: if there is none; the message says how to make one.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        values: dict[str, dict[str, float]] = {name: {} for name in stored["headlines"]}
        for case, row in stored["cases"].items():
            for name, value in zip(values, row, strict=True):
                if value is not None:
                    values[name][case] = float(value)
        return Baseline(values, stored["raised"])
    except FileNotFoundError as error:
        raise CaseError(
            f"no baseline at {path}; with the same options: viva eval baseline --reason …"
        ) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CaseError(f"{path} is not a baseline") from error

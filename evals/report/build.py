"""From a run to its report: the figures, the plots and the questions that went wrong."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.measure.outcome import Run
from evals.measure.questions import Kind
from evals.report import plots
from evals.report.failing import REASONS, failing
from evals.report.page import page
from evals.results.store import write_text
from evals.results.summary import summary
from evals.results.values import HEADLINES

_CARDS = (
    *("nDCG@10", "Success@5", "vital nuggets", "gold quoted", "citation precision"),
    *("exact citations", "answered", "refused"),
)
_PLOTTED = {Kind.RETRIEVAL: ("style", "type", "section"), Kind.CONVERSATION: ("leans by",)}
_RANKING = ("nDCG@10", "Success@5")


def write_report(run: Run, path: Path) -> tuple[Path, Path]:
    """Writes a report as one HTML file and its figures as JSON beside it; returns both.

    Raises:
        CaseError: if a file cannot be written.
    """
    found = summary(run)
    figures = path.with_suffix(".figures.json")
    write_text(path, page("report.html", _view(run, found)))
    write_text(figures, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    return path, figures


def _view(run: Run, found: Mapping[str, Any]) -> dict[str, Any]:
    """What the template shows."""
    wrong = failing(run)
    sections = found["sections"]
    return {
        **found,
        "cards": [name for name in _CARDS if name in found["headlines"]],
        "says": {headline.name: headline.says for headline in HEADLINES},
        "weakest": _weakest(found),
        "plots": _plots(run, found),
        "section_columns": [name for name in found["headlines"] if _anywhere(name, sections)],
        "failing": wrong,
        "reasons": [reason for reason in REASONS if any(reason in each.reasons for each in wrong)],
        "parts_named": list(found["parts"]),
        "asked": len(run.outcomes),
    }


def _plots(run: Run, found: Mapping[str, Any]) -> dict[str, str]:
    drawn = {}
    for kind, groups in _PLOTTED.items():
        by = found["by"].get(kind.value, {})
        for group in groups:
            if group in by:
                drawn[group] = plots.intervals(by[group], _RANKING, "mean, 95 % interval")
    abstaining = found["abstaining"]
    if abstaining["curve"]:
        now = (abstaining["refused_wrongly"], abstaining["recall"])
        drawn["refusals"] = plots.refusals(abstaining["curve"], now)
    if found["calibration"]["bins"]:
        drawn["calibration"] = plots.calibration(found["calibration"]["bins"])
    if run.outcomes:
        drawn["latency"] = plots.histogram([o.milliseconds for o in run.outcomes])
    return drawn


def _weakest(found: Mapping[str, Any]) -> Sequence[tuple[str, str, Mapping[str, float]]]:
    """The group with the lowest Success@5 among each way of grouping the retrieval cases."""
    by = found["by"].get(Kind.RETRIEVAL.value, {})
    weakest = []
    for group in _PLOTTED[Kind.RETRIEVAL]:
        if len(by.get(group, {})) > 1:
            value = min(by[group], key=lambda name: by[group][name]["Success@5"]["mean"])
            weakest.append((group, value, by[group][value]["Success@5"]))
    return weakest


def _anywhere(name: str, sections: Mapping[str, Mapping[str, Any]]) -> bool:
    return any(name in of for of in sections.values())

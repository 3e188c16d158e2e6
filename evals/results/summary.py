"""All figures of a run, as JSON values: headlines, every metric by every group, and the rest."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from evals.measure.outcome import Outcome, Run
from evals.measure.questions import Kind
from evals.results.abstaining import abstaining
from evals.results.calibration import ece, reliability
from evals.results.support import support
from evals.results.values import by_group, headline_values, values
from evals.stats.bootstrap import interval

_GROUPS = ("part", "section", "style", "type", "difficulty", "leans by", "turn", "subject")
_PERCENTILES = (50, 90, 95, 99)


def summary(run: Run) -> dict[str, Any]:
    """The figures of a run; each with mean, 95 % interval (`low`, `high`) and number of cases.

    Returns:
        ``about``; ``headlines``: name to figure; ``parts`` and ``sections``: the headlines of
            each; ``metrics``: kind of question to metric to figure; ``by``: kind to group to value
            to metric to figure; ``abstaining``; ``calibration``; ``support``; ``latency_ms``.
    """
    bins = reliability(run.outcomes)
    kinds = {kind: [o for o in run.outcomes if o.kind is kind] for kind in Kind}
    return {
        "about": dict(run.about),
        "headlines": _figures(headline_values(run.outcomes)),
        "parts": {
            part: _figures(headline_values(of))
            for part, of in by_group(run.outcomes, "part").items()
        },
        "sections": {
            section: _figures(headline_values(of))
            for section, of in by_group(run.outcomes, "section").items()
        },
        "metrics": {kind.value: _metrics(of) for kind, of in kinds.items() if of},
        "by": {kind.value: _grouped(of) for kind, of in kinds.items() if of},
        "abstaining": asdict(abstaining(run.outcomes)),
        "calibration": {"ece": ece(bins), "bins": [asdict(each) for each in bins]},
        "support": support(run.pairs),
        "latency_ms": latency(run.outcomes),
    }


def latency(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Percentiles of the time an answer took, in milliseconds; reported, never judged."""
    took = [outcome.milliseconds for outcome in outcomes]
    if not took:
        return {}
    found = np.percentile(took, _PERCENTILES)
    return {f"p{p}": round(float(v), 1) for p, v in zip(_PERCENTILES, found, strict=True)}


def _grouped(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    found = {group: by_group(outcomes, group) for group in _GROUPS}
    return {
        group: {value: _metrics(of) for value, of in members.items()}
        for group, members in found.items()
        if members
    }


def _metrics(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Every metric that applies to any of the outcomes."""
    names = dict.fromkeys(name for outcome in outcomes for name in outcome.scores)
    return _figures({name: values(outcomes, name) for name in names})


def _figures(found: dict[str, dict[str, float]]) -> dict[str, Any]:
    """Every figure is a share; of few cases, pseudo-values may lead an interval beyond that."""
    figures = {name: interval(of) for name, of in found.items()}
    return {
        name: asdict(figure) | {"low": max(0.0, figure.low), "high": min(1.0, figure.high)}
        for name, figure in figures.items()
        if figure
    }

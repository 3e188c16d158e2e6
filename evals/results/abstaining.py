"""How well the assistant knows what it cannot answer, at its threshold and at any other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evals.measure.outcome import Outcome
from evals.measure.questions import Kind

Floats = npt.NDArray[np.float64]

_JUDGED = (Kind.RETRIEVAL, Kind.UNANSWERABLE)


@dataclass(frozen=True, slots=True)
class Abstaining:
    """Refusals of single questions, those with an answer and those without.

    Attributes:
        precision: share of the refused that have no answer.
        recall: share of those without an answer that were refused.
        auroc: chance that a question with an answer is held with more confidence than one without.
        refused_wrongly: share of those with an answer that were refused.
        curve: thresholds with the recall and the wrong refusals that each would give.
    """

    precision: float | None
    recall: float | None
    auroc: float | None
    refused_wrongly: float | None
    curve: Sequence[tuple[float, float, float]]


def abstaining(outcomes: Sequence[Outcome]) -> Abstaining:
    """Measured on the retrieval cases and the unanswerable ones; None where there are none."""
    judged = [outcome for outcome in outcomes if outcome.kind in _JUDGED]
    refused = [outcome for outcome in judged if outcome.abstained]
    rightly = sum(outcome.kind is Kind.UNANSWERABLE for outcome in refused)
    absent, present = (sum(o.kind is kind for o in judged) for kind in reversed(_JUDGED))
    areas = list(pseudo_values(outcomes).values())
    return Abstaining(
        precision=rightly / len(refused) if refused else None,
        recall=rightly / absent if absent else None,
        auroc=float(np.mean(areas)) if areas else None,
        refused_wrongly=(len(refused) - rightly) / present if present else None,
        curve=_curve(outcomes) if areas else (),
    )


def pseudo_values(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """What each question, with an answer or without, says of the area under the ROC curve.

    Their mean is the area. A question's placement is the share of those of the other kind that it
    is on the right side of, equal confidences half; what it is off the area is weighed by how few
    there are of its kind, so that the variance of the mean is that of DeLong, DeLong and
    Clarke-Pearson (1988): both kinds are samples. The values are what a bootstrap over questions
    and a test that flips the signs of differences need. Empty if either kind is missing.
    """
    present, absent = _confidences(outcomes)
    if not present or not absent:
        return {}
    held, asked = np.array(list(present.values())), np.array(list(absent.values()))
    kinds = (present, _below(held, asked)), (absent, _below(-asked, -held))
    area = float(kinds[0][1].mean())
    every = len(held) + len(asked)
    return {
        name: area + every / len(names) * (placement - area)
        for names, placements in kinds
        for name, placement in zip(names, placements.tolist(), strict=True)
    }


def _below(values: Floats, others: Floats) -> Floats:
    """[n_values] the share of the others that lie below each; equal ones count half."""
    ordered = np.sort(others)
    sides = (np.searchsorted(ordered, values, side=side) for side in ("left", "right"))
    return np.asarray(sum(sides) / (2 * len(others)), np.float64)


def _curve(outcomes: Sequence[Outcome]) -> list[tuple[float, float, float]]:
    present, absent = (np.array(list(each.values())) for each in _confidences(outcomes))
    thresholds = np.unique([0.0, *present, *absent, np.nextafter(1.0, 2.0)])
    return [(float(t), float((absent < t).mean()), float((present < t).mean())) for t in thresholds]


def _confidences(outcomes: Sequence[Outcome]) -> tuple[dict[str, float], dict[str, float]]:
    """Confidence by question: of those with an answer, and of those without."""
    present = {o.id: o.confidence for o in outcomes if o.kind is Kind.RETRIEVAL}
    absent = {o.id: o.confidence for o in outcomes if o.kind is Kind.UNANSWERABLE}
    return present, absent

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
    areas = list(placements(outcomes).values())
    return Abstaining(
        precision=rightly / len(refused) if refused else None,
        recall=rightly / absent if absent else None,
        auroc=float(np.mean(areas)) if areas else None,
        refused_wrongly=(len(refused) - rightly) / present if present else None,
        curve=_curve(outcomes) if areas else (),
    )


def placements(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """For each unanswerable question the share of answerable ones held with more confidence.

    Their mean is the area under the ROC curve (the placement values of DeLong, DeLong and
    Clarke-Pearson 1988); equal confidences count half. Empty if either kind is missing.
    """
    present, absent = _confidences(outcomes)
    if not present or not absent:
        return {}
    held = np.sort(list(present.values()))
    asked = np.array(list(absent.values()))
    above = len(held) - np.searchsorted(held, asked, side="right")
    equal = np.searchsorted(held, asked, side="right") - np.searchsorted(held, asked, side="left")
    return dict(zip(absent, ((above + 0.5 * equal) / len(held)).tolist(), strict=True))


def _curve(outcomes: Sequence[Outcome]) -> list[tuple[float, float, float]]:
    present, absent = (np.array(list(each.values())) for each in _confidences(outcomes))
    thresholds = np.unique([0.0, *present, *absent, np.nextafter(1.0, 2.0)])
    return [(float(t), float((absent < t).mean()), float((present < t).mean())) for t in thresholds]


def _confidences(outcomes: Sequence[Outcome]) -> tuple[dict[str, float], dict[str, float]]:
    """Confidence by question: of those with an answer, and of those without."""
    present = {o.id: o.confidence for o in outcomes if o.kind is Kind.RETRIEVAL}
    absent = {o.id: o.confidence for o in outcomes if o.kind is Kind.UNANSWERABLE}
    return present, absent

"""Fitting coefficients, and the files in which they come with the package."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.decide import Decision, Evidence
from assistant.support.check import SupportModel


def write_coefficients(fitted: Decision | SupportModel, path: Path) -> None:
    """Writes them as `shipped_decision` and `shipped_support` read them."""
    path.write_text(json.dumps(asdict(fitted), indent=1) + "\n", encoding="utf-8")


def logistic(
    found: Sequence[Evidence], labels: npt.NDArray[np.bool_], signals: Sequence[str], encoder: str
) -> Decision:
    """A logistic regression (scikit-learn's, L2, C = 1), both labels weighed alike, no threshold.

    Args:
        found: the signals of each example.
        labels: [n_examples].
        signals: names of those that are looked at.
        encoder: SHA-256 of the weights that they were measured with.
    """
    from sklearn.linear_model import LogisticRegression

    rows = np.array([[each.signals[name] for name in signals] for each in found])
    scale = rows.std(axis=0)
    model = LogisticRegression(class_weight="balanced", max_iter=1000).fit(rows / scale, labels)
    weights = (model.coef_[0] / scale).round(4).tolist()
    bias = round(float(model.intercept_[0]), 4)
    return Decision(encoder, bias, dict(zip(signals, weights, strict=True)))

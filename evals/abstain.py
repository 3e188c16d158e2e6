"""Fitting the decision to answer, on the development cases."""

from collections.abc import Sequence
from itertools import compress

import numpy as np

from assistant.assistant import Assistant
from assistant.decide import Decision
from evals.cases import cases
from evals.coefficients import logistic
from evals.types import RetrievalCase, Split, UnanswerableCase
from index.progress import Progress

SIGNALS = (
    *("cosine", "late", "gap", "unknown", "absent", "number", "name"),
    *("length", "questions", "asked"),
)
_FOLDS = 5
REFUSED = 0.03
"""Share of the answerable development questions that the threshold refuses."""


def fit_abstain(assistants: Sequence[Assistant], progress: Progress) -> Decision:
    """Fits coefficients and threshold to the development cases.

    Logistic regression (scikit-learn's, L2, C = 1), answerable and unanswerable questions weighed
    alike; the threshold refuses a share of `REFUSED` of the answerable ones, each judged by
    coefficients that were fitted without it.

    Args:
        assistants: over the curriculum with its questions and without them, since a reader's notes
            have none.
        progress: told how many questions were asked.
    """
    answerable = [case.question for case in cases(RetrievalCase, Split.DEV)]
    unanswerable = [case.question for case in cases(UnanswerableCase, Split.DEV)]
    asked = [(each, question) for question in [*answerable, *unanswerable] for each in assistants]
    found = []
    for number, (assistant, question) in enumerate(asked, 1):
        found.append(assistant.find(question).evidence)
        progress("asking", number, len(asked))
    labels = np.arange(len(found)) < len(answerable) * len(assistants)
    # A question is asked of every assistant in turn, and is never on both sides of a fold.
    folds = np.arange(len(found)) // len(assistants) % _FOLDS
    encoder = assistants[0].searcher.encoder.sha256
    confidences = []
    for fold in range(_FOLDS):
        others = folds != fold
        fitted = logistic(list(compress(found, others)), labels[others], SIGNALS, encoder)
        confidences += [fitted.confidence(each) for each in compress(found, labels & ~others)]
    threshold = round(float(np.quantile(confidences, REFUSED)), 4)
    fitted = logistic(found, labels, SIGNALS, encoder)
    return Decision(encoder, fitted.bias, fitted.weights, threshold)

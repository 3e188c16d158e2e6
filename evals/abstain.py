"""Fitting the decision to answer, on the development cases."""

import numpy as np

from assistant.assistant import Assistant
from assistant.decide import Decision
from evals.cases import cases
from evals.coefficients import logistic
from evals.types import RetrievalCase, Split, UnanswerableCase
from index.progress import Progress

SIGNALS = ("cosine", "late", "gap", "unknown", "absent", "number", "name")
REFUSED = 0.03
"""Share of the answerable development questions that the threshold refuses."""


def fit_abstain(assistant: Assistant, progress: Progress) -> Decision:
    """Fits coefficients and threshold to the development cases.

    Logistic regression (scikit-learn's, L2, C = 1), answerable and unanswerable questions weighed
    alike; the threshold refuses a share of `REFUSED` of the answerable ones.
    """
    answerable = [case.question for case in cases(RetrievalCase, Split.DEV)]
    unanswerable = [case.question for case in cases(UnanswerableCase, Split.DEV)]
    questions = [*answerable, *unanswerable]
    found = []
    for number, question in enumerate(questions, 1):
        found.append(assistant.find(question).evidence)
        progress("asking", number, len(questions))
    labels = np.arange(len(found)) < len(answerable)
    fitted = logistic(found, labels, SIGNALS, assistant.searcher.encoder.sha256)
    confidences = [fitted.confidence(each) for each in found[: len(answerable)]]
    threshold = round(float(np.quantile(confidences, REFUSED)), 4)
    return Decision(fitted.encoder, fitted.bias, fitted.weights, threshold)

"""Ranking and abstaining alone, of a run: means and a row a question."""

from collections.abc import Sequence
from typing import Any

from evals.measure.outcome import Outcome, Run
from evals.measure.questions import Kind
from evals.metrics import mean
from evals.results.abstaining import abstaining
from evals.results.values import by_group

_GROUPS = ("part", "style", "type", "section", "difficulty")
_KINDS = (Kind.RETRIEVAL, Kind.UNANSWERABLE)


def retrieval_report(run: Run) -> dict[str, Any]:
    """How passages are ranked and which questions are refused, as JSON values.

    Returns:
        ``settings``; ``metrics``: means over the questions with an answer (one without results
        scores zero), and precision and recall of abstaining; ``by``: group to value to means;
        ``per_query``.
    """
    asked = [outcome for outcome in run.outcomes if outcome.kind in _KINDS]
    answerable = [outcome for outcome in asked if outcome.kind is Kind.RETRIEVAL]
    refusing = abstaining(asked)
    return {
        "settings": dict(run.about),
        "metrics": {
            **_means(answerable),
            "abstention_precision": refusing.precision,
            "abstention_recall": refusing.recall,
            "refused_answerable": refusing.refused_wrongly,
            **{
                f"refused_{subject}": sum(each.abstained for each in of) / len(of)
                for subject, of in by_group(asked, "subject").items()
            },
        },
        "by": {
            group: {value: _means(of) for value, of in by_group(answerable, group).items()}
            for group in _GROUPS
        },
        "per_query": [
            {"id": each.id, "question": each.question, "abstained": each.abstained, **each.scores}
            for each in asked
        ],
    }


def _means(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The mean of each ranking metric."""
    ranked = {o.id: {k: v for k, v in o.scores.items() if "@" in k or k == "AP"} for o in outcomes}
    return mean(ranked)

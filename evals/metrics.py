"""Ranking metrics by ir-measures (MacAvaney, Macdonald and Ounis 2022), averaged over queries."""

from collections.abc import Mapping

import ir_measures
from ir_measures import AP, RR, P, R, Success, nDCG

MEASURES = (nDCG @ 10, R @ 5, R @ 20, P @ 5, RR @ 10, AP, Success @ 5)

Qrels = Mapping[str, Mapping[str, int]]
"""Query to document to grade; 0 is irrelevant."""
Rankings = Mapping[str, Mapping[str, float]]
"""Query to document to score."""


def per_query(qrels: Qrels, rankings: Rankings) -> dict[str, dict[str, float]]:
    """Each query's metrics, by name (``nDCG@10``, ``R@5`` ...).

    A query of `qrels` that is missing from `rankings`, found nothing or has nothing relevant,
    scores zero; a query of `rankings` that has no judgement is not counted. Equal scores rank in
    the order in which they are given.
    """
    judged = {query: dict(grades) for query, grades in qrels.items()}
    ranked = {query: _strictly_ranked(rankings.get(query) or {}) for query in qrels}
    values: dict[str, dict[str, float]] = {query: {} for query in qrels}
    for metric in ir_measures.iter_calc(MEASURES, judged, ranked):
        values[metric.query_id][str(metric.measure)] = float(metric.value)
    return values


def _strictly_ranked(scores: Mapping[str, float]) -> dict[str, float]:
    """Documents with scores that leave no tie to the library, whose measures break ties unlike.

    A query without results keeps one that no judgement knows, or the library would leave it out.
    """
    order = sorted(scores, key=lambda document: -scores[document]) or [""]
    return {document: float(len(order) - rank) for rank, document in enumerate(order)}


def mean(values: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """The mean of each metric over all queries; empty when there are none."""
    rows = list(values.values())
    return {name: sum(row[name] for row in rows) / len(rows) for name in (rows[0] if rows else ())}

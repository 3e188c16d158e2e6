"""An ablation as a page with its Pareto plot."""

from collections.abc import Sequence
from pathlib import Path

from evals.ablate.ablate import Point, pareto_front
from evals.measure.about import circumstances
from evals.report import plots
from evals.report.page import page
from evals.results.store import write_text


def write_page(points: Sequence[Point], documents: int, path: Path) -> None:
    """Writes the points as one HTML file.

    Args:
        points: at least one.
        documents: topics that were searched.
        path: of the file.

    Raises:
        CaseError: if the file cannot be written.
    """
    drawn = plots.pareto(_places(points), _places(pareto_front(points)))
    view = {
        "about": circumstances(),
        "questions": points[0].ndcg.n,
        "documents": documents,
        "points": sorted(points, key=lambda point: -point.ndcg.mean),
        "plots": {"pareto": drawn},
    }
    write_text(path, page("ablation.html", view))


def _places(points: Sequence[Point]) -> list[tuple[str, float, float]]:
    return [(point.name, point.milliseconds, point.ndcg.mean) for point in points]

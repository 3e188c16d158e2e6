"""The plots of a report, as SVG that stands in the page itself."""

import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, QUIET, GRID = "#22313f", "#6b7a88", "#e3e8ec"
FIRST, SECOND = "#0f766e", "#c2570c"
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text: small, and selectable
    "svg.hashsalt": "viva",  # equal runs give equal files
    "font.family": "sans-serif",
    "font.sans-serif": ["system-ui", "Segoe UI", "Helvetica Neue", "Arial", "DejaVu Sans"],
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": GRID,
    "axes.labelcolor": QUIET,
    "xtick.color": QUIET,
    "ytick.color": INK,
}

Row = Mapping[str, Any]
"""A figure: ``mean``, ``low``, ``high`` and ``n``."""


def intervals(rows: Mapping[str, Mapping[str, Row]], names: Sequence[str], label: str) -> str:
    """Means with their intervals, a line for each row and a colour for each of two metrics."""
    figure, axes = _axes(6.4, 0.8 + 0.42 * len(rows))
    order = list(rows)[::-1]
    for offset, (name, colour) in enumerate(zip(names, (FIRST, SECOND), strict=False)):
        shift = 0.14 * (1 - 2 * offset) if len(names) > 1 else 0.0
        places = [place + shift for place, row in enumerate(order) if name in rows[row]]
        found = [rows[row][name] for row in order if name in rows[row]]
        means = [row["mean"] for row in found]
        below = [max(row["mean"] - row["low"], 0) for row in found]
        above = [max(row["high"] - row["mean"], 0) for row in found]
        axes.errorbar(
            means, places, xerr=(below, above), fmt="o", color=colour, markersize=5.5,
            elinewidth=2.2, ecolor=f"{colour}66", label=name,
        )  # fmt: skip
    axes.set_yticks(range(len(order)), order)
    axes.set_ylim(-0.6, len(order) - 0.4)
    axes.set_xlim(0, 1.02)
    axes.set_xlabel(label)
    axes.grid(axis="x", color=GRID)
    axes.tick_params(axis="y", length=0)
    if len(names) > 1:
        axes.legend(frameon=False, ncols=2, loc="lower left", bbox_to_anchor=(0, 1))
    return _svg(figure)


def refusals(curve: Sequence[tuple[float, float, float]], now: tuple[float, float]) -> str:
    """What each threshold would refuse, wrongly and rightly, and where it stands now."""
    figure, axes = _axes(4.6, 4.2)
    axes.plot([wrong for *_, wrong in curve], [right for _, right, _ in curve], color=FIRST, lw=2)
    axes.plot([0, 1], [0, 1], color=GRID, lw=1, zorder=0)
    axes.plot(*now, "o", color=SECOND, markersize=9)
    axes.annotate("threshold now", now, xytext=(12, -14), textcoords="offset points", color=SECOND)
    _unit_square(axes, "refused, of those with an answer", "refused, of those without")
    return _svg(figure)


def calibration(bins: Sequence[Mapping[str, float]]) -> str:
    """Stated confidence against the share that have an answer; areas show how many questions."""
    figure, axes = _axes(4.6, 4.2)
    axes.plot([0, 1], [0, 1], color=GRID, lw=1, zorder=0)
    most = max(each["n"] for each in bins)
    stated, true = [each["stated"] for each in bins], [each["true"] for each in bins]
    axes.plot(stated, true, color=f"{FIRST}55", lw=1.5)
    axes.scatter(stated, true, s=[30 + 320 * each["n"] / most for each in bins], color=FIRST)
    _unit_square(axes, "stated confidence", "share that have an answer")
    return _svg(figure)


def histogram(milliseconds: Sequence[float]) -> str:
    """How long answers took, the slowest percent left out."""
    import numpy as np

    figure, axes = _axes(6.4, 2.6)
    axes.hist(milliseconds, bins=40, range=(0, float(np.percentile(milliseconds, 99))), color=FIRST)
    median = float(np.median(milliseconds))
    axes.axvline(median, color=SECOND, lw=1.5)
    axes.annotate(
        f"median {median:.0f}", (median, axes.get_ylim()[1]), xytext=(5, -8),
        textcoords="offset points", color=SECOND,
    )  # fmt: skip
    axes.set_xlabel("milliseconds an answer")
    axes.set_ylabel("questions")
    axes.grid(axis="y", color=GRID)
    return _svg(figure)


def pareto(
    points: Sequence[tuple[str, float, float]], front: Sequence[tuple[str, float, float]]
) -> str:
    """Quality against latency; a line joins what nothing else beats in both.

    Args:
        points: name, milliseconds, quality.
        front: those of them that nothing beats, by latency.
    """
    figure, axes = _axes(7.2, 4.6)
    axes.step(
        [ms for _, ms, _ in front], [q for *_, q in front], where="post", color=f"{FIRST}66", lw=2
    )
    for name, ms, quality in points:
        best = (name, ms, quality) in front
        axes.plot(ms, quality, "o", color=FIRST if best else QUIET, markersize=8 if best else 6)
        axes.annotate(
            name, (ms, quality), xytext=(8, -3), textcoords="offset points", fontsize=9,
            color=INK if best else QUIET,
        )  # fmt: skip
    axes.set_xlabel("milliseconds a query, median")
    axes.set_ylabel("nDCG@10, development part")
    axes.set_xlim(left=0, right=1.3 * max(ms for _, ms, _ in points))
    axes.grid(color=GRID)
    return _svg(figure)


def _axes(width: float, height: float) -> "tuple[Figure, Axes]":
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.add_subplot()
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.set_axisbelow(True)
    return figure, axes


def _unit_square(axes: "Axes", x: str, y: str) -> None:
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.02, 1.02)
    axes.set_aspect("equal")
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.grid(color=GRID)


def _svg(figure: "Figure") -> str:
    """The figure as an SVG element that grows and shrinks with the page."""
    import matplotlib as mpl

    drawn = io.StringIO()
    with mpl.rc_context(_STYLE):
        figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None})
    svg = drawn.getvalue()
    svg = svg[svg.index("<svg") :]
    return re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1, flags=re.DOTALL)

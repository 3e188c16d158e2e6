"""What several commands share: a run measured or read, figures as tables."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.console import out, progress_bar, table

if TYPE_CHECKING:
    from evals.case_set import CaseSet
    from evals.measure.outcome import Run
    from evals.stats.randomisation import Comparison

CasesOption = Annotated[
    Path | None,
    typer.Option(
        "--cases",
        metavar="DIR",
        help="Your own cases, measured on your own library; default: those of the curriculum.",
    ),
]
RunOption = Annotated[
    Path | None,
    typer.Option("--run", metavar="RUN", help="A run made before; default: measure now."),
]


def measured(
    home: Path | None,
    cases: Path | None,
    *,
    configured: bool = True,
    case_set: "CaseSet | None" = None,
    checked: bool = False,
    spelt_out: bool = False,
) -> "Run":
    """A new run, on the curriculum in a home kept for it, or on a reader's cases and library.

    Args:
        home: whose settings, and with own cases whose library, are measured.
        cases: folder of own cases.
        configured: whether the curriculum is measured with the home's settings, or the defaults.
        case_set: some of the cases; default: all of them.
        checked: whether the support check is put to the pairs of sentence and passage.
        spelt_out: whether turns of conversations are put as somebody spelt them out.
    """
    from evals.case_set import load_case_set
    from evals.measure.curriculum import curriculum_assistant
    from evals.measure.measure import measure_all
    from evals.measure.subject import subject_of
    from evals.support import support_judge
    from index.home import open_home
    from ui.desk import assistant_at

    case_set = case_set or load_case_set(cases)
    with progress_bar() as progress:
        if cases:
            assistant = assistant_at(home)
        else:
            settings = open_home(home).settings if configured else None
            assistant = curriculum_assistant(progress, settings)
        judge = support_judge(assistant.searcher.encoder) if checked else None
        subject = subject_of(assistant)
        return measure_all(subject, case_set, progress, supports=judge, spelt_out=spelt_out)


def read_or_measure(path: Path | None, cases: Path | None, home: Path | None) -> "Run":
    """The run in a file; without one, a new one with the settings that everybody has."""
    from evals.results.store import read_run

    return read_run(path) if path else measured(home, cases, configured=False)


def figures(title: str, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Prints figures with their intervals, under a title."""
    out(f"\n{title}")
    cells = [
        [name, f"{row['mean']:.3f}", f"{row['low']:.3f} to {row['high']:.3f}", str(row["n"])]
        for name, row in rows.items()
    ]
    out(table(("", "mean", "95 % interval", "cases"), cells))


def columns(title: str, rows: Mapping[str, Mapping[str, float]]) -> None:
    """Prints metrics side by side, a row for each of what is compared."""
    names = list(next(iter(rows.values()), {}))
    cells = [[label, *(f"{values[name]:.3f}" for name in names)] for label, values in rows.items()]
    out(f"\n{title}")
    out(table(("", *names), cells))


def effect(comparison: "Comparison") -> str:
    """The effect size, as it is printed."""
    return "all alike" if comparison.effect is None else f"{comparison.effect:+.2f}"

"""`viva eval fit-abstain`, `fit-leaning`, `fit-support`: fitted on the development cases.

The coefficients take effect where they replace the package's own: ``decision.json`` and
``leaning.json`` in ``assistant/``, ``support.json`` in ``assistant/support/``.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.evaluate.measuring import columns
from ui.console import out, out_json, progress_bar
from ui.options import HomeOption, JsonOption

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.assistant import Assistant
    from assistant.decide import Decision
    from assistant.support.check import SupportModel
    from index.progress import Progress

OutOption = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write the coefficients there.")
]


def fit_abstain(
    out_file: OutOption = None, json: JsonOption = False, home: HomeOption = None
) -> None:
    """Fit the decision to answer on the development cases, over the curriculum."""
    from evals.abstain import fit_abstain as fit

    _hand_over(_fitted(fit, home), out_file, json)


def fit_leaning(
    out_file: OutOption = None, json: JsonOption = False, home: HomeOption = None
) -> None:
    """Fit whether a question leans on those before it, over the curriculum."""
    from evals.leaning import fit_leaning as fit

    _hand_over(_fitted(fit, home), out_file, json)


def fit_support(
    out_file: OutOption = None, json: JsonOption = False, home: HomeOption = None
) -> None:
    """Fit the check of sentences against their passages on the development pairs."""
    from evals.support_fit import fit_support as fit
    from index.encoder import encoder_of
    from index.home import open_home

    with progress_bar() as progress:
        model = fit(encoder_of(open_home(home)), progress)
    _hand_over(model, out_file, json)


def _fitted(
    fit: "Callable[[Sequence[Assistant], Progress], Decision]", home: Path | None
) -> "Decision":
    """What is fitted over the curriculum, with the encoder that a home's settings name."""
    from evals.measure.curriculum import curriculum_assistant, plain_assistant
    from index.home import open_home

    settings = open_home(home).settings
    with progress_bar() as progress:
        over = [make(progress, settings) for make in (curriculum_assistant, plain_assistant)]
        return fit(over, progress)


def _hand_over(fitted: "Decision | SupportModel", out_file: Path | None, json: bool) -> None:
    """Writes what was fitted, where that is wanted, and prints it."""
    from dataclasses import asdict

    from evals.coefficients import write_coefficients

    if out_file:
        write_coefficients(fitted, out_file)
    if json:
        out_json(asdict(fitted))
        return
    columns("coefficients", {name: {"": weight} for name, weight in fitted.weights.items()})
    out(f"bias {fitted.bias}, threshold {fitted.threshold}")

"""`viva eval support`: the check of sentences against their passages."""

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.evaluate.measuring import columns
from ui.console import out_json, progress_bar
from ui.options import HomeOption, JsonOption


def support(
    pairs: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Pairs of your own: passage, sentence and kind a line."),
    ] = None,
    control: Annotated[
        bool, typer.Option("--control", help="Check extractive answers, which should all pass.")
    ] = False,
    cross_validate: Annotated[
        bool,
        typer.Option(
            "--cross-validate",
            help="Judge development pairs by fits without their documents.",
        ),
    ] = False,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Measure how many altered sentences are flagged, and how many faithful ones."""
    from evals.measure.curriculum import curriculum_assistant
    from evals.support import measure_control, measure_support
    from evals.support_fit import cross_validated
    from index.encoder import encoder_of
    from index.home import open_home

    desk = open_home(home)
    with progress_bar() as progress:
        report = measure_support(encoder_of(desk), progress, pairs)
        if cross_validate:
            held_out = cross_validated(encoder_of(desk), progress)
            report["flagged"]["dev, cross-validated"] = held_out
        if control:
            assistant = curriculum_assistant(progress, desk.settings)
            report["control"] = measure_control(assistant, progress)
    if json:
        out_json(report)
        return
    for part, kinds in report["flagged"].items():
        columns(f"flagged, {part}", kinds)
    if control:
        columns("extractive answers", {"": report["control"]})

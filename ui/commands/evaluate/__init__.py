"""`viva eval`: everything measured, compared, guarded, and brought along by readers."""

from collections.abc import Callable

import typer

from ui.commands.evaluate.ablation import ablate
from ui.commands.evaluate.development import beir, bench, show_cases
from ui.commands.evaluate.fitting import fit_abstain, fit_leaning, fit_support
from ui.commands.evaluate.guard import baseline, gate
from ui.commands.evaluate.judging import judge
from ui.commands.evaluate.own import accept, candidates, make
from ui.commands.evaluate.runs import compare, report, retrieval, run, score, trec
from ui.commands.evaluate.support import support

app = typer.Typer(
    help="Measure retrieval, answers and abstaining; compare runs; guard the baseline.",
    no_args_is_help=True,
)
_COMMANDS: tuple[Callable[..., None], ...] = (
    *(run, retrieval, report, compare, gate, baseline, trec, score),
    *(make, candidates, accept, ablate, beir, bench, support, judge),
)
for command in _COMMANDS:
    app.command()(command)
app.command("cases")(show_cases)
app.command("fit-abstain")(fit_abstain)
app.command("fit-leaning")(fit_leaning)
app.command("fit-support")(fit_support)

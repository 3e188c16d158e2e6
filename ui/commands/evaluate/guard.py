"""`viva eval gate` and `viva eval baseline`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import VivaError
from ui.commands.evaluate.measuring import CasesOption, RunOption, effect, read_or_measure
from ui.console import out, out_json
from ui.options import HomeOption, JsonOption

if TYPE_CHECKING:
    from evals.gate.gate import Drop

BaselineOption = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="Default: the one of the curriculum; with --cases, baseline.json beside them.",
    ),
]

_NAMED = 10


def gate(
    run: RunOption = None,
    baseline: BaselineOption = None,
    cases: CasesOption = None,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Fail if any headline has dropped significantly, overall or in a section; name the cases."""
    from dataclasses import asdict

    from evals.gate.baseline import default_path, read_baseline
    from evals.gate.gate import drops

    kept = read_baseline(baseline or default_path(cases))
    found = drops(kept, read_or_measure(run, cases, home))
    if json:
        out_json([asdict(drop) for drop in found])
    else:
        for drop in found:
            _show(drop)
    if found:
        names = dict.fromkeys(
            f"{drop.headline} in {drop.section}" if drop.section else drop.headline
            for drop in found
        )
        raise VivaError(
            f"dropped below the baseline: {', '.join(names)}; mend it, or if it is meant, "
            "with the same options: viva eval baseline --reason …"
        )
    if not json:
        out(f"no significant drop in {len(kept.values)} headlines, overall or in any section")


def baseline(
    reason: Annotated[str, typer.Option(help="Why it is raised; kept with it.")],
    run: RunOption = None,
    baseline: BaselineOption = None,
    cases: CasesOption = None,
    home: HomeOption = None,
) -> None:
    """Raise the baseline to a run, for a reason that is kept."""
    from evals.errors import CaseError
    from evals.gate.baseline import baseline_of, default_path, read_baseline, write_baseline

    if not reason.strip():
        raise CaseError("say why the baseline is raised: --reason")
    path = baseline or default_path(cases)
    previous = read_baseline(path) if path.exists() else None
    raised = baseline_of(read_or_measure(run, cases, home), reason, previous)
    write_baseline(raised, path)
    then = previous.raised[-1]["means"] if previous and previous.raised else {}
    for name, now in raised.raised[-1]["means"].items():
        before = f"{then[name]:.3f} -> " if name in then else ""
        out(f"{name}: {before}{now:.3f}")
    out(f"kept in {path}")


def _show(drop: "Drop") -> None:
    compared = drop.comparison
    where = drop.section or "all cases"
    out(
        f"{drop.headline}, {where} ({compared.n}): {compared.before:.3f} -> {compared.after:.3f}, "
        f"p {compared.p_drop:.4f}, effect {effect(compared)}"
    )
    for case in drop.fallen[:_NAMED]:
        out(f"  {case.case} {case.before:.2f} -> {case.after:.2f}  {case.question}")
    if len(drop.fallen) > _NAMED:
        out(f"  and {len(drop.fallen) - _NAMED} more")

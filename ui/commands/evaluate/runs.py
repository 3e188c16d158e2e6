"""`viva eval run`, `report`, `compare`, `trec` and `score`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.evaluate.measuring import CasesOption, columns, effect, figures, measured
from ui.console import note, out, out_json, table
from ui.options import HomeOption, JsonOption

if TYPE_CHECKING:
    from evals.measure.outcome import Outcome, Run
    from evals.results.compare import Change

RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="Made by `viva eval run --out`.")]

_SHOWN = 5
_SNIPPET = 96


def run(
    out_file: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Keep the run there.")
    ] = None,
    cases: CasesOption = None,
    spelt_out: Annotated[
        bool,
        typer.Option("--spelt-out", help="Put turns of conversations as somebody spelt them out."),
    ] = False,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Measure retrieval, answers, citations, abstaining, conversations and calibration."""
    from evals.results.store import write_run
    from evals.results.summary import summary

    made = measured(home, cases, checked=True, spelt_out=spelt_out)
    if out_file:
        write_run(made, out_file)
        note(f"kept in {out_file}; look at it with: viva eval report {out_file}")
    found = summary(made)
    if json:
        out_json(found)
        return
    figures("all cases", found["headlines"])
    for part, of in found["parts"].items():
        figures(f"{part} cases", of)
    took = found["latency_ms"]
    out("\nmilliseconds an answer: " + ", ".join(f"{name} {ms}" for name, ms in took.items()))


def retrieval(json: JsonOption = False, home: HomeOption = None) -> None:
    """Measure ranking and abstaining alone, on our own cases over the curriculum."""
    from evals.case_set import CaseSet, load_case_set
    from evals.results.retrieval import retrieval_report

    ours = load_case_set(None)
    some = CaseSet(retrieval=ours.retrieval, unanswerable=ours.unanswerable)
    found = retrieval_report(measured(home, None, case_set=some))
    if json:
        out_json(found)
        return
    columns("all cases", {"": found["metrics"]})
    for group in ("part", "style"):
        columns(f"by {group}", found["by"][group])


def report(
    path: RunArgument,
    out_file: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Default: beside the run, as .html."),
    ] = None,
) -> None:
    """Draw a run as one HTML file, with its figures as JSON beside it."""
    from evals.report.build import write_report
    from evals.results.store import read_run

    for made in write_report(read_run(path), out_file or path.with_suffix(".html")):
        out(str(made))


def compare(
    first: RunArgument,
    second: RunArgument,
    limit: Annotated[int, typer.Option(min=0, help="Questions shown.")] = 10,
    json: JsonOption = False,
) -> None:
    """Show what changed from one run to another: settings, figures, and question by question."""
    from dataclasses import asdict

    from evals.results.compare import compare_runs
    from evals.results.store import read_run

    before, after = read_run(first), read_run(second)
    found = compare_runs(before, after)
    if json:
        out_json(asdict(found))
        return
    for key, (then, now) in found.about.items():
        out(f"{key}: {then} -> {now}")
    rows = [
        [
            name, f"{c.before:.3f}", f"{c.after:.3f}", f"{c.difference:+.3f}",
            f"{c.low:+.3f} to {c.high:+.3f}", f"{c.p:.4f}", effect(c), str(c.n),
        ]
        for name, c in found.headlines.items()
    ]  # fmt: skip
    header = ("", "before", "after", "change", "95 % interval", "p", "effect", "cases")
    out(table(header, rows))
    out(f"\n{len(found.changes)} questions score otherwise, the most changed first")
    for change in found.changes[:limit]:
        _show(change, before, after)
    if found.only:
        out(f"\nin one run only: {', '.join(found.only)}")


def trec(
    path: RunArgument,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Gets run.trec and qrels.trec.")],
) -> None:
    """Write a run's rankings and judgements as TREC files."""
    from evals.results.store import read_run
    from evals.trec import write_trec

    for written in write_trec(read_run(path), folder):
        out(str(written))


def score(
    qrels: Annotated[Path, typer.Argument(metavar="QRELS", help="Judgements, a TREC file.")],
    rankings: Annotated[list[Path], typer.Argument(metavar="RUN...", help="TREC run files.")],
    json: JsonOption = False,
) -> None:
    """Score TREC run files, of this or any other system."""
    from evals.metrics import mean, per_query
    from evals.trec import read_qrels_file, read_run_file

    judged = read_qrels_file(qrels)
    found = {path.name: mean(per_query(judged, read_run_file(path))) for path in rankings}
    if json:
        out_json(found)
    else:
        columns(f"{len(judged)} queries", found)


def _show(change: "Change", before: "Run", after: "Run") -> None:
    """Prints one changed question with both rankings, gold passages starred."""
    out(f"\n{change.after.id}: {change.after.question}")
    for name, values in change.scores.items():
        then, now = ("none" if value is None else f"{value:.3f}" for value in values)
        out(f"  {name}: {then} -> {now}")
    for title, outcome, made in (
        ("before", change.before, before),
        ("after", change.after, after),
    ):
        _ranking(title, outcome, made)


def _ranking(title: str, outcome: "Outcome", made: "Run") -> None:
    said = "refused" if outcome.abstained else f"{len(outcome.statements)} statements"
    out(f"  {title}: {said}, confidence {outcome.confidence:.2f}")
    for rank, (chunk, value) in enumerate(outcome.ranking[:_SHOWN], 1):
        passage = made.passages[chunk]
        star = "*" if chunk in outcome.gold else " "
        text = " ".join(passage.text.split())[:_SNIPPET]
        out(f"   {star}{rank} {value:.3f} {passage.doc_id}, {passage.place}: {text}")

"""`viva eval ablate`."""

from pathlib import Path
from typing import Annotated

import typer

from ingest.errors import SettingsError
from ui.console import out, out_json, progress_bar, table
from ui.options import HomeOption, JsonOption


def ablate(
    backends: Annotated[
        str, typer.Option("--backends", metavar="NAME,...", help="Stores that are searched.")
    ] = "local",
    windows: Annotated[
        str,
        typer.Option(
            "--chunk-sizes", metavar="N,...", help="Word pieces of a passage; default: the most."
        ),
    ] = "",
    questions: Annotated[
        str,
        typer.Option(
            "--questions", metavar="SHARE,...", help="Of the questions passages are found by."
        ),
    ] = "1",
    documents: Annotated[
        int | None, typer.Option(min=1, help="Topics at most; others are left out.")
    ] = None,
    out_file: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A page with a Pareto plot.")
    ] = None,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Measure what fusion, reranking, questions and the size of passages are worth."""
    from dataclasses import asdict

    from evals.ablate.ablate import ablate as measured
    from evals.ablate.ablate import pareto_front
    from evals.ablate.libraries import sampled
    from evals.ablate.page import write_page
    from index.encoder import encoder_of
    from index.home import open_home

    sizes, shares, encoder = _numbers(windows), _shares(questions), encoder_of(open_home(home))
    with progress_bar() as progress:
        points = measured(encoder, progress, backends.split(","), sizes, documents, shares)
    if out_file:
        write_page(points, len(sampled(documents)), out_file)
    if json:
        out_json([asdict(point) for point in points])
        return
    front = pareto_front(points)
    rows = [
        [
            "*" if point in front else "", point.backend, point.ranking, str(point.window),
            f"{point.questions:.0%}", str(point.chunks), f"{point.ndcg.mean:.3f}",
            f"{point.ndcg.low:.3f} to {point.ndcg.high:.3f}", f"{point.success.mean:.3f}",
            f"{point.milliseconds:.2f}", "" if point.p is None else f"{point.p:.4f}",
        ]
        for point in sorted(points, key=lambda point: -point.ndcg.mean)
    ]  # fmt: skip
    header = (
        *("", "back end", "ranking", "word pieces", "questions", "passages"),
        *("nDCG@10", "95 % interval", "Success@5", "ms", "p"),
    )
    out(table(header, rows))
    out(f"\n{points[0].ndcg.n} questions; * no other is as good without taking longer;")
    out("p: of so large a difference from hybrid over the same passages, were they alike")


def _numbers(text: str) -> list[int]:
    try:
        numbers = [int(number) for number in text.split(",") if number.strip()]
    except ValueError as error:
        raise SettingsError(
            f"--chunk-sizes takes numbers parted by commas, not {text!r}"
        ) from error
    if any(number < 1 for number in numbers):
        raise SettingsError("--chunk-sizes takes numbers of at least 1")
    return numbers


def _shares(text: str) -> list[float]:
    try:
        shares = [float(share) for share in text.split(",") if share.strip()]
    except ValueError as error:
        raise SettingsError(f"--questions takes shares parted by commas, not {text!r}") from error
    if not shares or any(not 0 <= share <= 1 for share in shares):
        raise SettingsError("--questions takes shares from 0 to 1")
    return shares

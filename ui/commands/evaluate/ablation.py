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
    documents: Annotated[
        int | None, typer.Option(min=1, help="Topics at most; others are left out.")
    ] = None,
    out_file: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A page with a Pareto plot.")
    ] = None,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Measure what fusion, reranking, feedback and the size of passages are worth."""
    from dataclasses import asdict

    from evals.ablate.ablate import ablate as measured
    from evals.ablate.ablate import pareto_front
    from evals.ablate.libraries import sampled
    from evals.ablate.page import write_page
    from index.encoder import encoder_of
    from index.home import open_home

    sizes, encoder = _numbers(windows), encoder_of(open_home(home))
    with progress_bar() as progress:
        points = measured(encoder, progress, backends.split(","), sizes, documents)
    if out_file:
        write_page(points, len(sampled(documents)), out_file)
    if json:
        out_json([asdict(point) for point in points])
        return
    front = pareto_front(points)
    rows = [
        [
            "*" if point in front else "", point.backend, point.ranking, str(point.window),
            str(point.chunks), f"{point.ndcg.mean:.3f}",
            f"{point.ndcg.low:.3f} to {point.ndcg.high:.3f}", f"{point.success.mean:.3f}",
            f"{point.milliseconds:.2f}",
        ]
        for point in sorted(points, key=lambda point: -point.ndcg.mean)
    ]  # fmt: skip
    header = (
        *("", "back end", "ranking", "word pieces", "passages"),
        *("nDCG@10", "95 % interval", "Success@5", "ms"),
    )
    out(table(header, rows))
    out(f"\n{points[0].ndcg.n} questions; * no other is as good without taking longer")


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

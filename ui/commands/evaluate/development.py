"""`viva eval cases`, `beir` and `bench`: for whoever works on Viva itself."""

from pathlib import Path
from typing import Annotated

import typer

from ingest.errors import VivaError
from ui.commands.evaluate.measuring import columns
from ui.console import out, out_json, progress_bar
from ui.options import HomeOption, JsonOption


def show_cases(
    broken: Annotated[
        bool, typer.Option("--broken", help="List those that a changed corpus has broken.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Count the cases, or list those whose passages are gone."""
    from evals.overview import broken_today, count_cases

    if broken:
        problems = broken_today()
        if json:
            out_json(problems)
        for problem in () if json else problems:
            out(problem)
        if problems:
            raise VivaError(f"{len(problems)} quotes or documents are no longer in the corpus")
        return
    counts = count_cases()
    if json:
        out_json(counts)
        return
    for kind, fields in counts.items():
        for field, values in fields.items():
            shown = ", ".join(f"{value} {count}" for value, count in values.items())
            out(f"{kind} by {field}: {shown}")


def beir(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="With corpus.jsonl, queries.jsonl, qrels.tsv.")
    ],
    limit_queries: Annotated[int | None, typer.Option(min=1, help="Queries at most.")] = None,
    peers: Annotated[
        bool, typer.Option("--peers", help="Score LlamaIndex's hybrid retriever too.")
    ] = False,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Measure a public test set in the layout of BEIR, in a home made for it."""
    from evals.beir import measure_beir
    from index.encoder import encoder_of
    from index.home import open_home

    with progress_bar() as progress:
        report = measure_beir(
            folder, encoder_of(open_home(home)), progress, limit_queries, with_peers=peers
        )
    if json:
        out_json(report)
        return
    columns(
        f"{folder.name}: {report['n_queries']} queries over {report['n_docs']} documents",
        report["configs"] | report.get("peers", {}),
    )
    latency = report["latency_ms"]
    out(f"latency: p50 {latency['p50']} ms, p95 {latency['p95']} ms")


def bench(
    sizes: Annotated[
        str, typer.Option(metavar="N,N,...", help="Passages in each library.")
    ] = "1000,10000,100000",
    queries: Annotated[int, typer.Option(min=1, help="Questions at most.")] = 200,
    keep: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep vectors there for the next time.")
    ] = None,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Time search and answers at several sizes, side by side with other ways."""
    from evals.bench.measure import measure_bench
    from index.encoder import encoder_of
    from index.home import open_home

    try:
        wanted = sorted({int(size) for size in sizes.split(",")})
    except ValueError as error:
        raise VivaError(f"--sizes takes whole numbers parted by commas, not {sizes!r}") from error
    if wanted[0] < 1:
        raise VivaError("--sizes takes numbers of at least 1")
    with progress_bar() as progress:
        report = measure_bench(encoder_of(open_home(home)), progress, wanted, queries, keep)
    if json:
        out_json(report)
        return
    for row in report["sizes"]:
        columns(
            f"{row['chunks']} passages ({row['synthetic']} synthetic), milliseconds",
            row["stages_ms"],
        )
        ratios, peers = row["times_encoding"], row["peers"]
        out(f"times the encoding of a query: search {ratios['search']}, answer {ratios['answer']}")
        shown = ", ".join(f"{name} {value:.3f}" for name, value in peers["p50_ms"].items())
        out(f"on encoded queries, milliseconds at the median: {shown}")
        out(
            f"BM25: {peers['bm25_times_faster']} times faster than rank_bm25, "
            f"scores differ by {peers['bm25_largest_difference']:.0e} at most"
        )
        held = f", {row['resident_mb']} MB resident" if "resident_mb" in row else ""
        out(f"built in {row['build_s']} s, opened in {row['open_s']} s{held}")

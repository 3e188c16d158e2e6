"""`viva eval make`, `candidates` and `accept`: cases of a reader's own."""

from pathlib import Path
from typing import Annotated

import typer

from ui.console import note, out
from ui.options import HomeOption

DraftsOption = Annotated[
    Path, typer.Option("--out", metavar="FILE", help="Drafts go there, to be gone through.")
]

_NEXT = 'set "accept" to true where a draft is good, then: viva eval accept'


def make(
    library: Annotated[
        Path, typer.Option("--from", metavar="LIBRARY", help="A file or folder that is indexed.")
    ],
    out_file: DraftsOption = Path("drafts.jsonl"),
    home: HomeOption = None,
) -> None:
    """Draft cases from the questions and headings of your own documents."""
    from evals.drafts.draft import write_drafts
    from evals.drafts.library import drafts_of
    from evals.measure.subject import subject_of
    from ui.desk import assistant_at

    count = write_drafts(drafts_of(subject_of(assistant_at(home)), library), out_file)
    out(f"{count} drafts in {out_file}; {_NEXT} {out_file} --into DIR")


def candidates(
    feedback: Annotated[
        Path | None,
        typer.Option(
            "--feedback",
            metavar="FILE",
            help="Opinions, a JSON object a line; default: those given on the desk.",
        ),
    ] = None,
    out_file: DraftsOption = Path("candidates.jsonl"),
    home: HomeOption = None,
) -> None:
    """Draft cases from what readers said of answers; list the errors they found in passages."""
    from evals.drafts.candidates import candidates as drafted
    from evals.drafts.draft import write_drafts
    from evals.drafts.feedback import kept_feedback, read_feedback
    from evals.measure.subject import subject_of
    from ui.desk import assistant_at

    if feedback:
        given = list(read_feedback(feedback))
    else:
        from assistant.store.database import open_store
        from index.home import open_home

        given = list(kept_feedback(open_store(open_home(home))))
    found = drafted(given, subject_of(assistant_at(home)))
    count = write_drafts(found.drafts, out_file)
    out(f"{count} drafts in {out_file}; {_NEXT} {out_file} --into DIR")
    for error in found.errors:
        where = f"{error.passage.doc_id}: {error.passage.quote}" if error.passage else "no passage"
        out(f"an error is reported in {where} {error.note}".rstrip())
    for question in found.unanswered:
        note(f"nothing in the library to propose for: {question}")


def accept(
    drafts: Annotated[Path, typer.Argument(metavar="FILE", help="Drafts, gone through.")],
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="Folder of your cases.")],
) -> None:
    """Add the drafts that you accepted to your own cases."""
    from evals.drafts.draft import accept as added
    from evals.drafts.draft import read_drafts

    count = added(read_drafts(drafts), into)
    out(f"{count} new cases in {into}; measure them with: viva eval run --cases {into}")

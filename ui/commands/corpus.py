"""`viva corpus`: for whoever maintains the curriculum."""

from pathlib import Path
from typing import Annotated

import typer

from ingest.errors import VivaError
from ui.console import note, out, out_json
from ui.options import JsonOption

app = typer.Typer(help="Maintain the curriculum.", no_args_is_help=True)

FolderOption = Annotated[
    Path | None, typer.Option("--folder", metavar="DIR", help="Another curriculum's folder.")
]


@app.command()
def new(
    topic: Annotated[str, typer.Argument(metavar="SECTION/TOPIC")], folder: FolderOption = None
) -> None:
    """Write a new topic's file from the template."""
    from evals.curriculum.template import new_topic

    out(str(new_topic(_folder(folder), topic)))


@app.command()
def check(
    code: Annotated[bool, typer.Option(help="Run the Python blocks.")] = True,
    json: JsonOption = False,
    folder: FolderOption = None,
) -> None:
    """Check every topic, plan and link of the curriculum."""
    from dataclasses import asdict

    from evals.curriculum.lint import check_curriculum

    findings = check_curriculum(_folder(folder), code=code)
    errors = sum(finding.error for finding in findings)
    if json:
        out_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            out(f"{finding.where}: {'error' if finding.error else 'look'}: {finding.message}")
        note(f"{errors} errors, {len(findings) - errors} places to look at")
    if errors:
        raise VivaError(f"the curriculum breaks its rules in {errors} places")


@app.command()
def roadmap(
    mermaid: Annotated[bool, typer.Option("--mermaid", help="Draw the sections.")] = False,
    folder: FolderOption = None,
) -> None:
    """Print an order of study in which each topic comes after its prerequisites."""
    from evals.curriculum.lint import read_topics
    from evals.curriculum.roadmap import drawing
    from evals.curriculum.roadmap import roadmap as ordered

    topics, _ = read_topics(_folder(folder))
    out(drawing(topics) if mermaid else "\n".join(ordered(topics)))


def _folder(given: Path | None) -> Path:
    from ingest.sources import curriculum_folder

    return given or curriculum_folder()

"""`viva ask`: a cited answer, or many."""

from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import SettingsError
from ui.console import note, out_json, terminal
from ui.desk import assistant_at
from ui.options import (
    BatchOption,
    HomeOption,
    JsonOption,
    LlmOption,
    RoleOption,
    SectionOption,
    TrackOption,
)

if TYPE_CHECKING:
    from assistant.types import Answer

_BEGINNING = 60


def ask(
    question: Annotated[str | None, typer.Argument(help="What you want to know.")] = None,
    batch: BatchOption = None,
    track: TrackOption = None,
    section: SectionOption = None,
    role: RoleOption = None,
    llm: LlmOption = False,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Answer a question from the sources, every statement cited.

    With --llm, in the words of the language model that viva.toml names, each sentence checked.
    """
    from assistant.render import as_json
    from index.types import Filters
    from ui.batch import answer_batch, read_batch
    from ui.filters import known_filters

    filters = Filters(track=track, section=section, role=role)
    if batch is not None:
        if question is not None:
            raise SettingsError("give a question or --batch FILE.jsonl, not both")
        lines = read_batch(batch, "question")
        assistant = assistant_at(home)
        filters = known_filters(filters, assistant.searcher.generation)
        answer_batch(lines, lambda x: as_json(assistant.ask(x.text, x.history, filters, llm=llm)))
        return
    if not (question or "").strip():
        raise SettingsError("ask what? Give a question, or --batch FILE.jsonl")
    assistant = assistant_at(home)
    filters = known_filters(filters, assistant.searcher.generation)
    answer = assistant.ask(str(question), (), filters, llm=llm)
    if json:
        out_json(as_json(answer))
    else:
        _show(answer)


def _show(answer: "Answer") -> None:
    """Prints an answer for people: text, then its passages."""
    from rich.markdown import Markdown
    from rich.text import Text

    from assistant.render import markdown
    from assistant.types import Verdict

    console = terminal()
    if answer.notice:
        note(answer.notice)
    console.print(Markdown(markdown(answer)))
    shown: set[int] = set()
    for citation in answer.citations:
        if citation.marker not in shown:
            shown.add(citation.marker)
            path = " > ".join(citation.headings)
            line = f"[{citation.marker}] {path}  ({citation.source}, {citation.place})"
            console.print(Text(line, style="dim"))
    for statement in answer.statements:
        if statement.verdict is Verdict.UNSUPPORTED:
            begins = shorten(statement.text, _BEGINNING, placeholder=" …")
            console.print(Text(f"⚠ {begins}  ({statement.reason})", style="yellow"))
    works = [work for citation in answer.citations for work in citation.references]
    for work in dict.fromkeys(works):
        console.print(Text(f"    {work}", style="dim"))
    if answer.follow_ups:
        console.print(Text("\nRelated questions:", style="bold"))
        for question in answer.follow_ups:
            console.print(Text(f"  {question}"))

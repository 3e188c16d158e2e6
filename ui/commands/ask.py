"""`viva ask`: a cited answer, or many."""

from collections.abc import Mapping
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
    from rich.markdown import Markdown

    from assistant.types import Answer, Citation
    from ingest.types import Document

_BEGINNING = 60


def ask(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUESTION]...", help="What you want to know, quoted or not."),
    ] = None,
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
        if words:
            raise SettingsError("give a question or --batch FILE.jsonl, not both")
        lines = read_batch(batch, "question")
        assistant = assistant_at(home)
        filters = known_filters(filters, assistant.searcher.generation)
        answer_batch(lines, lambda x: as_json(assistant.ask(x.text, x.history, filters, llm=llm)))
        return
    question = " ".join(words or ())
    if not question.strip():
        raise SettingsError("ask what? Give a question, or --batch FILE.jsonl")
    assistant = assistant_at(home)
    filters = known_filters(filters, assistant.searcher.generation)
    answer = assistant.ask(question, (), filters, llm=llm)
    if json:
        out_json(as_json(answer))
    else:
        show(answer, assistant.searcher.generation.documents)


def passages(answer: "Answer", documents: "Mapping[str, Document]") -> list[str]:
    """A line for each passage that is cited: its number, name, file, and what is cited of it."""
    from ingest.place import place

    cited: dict[int, list[Citation]] = {}
    for citation in answer.citations:
        cited.setdefault(citation.marker, []).append(citation)
    lines = []
    for marker, group in cited.items():
        first = group[0]
        start, end = min(each.start for each in group), max(each.end for each in group)
        where = place(documents[first.doc_id], start, end)
        name = " > ".join(first.headings) or first.title
        lines.append(f"[{marker}] {name}  ({first.source}, {where})")
    return lines


def show(answer: "Answer", documents: "Mapping[str, Document]") -> None:
    """Prints an answer for people: how it was read, text, then its passages."""
    from rich.text import Text

    from assistant.render import markdown
    from assistant.types import Verdict

    console = terminal()
    if answer.notice:
        note(answer.notice)
    if answer.interpreted_as.split() != answer.question.split():
        console.print(Text(f"Read as: {answer.interpreted_as}\n", style="dim"))
    console.print(_drawn(markdown(answer)))
    for line in passages(answer, documents):
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


def _drawn(text: str) -> "Markdown":
    """Markdown for a terminal, which leaves tags out: ``a<b and c>d`` has none."""
    from rich.markdown import Markdown

    from ui.markup.leaves import TAG

    drawn = Markdown(text)
    inline = (child for token in drawn.parsed for child in token.children or ())
    for token in inline:
        if token.type == "html_inline" and not TAG.fullmatch(token.content):
            token.type = "text"
    return drawn

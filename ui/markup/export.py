"""Answers and conversations as Markdown files, with references to where each marker points."""

from collections.abc import Iterator, Sequence

from assistant.render import markdown
from assistant.store.types import SavedTurn
from assistant.types import Answer


def answer_markdown(answer: Answer) -> str:
    """An answer with its references below."""
    return "\n\n".join([markdown(answer), *_references(answer)])


def conversation_markdown(title: str, turns: Sequence[SavedTurn]) -> str:
    """A whole conversation; questions are headings."""
    parts = [f"# {title}"]
    for turn in turns:
        parts.append(f"## {' '.join(turn.request.question.split())}")
        parts.append(answer_markdown(turn.answer) if turn.answer else "(not answered)")
    return "\n\n".join(parts) + "\n"


def _references(answer: Answer) -> Iterator[str]:
    """The passages behind the markers, each with its places and the works that it cites."""
    entries: list[str] = []
    for marker in sorted({citation.marker for citation in answer.citations}):
        cited = [each for each in answer.citations if each.marker == marker]
        places = ", ".join(dict.fromkeys(each.place for each in cited))
        path = " › ".join(cited[0].headings) or cited[0].title
        entries.append(f"[{marker}] {path}. {cited[0].source}, {places}")
        works = dict.fromkeys(work for each in cited for work in each.references)
        entries += [f"    - {work}" for work in works]
    if entries:
        yield "---"
        yield "\n".join(f"{entry}  " for entry in entries)

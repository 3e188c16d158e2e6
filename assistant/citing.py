"""Citations: characters of a document that a statement points at."""

from collections.abc import Container, Iterable, Iterator, Sequence

from assistant.references import references, without_marks
from assistant.relevance import Relevant
from assistant.types import Citation, Nearest, Statement
from index.backend import Generation
from index.types import Hit
from ingest.place import place
from ingest.types import Chunk, Kind

_NEAREST = 3
_FOLLOW_UPS = 3
_BARE = 8
"""Words of an answer that says too little without its question."""


def quoted(choices: Sequence[Relevant], generation: Generation) -> list[Statement]:
    """Choices as cited statements; passages are numbered in order of first use."""
    markers: dict[str, int] = {}
    statements = []
    for choice, before in zip(choices, [None, *choices], strict=False):
        chunk, unit = choice.hit.chunk, choice.unit
        marker = markers.setdefault(chunk.chunk_id, len(markers) + 1)
        # A pronoun keeps its place behind the sentence that it points at.
        beside = before if before and before.hit is choice.hit else None
        follows = beside and beside.unit.order == unit.order - 1 and not unit.opens
        own = 0 if follows else unit.pronoun
        said = without_marks(unit.text[own:])
        text = f"[{unit.subject}] {said}" if own else said
        if not follows:
            text = f"{_heading(choice, beside)}{text}"
        citation = cite(chunk, unit.start + own, unit.end, marker, generation)
        statements.append(Statement(text, (citation,)))
    return statements


def _heading(choice: Relevant, beside: Relevant | None) -> str:
    """The heading, in brackets, before what cannot be understood without it.

    Args:
        choice: that does not stand behind the unit before it.
        beside: what is quoted of the same passage just before it; without it nobody knows what is
            spoken of.
    """
    chunk, said = choice.hit.chunk, choice.unit
    headings = said.headings or chunk.headings
    is_bare = not beside and chunk.kind is Kind.QA and len(said.text.split()) < _BARE
    is_elsewhere = said.kind is Kind.PROSE and headings != chunk.headings
    is_new = is_elsewhere and not (beside and beside.unit.headings == headings)
    needs = is_bare or is_new or (said.leans and not said.subject)
    # Brackets set off what is not the source's: none may stand within them.
    can = needs and headings and not set("[]") & set(headings[-1])
    return f"[{headings[-1]}] " if can else ""


def cite(chunk: Chunk, start: int, end: int, marker: int, generation: Generation) -> Citation:
    """The citation of characters of a chunk's document, under a number."""
    document = generation.documents[chunk.doc_id]
    quote = document.text[start:end]
    return Citation(
        marker=marker,
        chunk_id=chunk.chunk_id,
        doc_id=chunk.doc_id,
        start=start,
        end=end,
        quote=quote,
        title=document.title,
        source=document.sources[0],
        headings=chunk.headings,
        place=place(document, start, end),
        references=references(quote, document.metadata),
        as_of=document.metadata.get("as_of"),
    )


def nearest(
    hits: Sequence[Hit], generation: Generation, cited: Container[str]
) -> Iterator[Nearest]:
    """The topics of the best passages whose documents are not cited, each once."""
    seen: set[str] = set()
    for hit in hits:
        doc_id = hit.chunk.doc_id
        if doc_id not in seen and doc_id not in cited and len(seen) < _NEAREST:
            seen.add(doc_id)
            yield Nearest(doc_id, generation.documents[doc_id].title, hit.chunk.headings)


def follow_ups(hits: Sequence[Hit], citations: Iterable[Citation]) -> Iterator[str]:
    """Questions of passages that were found but not cited."""
    cited = {citation.headings for citation in citations}
    asked: set[str] = set()
    for hit in hits:
        headings = hit.chunk.headings
        is_new = hit.chunk.kind is Kind.QA and headings and headings not in cited
        if is_new and headings[-1] not in asked and len(asked) < _FOLLOW_UPS:
            asked.add(headings[-1])
            yield headings[-1]

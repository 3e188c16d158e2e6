"""What the source panel shows for a link; knows nothing of Gradio."""

from assistant.store.anchor import anchor
from assistant.store.conversations import turn
from assistant.store.feedback import give_feedback
from assistant.store.types import Feedback, Opinion, Passage
from ui.desk import Desk
from ui.markup.html import page
from ui.markup.library import passages_html
from ui.markup.links import fields_of, number
from ui.markup.panel import GONE, citation_html, reading_html


def open_citation(desk: Desk, argument: str) -> str:
    """The panel at a citation of a kept answer."""
    fields = fields_of(argument)
    saved = turn(desk.store, number(fields, "turn"))
    at = number(fields, "cite")
    if saved is None or saved.answer is None or not 0 <= at < len(saved.answer.citations):
        return page([GONE])
    found = anchor(Passage.of(saved.answer.citations[at]), desk.assistant.searcher.generation)
    return page(citation_html(saved.answer, saved.turn_id, at, found))


def open_document(desk: Desk, argument: str) -> str:
    """The panel at the beginning of a document."""
    generation = desk.assistant.searcher.generation
    document = generation.documents.get(fields_of(argument).get("doc", ""))
    return page(reading_html(document) if document else [GONE])


def open_passages(desk: Desk, argument: str) -> str:
    """The panel with the passages that a document was cut into."""
    generation = desk.assistant.searcher.generation
    document = generation.documents.get(fields_of(argument).get("doc", ""))
    if document is None:
        return page([GONE])
    return page(passages_html(document, generation.chunks_of(document.doc_id)))


def opine(desk: Desk, argument: str) -> bool:
    """Keeps what a reader says of an answer or of a passage it cites; False if it is gone."""
    fields = fields_of(argument)
    saved = turn(desk.store, number(fields, "turn"))
    named = fields.get("opinion", "")
    if saved is None or named not in list(Opinion):
        return False
    at = number(fields, "cite")
    citations = saved.answer.citations if saved.answer else ()
    passage = Passage.of(citations[at]) if 0 <= at < len(citations) else None
    reason = fields.get("reason", "")
    return give_feedback(desk.store, Feedback(saved.turn_id, Opinion(named), reason, passage))

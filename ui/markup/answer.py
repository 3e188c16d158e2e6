"""An Answer as HTML: statements with markers that preview and open their passages."""

from collections.abc import Iterator, Sequence

from assistant.render import NOTHING_FOUND, statement_blocks
from assistant.types import Answer, Citation
from ui.markup.html import Html, element, text, together
from ui.markup.links import link
from ui.markup.markdown import inline, insert, markdown, without_inserts

_PREVIEW = 420


def answer_html(answer: Answer, turn_id: int) -> Iterator[Html]:
    """The blocks of an answer.

    Args:
        answer: complete or still growing.
        turn_id: of the turn that keeps it; the markers' links name their citations by it.
    """
    if answer.interpreted_as and answer.interpreted_as != answer.question:
        yield element(
            "p", "Answered as: ", element("em", answer.interpreted_as), class_="v-interpreted"
        )
    if answer.notice:
        yield element("p", answer.notice, class_="v-notice")
    if answer.abstained:
        yield from _abstention(answer)
        return
    yield from _statements(answer, turn_id)
    for part in answer.uncovered:
        yield element("p", "The sources do not answer: ", element("em", part), class_="v-notice")
    if answer.missing:
        words = _listed(answer.missing)
        yield element("p", "The passages found do not mention ", words, ".", class_="v-notice")
    dates = sorted({citation.as_of for citation in answer.citations if citation.as_of})
    if dates:
        yield element("p", f"As of {', '.join(dates)}.", class_="v-hint")


def suggestions(answer: Answer) -> Html | None:
    """Questions to go on with, each asked by a click."""
    asked = () if answer.abstained else answer.follow_ups
    return _chips(asked, "v-chips") if asked else None


def _statements(answer: Answer, turn_id: int) -> Iterator[Html]:
    inserts: list[Html] = []

    def place(shown: Html) -> str:
        inserts.append(shown)
        return insert(len(inserts) - 1)

    def marker(citation: Citation) -> str:
        return place(marker_html(citation, turn_id, answer.citations.index(citation)))

    def doubt(reason: str) -> str:
        title = reason or "The cited passages do not carry this sentence."
        return place(element("span", "not supported", class_="v-doubt", title=title))

    for block in statement_blocks(answer, marker, without_inserts, doubt):
        yield element("div", markdown(block, inserts), class_="v-said")


def marker_html(citation: Citation, turn_id: int, at: int) -> Html:
    """A citation's number, which opens its passage, and the preview that shows on hover."""
    quote = citation.quote.strip()
    cut = quote if len(quote) <= _PREVIEW else quote[:_PREVIEW].rsplit(" ", 1)[0] + " …"
    card = element(
        "span",
        element("b", " › ".join(citation.headings) or citation.title),
        element("i", f"{citation.title}, {citation.place}"),
        element("span", inline(cut), class_="v-card-quote"),
        class_="v-card",
        hidden=True,
    )
    number = link("open", str(citation.marker), class_="v-cite", turn=turn_id, cite=at)
    return element("span", number, card, class_="v-marker")


def _abstention(answer: Answer) -> Iterator[Html]:
    """What is missing, and what can be asked instead."""
    yield element("p", element("strong", answer.reason or NOTHING_FOUND))
    if answer.missing:
        yield element("p", "No passage mentions ", _listed(answer.missing), ".")
    if answer.follow_ups:
        yield element("p", "The nearest questions that they do answer:", class_="v-hint")
        yield _chips(answer.follow_ups, "v-chips v-nearest")
    if answer.nearest:
        topics = (
            element("li", link("read", " › ".join(topic.headings), doc=topic.doc_id))
            for topic in answer.nearest
        )
        yield element("p", "The nearest passages:", class_="v-hint")
        yield element("ul", *topics, class_="v-topics")


def _listed(words: Sequence[str]) -> Html:
    shown = together(part for word in words for part in (element("em", word), text(", ")))
    return Html(shown.removesuffix(", "))


def _chips(questions: Sequence[str], class_: str) -> Html:
    chips = (link("ask", question, class_="v-chip", question=question) for question in questions)
    return element("div", *chips, class_=class_)

"""A conversation as HTML: questions, answers, and what can be done with them."""

from collections.abc import Iterator, Sequence

from assistant.store.conversations import LISTED
from assistant.store.types import Conversation, Opinion, SavedTurn
from ui.markup.answer import answer_html, suggestions
from ui.markup.export import answer_markdown
from ui.markup.html import Html, element
from ui.markup.links import link

_WRITTEN = "Written by the model, checked against the sources"
_QUOTED = "Quoted from the sources"

EXAMPLES = (
    "Why are attention scores divided by the square root of the key dimension?",
    "What is the difference between L1 and L2 regularisation?",
    "When should I prefer PR-AUC over ROC-AUC?",
    "How does LoRA reduce the memory that fine-tuning needs?",
)


def thread_html(
    conversation_id: str | None,
    turns: Sequence[SavedTurn],
    *,
    can_generate: bool = False,
    answering: bool = False,
) -> Iterator[Html]:
    """The blocks of a conversation.

    Args:
        conversation_id: None before the first question.
        turns: oldest first.
        can_generate: whether a language model is there to ask again.
        answering: whether the last turn is still being answered.
    """
    if conversation_id is None or not turns:
        yield _welcome()
        return
    yield _bar(conversation_id)
    for turn in turns:
        is_last = turn is turns[-1]
        yield element(
            "div", turn.request.question, class_="v-question", id=f"v-turn-{turn.turn_id}"
        )
        if filters := _filters(turn):
            yield filters
        if turn.answer is not None:
            yield from answer_html(turn.answer, turn.turn_id)
        if is_last and answering:
            yield element("div", "Looking through the sources", class_="v-working")
        elif turn.answer is None:
            yield element("p", "This answer was interrupted.", class_="v-notice")
            yield element("div", link("again", "Ask again", turn=turn.turn_id), class_="v-actions")
        else:
            yield _actions(turn, can_generate and is_last, is_last)
            if is_last and (further := suggestions(turn.answer)):
                yield further


def conversation_list(
    found: Sequence[Conversation], open_id: str | None, search: str = ""
) -> Iterator[Html]:
    """The list of conversations, each with what can be done with it."""
    if not found:
        yield element("p", "Nothing found." if search else "Nothing asked yet.", class_="v-hint")
    for each in found:
        key = each.conversation_id
        state = " v-current" if key == open_id else ""
        yield element(
            "div",
            link("show", each.title, class_="v-title", title=each.title, conversation=key),
            link("rename", "✎", class_="v-rename", title="Rename", conversation=key),
            link("delete", "✕", class_="v-delete", title="Delete", conversation=key),
            class_=f"v-conversation{state}",
        )
    if len(found) == LISTED:
        yield element("p", f"The last {LISTED}; search for the others.", class_="v-hint")


def _bar(conversation_id: str) -> Html:
    """What can be done with the whole conversation; the script reads its id here."""
    export = element(
        "a",
        "Export",
        href=f"/viva/export/{conversation_id}",
        title="Save as Markdown",
        download=True,
    )
    return element("div", export, class_="v-bar", id=f"v-of-{conversation_id}")


def _welcome() -> Html:
    chips = (link("ask", example, class_="v-chip", question=example) for example in EXAMPLES)
    return element(
        "div",
        element("h1", "What shall we prepare?"),
        element("p", "Every answer is quoted from your sources. A number opens the exact passage."),
        element("div", *chips, class_="v-chips"),
        class_="v-welcome",
    )


def _filters(turn: SavedTurn) -> Html | None:
    filters = turn.request.filters
    named = [filters.track, filters.section, filters.role, filters.level]
    chosen = " · ".join(value for value in named if value)
    return element("div", f"only: {chosen}", class_="v-filtered") if chosen else None


def _actions(turn: SavedTurn, can_generate: bool, is_last: bool) -> Html:
    if turn.answer is None:
        raise ValueError("a turn without an answer has no actions")
    made = turn.answer.mode == "generated"
    key = turn.turn_id
    origin = _WRITTEN if made else _QUOTED
    generate = can_generate and is_last
    return element(
        "div",
        None if turn.answer.abstained else element("span", origin, class_="v-origin"),
        link("copy", "Copy", title="Copy as Markdown, with references", turn=key),
        link("again", "Quote instead" if made else "Again", title="Answer in the sources' words",
             turn=key) if is_last else None,
        link("write", "Write again" if made else "Write it", title="Answer with the language model",
             turn=key) if generate else None,
        _thumb(turn, Opinion.HELPFUL, "Helpful"),
        _thumb(turn, Opinion.UNHELPFUL, "Not helpful"),
        element("pre", answer_markdown(turn.answer), class_="v-copied", hidden=True),
        class_="v-actions",
    )  # fmt: skip


def _thumb(turn: SavedTurn, opinion: Opinion, label: str) -> Html:
    given = " v-given" if turn.opinion is opinion else ""
    return link("opine", label, class_=f"v-thumb{given}", turn=turn.turn_id, opinion=opinion)

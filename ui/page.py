"""The chat page: a conversation on the left, the opened passage on the right."""

from collections.abc import Iterator
from importlib import resources
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.references import references
from assistant.types import Turn
from index.backend import Generation
from ingest.errors import VivaError
from ingest.place import place
from ui.markup import (
    answer_markdown,
    passage_header,
    passage_markdown,
    read_cite_link,
    reference_list,
    safe_markdown,
)

_LATEX: list[dict[str, str | bool]] = [
    {"left": "$$", "right": "$$", "display": True},
    {"left": "$", "right": "$", "display": False},
]
_EXAMPLES = [
    "Why are attention scores divided by the square root of the key dimension?",
    "What is the difference between L1 and L2 regularisation?",
    "When should I prefer PR-AUC over ROC-AUC?",
    "How does LoRA reduce the memory that fine-tuning needs?",
]
_EMPTY = "<div class='viva-hint'>Click a number in an answer to open its passage here.</div>"
_FONT = ("system-ui", "sans-serif")
_MONO = ("ui-monospace", "monospace")

Messages = list[dict[str, Any]]
Passage = tuple[str, str, str]


def build_page(assistant: Assistant) -> gr.Blocks:
    """The page over an assistant; all state lies with the browser, so any replica can answer."""

    def answer(messages: Messages) -> Iterator[Messages]:
        yield from _answered(assistant, messages)

    def open_passage(event: gr.EventData) -> Passage:
        return _passage(assistant.searcher.generation, str(event.link))

    with gr.Blocks(title="Viva", analytics_enabled=False, fill_height=True) as page:
        gr.HTML(
            "<h1>Viva</h1><p>Answers from sources that you can open and check.</p>",
            elem_id="viva-title",
        )
        with gr.Row(scale=1):
            with gr.Column(scale=3, min_width=320):
                chat = gr.Chatbot(
                    elem_id="viva-chat",
                    show_label=False,
                    latex_delimiters=_LATEX,
                    layout="panel",
                    height="70vh",
                    examples=[{"text": example} for example in _EXAMPLES],
                    placeholder="Ask anything about AI, ML and LLM engineering interviews.",
                    buttons=["copy"],
                    feedback_options=None,
                    line_breaks=False,
                    allow_tags=False,
                )
                ask = gr.Textbox(
                    elem_id="viva-question",
                    show_label=False,
                    container=False,
                    submit_btn=True,
                    autofocus=True,
                    placeholder="Your question",
                    max_lines=4,
                )
            with gr.Column(scale=2, min_width=320, elem_id="viva-passage"):
                head = gr.HTML(_EMPTY, elem_id="viva-passage-head", js_on_load=_asset("passage.js"))
                body = gr.Markdown("", elem_id="viva-passage-body", latex_delimiters=_LATEX)
                works = gr.HTML("", elem_id="viva-passage-references")

        asked = gr.on([ask.submit], _asked, [ask, chat], [ask, chat], show_progress="hidden")
        asked.then(answer, chat, chat, show_progress="hidden")
        picked = chat.example_select(_picked, None, chat, show_progress="hidden")
        picked.then(answer, chat, chat, show_progress="hidden")
        head.select(open_passage, None, [head, body, works], show_progress="hidden")
    built: gr.Blocks = page
    return built


def launch(assistant: Assistant, host: str, port: int, open_browser: bool) -> None:
    """Serves the page until interrupted."""
    build_page(assistant).launch(
        server_name=host, server_port=port, inbrowser=open_browser, share=False, **page_options()
    )


def page_options() -> dict[str, Any]:
    """How the page looks, as Gradio's `launch` takes it; fonts are the system's own."""
    return {
        "footer_links": [],
        "css": _asset("viva.css"),
        "theme": gr.themes.Default(font=_FONT, font_mono=_MONO),
    }


def _asked(question: str, messages: Messages) -> tuple[str, Messages]:
    """The question moved from the box into the conversation."""
    if not question.strip():
        return "", messages
    return "", [*messages, {"role": "user", "content": question.strip()}]


def _picked(event: gr.SelectData) -> Messages:
    """A conversation that begins with the example clicked on."""
    return [{"role": "user", "content": event.value["text"]}]


def _answered(assistant: Assistant, messages: Messages) -> Iterator[Messages]:
    """The conversation with the last question's answer growing below it."""
    if not messages or messages[-1]["role"] != "user":
        yield messages
        return
    questions = [_text(message) for message in messages if message["role"] == "user"]
    history = [Turn(question) for question in questions[:-1]]
    try:
        for shown in answer_markdown(assistant.ask(questions[-1], history)):
            yield [*messages, {"role": "assistant", "content": shown}]
    except VivaError as error:
        yield [*messages, {"role": "assistant", "content": safe_markdown(str(error))}]


def _passage(generation: Generation, link: str) -> Passage:
    """Head, text and references of the passage that a citation's link names."""
    try:
        doc_id, chunk_id, start, end = read_cite_link(link)
    except VivaError:
        return _EMPTY, "", ""
    document = generation.documents.get(doc_id)
    chunk = generation.chunk(chunk_id)
    if document is None or chunk is None:
        return "<div class='viva-hint'>This passage has changed since; ask again.</div>", "", ""
    # A unit may reach beyond its passage: a formula and its symbols, a whole code block.
    begin = min(start, chunk.start + int(chunk.metadata.get("body", 0)))
    text = document.text[begin : max(end, chunk.end)]
    where = place(document, start, end)
    cited = references(document.text[start:end], document.metadata)
    return (
        passage_header(document, chunk.headings, where),
        passage_markdown(text, start - begin, end - begin, chunk.kind),
        reference_list(cited, document.metadata.get("as_of")),
    )


def _text(message: dict[str, Any]) -> str:
    """A message's text; the browser sends it back in parts."""
    content = message["content"]
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content if isinstance(part, dict))


def _asset(name: str) -> str:
    return (resources.files("ui") / "assets" / name).read_text(encoding="utf-8")

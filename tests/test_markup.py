"""What reaches the page from sources and readers carries no HTML, image or link of its own."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.assistant import Assistant
from ingest.errors import SettingsError
from ingest.types import Kind
from tests.conftest import note
from ui.markup import (
    answer_markdown,
    cite_link,
    passage_header,
    passage_markdown,
    read_cite_link,
    reference_list,
    safe_markdown,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://evil.example/p.png)",
    "[x](javascript:alert(1))",
    "a <b> c & d",
    "<svg/onload=alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
]


def rendered(markdown: str) -> str:
    """As a lenient Markdown renderer shows it, HTML allowed."""
    return MarkdownIt("commonmark", {"html": True}).render(markdown)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    html = rendered(safe_markdown(text))
    for forbidden in ("<script", "<img", "<svg", "<b>", "<a ", "onerror=alert(1)>"):
        assert forbidden not in html


def test_code_and_mathematics_stay_as_they_are() -> None:
    text = "`a < b` and $a < b$\n\n```\nx < y & z\n```\n"
    assert safe_markdown(text) == "`a < b` and $a &lt; b$\n\n```\nx < y & z\n```\n"


@given(st.text(alphabet="ab<>&!`$[]()*\n~", max_size=60))
def test_no_tag_survives_whatever_the_text(text: str) -> None:
    html = rendered(safe_markdown(text))
    allowed = {"p", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "br", "hr", "h1"}
    tags = {part.split(">")[0].split()[0].strip("/") for part in html.split("<")[1:]}
    assert tags <= allowed | {f"h{level}" for level in range(1, 7)}


def test_a_citation_link_is_read_back(assistant: Assistant) -> None:
    for citation in assistant.ask("What is dropout?").citations:
        assert read_cite_link(cite_link(citation)) == (
            citation.doc_id, citation.chunk_id, citation.start, citation.end,
        )  # fmt: skip
        assert not set(cite_link(citation)) & set(" <>\"'()[]")


@pytest.mark.parametrize(
    "link", ["", "#cite?", "#cite?doc=a&chunk=b&start=x&end=1", "javascript:1"]
)
def test_what_is_not_a_citation_link_is_refused(link: str) -> None:
    with pytest.raises(SettingsError):
        read_cite_link(link)


def test_a_sentence_is_marked_within_its_paragraph() -> None:
    text = "One <b>. Two [@key] $x$. Three."
    shown = passage_markdown(text, 9, 24, Kind.PROSE)
    assert shown == "One &lt;b>. <mark>Two $x$.</mark> Three."


def test_a_block_is_boxed() -> None:
    shown = passage_markdown("Before:\n\n- a\n- b\n\nAfter.", 9, 16, Kind.LIST)
    assert "<div class='viva-quote'>\n\n- a\n- b\n\n</div>" in shown


def test_headers_and_references_are_escaped() -> None:
    document = note("text", "<i>")
    header = passage_header(document, ("<b>A</b>", "B"), "line 1")
    assert "&lt;b&gt;A&lt;/b&gt; › B" in header
    assert "<i>" not in header
    assert "<li>&lt;x&gt;</li>" in reference_list(("<x>",), "2026-05")


def test_answers_grow_block_by_block(assistant: Assistant) -> None:
    answer = assistant.ask("How does LoRA reduce the number of trainable parameters?")
    steps = list(answer_markdown(answer))
    assert len(steps) > 2
    assert all(later.startswith(earlier) for earlier, later in pairwise(steps))
    assert "#cite?" in steps[0]
    for question in answer.follow_ups:
        assert question in steps[-1]


def test_an_abstention_says_what_is_missing_and_near(assistant: Assistant) -> None:
    (shown,) = answer_markdown(assistant.ask("Who is <script>Zorble</script>?"))
    assert "do not hold an answer" in shown
    assert "<script" not in shown
    assert "Nearest topics" in shown

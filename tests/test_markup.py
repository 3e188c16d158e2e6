"""Domain types to HTML: nothing that is not ours becomes markup, and quotes are marked."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.store.anchor import Anchored
from assistant.store.conversations import LISTED
from assistant.store.types import Conversation, Opinion, Request, SavedTurn
from assistant.types import Answer, Citation, Nearest, Statement, Verdict
from ingest.types import Location
from tests.conftest import REPOSITORY, note
from ui.markup.answer import answer_html
from ui.markup.document import AROUND, document_html
from ui.markup.export import answer_markdown, conversation_markdown
from ui.markup.html import DISPLAY, INLINE, Html, element, formula, page, text
from ui.markup.links import fields_of, link, number
from ui.markup.markdown import inline, markdown, markdown_blocks
from ui.markup.panel import citation_html, file_address
from ui.markup.turn import conversation_list, thread_html

TAGS = {
    *("p", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "br", "hr", "mark", "a"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
    *("span", "div", "s", "dl", "dt", "dd"),
}
ATTRIBUTES = {"class", "href", "target", "rel", "title", "style", "start"}
HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    "![x](https://evil.example/p.png)", "[x](javascript:alert(1))", "[x](data:text/html,<b>)",
    "[x](https://e.org/?\"onmouseover='alert(1)')", "[a]: javascript:alert(1)\n\n[a]",
    "`<b>`", "$<img src=x>$", "```\n</code><script>\n```", "```mermaid\n<script>\n```",
    "|a|\n|-|\n|<iframe>|", "<a href=javascript:alert(1)>x</a>", "\ue000<b>\ue001",
    "&lt;script&gt;", "\u2000<b>\u2001", "%%%LATEX_BLOCK_0%%%", "<!-- --><script>",
    "[@<script>]", "\ue0100\ue011",
)  # fmt: skip


STRANGE = "ab<>&!`$[]()*|\n~-\"'=/@:#\\\u2000\u2001\ue000\ue001\ue010\ue011 "


class Seen(HTMLParser):
    """What an HTML parser finds: tags with their attributes, and text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def assert_harmless(html: str) -> None:
    for tag, attributes in Seen(html).tags:
        assert tag in TAGS, html
        assert set(attributes) <= ATTRIBUTES, html
        target = attributes.get("href") or ""
        assert not target or re.match(r"https?://|#viva/|/viva/", target), html
        if "style" in attributes:
            assert re.fullmatch(r"text-align:\w+", str(attributes["style"]))


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_text_stays_text(source: str) -> None:
    for html in (text(source), markdown(source), inline(source), element("p", source)):
        assert_harmless(html)
        assert "\n\n" not in page([html])


def test_only_whole_reference_marks_are_left_out() -> None:
    assert "after" in markdown("[@nobody] after")
    assert "nobody" not in markdown("[@nobody] after")
    assert "[@nobody" in markdown("[@nobody is not closed")


def test_comparisons_are_no_tags() -> None:
    assert "a&lt;b and c&gt;d" in inline("If a<b and c>d then stop.")
    assert inline('<b class="x">bold</b> and <br/>') == inline("bold and <br/>")


@given(st.text(alphabet=STRANGE, max_size=80))
def test_no_tag_survives_whatever_the_text(source: str) -> None:
    assert_harmless(markdown(source))
    assert_harmless(inline(source))


@given(st.text(max_size=60))
def test_only_formulas_hold_their_delimiters(source: str) -> None:
    for mark in (*INLINE, *DISPLAY):
        assert mark not in text(source + mark)
        assert formula(source + mark).count(mark) <= 1
    assert "<" not in formula(source)
    assert ">" not in formula(source)


def test_children_are_escaped_unless_they_are_html() -> None:
    shown = element("a", "<b>", Html("<i>"), None, href='"><script>', hidden=True, title=None)
    assert shown == '<a href="&#34;&gt;&lt;script&gt;" hidden>&lt;b&gt;<i></a>'


def test_no_other_module_writes_tags() -> None:
    allowed = {"html.py", "leaves.py", "sign_in.py"}
    modules = [path for path in (REPOSITORY / "ui").rglob("*.py") if path.name not in allowed]
    assert len(modules) > 20
    for path in modules:
        found = re.findall(r"""["']{1,3}</?[a-z][^"']*>""", path.read_text())
        head = path.name == "app.py" and path.parent.name == "pages"
        assert not found or head, (path, found)


SOURCE = """# Title

One **bold start. Two** $x$ and `code`. Three.

- first item
- second

| a | b |
|---|---|
| 1 | 2 |
| 3 | 4 |

```python
x = 1
```

$$
y = x
$$
"""


def marked(source: str, part: str) -> str:
    """What is marked when `part` is quoted, pieces joined."""
    start = source.index(part)
    blocks = markdown_blocks(source, (start, start + len(part)))
    html = "".join(block.html for block in blocks)
    return " ".join("".join(re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)).split())


def test_a_quote_is_marked_across_emphasis_formulas_and_code() -> None:
    shown = marked(SOURCE, "start. Two** $x$ and `code`.")
    assert shown == f"start. Two {INLINE[0]}x{INLINE[1]} and <code>code</code>."
    assert marked(SOURCE, "Three.") == "Three."
    assert marked(SOURCE, "hre") == "hre"
    assert marked(SOURCE, "**bold start. Two**") == "bold start. Two"


def test_lists_are_marked_item_by_item_and_blocks_as_wholes() -> None:
    assert marked(SOURCE, "- first item\n- second") == "first itemsecond"
    for part, tag in (("| 3 | 4 |", "tr"), ("x = 1", "pre"), ("y = x", "div")):
        start = SOURCE.index(part)
        blocks = markdown_blocks(SOURCE, (start, start + len(part)))
        (found,) = re.findall(r'<(\w+) class="[^"]*v-quoted', "".join(b.html for b in blocks))
        assert found == tag


def plain(html: str) -> str:
    return re.sub(r"\W+", "", "".join(Seen(html).texts))


@given(st.data())
def test_marking_changes_no_word(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SOURCE)))
    end = data.draw(st.integers(start, len(SOURCE)))
    without = "".join(block.html for block in markdown_blocks(SOURCE))
    with_marks = "".join(block.html for block in markdown_blocks(SOURCE, (start, end)))
    assert plain(with_marks) == plain(without)


WORDS = (
    "alpha",
    "beta",
    "**gamma**",
    "*delta*",
    "`eps`",
    "$z$",
    "[x](https://e.org)",
    "![alt](http://x)",
    "<b>hey</b>",
    "<odd>",
)


@given(
    words=st.lists(st.sampled_from(WORDS), min_size=3, max_size=30),
    ends=st.sampled_from(["\n", "\r\n", "\r"]),
    data=st.data(),
)
def test_the_marked_words_are_the_quoted_ones(
    words: list[str], ends: str, data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    lines = [f"{word}{ends if n % 7 == 6 else ' '}" for n, word in enumerate(words)]
    source = "".join(lines)
    start, end = len("".join(lines[:first])), len("".join(lines[:last]))
    html = "".join(block.html for block in markdown_blocks(source, (start, end)))
    got = plain("".join(re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)))
    assert got == plain("".join(b.html for b in markdown_blocks(" ".join(words[first:last]))))


def test_plain_text_is_marked_and_places_are_named() -> None:
    document = note("First page.\n\nSecond <b> page.\n\nThird.", kind="text")
    document = type(document)(
        document.doc_id, "T", document.sources, document.text,
        (Location(0, 13, "p. 1"), Location(13, 40, "p. 2")), document.metadata,
    )  # fmt: skip
    shown = page(document_html(document, (20, 23)))
    assert '<div class="v-place">p. 1</div>' in shown
    assert shown.count('class="v-place"') == 2
    assert "Second <mark>&lt;b&gt;</mark> page." in shown


def test_of_a_long_document_the_part_around_the_quote_is_shown() -> None:
    source = "".join(f"Paragraph {n} of many.\n\n" for n in range(20_000))
    at = source.index("Paragraph 10000 ")
    shown = page(document_html(note(source), (at, at + 15)))
    assert "<mark>Paragraph 10000</mark>" in shown
    assert len(shown) < 4 * AROUND
    assert shown.count("v-hint") == 2


def cited(marker: int = 1, quote: str = "It <b> does.", **changed: object) -> Citation:
    values = {
        "marker": marker, "chunk_id": "c", "doc_id": "note", "start": 0, "end": len(quote),
        "quote": quote, "title": "Note", "source": "note.md", "headings": ("A", "<i>"),
        "place": "line 1", "references": ("Someone: Work. 2020",),
    }  # fmt: skip
    return Citation(**{**values, **changed})  # type: ignore[arg-type]


def answered(**changed: object) -> Answer:
    citation = cited()
    statements = (
        Statement("It <b> does.", (citation,)),
        Statement("Nobody says so.", (), 0.0, Verdict.UNSUPPORTED, "no <passage>"),
    )
    values = {"question": "q", "interpreted_as": "q", "statements": statements,
              "citations": (citation,)}  # fmt: skip
    return Answer(**{**values, **changed})  # type: ignore[arg-type]


def test_markers_open_and_preview_what_they_cite() -> None:
    shown = page(answer_html(answered(), 7))
    assert 'href="#viva/open?turn=7&amp;cite=0" class="v-cite">1</a>' in shown
    assert "A › &lt;i&gt;" in shown
    assert "Note, line 1" in shown


def test_the_markers_of_a_saved_answer_open_each_its_own_citation() -> None:
    said = [cited(1, "It does."), cited(2, "So does she."), cited(1, "It does.")]
    statements = tuple(Statement(each.quote, (replace(each),)) for each in said)
    shown = page(answer_html(answered(statements=statements, citations=tuple(said)), 7))
    assert re.findall(r'cite=(\d)" class="v-cite">(\d)<', shown) == [
        ("0", "1"),
        ("1", "2"),
        ("0", "1"),
    ]


def test_what_is_not_supported_says_so() -> None:
    shown = page(answer_html(answered(), 7))
    assert 'class="v-doubt" title="no &lt;passage&gt;">not supported</span>' in shown
    assert shown.index("Nobody says so.") < shown.index("not supported")


def test_an_abstention_offers_questions_and_topics() -> None:
    answer = Answer(
        "q", "q", abstained=True, missing=("<x>", "y"), follow_ups=("What is & why?",),
        nearest=(Nearest("s/t", "Topic", ("Topic", "Part")),),
    )  # fmt: skip
    shown = page(answer_html(answer, 1))
    assert "No passage mentions <em>&lt;x&gt;</em>, <em>y</em>." in shown
    assert 'href="#viva/ask?question=What+is+%26+why%3F"' in shown
    assert 'href="#viva/read?doc=s%2Ft">Topic › Part</a>' in shown


def test_an_answer_names_what_the_passages_do_not_mention() -> None:
    shown = page(answer_html(answered(missing=("<x>", "y")), 1))
    assert "The passages found do not mention <em>&lt;x&gt;</em>, <em>y</em>." in shown
    assert "do not mention" not in page(answer_html(answered(), 1))


def test_the_interpreted_question_shows_only_where_it_differs() -> None:
    assert "Answered as" not in page(answer_html(answered(), 1))
    assert "Answered as: <em>&lt;other&gt;</em>" in page(
        answer_html(answered(interpreted_as="<other>"), 1)
    )


def test_the_panel_steps_through_the_citations() -> None:
    document = note("Before. It <b> does. After.")
    citations = tuple(cited(start=8, end=20) for _ in range(3))
    answer = answered(citations=citations)
    found = Anchored(document, 8, 20, None, edited=True)
    shown = page(citation_html(answer, 7, 1, found))
    assert "2 of 3" in shown
    assert "cite=0" in shown
    assert "cite=2" in shown
    assert "Edited since" in shown
    assert "no longer in your library" in page(citation_html(answer, 7, 1, None))


def test_files_are_named_by_document_not_by_path() -> None:
    document = note("text", "a/b c<")
    assert file_address(document, "p. 3") == "/viva/file/a%2Fb%20c%3C#page=3"
    assert file_address(document, "lines 1-2") == "/viva/file/a%2Fb%20c%3C"


def test_a_conversation_shows_what_can_be_done() -> None:
    turns = [
        SavedTurn(1, Request("<first>"), answered(follow_ups=("Next?",)), Opinion.HELPFUL),
        SavedTurn(2, Request("second"), answered(mode="generated", follow_ups=("Next?",))),
    ]
    shown = page(thread_html("abc", turns, can_generate=True))
    assert 'id="v-of-abc"' in shown
    assert "&lt;first&gt;" in shown
    assert shown.count("v-given") == 1
    assert shown.count("#viva/again") == shown.count("#viva/write") == 1, "the last turn alone"
    assert shown.count("#viva/ask") == 1
    assert "#viva/write" not in page(thread_html("abc", turns))
    working = page(thread_html("abc", [SavedTurn(3, Request("q"), None)], answering=True))
    assert "v-working" in working
    assert "interrupted" in page(thread_html("abc", [SavedTurn(3, Request("q"), None)]))


def test_an_empty_desk_and_an_empty_search_say_so() -> None:
    assert "v-welcome" in page(thread_html(None, []))
    assert "Nothing asked yet." in page(conversation_list([], None))
    assert "Nothing found." in page(conversation_list([], None, "x"))


def test_a_list_that_is_cut_says_so() -> None:
    found = [Conversation(str(n), "t", datetime.now(UTC)) for n in range(LISTED)]
    assert "search for the others" in page(conversation_list(found, None))
    assert "search for the others" not in page(conversation_list(found[1:], None))


def test_links_are_read_back() -> None:
    shown = link("open", "x", turn=3, question="a & b = 'c' \"d\" <é>")
    (tag,) = Seen(shown).tags
    target = str(tag[1]["href"])
    fields = fields_of(target.split("?", 1)[1])
    assert fields == {"turn": "3", "question": "a & b = 'c' \"d\" <é>"}
    assert (number(fields, "turn"), number(fields, "question"), number({}, "x")) == (3, -1, -1)
    assert number({"n": "²"}, "n") == number({"n": "9" * 99}, "n") == -1
    assert fields_of("&".join(f"f{n}=1" for n in range(30))) == {}


def test_markdown_keeps_its_references() -> None:
    shown = answer_markdown(answered())
    assert shown.startswith("It <b> does. [1]")
    assert "[1] A › <i>. note.md, line 1  \n    - Someone: Work. 2020" in shown
    whole = conversation_markdown("T", [SavedTurn(1, Request("a\nb"), answered())])
    assert whole.startswith("# T\n\n## a b\n\nIt <b> does. [1]")

"""The pages in a real Chromium, over small libraries: one browser, fresh contexts."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.store.feedback import feedback_given
from assistant.store.types import Opinion
from assistant.types import Answer, Statement, Verdict
from tests.browser import FLAGS, ensure
from tests.desks import GatedEncoder, Scripted, desk_of, served, small_home
from tests.formats.pdfs import drawn, put
from ui.desk import Desk, desk_over

QUESTION = "What does dropout do during training?"
DEPTH = "What limits the depth of a decision tree?"
FIRST = "Dropout sets each activation to zero"
MARKER = "#v-thread a.v-cite"
MARKED = "#v-source mark, #v-source .v-quoted"
pytestmark = pytest.mark.xdist_group("browser")

_BROKEN_OFF = (
    "AbortError",
    "Unexpected error Connection errored out",
    "Failed to load resource: net::",
)
"""What Gradio says of a stream that ends because the page is left."""

Open = Callable[..., Page]
Serving = Callable[[Desk], str]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=ensure(), args=[*FLAGS])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return desk_of(small_home(tmp_path_factory.mktemp("desk")))


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    with served(desk) as url:
        yield url


@pytest.fixture
def serving() -> Iterator[Callable[[Desk], str]]:
    """Serves desks until the pages that look at them are closed."""
    with ExitStack() as stack:
        yield lambda desk: stack.enter_context(served(desk))


@pytest.fixture
def opened(browser: Browser, serving: Serving) -> Iterator[Open]:
    """Opens pages; whatever they are, they ask nobody else, and run nothing that is foreign."""
    contexts = []

    def open_page(url: str, **options: Any) -> Page:
        context = browser.new_context(**options)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
        contexts.append((context, page, url))
        page.goto(url)
        page.wait_for_selector("#v-thread .prose > *, #v-documents .prose > *")
        return page

    yield open_page
    for context, page, url in contexts:
        if not page.is_closed():
            assert page.evaluate("window.hacked") is None
        hosts = {asked.split("/")[2] for asked in page.asked if asked.startswith("http")}
        assert hosts == {url.split("/")[2]}
        assert [each for each in page.complaints if not each.startswith(_BROKEN_OFF)] == []
        context.close()


def ask(page: Page, question: str) -> None:
    before = page.locator("#v-thread .v-question").count()
    page.fill("#v-question textarea", question)
    page.keyboard.press("Enter")
    expect(page.locator("#v-thread .v-question")).to_have_count(before + 1)
    expect(page.locator("#v-thread .v-working")).to_have_count(0)


def test_ask_hover_click_and_go_to_the_next_citation(opened: Open, address: str) -> None:
    page = opened(address)
    ask(page, QUESTION)
    expect(page.locator("#v-thread .v-said").first).to_contain_text(FIRST)
    assert page.locator("#v-thread .v-said .katex").count() > 0, "formulas are typeset"
    page.hover(f"{MARKER} >> nth=0")
    preview = page.locator("#v-preview")
    expect(preview).to_be_visible()
    expect(preview).to_contain_text(FIRST)
    expect(preview).to_contain_text("Interview Q&A › What does dropout do")

    page.click(f"{MARKER} >> nth=0")
    expect(page.locator("#v-source mark").first).to_have_text(re.compile(FIRST))
    expect(page.locator("#v-source mark").first).to_be_in_viewport()
    head = page.locator("#v-source .v-head")
    expect(head).to_contain_text("Dropout › Interview Q&A › What does dropout do during training?")
    expect(head).to_contain_text(re.compile(r"dropout\.md, lines? \d+"))
    expect(head).to_contain_text("Srivastava, N. et al.: Dropout, a simple way")
    expect(head).to_contain_text("1 of 2")

    page.keyboard.press("ArrowRight")
    expect(head).to_contain_text("2 of 2")
    expect(page.locator("#v-source mark").nth(1)).to_contain_text("surviving activations")
    page.click("#v-source .v-step[title='Previous citation']")
    expect(head).to_contain_text("1 of 2")
    file = page.locator("#v-source .v-file a").get_attribute("href")
    assert page.request.get(address + str(file)).text().startswith("---\ntitle: Dropout")
    page.keyboard.press("Escape")
    expect(page.locator("#v-reading")).to_be_hidden()


def test_a_document_is_shown_as_it_is_meant(opened: Open, address: str) -> None:
    page = opened(address)
    ask(page, DEPTH)
    page.click(f"{MARKER} >> nth=0")
    expect(page.locator("#v-source mark").first).to_be_in_viewport()  # below forty asides
    page.goto(f"{address}/library")
    page.click("#v-documents a:text-is('Dropout')")
    source = page.locator("#v-source")
    expect(source.locator("table td").first).to_have_text("input")
    expect(source.locator(".v-code .c-k").first).to_have_text("def")
    expect(source.locator(".mermaid svg")).to_contain_text("zeroed units")
    expect(source.locator(".katex").first).to_be_visible()
    expect(source.locator(".v-work")).to_have_text("Srivastava 2014")
    page.click("#v-documents a[href*='passages'] >> nth=0")
    expect(source.locator(".v-chunk").first).to_be_visible()
    expect(source).to_contain_text(re.compile(r"line.* · qa · \d+ characters"))


def test_a_follow_up_leans_on_the_turn_before_and_chips_ask(opened: Open, address: str) -> None:
    page = opened(address)
    ask(page, QUESTION)
    page.locator("#v-thread a.v-chip", has_text="Why does dropout regularise").click()
    expect(page.locator("#v-thread .v-question")).to_have_count(2)
    expect(page.locator("#v-thread .v-said").last).to_be_visible()
    ask(page, "and why?")
    expect(page.locator("#v-thread .v-interpreted").last).to_contain_text(
        "Answered as: Why does dropout regularise a network: and why?"
    )


def test_abstaining_offers_the_nearest_questions(opened: Open, address: str) -> None:
    page = opened(address)
    ask(page, "Zorble quixotic flamingo?")
    thread = page.locator("#v-thread")
    expect(thread).to_contain_text("do not hold an answer")
    expect(thread).to_contain_text("No passage mentions Zorble")
    assert page.locator(MARKER).count() == 0
    page.locator("#v-thread a.v-chip").first.click()
    expect(page.locator(MARKER).first).to_be_visible()


def test_filters_limit_what_is_quoted(opened: Open, address: str) -> None:
    page = opened(address)
    page.click("#v-filters button")
    page.get_by_label("Track").click()
    page.get_by_role("option", name="classics").click()
    ask(page, DEPTH)
    expect(page.locator("#v-thread .v-filtered")).to_have_text("only: classics")
    cards = page.locator("#v-thread .v-card").all_text_contents()
    assert cards
    assert all("Trees" in card for card in cards)


def test_an_answer_can_be_stopped_and_what_was_said_stays(
    opened: Open, serving: Serving, desk: Desk
) -> None:
    said = desk.assistant.ask(QUESTION)
    parts = [
        Answer(QUESTION, QUESTION, said.statements[:n], said.citations[:n], mode="generated")
        for n in (1, 2, 3)
    ]
    doubted = Statement("Nobody says this.", (), 0.1, Verdict.UNSUPPORTED, "no passage says it")
    scripted = Scripted(desk.assistant.searcher, [*parts[:1], parts[1], parts[2]])
    scripted.snapshots[1] = Answer(
        QUESTION, QUESTION, (*said.statements[:1], doubted), said.citations[:1], mode="generated"
    )
    page = opened(serving(desk_over(desk.home, scripted)))  # type: ignore[arg-type]
    page.fill("#v-question textarea", QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#v-thread .v-working")).to_be_visible()
    scripted.gate.release(2)
    expect(page.locator("#v-thread .v-said").first).to_contain_text(FIRST)
    expect(page.locator("#v-thread .v-doubt")).to_have_text("not supported")
    page.click("#v-question button")
    expect(page.locator("#v-thread .v-actions")).to_contain_text("Written by the model")
    expect(page.locator("#v-thread .v-working")).to_have_count(0)
    page.wait_for_timeout(1000)  # a busy server hears of it later than the page shows it
    scripted.gate.release()
    assert scripted.closed.wait(10)
    page.reload()
    expect(page.locator("#v-thread .v-said").first).to_contain_text(FIRST)
    expect(page.locator("#v-thread")).not_to_contain_text("surviving activations")


def test_feedback_is_stored(opened: Open, address: str, desk: Desk) -> None:
    page = opened(address)
    ask(page, QUESTION)
    before = len(feedback_given(desk.store))
    page.click("#v-thread a.v-thumb:text-is('Helpful')")
    expect(page.locator("#v-thread .v-thumb.v-given")).to_have_text("Helpful")
    page.click("#v-thread a.v-thumb:text-is('Not helpful')")
    page.fill("dialog textarea", "too short & <b>")
    page.click("dialog button:text-is('Send')")
    expect(page.locator("#v-thread .v-thumb.v-given")).to_have_text("Not helpful")
    page.click(f"{MARKER} >> nth=1")
    page.click("#v-source a:text-is('Error in this passage')")
    page.fill("dialog textarea", "should be 1/p")
    page.click("dialog button:text-is('Send')")
    expect(page.get_by_text("Thank you, noted.").last).to_be_visible()
    given = feedback_given(desk.store)[before:]
    assert [each.opinion for each in given] == [
        Opinion.HELPFUL, Opinion.UNHELPFUL, Opinion.PASSAGE_ERROR,
    ]  # fmt: skip
    assert given[1].reason == "too short & <b>"
    assert given[2].passage
    assert given[2].passage.quote.startswith("The\nsurviving activations")


def test_a_conversation_is_there_after_a_restart(
    opened: Open, serving: Serving, tmp_path: Path
) -> None:
    home = small_home(tmp_path)
    with served(desk_of(home)) as url:
        page = opened(url)
        ask(page, QUESTION)
        page.wait_for_url(re.compile(r"\?c=\w+"))
        query = page.url.split("/")[-1]
        ask(page, DEPTH)
        page.context.close()
    url = serving(desk_of(home))
    page = opened(f"{url}/{query}")
    expect(page.locator("#v-thread .v-question")).to_have_text([QUESTION, DEPTH])
    page.click(f"{MARKER} >> nth=0")
    expect(page.locator("#v-source mark").first).to_contain_text(FIRST)
    listed = page.locator("#v-conversations .v-conversation")
    page.click("#v-side a.v-new")
    expect(page.locator("#v-thread .v-welcome")).to_be_visible()
    listed.hover()
    page.click("#v-conversations a.v-rename")
    page.keyboard.type("Before Friday")
    page.keyboard.press("Enter")
    expect(listed).to_contain_text("Before Friday")
    page.fill("#v-search textarea, #v-search input", "no such thing")
    expect(page.locator("#v-conversations")).to_have_text("Nothing found.")
    page.fill("#v-search textarea, #v-search input", "DEPTH of")
    expect(listed).to_contain_text("Before Friday")
    page.click("#v-conversations a.v-title")
    expect(page.locator("#v-thread .v-question")).to_have_count(2)
    exported = page.request.get(url + str(page.get_attribute(".v-bar a", "href"))).text()
    assert exported.startswith(f"# Before Friday\n\n## {QUESTION}\n\n{FIRST}")
    page.click("#v-conversations a.v-delete")
    page.click("#v-conversations a.v-delete")
    expect(listed).to_have_count(0)
    expect(page.locator("#v-thread .v-welcome")).to_be_visible()


def three_pages() -> bytes:
    def page(text: str) -> Callable[[Any], None]:
        return lambda canvas: put(canvas, 72, 100, text)

    return drawn(
        page("The first page is about gardens, and about nothing else at all."),
        page("The second page is about rivers, and about nothing else at all."),
        page("A platypus is a mammal that lays eggs and senses electric fields."),
    )


def test_files_are_taken_in_cited_refused_removed_and_put_back(
    opened: Open, serving: Serving, tmp_path: Path
) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "animals.pdf").write_bytes(three_pages())
    (files / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing of the kind")
    url = serving(desk_of(small_home(tmp_path)))
    page = opened(f"{url}/library")
    page.set_input_files("#v-drop input[type=file]", sorted(files.iterdir()))
    results = page.locator("#v-status .v-results li")
    expect(results).to_have_count(2)
    expect(results.nth(0)).to_contain_text(re.compile(r"animals\.pdf: \d passage"))
    expect(results.nth(1)).to_contain_text(re.compile(r"✕ broken\.pdf: \w+"))
    documents = page.locator("#v-documents")
    expect(documents.locator(".v-failed")).to_contain_text("broken.pdf: ")
    row = documents.locator("tr", has_text="animals.pdf")
    expect(row).to_contain_text("up to date")

    asking = opened(url)
    ask(asking, "A platypus is a mammal that lays eggs and senses what?")
    asking.click(f"{MARKER} >> nth=0")
    expect(asking.locator(MARKED).first).to_contain_text("platypus")
    expect(asking.locator("#v-source .v-head")).to_contain_text("animals.pdf, p. 3")
    link = str(asking.locator("#v-source .v-file a").get_attribute("href"))
    assert link.endswith("#page=3")
    got = asking.request.get(url + link)
    assert (got.headers["content-type"], got.body()[:5]) == ("application/pdf", b"%PDF-")

    row.locator("a.v-remove").click()
    row.locator("a.v-remove").click()
    expect(page.locator("#v-status")).to_contain_text("Removed animals.pdf")
    expect(row).to_have_count(0)
    expect(documents.locator(".v-removed")).to_contain_text("animals.pdf")
    page.click("#v-status a.v-undo")
    expect(documents.locator("tr", has_text="animals.pdf")).to_be_visible()
    expect(documents.locator(".v-removed")).to_have_count(0)
    row.locator("a.v-remove").click()
    row.locator("a.v-remove").click()
    expect(row).to_have_count(0)


def test_a_question_is_answered_while_a_large_ingest_runs(
    opened: Open, serving: Serving, tmp_path: Path
) -> None:
    encoder = GatedEncoder()
    home = small_home(tmp_path, encoder=encoder)
    (tmp_path / "large.md").write_text(
        "".join(f"# Topic {n}\n\nA paragraph on item {n} of a long list.\n\n" for n in range(300))
    )
    url = serving(desk_of(home, encoder))
    encoder.gate.clear()
    page = opened(f"{url}/library")
    page.set_input_files("#v-drop input[type=file]", tmp_path / "large.md")
    expect(page.locator("#v-status .v-working")).to_contain_text(re.compile("cutting|encoding"))
    asking = opened(url)
    ask(asking, QUESTION)
    expect(asking.locator("#v-thread .v-said").first).to_contain_text(FIRST)
    expect(page.locator("#v-status .v-working")).to_contain_text(re.compile("cutting|encoding"))
    encoder.gate.set()
    expect(page.locator("#v-status .v-results")).to_contain_text("large.md: ")
    ask(asking, "What is a paragraph on item 7 of a long list?")
    expect(asking.locator("#v-thread .v-said").last).to_contain_text("of a long list")


HOSTILE = """---
title: "<img src=x onerror=window.hacked=1>"
---

# Hostile <script>window.hacked=2</script> notes

What is hostile? A hostile note is <script>window.hacked=3</script> a note that
<img src=https://evil.example/p.png onerror="window.hacked=4"> attacks
[its reader](javascript:window.hacked=5) or <svg onload="window.hacked=6"></svg> sends it
![away](https://evil.example/q.png).

| hostile table | cell |
|---|---|
| <iframe src="javascript:window.hacked=7"></iframe> | <a href="javascript:window.hacked=8">x</a> |

```mermaid
flowchart LR
    A["<img src=https://evil.example/m.png onerror=window.hacked=9>"] --> B
    click A "javascript:window.hacked=10"
```

$\\href{javascript:window.hacked=11}{x}$ and \ue000<img src=x onerror=window.hacked=12>\ue001
%%%LATEX_BLOCK_0%%% &lt;script&gt;window.hacked=13&lt;/script&gt;
"""


def test_hostile_words_stay_words_wherever_they_come_from(browser: Browser, tmp_path: Path) -> None:
    name = "<img src=x onerror=window.hacked=20>.md"
    home = small_home(tmp_path, {name: HOSTILE, "dropout.md": NOTE})
    desk = desk_of(home)
    said = desk.assistant.ask("What is a hostile note?")
    assert not said.abstained
    wicked = "<script>window.hacked=30</script><img src=x onerror=window.hacked=31>"
    answer = Answer(
        "q", wicked, (Statement(f"**{wicked}** [x](javascript:window.hacked=32)", said.citations),),
        said.citations, follow_ups=(wicked,), notice=wicked, mode="generated",
    )  # fmt: skip
    scripted = Scripted(desk.assistant.searcher, [said, answer])
    context = browser.new_context()
    page = context.new_page()
    foreign: list[str] = []
    page.on("dialog", lambda dialog: foreign.append(dialog.message))
    with served(desk_over(home, scripted)) as url:  # type: ignore[arg-type]
        page.on(
            "request",
            lambda asked: (
                url.split("/")[2] in asked.url
                or asked.url.startswith(("data:", "blob:"))
                or foreign.append(asked.url)
            ),
        )
        scripted.gate.release(2)
        page.goto(url)
        page.wait_for_selector(".v-welcome")
        ask(page, f"{wicked} hostile note?")
        page.hover(f"{MARKER} >> nth=0")
        page.click(f"{MARKER} >> nth=0")
        expect(page.locator(MARKED).first).to_be_visible()
        page.locator("#v-source .mermaid").first.scroll_into_view_if_needed()
        page.goto(f"{url}/library")
        page.click("#v-documents a[href*='read'] >> nth=0")
        expect(page.locator("#v-source .v-head")).to_be_visible()
        page.click("#v-documents a[href*='passages'] >> nth=0")
        expect(page.locator("#v-source .v-chunk").first).to_be_visible()
        for link in page.locator("a").all():
            assert not str(link.get_attribute("href")).lower().startswith("javascript:")
        assert page.locator("#v-desk script, #v-desk iframe, #v-desk [onerror]").count() == 0
        assert page.evaluate("window.hacked") is None
        assert foreign == []
    context.close()


NOTE = "# Plain\n\nNothing hostile here, a plain note about plain things.\n"


def test_it_fits_a_phone(opened: Open, address: str) -> None:
    page = opened(address, viewport={"width": 390, "height": 844}, has_touch=True)
    ask(page, QUESTION)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click(f"{MARKER} >> nth=0")
    expect(page.locator("#v-source mark").first).to_be_in_viewport()
    page.click("#v-source a.v-close")
    expect(page.locator("#v-side")).not_to_be_in_viewport()
    page.click("#v-menu")
    page.click("#v-side a:text-is('Library')")
    expect(page.locator("#v-documents")).to_be_visible()


def test_two_readers_do_not_mix(opened: Open, address: str) -> None:
    pages = [opened(address), opened(address)]
    for page, question in zip(pages, (QUESTION, DEPTH), strict=True):
        page.fill("#v-question textarea", question)
        page.keyboard.press("Enter")
    for page, words in zip(pages, (FIRST, "limited by pruning"), strict=True):
        expect(page.locator("#v-thread .v-said").first).to_contain_text(words)
        expect(page.locator("#v-thread .v-question")).to_have_count(1)

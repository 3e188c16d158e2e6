"""The chat page in a real Chromium."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from assistant.assistant import Assistant
from tests.browser import FLAGS, ensure
from ui.page import build_page, page_options

QUESTION = "Why are attention scores divided by the square root of the key dimension?"
MARKER = "#viva-chat a[href^='#cite?']"
pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    page = build_page(assistant)
    _, url, _ = page.launch(
        server_name="127.0.0.1",
        server_port=None,
        prevent_thread_lock=True,
        quiet=True,
        **page_options(),
    )
    yield url
    page.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=ensure(), args=[*FLAGS])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(30_000)
    page.requested = []
    page.on("request", lambda request: page.requested.append(request.url))
    page.goto(address)
    yield page
    page.close()


def ask(page: Page, question: str) -> None:
    page.fill("#viva-question textarea", question)
    page.keyboard.press("Enter")


def test_ask_read_click_and_see_the_passage(page: Page, address: str) -> None:
    ask(page, QUESTION)
    answer = page.locator("#viva-chat .bot")
    expect(answer).to_contain_text("variance", timeout=30_000)
    expect(answer).to_contain_text("Related questions")
    assert page.locator("#viva-chat .katex").count() > 0, "mathematics is rendered"
    page.locator(MARKER).first.click()
    quote = page.locator("#viva-passage mark, #viva-passage .viva-quote")
    expect(quote.first).to_contain_text("because the dot product of two random vectors")
    head = page.locator("#viva-passage-head")
    expect(head).to_contain_text("Attention › Interview Q&A")
    expect(head).to_contain_text("corpus/02-deep-learning/attention.md, line")
    assert {url.split("/")[2] for url in page.requested if url.startswith("http")} == {
        address.split("/")[2]
    }


def test_an_example_starts_a_conversation_and_a_follow_up_leans_on_it(page: Page) -> None:
    page.get_by_text("What is the difference between L1 and L2 regularisation?").first.click()
    expect(page.locator(MARKER).first).to_be_visible(timeout=30_000)
    ask(page, "why?")
    expect(page.locator("#viva-chat")).to_contain_text("Answered as: What is the difference")


def test_an_abstention_is_said_and_cites_nothing(page: Page) -> None:
    ask(page, "What is the capital of Australia?")
    expect(page.locator("#viva-chat .bot")).to_contain_text("do not hold an answer", timeout=30_000)
    assert page.locator(MARKER).count() == 0


def test_script_in_a_question_does_not_run(page: Page) -> None:
    ask(page, "<img src=x onerror='window.hacked=1'> attention <script>window.hacked=1</script>")
    expect(page.locator("#viva-chat .bot")).to_be_visible(timeout=30_000)
    assert page.evaluate("window.hacked") is None


def test_two_readers_do_not_mix(browser: Any, address: str) -> None:
    pages = [browser.new_page() for _ in range(2)]
    for page, question in zip(pages, ("What is dropout?", "What is tokenisation?"), strict=True):
        page.goto(address)
        page.wait_for_selector("#viva-question textarea")
        ask(page, question)
    for page, word in zip(pages, ("ropout", "oken"), strict=True):
        expect(page.locator("#viva-chat .bot")).to_contain_text(word, timeout=30_000)
        page.close()

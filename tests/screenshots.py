"""Pictures of the pages for the README, over the real curriculum: `make screenshots`."""

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.build import open_assistant
from index.encoder import Encoder
from index.home import Home
from index.update import update
from tests.browser import FLAGS, ensure
from tests.desks import served
from ui.desk import desk_over

REPOSITORY = Path(__file__).parent.parent
FOLDER = REPOSITORY / "ui" / "screenshots"
QUESTION = "Why are attention scores divided by the square root of the key dimension?"
NOTES = "# Reading group\n\nThe group reads one paper a week. It meets on Tuesdays at six.\n"


def ask(page: Page, question: str) -> None:
    """Asks, and waits until everything is answered and typeset."""
    before = page.locator(".v-question").count()
    page.fill("#v-question textarea", question)
    page.keyboard.press("Enter")
    expect(page.locator(".v-question")).to_have_count(before + 1, timeout=30_000)
    expect(page.locator("#v-thread .v-working")).to_have_count(0, timeout=30_000)
    page.wait_for_timeout(700)


def source(page: Page) -> None:
    """An answer with its source opened."""
    ask(page, QUESTION)
    page.click("#v-thread a.v-cite >> nth=0")
    expect(page.locator("#v-source mark").first).to_be_visible()
    page.wait_for_timeout(900)


def preview(page: Page) -> None:
    """A conversation with a preview."""
    ask(page, QUESTION)
    ask(page, "How does LoRA reduce the memory that fine-tuning needs?")
    page.locator("#v-thread a.v-cite").last.hover()
    page.wait_for_timeout(400)


def answer(page: Page) -> None:
    """An answer alone."""
    ask(page, "When should I prefer PR-AUC over ROC-AUC?")


def abstention(page: Page) -> None:
    """What is said where nothing is known."""
    ask(page, "What is the capital of Australia?")


def welcome(page: Page) -> None:
    """The page before the first question."""


def library(page: Page) -> None:
    """Files taken in."""
    page.goto(page.url.split("?")[0].rstrip("/") + "/library")
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("reading-group.md", NOTES.encode()), ("scan.pdf", b"%PDF-1.4 no")):
            (Path(folder) / name).write_bytes(content)
        page.set_input_files("#v-drop input[type=file]", sorted(Path(folder).iterdir()))
        expect(page.locator("#v-status .v-results li")).to_have_count(2, timeout=60_000)
        page.wait_for_timeout(800)


SCENES: dict[str, tuple[Callable[[Page], None], tuple[int, int], str]] = {
    "desk": (source, (1360, 850), "light"),
    "desk-dark": (source, (1360, 850), "dark"),
    "desk-phone": (answer, (390, 844), "light"),
    "source-phone": (source, (390, 844), "dark"),
    "preview": (preview, (1360, 850), "light"),
    "abstention": (abstention, (1360, 850), "light"),
    "welcome": (welcome, (1360, 850), "light"),
    "library": (library, (1360, 850), "light"),
}
IN_README = ("desk", "desk-dark", "desk-phone")


def main(names: list[str], folder: Path) -> None:
    """Draws the named scenes, those of the README by default."""
    with tempfile.TemporaryDirectory() as root, sync_playwright() as playwright:
        home = Home(Path(root) / "home")
        kept = REPOSITORY / ".pytest_cache" / "segments"
        if kept.is_dir():
            shutil.copytree(kept, home.index / "segments")
        update(home, Encoder())
        browser = playwright.chromium.launch(executable_path=ensure(), args=[*FLAGS])
        with served(desk_over(home, open_assistant(home.root))) as url:
            for name in names or IN_README:
                draw(browser, url, name, folder / f"{name}.png")


def draw(browser: Browser, url: str, name: str, file: Path) -> None:
    """Draws one scene."""
    scene, (width, height), colours = SCENES[name]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if colours == "dark" else "light",
    )
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector(".v-welcome", timeout=30_000)
    scene(page)
    file.parent.mkdir(exist_ok=True)
    page.screenshot(path=file)
    context.close()


if __name__ == "__main__":
    given = sys.argv[1:]
    where = Path(given.pop()) if given and "/" in given[-1] else FOLDER
    main(given, where)

"""Changes to a library in a thread: what becomes of each file, what is undone, what goes wrong."""

import os
import threading
from pathlib import Path

import gradio as gr
import pytest

from index.catalogue import catalogue, check, paths_named
from index.generation import open_generation
from index.home import Home
from index.library import Library
from index.search import Searcher
from ingest.limits import MAX_BYTES
from tests.desks import GatedEncoder, desk_of, small_home
from tests.fakes import HashEncoder
from ui.ingesting import Ingesting, Status
from ui.markup.html import page
from ui.markup.library import library_html, status_html
from ui.pages.library import _shown


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return small_home(tmp_path)


@pytest.fixture
def ingesting(home: Home) -> Ingesting:
    return Ingesting(home, Searcher(home, HashEncoder()))


def given(tmp_path: Path, **files: bytes) -> list[tuple[Path, str]]:
    """Files as an upload leaves them: somewhere temporary, with the names they were given."""
    folder = tmp_path / "upload"
    folder.mkdir(exist_ok=True)
    made = []
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content)
        made.append((path, name.replace("_", ".")))
    return made


def titles(home: Home) -> list[str]:
    return sorted(entry.title for entry in catalogue(open_generation(home.index, None)))


def test_each_file_gets_its_result(home: Home, ingesting: Ingesting, tmp_path: Path) -> None:
    files = given(tmp_path, a_md=b"# A\n\nWords on A.\n", b_pdf=b"%PDF-1.4 broken", c_md=b"  ")
    ingesting.add(files)
    ingesting.wait()
    status = ingesting.status
    assert (status.doing, status.error) == ("", "")
    assert [(each.name, each.read) for each in status.results] == [
        ("a.md", True), ("b.pdf", False), ("c.md", False),
    ]  # fmt: skip
    assert status.results[0].outcome == "1 passage"
    assert status.results[2].outcome == "empty"
    assert not any(path.exists() for path, _ in files), "what was uploaded is cleared away"
    assert titles(home) == ["A", "Dropout", "Trees"]
    ingesting.add(given(tmp_path, a_md=b"# A\n\nWords on A.\n", d_md=b"# A\n\nWords on A.\n"))
    ingesting.wait()
    first, second = ingesting.status.results
    assert "there already" in first.outcome
    assert "the same text as a.md" in second.outcome


def test_removing_is_undone_and_can_be_done_again(
    home: Home, ingesting: Ingesting, tmp_path: Path
) -> None:
    ingesting.add(given(tmp_path, a_md=b"# A\n\nWords on A.\n"))
    ingesting.wait()
    file = home.library / "a.md"
    for _ in range(2):
        ingesting.remove([file])
        ingesting.wait()
        assert ingesting.status.removed == (str(file),)
        assert titles(home) == ["Dropout", "Trees"]
        assert file.exists()
        ingesting.restore([file])
        ingesting.wait()
        assert titles(home) == ["A", "Dropout", "Trees"]


def test_one_change_after_the_other(home: Home, tmp_path: Path) -> None:
    encoder = GatedEncoder()
    ingesting = Ingesting(home, Searcher(home, encoder))
    encoder.gate.clear()
    ingesting.add(given(tmp_path, a_md=b"# A\n\nWords on A.\n"))
    ingesting.remove([home.library / "a.md"])
    assert ingesting.status.pending == 2
    encoder.gate.set()
    ingesting.wait()
    assert titles(home) == ["Dropout", "Trees"]
    assert ingesting.status.pending == 0
    assert [each.name for each in ingesting.status.results] == ["a.md"], "of both changes"
    assert ingesting.status.removed == (str(home.library / "a.md"),)


def test_the_page_waits_for_the_last_of_several_changes(home: Home) -> None:
    """What a change does is said while it runs, whatever was asked for after it."""
    desk = desk_of(home)
    started, go = threading.Semaphore(0), threading.Semaphore(0)

    def change() -> None:
        started.release()
        assert go.acquire(timeout=60)

    for doing in ("first", "second"):
        desk.ingesting._begin(doing, change)
    for number, doing in enumerate(("first", "second")):
        assert started.acquire(timeout=60)
        assert (desk.ingesting.status.pending, desk.ingesting.status.doing) == (2 - number, doing)
        shown, clock, listed = _shown(desk)
        assert doing in shown
        assert clock == listed == gr.skip(), "it is looked at again"
        go.release()
    desk.ingesting.wait()
    shown, clock, listed = _shown(desk)
    assert "v-working" not in shown
    assert not clock.active
    assert "Dropout" in listed
    desk.ingesting.status = Status(pending=1)
    shown, clock, _ = _shown(desk)
    assert ("waiting" in shown, clock) == (True, gr.skip()), "between two changes"


def test_a_failure_is_one_line_and_the_library_is_as_it_was(home: Home, tmp_path: Path) -> None:
    class Broken(HashEncoder):
        def encode(self, *_: object, **__: object) -> None:  # type: ignore[override]
            raise RuntimeError("secret of the inside")

    ingesting = Ingesting(home, Searcher(home, Broken()))
    files = given(tmp_path, a_md=b"# A\n\nWords on A.\n", b_md=b"")
    os.truncate(files[1][0], MAX_BYTES + 1)
    ingesting.add(files)
    ingesting.wait()
    assert "secret" not in ingesting.status.error
    assert "went wrong" in ingesting.status.error
    assert [each.name for each in ingesting.status.results] == ["b.md"], "refused before that"
    assert titles(home) == ["Dropout", "Trees"]


def test_the_list_says_how_things_stand(home: Home, ingesting: Ingesting, tmp_path: Path) -> None:
    ingesting.add(given(tmp_path, x_md=b"# <b>X\n\nWords.\n", b_pdf=b"%PDF-1.4 <i>broken"))
    ingesting.wait()
    (tmp_path / "notes" / "trees.md").write_text("# Trees\n\nEdited.\n")
    (tmp_path / "notes" / "new.md").write_text("# New\n\nNot read yet.\n")
    generation = open_generation(home.index, None)
    shown = page(library_html(catalogue(generation), check(home, generation), ["/a/<gone>.md"]))
    assert "&lt;b&gt;X" in shown
    assert "changed since it was read" in shown
    assert "Not read yet (1)" in shown
    assert "new.md</li>" in shown
    assert "Not read (1)" in shown
    assert "<b>b.pdf</b>: " in shown
    assert "&lt;gone&gt;.md" in shown
    assert page(status_html(ingesting.status)).count("<li") == 2
    entry = next(entry for entry in catalogue(generation) if entry.title == "Dropout")
    assert entry.changed is not None
    assert f"{entry.changed.astimezone():%Y-%m-%d %H:%M}" in shown


def test_what_a_home_keeps_itself_is_no_root() -> None:
    always, folder = Path("/home/library"), Path("/notes")
    inside, file = always / "a.md", folder / "b.md"
    library = Library((folder,), (inside, file)).adding([inside, file], always)
    assert library == Library((folder, file), ())
    assert library.removing([file]) == Library((folder,), (file,))
    assert library.removing([inside]) == Library((folder, file), (inside,))


def test_documents_are_named_by_id(home: Home) -> None:
    generation = open_generation(home.index, None)
    (key,) = (key for key in generation.documents if key.startswith("trees"))
    paths, unknown = paths_named(home, generation, [key, "nothing"])
    assert ([path.name for path in paths], unknown) == (["trees.md"], ["nothing"])

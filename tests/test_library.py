"""What a library covers, what is read again, and how the index stands against the files."""

import os
from pathlib import Path
from typing import Any

import pytest

from index.catalogue import State, catalogue, check, paths_named
from index.generation import open_generation
from index.home import Home
from index.library import Library
from index.search import Searcher
from index.shelf import keep
from index.types import NO_FILTERS, Hit
from index.update import update
from tests.conftest import Viva, result
from tests.desks import desk_of
from tests.fakes import HashEncoder
from ui.commands.search import find
from ui.pages.filters import NAMES, choices, chosen
from ui.pages.library import _listed


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.md").write_text("# A\n\nAlpha.")
    (folder / "b.txt").write_text("Beta.")
    (folder / "sub" / "c.md").write_text("Gamma.")
    (folder / "bad.bin").write_bytes(b"\x00\x01")
    return folder


def documents(home: Home) -> set[str]:
    found = open_generation(home.index, None).documents.values()
    return {Path(source).name for document in found for source in document.sources}


def test_what_is_removed_stays_out_until_it_is_added_again(home: Home, notes: Path) -> None:
    update(home, HashEncoder(), [notes], corpus=False)
    gone = update(home, HashEncoder(), removed=[notes / "sub", notes / "b.txt"])
    assert (gone.removed, documents(home)) == (2, {"a.md"})
    update(home, HashEncoder())
    assert documents(home) == {"a.md"}
    assert (notes / "b.txt").exists(), "the reader's file is never touched"
    back = update(home, HashEncoder(), [notes / "sub"])
    assert (back.added, documents(home)) == (1, {"a.md", "c.md"})
    update(home, HashEncoder(), removed=[notes])
    assert documents(home) == set(), "however it was added"


def test_what_was_removed_with_a_folder_above_it_comes_back(home: Home, notes: Path) -> None:
    update(home, HashEncoder(), [notes], corpus=False)
    keep(home, notes / "a.md", "kept.md")
    update(home, HashEncoder(), removed=[notes.parent])
    assert documents(home) == set()
    assert update(home, HashEncoder(), [notes]).documents == 3
    update(home, HashEncoder(), removed=[notes / "sub", notes / "a.md"])
    update(home, HashEncoder(), [notes / "sub" / "c.md"])
    assert documents(home) == {"b.txt", "c.md"}
    update(home, HashEncoder(), [home.library / "kept.md"])
    assert documents(home) == {"b.txt", "c.md", "kept.md"}


def test_adding_and_removing_are_values() -> None:
    library = Library().adding([Path("/n")]).removing([Path("/n/x"), Path("/n/y/z")])
    assert not library.covers(Path("/n/x/deep.md"))
    assert library.covers(Path("/n/xy.md"))
    assert library.adding([Path("/n/y")]).covers(Path("/n/y/z"))
    assert library.removing([Path("/n")]).roots == ()
    assert library.removing([Path("/")]) == Library()
    nested = Library().adding([Path("/n/m"), Path("/n")])
    assert nested.removing([Path("/n")]) == Library()
    assert nested.removing([Path("/n/m")]) == Library((Path("/n"),), (Path("/n/m"),))
    one = nested.removing([Path("/n/m")]).adding([Path("/n/m/x.md")])
    assert one.covers(Path("/n/m/x.md"))
    assert not one.covers(Path("/n/m/y.md"))


def test_only_changed_files_are_read_again(home: Home, notes: Path) -> None:
    first = update(home, HashEncoder(), [notes], corpus=False)
    before = open_generation(home.index, None)
    (notes / "a.md").write_text("# A\n\nAlpha and more.")
    second = update(home, HashEncoder())
    after = open_generation(home.index, None)
    assert (first.encoded, second.encoded, second.changed, second.unchanged) == (3, 1, 1, 2)
    same = {name for name, key in after.manifest["digests"].items()
            if before.manifest["digests"][name] == key}  # fmt: skip
    assert {Path(name).name for name in same} == {"b.txt", "c.md"}


def test_a_file_that_is_named_or_kept_is_read_whatever_its_name(home: Home, notes: Path) -> None:
    for name, data in (("x.xyz", b"# Xylem\n\nWood."), ("y.eml", "Größe".encode("utf-16"))):
        (notes / name).write_bytes(data)
    keep(home, notes / "x.xyz", "kept.py")
    (notes / "only.zzz").write_text("Zeta.")
    done = update(home, HashEncoder(), [notes], corpus=False)
    assert documents(home) == {"a.md", "b.txt", "c.md", "kept.py"}
    assert {Path(each.source).name: each.reason for each in done.failed}["x.xyz"] == (
        "not a format that is read here: .xyz"
    )
    named = [notes / name for name in ("x.xyz", "y.eml", "bad.bin")]
    done = update(home, HashEncoder(), named)
    assert documents(home) == {"a.md", "b.txt", "c.md", "kept.py", "x.xyz", "y.eml"}
    assert {Path(each.source).name: each.reason for each in done.failed} == {
        "bad.bin": "not a format that is read here: .bin",
        "only.zzz": "not a format that is read here: .zzz",
    }


def test_a_root_that_is_gone_and_a_link_outwards_are_named(
    home: Home, notes: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("Secret.")
    (notes / "link.md").symlink_to(secret)
    done = update(home, HashEncoder(), [notes], corpus=False)
    reasons = {Path(failure.source).name: failure.reason for failure in done.failed}
    assert "leads out" in reasons["link.md"]
    assert "secret.md" not in documents(home)
    notes.rename(tmp_path / "elsewhere")
    moved = update(home, HashEncoder())
    assert moved.documents == 0
    assert "no longer there" in moved.failed[0].reason


def test_the_catalogue_counts_passages_and_the_check_compares(home: Home, notes: Path) -> None:
    update(home, HashEncoder(), [notes], corpus=False)
    generation = open_generation(home.index, None)
    entries = {entry.title: entry for entry in catalogue(generation)}
    assert entries["A"].chunks == 1
    assert entries["A"].format == "markdown"
    assert entries["A"].own
    assert check(home, generation).states == {}
    assert [Path(failure.source).name for failure in check(home, generation).failed] == ["bad.bin"]
    (notes / "a.md").write_text("changed")
    (notes / "b.txt").unlink()
    (notes / "new.md").write_text("New.")
    states = {Path(name).name: state for name, state in check(home, generation).states.items()}
    assert states == {"a.md": State.CHANGED, "b.txt": State.MISSING, "new.md": State.NEW}


def test_a_file_that_could_not_be_read_and_has_been_mended_is_noticed(
    home: Home, notes: Path
) -> None:
    bad, gone = notes / "bad.txt", notes / "gone.txt"
    for path in (bad, gone):
        path.write_bytes(b"\xff\xfe\x00")
    update(home, HashEncoder(), [notes], corpus=False)

    def states() -> dict[str, State]:
        generation = open_generation(home.index, None)
        found = [check(home, generation, quick=quick).states for quick in (False, True)]
        assert found[0] == found[1]
        return {Path(name).name: state for name, state in found[0].items()}

    assert states() == {}
    os.utime(bad, (1, 1))
    assert states() == {}, "touched, but the same"
    gone.unlink()
    bad.write_bytes(b"\xff\xfe\x01")
    assert states() == {"bad.txt": State.CHANGED, "gone.txt": State.MISSING}
    done = update(home, HashEncoder())
    assert {Path(failure.source).name for failure in done.failed} == {"bad.bin", "bad.txt"}
    assert states() == {}, "the reason may be another"
    bad.write_text("Mended.")
    assert states() == {"bad.txt": State.CHANGED}
    update(home, HashEncoder())
    assert (states(), documents(home)) == ({}, {"a.md", "b.txt", "c.md", "bad.txt"})


def test_a_quick_check_reads_only_what_was_touched(home: Home, notes: Path) -> None:
    update(home, HashEncoder(), [notes], corpus=False)
    generation = open_generation(home.index, None)

    def states(*, quick: bool) -> dict[str, State]:
        found = check(home, generation, quick=quick).states
        return {Path(name).name: state for name, state in found.items()}

    for name, kept in (("a.md", True), ("b.txt", False)):
        seen = (notes / name).stat()
        (notes / name).write_bytes(bytes(reversed((notes / name).read_bytes())))
        if kept:
            os.utime(notes / name, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    os.utime(notes / "sub" / "c.md", (1, 1))
    assert states(quick=True) == {"b.txt": State.CHANGED}, "a.md is as it was, for all one can see"
    assert states(quick=False) == {"a.md": State.CHANGED, "b.txt": State.CHANGED}
    (notes / "sub" / "c.md").write_text("Delta.")
    os.utime(notes / "sub" / "c.md", (2, 2))
    assert states(quick=True)["c.md"] == State.CHANGED, "touched again, read again"


def test_the_page_reads_no_file_until_it_is_told_to(home: Home, notes: Path) -> None:
    update(home, HashEncoder(), [notes], corpus=False)
    desk = desk_of(home)
    seen = (notes / "a.md").stat()
    (notes / "a.md").write_text("# A\n\nOmega.")
    os.utime(notes / "a.md", ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert State.CHANGED not in _listed(desk)
    desk.ingesting.refresh()
    desk.ingesting.wait()
    assert "Omega." in desk.assistant.searcher.search("omega", 1)[0].chunk.text
    (notes / "a.md").write_text("# A\n\nAlpha again.")
    assert State.CHANGED in _listed(desk)


def test_names_are_documents_files_or_folders(home: Home, notes: Path) -> None:
    update(home, HashEncoder(), [notes], corpus=False)
    generation = open_generation(home.index, None)
    doc_id = next(doc.doc_id for doc in generation.documents.values() if doc.title == "A")
    names = [doc_id, str(notes / "sub"), str(notes), "nothing"]
    paths, unknown = paths_named(home, generation, names)
    assert paths == [notes / "a.md", notes / "sub", notes]
    assert unknown == ["nothing"]


def test_a_search_is_told_of_the_index_that_it_was_made_in(home: Home, notes: Path) -> None:
    update(home, HashEncoder(), [notes], corpus=False)

    class Overtaken(Searcher):
        def search(self, *asked: Any, **options: Any) -> list[Hit]:
            hits = super().search(*asked, **options)
            update(home, HashEncoder(), removed=[notes])
            return hits

    ((hit, row),) = find(Overtaken(home, HashEncoder()), "alpha", 1, NO_FILTERS)
    assert (row["text"], row["title"], row["place"]) == (hit.chunk.text, "A", "lines 1-3")
    assert documents(home) == set()


def test_the_filters_offer_whatever_front_matter_names(home: Home, notes: Path) -> None:
    (notes / "a.md").write_text("---\nlevel: 3\nsection: 2\ntracks: [x, 7]\nroles:\n---\n# A\n")
    (notes / "b.md").write_text("---\nlevel: deep-end\ntracks: y\nroles: ['']\n---\n# B\n")
    update(home, HashEncoder(), [notes], corpus=False)
    generation = open_generation(home.index, None)
    offered = dict(zip(NAMES, choices(generation), strict=True))
    assert offered == {
        "track": [("Any", ""), ("7", "7"), ("x", "x"), ("y", "y")],
        "section": [("Any", ""), ("2", "2")],
        "role": [("Any", "")],
        "level": [("Any", ""), ("3", "3"), ("deep end", "deep-end")],
    }
    for place, values in enumerate(offered.values()):
        for _, value in values:
            menus = [value if at == place else "" for at in range(len(NAMES))]
            assert any(map(chosen(menus).admit, generation.chunks))


def test_the_library_commands(viva: Viva, tmp_path: Path, notes: Path) -> None:
    home = tmp_path / "home"
    run = viva("ingest", notes, "--no-corpus", home=home)
    assert "bad.bin" in run.stderr
    assert "Traceback" not in run.stderr
    listed = result(viva("library", "list", "--json", home=home))
    assert [Path(each["sources"][0]).name for each in listed["documents"]] == [
        "a.md", "b.txt", "c.md",
    ]  # fmt: skip
    assert [Path(each["source"]).name for each in listed["failed"]] == ["bad.bin"]
    shown = result(viva("library", "show", listed["documents"][0]["doc_id"], "--json", home=home))
    assert shown["passages"][0]["headings"] == ["A"]
    assert viva("library", "check", home=home).returncode == 0
    (notes / "a.md").write_text("changed")
    late = viva("library", "check", home=home)
    assert late.returncode == 1
    assert "changed since it was read" in late.stdout
    unknown = viva("library", "remove", "nothing", home=home)
    assert unknown.returncode == 1
    assert unknown.stderr.startswith("viva: not among your own documents: nothing")
    assert result(viva("library", "remove", notes / "sub", "--json", home=home))["removed"] == 1

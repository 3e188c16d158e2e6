import multiprocessing
import os
import tempfile
import time
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.content import Content, Structure
from ingest.errors import SourceError
from ingest.lineage import documents
from ingest.place import place
from ingest.read import read_file
from ingest.sniff import Format, format_of
from ingest.sources import Source, curriculum_sources, own_sources
from ingest.types import Document, Location
from tests.conftest import note


def test_markdown_text_is_the_files_own(tmp_path: Path) -> None:
    text = "---\ntitle: Notes\ndate: 2026-01-02\n---\r\n\r\n# Heading\r\n\r\nBody é 模型\n"
    path = tmp_path / "a.md"
    path.write_bytes(text.encode())
    content = read_file(path)
    assert content.text == text
    assert content.title == "Notes"
    assert content.metadata == {"title": "Notes", "date": "2026-01-02", "format": "markdown"}


def test_a_front_matter_may_say_anything(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        """---
title: "half \\ud83d a character"
questions: ["What is it?"]
structure: none
format: 7
as_of: 2024
references: {smith: "Smith 2020", jones: {author: "Jones", year: 2021}}
---
# Heading

It is said so [@smith; @jones].
"""
    )
    content = read_file(path)
    assert content.title == "half \ufffd a character"
    assert content.metadata == {
        "title": "half \ufffd a character",
        "as_of": "2024",
        "references": {"jones": {"author": "Jones", "year": 2021}},
        "format": "markdown",
    }
    path.write_text("---\nas_of: [2024]\nreferences: 3\n---\nText")
    assert read_file(path).metadata == {"format": "markdown"}


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("deep.md", "# Deep **nets** #\n\nText", "Deep **nets**"),
        ("plain.txt", "# not a heading", "plain"),
        ("none.md", "Text alone", "none"),
        ("later.md", "Text\n\n## Trees\n\n# Pruning", "Trees"),
        ("set.md", "Decision\ntrees\n=====\n\nText", "Decision trees"),
        ("page.md", '<h1 align="center">Trees</h1>\n\nText', "Trees"),
        ("install.md", "```bash\n# install it first\nmake\n```\n\n# Trees\n", "Trees"),
        ("shell.md", "```bash\n# install it first\nmake\n```\n", "shell"),
        ("matter.md", "---\n# a comment\ntags: [a]\n---\n\nText", "matter"),
        ("typo.md", "---\ntitle: Trees: pruning\ntags: [a]\n---\n\n# Trees", "Trees"),
        ("rule.md", "---\n# Trees\n---\nText", "Trees"),
        ("long.md", "Text.\n\n" * 3_000 + "# Appendix", "long"),
        ("within.md", "> # Quoted\n\n- # Item\n\n# \n\n## Own", "Own"),
        ("asked.md", "**Q: Why prune?**\n\nTrees overfit.\n\n# Trees", "Trees"),
        ("odd.md", "---\n: [broken\n---\nText", "odd"),
        ("list.md", "---\n- a\n---\nText", "list"),
    ],
)
def test_titles(tmp_path: Path, name: str, text: str, title: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert read_file(path).title == title


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0", "a PNG image"),
        ("a.xyz", b"text", "not a format that is read here: .xyz"),
        ("a.md", b"", "empty"),
        ("b.md", b"  \n\t ", "empty"),
        ("d.txt", b"a\x00b", "binary"),
    ],
)
def test_what_is_not_study_text_is_refused_with_a_reason(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceError, match=reason):
        read_file(path)


LATEX = b"# Sources\n\n    \\documentclass{article}\n"
PDF_NOTE = b"# PDF\n\nA file begins with `%PDF-1.7`; text need not.\n"
PAGE = b"<!doctype html><p>Text"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.md", PDF_NOTE, Format.MARKDOWN),
        ("a.txt", PDF_NOTE, Format.TEXT),
        ("a.pdf", PDF_NOTE, Format.PDF),
        ("a.md", b"HTTP/1.1 200\n\n%PDF-1.7\n%\xe2\xe3\0\1\2", Format.PDF),
        ("a.md", b"%PDF-1.7\n", Format.PDF),
        *((f"a{ending}", LATEX, Format.MARKDOWN) for ending in (".md", ".markdown", ".mdown")),
        *((f"a{ending}", LATEX, Format.ASCIIDOC) for ending in (".adoc", ".asciidoc")),
        ("a.rst", LATEX, Format.RST),
        ("a.ORG", LATEX, Format.ORG),
        ("a.txt", LATEX, Format.LATEX),
        ("a.txt", b"<!-- one -->\n<!-- two --> " + PAGE, Format.HTML),
        ("a.md", b"<!-- one --> Text <!-- two --> " + PAGE, Format.MARKDOWN),
    ],
)
def test_formats_are_told_by_the_first_bytes_and_among_texts_by_the_name(
    name: str, data: bytes, kind: Format
) -> None:
    assert format_of(name, data) is kind


def test_many_comments_at_the_top_are_read_in_time() -> None:
    started = time.process_time()
    assert format_of("a.md", b"<!--" + b"><!--" * 900) is Format.MARKDOWN
    assert format_of("a.md", b"<!---->" * 500 + b"text") is Format.MARKDOWN
    assert time.process_time() - started < 2


def test_embedded_pictures_are_left_out_of_markdown_and_their_lines_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    data = "iVBORw0KGgo+/" * 9
    path.write_text(
        f"# A\n\n![one](data:image/png;base64,{data}==) and\n"
        f"![two][2] in data:text\n\n[2]: <data:image/jpeg;base64,{data}>\n"
    )
    content = read_file(path)
    assert content.text == "# A\n\n![one]() and\n![two][2] in data:text\n\n[2]: <>\n"
    assert content.remarks == ("2 embedded pictures left out",)


def test_a_byte_order_mark_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbf# Title\n\nBody")
    assert read_file(path).text == "# Title\n\nBody"


def test_folders_are_walked_in_order_without_hidden_files_or_links_outwards(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("secret")
    root = tmp_path / "root"
    (root / "sub").mkdir(parents=True)
    (root / ".git").mkdir()
    for name in ("b.md", "a.md", "sub/c.md", ".git/x.md", ".hidden.md"):
        (root / name).write_text(name)
    (root / "link.md").symlink_to(outside)
    found, refused = own_sources([root, root / "a.md"])
    names = [source.name for source in found]
    assert names == [str(root / name) for name in ("a.md", "b.md", "sub/c.md")]
    assert [failure.source for failure in refused] == [str(root / "link.md")]


def test_homes_are_neither_read_nor_walked_through(tmp_path: Path) -> None:
    for name in ("a.md", "index/b.md", "desk/c.md", "desk/index/current", "new/index/writer.lock"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text")
    found, refused = own_sources([tmp_path, tmp_path / "desk"])
    assert [source.path.name for source in found] == ["a.md", "b.md"]
    assert [(Path(each.source).name, each.reason) for each in refused] == [
        ("desk", "a home of Viva; name the folders of your notes")
    ]


@pytest.mark.skipif(os.name == "nt", reason="permissions are other things there")
def test_what_may_not_be_opened_is_named() -> None:
    """As a reader who is not the superuser, whom permissions do not bind."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for folder in ("shut", "listed", "open"):
            (root / folder).mkdir()
            (root / folder / "a.md").write_text("text")
        (root / "b.md").write_text("text")
        root.chmod(0o755)
        for path, mode in (("shut", 0), ("listed", 0o444), ("open", 0o755), ("b.md", 0)):
            (root / path).chmod(mode)
        context = multiprocessing.get_context("fork")
        with context.Pool(1, _become_somebody_else) as pool:
            found, refused = pool.apply(own_sources, ([root, root / "shut" / "a.md"],))
            with pytest.raises(SourceError, match="may not be opened; see its permissions"):
                pool.apply(read_file, (root / "b.md",))
        assert [source.path for source in found] == [root / "b.md", root / "open" / "a.md"]
        reason = "may not be opened; see its permissions"
        assert {Path(failure.source).relative_to(root) for failure in refused} == {
            Path("shut"), Path("listed/a.md"), Path("shut/a.md"),
        }  # fmt: skip
        assert {failure.reason for failure in refused} == {reason}
        for folder in ("shut", "listed"):
            (root / folder).chmod(0o755)


def _become_somebody_else() -> None:
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)


def test_the_curriculum_is_its_topics_alone() -> None:
    topics = [source.topic for source in curriculum_sources()]
    assert "02-deep-learning/attention" in topics
    assert all(topic and topic[:2].isdigit() for topic in topics)


def read(path: str, text: str) -> tuple[Source, Content]:
    return Source(Path(path), path), Content(text, Structure.TEXT, Path(path).stem)


def test_identity_survives_edits_and_renames_but_not_both() -> None:
    (first,) = documents([read("/a/notes.txt", "one")], [])
    (edited,) = documents([read("/a/notes.txt", "two")], [first])
    (renamed,) = documents([read("/b/other.txt", "two")], [edited])
    assert first.doc_id == edited.doc_id == renamed.doc_id
    assert renamed.sources == ("/b/other.txt",)
    (strange,) = documents([read("/c/x.txt", "three")], [renamed])
    assert strange.doc_id != first.doc_id


def test_equal_files_are_one_document_with_two_sources() -> None:
    made = documents([read("/a/x.txt", "same"), read("/b/y.txt", "same")], [])
    assert [document.sources for document in made] == [("/a/x.txt", "/b/y.txt")]


def test_a_new_file_with_the_old_text_of_an_edited_one_is_a_document_of_its_own() -> None:
    (first,) = documents([read("/a/x.txt", "one")], [])
    made = documents([read("/a/x.txt", "two"), read("/b/x.txt", "one")], [first])
    assert len({document.doc_id for document in made}) == 2
    assert next(d.doc_id for d in made if d.text == "two") == first.doc_id


def test_places_are_lines_of_any_line_ending() -> None:
    document = note("one\r\ntwo\nthree\rfour")
    assert place(document, 0, 3) == "line 1"
    assert place(document, 5, 8) == "line 2"
    assert place(document, 5, 9) == "line 2"
    assert place(document, 5, 18) == "lines 2-4"


@given(st.lists(st.integers(0, 3), min_size=1, max_size=9), st.integers(0, 9), st.integers(0, 9))
def test_a_place_is_named_by_all_that_it_touches(gaps: list[int], start: int, size: int) -> None:
    ends = list(accumulate(gap + 2 for gap in gaps))
    locations = tuple(Location(end - 2, end, f"at {end}") for end in ends)
    document = Document("d", "D", ("d.pdf",), "x" * ends[-1], locations)
    touched = [x.label for x in locations if x.start < start + size and x.end > start]
    both = dict.fromkeys([touched[0], touched[-1]]) if touched else ()
    assert place(document, start, start + size) == " to ".join(both)


@pytest.mark.parametrize("kind", ["lines", "rows"])
def test_places_of_many_passages_are_told_in_time(kind: str) -> None:
    lines = 200_000
    rows = (Location(5 * at, 5 * at + 4, f"row {at + 1}") for at in range(lines))
    locations = tuple(rows) if kind == "rows" else ()
    document = Document("d", "D", ("d",), "text\n" * lines, locations)
    started = time.process_time()
    for at in range(0, lines, 20):
        assert place(document, 5 * at, 5 * at + 9) == f"{kind} {at + 1}-{at + 2}"
    assert time.process_time() - started < 4


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (["p. 3"], "p. 3"),
        (["p. 3", "p. 4"], "pp. 3-4"),
        (["p. 10", "p. 9"], "pp. 9-10"),
        (["line 13", "lines 18-29"], "lines 13-29"),
        (["slide 2", "slide 3", "slide 4"], "slides 2-4"),
        (["cell 1", "row 2"], "cell 1 to row 2"),
        (["section “A”", "section “B”"], "section “A” to section “B”"),
    ],
)
def test_places_of_a_span_over_several_locations(labels: list[str], said: str) -> None:
    locations = tuple(Location(2 * i, 2 * i + 2, label) for i, label in enumerate(labels))
    document = Document("d", "D", ("d.pdf",), "ab" * len(labels), locations)
    assert place(document, 0, 2 * len(labels)) == said
    assert place(document, 0, 1) == labels[0]

import pytest

from ingest.content import Content
from ingest.errors import SourceError
from ingest.formats.book.chapters import Chapter, chapter_of
from ingest.formats.epub import read_epub
from ingest.limits import MAX_PAGES
from ingest.structure.markdown import markdown_blocks
from tests.formats.containers import member_mutants, mutants, zipped
from tests.formats.readings import laws, where

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
    'full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)
Page = tuple[str, str]
"""The name and the body of a chapter's file."""


def page(body: str, head: str = "", attributes: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns='
        '"http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title/>'
        f"{head}</head><body {attributes}>{body}</body></html>"
    )


def opf(
    names: list[str], items: str = "", linear: tuple[str, ...] = (), title: str = "A book"
) -> str:
    manifest = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(names)
    )
    spine = "".join(
        f'<itemref idref="i{n}"{" linear=" + chr(34) + "no" + chr(34) if name in linear else ""}/>'
        for n, name in enumerate(names)
    )
    return (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata><dc:title>{title}</dc:title></metadata><manifest>{manifest}{items}</manifest>"
        f"<spine>{spine}</spine></package>"
    )


def members(*pages: Page, items: str = "", linear: tuple[str, ...] = ()) -> dict[str, str]:
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": opf([name for name, _ in pages], items, linear),
        **{f"OEBPS/{name}": page(body) for name, body in pages},
    }


def read(*pages: Page, **others: str) -> Content:
    content = read_epub(zipped({**members(*pages), **others}))
    laws(content)
    return content


def reason(parts: dict[str, str]) -> str:
    with pytest.raises(SourceError) as raised:
        read_epub(zipped(parts))
    return str(raised.value)


def test_chapters_come_in_order_with_their_places() -> None:
    content = read(
        ("b.xhtml", "<h1>Chapter 1: Attention</h1><p>One.</p><h2>Masks</h2><p>Two.</p>"),
        ("a.xhtml", "<h1>Chapter 2: Layers</h1><p>Three.</p>"),
        ("c.xhtml", "<h1>Afterword</h1><p>Four.</p><h2>Thanks</h2><p>Five.</p>"),
    )
    assert content.text == (
        "# Chapter 1: Attention\n\nOne.\n\n## Masks\n\nTwo.\n\n# Chapter 2: Layers\n\nThree.\n\n"
        "# Afterword\n\nFour.\n\n## Thanks\n\nFive."
    )
    assert content.title == "A book"
    assert [where(content, x) for x in ("One", "Two", "Three", "Four", "Five")] == [
        "chapter 1, “Attention”",
        "chapter 1, “Masks”",
        "chapter 2, “Layers”",
        "“Afterword”",
        "“Afterword”, section “Thanks”",
    ]


def test_what_is_about_the_book_is_left_out() -> None:
    links = "".join(f'<li><a href="c{n}.xhtml">Chapter {n}</a></li>' for n in range(6))
    typed = page("<p>© 2020</p>", attributes='epub:type="copyright-page"')
    nav = '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    parts = members(
        ("cover.xhtml", '<img src="c.png" alt=""/>'),
        ("contents.xhtml", f"<h1>Contents</h1><ol>{links}</ol>"),
        ("rights.xhtml", ""),
        ("one.xhtml", '<p>Text<a id="p1"/><span epub:type="pagebreak">12</span>.</p><nav>x</nav>'),
        items=nav,
    )
    parts["OEBPS/rights.xhtml"] = typed
    parts["OEBPS/nav.xhtml"] = page(f'<nav epub:type="toc"><ol>{links}</ol></nav>')
    parts["OEBPS/book.opf"] = parts["OEBPS/book.opf"].replace(
        "<spine>", '<spine><itemref idref="n"/>'
    )
    content = read_epub(zipped(parts))
    assert content.text == "Text."
    assert content.remarks == ()


def test_a_guide_names_what_is_about_the_book() -> None:
    parts = members(("toc.xhtml", "<p>Listing</p>"), ("one.xhtml", "<p>Text</p>"))
    guide = '<guide><reference type="toc" href="toc.xhtml#top"/></guide></package>'
    parts["OEBPS/book.opf"] = parts["OEBPS/book.opf"].replace("</package>", guide)
    assert read_epub(zipped(parts)).text == "Text"


def test_what_is_beside_the_text_comes_last() -> None:
    parts = members(
        ("notes.xhtml", "<p>Notes</p>"), ("one.xhtml", "<p>Text</p>"), linear=("notes.xhtml",)
    )
    assert read_epub(zipped(parts)).text == "Text\n\nNotes"


NCX = (
    '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx.dtd">'
    '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>1. Start'
    '</text></navLabel><content src="my%20one.xhtml#x"/></navPoint></navMap></ncx>'
)


def test_files_without_headings_are_named_by_the_table_of_contents_or_go_on() -> None:
    parts = members(
        ("my%20one.xhtml", "<p>One.</p>"),
        ("two.xhtml", "<p>Two.</p>"),
        ("three.xhtml", "<p>Rest.</p><h2>Below</h2><p>Three.</p>"),
        items='<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>',
    )
    parts["OEBPS/my one.xhtml"] = parts.pop("OEBPS/my%20one.xhtml")
    parts["OEBPS/toc.ncx"] = NCX
    content = read_epub(zipped(parts))
    assert content.text == "# 1. Start\n\nOne.\n\nTwo.\n\nRest.\n\n## Below\n\nThree."
    assert [where(content, x) for x in ("One", "Two", "Rest", "Three")] == [
        "chapter 1, “Start”",
        "chapter 1, “Start”",
        "chapter 1, “Start”",
        "chapter 1, “Below”",
    ]


def test_books_without_any_headings_have_parts() -> None:
    content = read(("a.xhtml", "<p>One.</p>"), ("b.xhtml", "<p>Two.</p>"))
    assert where(content, "One") == "part 1"


@pytest.mark.parametrize(
    ("heading", "before", "number", "title"),
    [
        ("Chapter 3: Attention", None, 3, "Attention"),
        ("CHAPTER IV", None, 4, ""),
        ("Kapitel 7 – Netze", None, 7, "Netze"),
        ("12. Layers", None, 12, "Layers"),
        ("5", None, 5, ""),
        ("2 Layers", 1, 2, "Layers"),
        ("1 Start", None, 1, "Start"),
        ("3.2 Masks", 2, 3, "3.2 Masks"),
        ("7 Habits of Learners", 1, None, "7 Habits of Learners"),
        ("1984 in review", None, None, "1984 in review"),
        ("I am a Strange Loop", None, None, "I am a Strange Loop"),
        ("Preface", None, None, "Preface"),
    ],
)
def test_numbers_of_chapters(
    heading: str, before: int | None, number: int | None, title: str
) -> None:
    last = None if before is None else Chapter(before, 1, f"{before}. X", "X")
    found = chapter_of(heading, 1, last)
    assert (found.number, found.title) == (number, title)


def test_a_file_that_begins_below_goes_on_with_its_chapter() -> None:
    last = Chapter(4, 1, "4. X", "X")
    assert chapter_of("More on X", 2, last) is last
    assert chapter_of("Appendix", 1, last).number is None


def test_notes_tables_code_and_formulas_of_books() -> None:
    content = read(
        (
            "a.xhtml",
            '<h1>T</h1><p>So<a epub:type="noteref" href="#n">3</a> it is '
            '<m:math xmlns:m="x"><m:mi>x</m:mi></m:math>&nbsp;here.</p>'
            '<aside epub:type="footnote" id="n"><p>A note.</p></aside>'
            '<pre data-code-language="python">x = 1</pre><script src="x"/><p>End.</p>',
        )
    )
    assert (
        content.text
        == "# T\n\nSo[3] it is $x$ here.\n\n3. A note.\n\n```python\nx = 1\n```\n\nEnd."
    )


def test_notes_at_the_end_of_a_chapter_belong_to_the_sections_that_refer_to_them() -> None:
    content = read(
        (
            "a.xhtml",
            '<section><h1>Prices</h1><section><h2>Baskets</h2><p>They age.<a href="#fn1" id="r1" '
            'epub:type="noteref" role="doc-noteref">1</a></p></section><section><h2>Quality</h2>'
            '<p>It grows.</p></section></section><section epub:type="footnotes" '
            'role="doc-endnotes"><hr/><ol><li id="fn1"><p>By a point a year.<a href="#r1" '
            'role="doc-backlink">↩︎</a></p></li></ol></section>',
        )
    )
    assert content.text == (
        "# Prices\n\n## Baskets\n\nThey age.[1]\n\n1. By a point a year.\n\n## Quality\n\nIt grows."
    )
    assert where(content, "a point") == "“Prices”, section “Baskets”"


def test_notes_that_open_where_they_are_referred_to_are_read() -> None:
    content = read(
        (
            "a.xhtml",
            '<h1>T</h1><p>So<a epub:type="noteref" href="#n">*</a>.</p>'
            '<aside epub:type="footnote" id="n" hidden="hidden"><p>* A note.</p></aside><p>On.</p>',
        )
    )
    assert content.text == "# T\n\nSo[*].\n\n[*] A note.\n\nOn."


def test_questions_of_books_keep_their_answers() -> None:
    content = read(("a.xhtml", "<h1>T</h1><p><b>What is dropout?</b></p><p>A regulariser.</p>"))
    assert markdown_blocks(content.text)[-1].pair is not None


@pytest.mark.parametrize(
    ("algorithm", "refused"),
    [
        ("http://www.idpf.org/2008/embedding", False),
        ("http://ns.adobe.com/pdf/enc#RC", False),
        ("http://www.w3.org/2001/04/xmlenc#aes128-cbc", True),
    ],
)
def test_copy_protection_is_named_and_fonts_do_not_matter(algorithm: str, refused: bool) -> None:
    parts = members(("a.xhtml", "<p>Text</p>"))
    parts["META-INF/encryption.xml"] = (
        '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData>'
        f'<e:EncryptionMethod Algorithm="{algorithm}"/></e:EncryptedData></encryption>'
    )
    if refused:
        assert reason(parts) == "protected against copying (DRM); only its own reader opens it"
    else:
        assert read_epub(zipped(parts)).text == "Text"


def test_missing_and_damaged_chapters_are_counted() -> None:
    parts = members(("a.xhtml", "<p>A</p>"), ("b.xhtml", "<p>B</p>"), ("c.xhtml", ""))
    del parts["OEBPS/b.xhtml"]
    parts["OEBPS/c.xhtml"] = "<div>" * 5000
    content = read_epub(zipped(parts))
    assert content.text == "A"
    assert content.remarks == ("2 of 3 chapters are missing or damaged",)


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
ONE = members(("a.xhtml", "<p>A</p>"))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"OEBPS/a.xhtml": page('<img src="a.png"/>')}, "no text in it"),
        ({"OEBPS/a.xhtml": "<div>" * 5000}, "a damaged EPUB: no chapter can be read"),
        ({"OEBPS/book.opf": "<package>"}, "damaged EPUB"),
        ({"META-INF/container.xml": "<x/>"}, "a damaged EPUB: its list of chapters is missing"),
        ({"OEBPS/book.opf": BOMB + "<package>&b;</package>"},
         "unsafe: its XML declares entities, as attacks do"),
        ({"../evil": "x"}, "unsafe: it holds a file that would be written outside its folder"),
        ({"OEBPS/book.opf": opf([f"{n}.xhtml" for n in range(MAX_PAGES + 1)])},
         "3,001 chapters, more than the 3,000 that are read"),
        ({"META-INF/container.xml": CONTAINER.replace("OEBPS/book.opf", "../../etc/passwd")},
         "a damaged EPUB: its list of chapters is missing"),
    ],
)  # fmt: skip
def test_what_is_refused(changed: dict[str, str], said: str) -> None:
    assert reason({**ONE, **changed}) == said


def test_entities_of_a_chapter_are_not_expanded() -> None:
    chapter = BOMB.replace("ha", "ha" * 50) + "<html><body><p>A &b; B</p></body></html>"
    assert "haha" not in read_epub(zipped({**ONE, "OEBPS/a.xhtml": chapter})).text


FULL = members(
    ("a.xhtml", "<h1>1. A</h1><p>Text</p><table><tr><th>a</th><th>b</th></tr><tr><td>1</table>"),
    ("b.xhtml", "<h2>B</h2><ul><li>x</li></ul>"),
    items='<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>',
)  # fmt: skip
FULL["OEBPS/toc.ncx"] = NCX


def test_damaged_books_raise_nothing_else() -> None:
    read_so_far = 0
    names = tuple(name for name in FULL if name != "mimetype")
    for mutant in (*mutants(zipped(FULL)), *member_mutants(FULL, names)):
        try:
            laws(read_epub(mutant))
            read_so_far += 1
        except SourceError as error:
            assert str(error)
    assert read_so_far > 20

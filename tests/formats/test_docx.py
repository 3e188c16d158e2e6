import time

import pytest

from ingest.errors import SourceError
from ingest.formats.docx import read_docx
from ingest.structure.markdown import markdown_blocks
from ingest.types import Kind
from tests.formats.containers import member_mutants, mutants, zipped
from tests.formats.readings import laws, where
from tests.formats.word_files import (
    STRICT,
    W,
    cell,
    docx,
    item,
    members,
    numbering,
    p,
    r,
    style,
    table,
)

BULLETS = ("bullet", "·")
NUMBERS = ("decimal", "%1.")
MATH_X = "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"


def text(body: str, **parts: str) -> str:
    return read_docx(docx(body, **parts)).text


def reason(data: bytes) -> str:
    with pytest.raises(SourceError) as raised:
        read_docx(data)
    return str(raised.value)


def test_headings_lists_tables_and_places() -> None:
    body = (
        p("Attention notes", "Title")
        + p("Idea", "Heading1")
        + p("Attention is a weighted mean.")
        + item("first") + item("nested", depth=1) + item("second")
        + item("step", 2) + item("step", 2)
        + p("Sizes", "Heading2")
        + table(cell("Name") + cell("Width"), cell("base") + cell("512"))
    )  # fmt: skip
    content = read_docx(docx(body, numbering=numbering(BULLETS, NUMBERS)))
    assert content.text == (
        "# Attention notes\n\n# Idea\n\nAttention is a weighted mean.\n\n"
        "- first\n  - nested\n- second\n\n1. step\n2. step\n\n"
        "## Sizes\n\n| Name | Width |\n| --- | --- |\n| base | 512 |"
    )
    assert content.title == "Attention notes"
    assert where(content, "weighted") == "section “Idea”"
    assert where(content, "512") == "section “Sizes”"
    assert [block.kind for block in markdown_blocks(content.text)][-1] is Kind.TABLE
    laws(content)


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("heading 1", "#"),
        ("Heading 3", "###"),
        ("heading 9", "######"),
        ("Überschrift 2", "##"),
        ("Titre 1", "#"),
        ("标题 2", "##"),
    ],
)
def test_headings_by_the_names_of_styles(name: str, level: str) -> None:
    styles = style("s1", name) + style("s2", "Mine", based_on="s1")
    assert (
        text(p("A", "s1") + p("B", "s2") + p("c"), styles=styles) == f"{level} A\n\n{level} B\n\nc"
    )


def test_headings_by_outline_level() -> None:
    outlined = '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'
    plain = '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>'
    styles = (
        style("s1", "Mine", outlined) + style("s2", "Heading 1", "") + style("s3", "X", plain, "s1")
    )
    body = (
        p("A", "s1") + p("B", properties='<w:outlineLvl w:val="0"/>') + p("c", "s3")
        + p("d", "s2", '<w:outlineLvl w:val="9"/>')
    )  # fmt: skip
    assert text(body, styles=styles) == "## A\n\n# B\n\nc\n\nd"


def test_styles_that_are_based_on_each_other_end() -> None:
    styles = style("a", "A", based_on="b") + style("b", "B", based_on="a")
    assert text(p("x", "a"), styles=styles) == "x"


def test_bold_paragraphs_are_headings_where_there_are_no_others() -> None:
    bold = p(r("Key ", "b") + r("idea", "b"))
    body = bold + p("It works.") + p(r("All of this is bold.", "b")) + p(r("Part", "b") + r(" is"))
    assert text(body) == "## Key idea\n\nIt works.\n\nAll of this is bold.\n\nPart is"
    assert text(p("H", "Heading2") + bold + p("x")) == "## H\n\nKey idea\n\nx"
    styled = style("s", "S", "<w:rPr><w:b/></w:rPr>")
    assert text(p("Key", "s") + p(r("x", "b=0"), "s"), styles=styled) == "## Key\n\nx"


def test_questions_in_bold_or_numbered_keep_their_answers() -> None:
    body = (
        p("FAQ", "Heading1") + p(r("What is dropout?", "b")) + p("A regulariser.")
        + item("Why does it work?") + p("It averages.") + item("When?") + p("In training.")
    )  # fmt: skip
    found = text(body, numbering=numbering(NUMBERS))
    assert found == (
        "# FAQ\n\n## What is dropout?\n\nA regulariser.\n\n## 1. Why does it work?\n\nIt averages."
        "\n\n## 2. When?\n\nIn training."
    )
    pairs = [block.pair for block in markdown_blocks(found)]
    assert len(set(pairs[-3:])) == 3
    assert None not in pairs[-3:]


def test_lists_are_counted_on_across_paragraphs() -> None:
    body = (
        item("a") + p("between") + item("b") + item("c", depth=1) + item("d") + item("e", depth=1)
    )
    assert text(body, numbering=numbering(NUMBERS)) == (
        "1. a\n\nbetween\n\n2. b\n   1. c\n3. d\n   1. e"
    )


def test_lists_start_anew_where_they_say_so() -> None:
    override = (
        '<w:num w:numId="2"><w:abstractNumId w:val="10"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = item("a") + p("x") + item("b", 2) + item("c", 2) + p("y") + item("d", 1)
    assert text(body, numbering=numbering(NUMBERS, overrides=override)) == (
        "1. a\n\nx\n\n5. b\n6. c\n\ny\n\n7. d"
    )


def test_numbers_of_headings_and_worded_numbers_are_text() -> None:
    lists = numbering(("decimal", "%1.%2"), ("decimal", "Question %1:"), ("upperRoman", "%1"))
    body = (
        item("Methods", 1, 1, "Heading2") + item("What is it?", 2) + p("This.") + item("So?", 2)
        + item("Last", 3, 0, "Heading1") + p("x")
    )  # fmt: skip
    assert text(body, numbering=lists) == (
        "## 1.1 Methods\n\nQuestion 1: What is it?\n\nThis.\n\nQuestion 2: So?\n\n# I Last\n\nx"
    )


def test_lists_by_style_and_lists_that_are_switched_off() -> None:
    listed = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style("ListBullet", "List Bullet", listed)
    body = p("a", "ListBullet") + item("off", 0, style="ListBullet") + item("deep", 1, 8)
    assert text(body, styles=styles, numbering=numbering(BULLETS)).startswith("- a\n\noff\n\n")


def test_code_by_style_and_by_font() -> None:
    body = (
        p("def f():", "SourceCode") + p("    return 1", "SourceCode") + p("Then ")
        + p(r("a = 1", "font=Consolas")) + p() + p(r("b = 2", "font=Courier New"))
        + p(r("Call ") + r("f", "font=Consolas") + r("() now")) + p("x", "s")
    )  # fmt: skip
    styles = style("s", "Listing", '<w:rPr><w:rFonts w:ascii="Menlo"/></w:rPr>')
    assert text(body, styles=styles) == (
        "```\ndef f():\n    return 1\n```\n\nThen\n\n```\na = 1\n\nb = 2\n```\n\n"
        "Call `f`() now\n\n```\nx\n```"
    )


def test_notes_stand_below_what_they_belong_to() -> None:
    def reference(kind: str, number: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'

    def note(kind: str, number: int, content: str) -> str:
        return f'<w:{kind} w:id="{number}"><w:p>{content}</w:p></w:{kind}>'

    body = (
        p(r("First") + reference("footnote", 2) + r(" and") + reference("endnote", 1))
        + p("Second") + p(r("Third") + reference("footnote", 3))
    )  # fmt: skip
    notes = {
        "footnotes": note("footnote", 2, r(" Two ") + r("parts", "b"))
        + note("footnote", 3, r("C")),
        "endnotes": note("endnote", 1, r("End.")),
    }
    assert text(body, **notes) == (
        "First[1] and[2]\n\n[1] Two parts\n\n[2] End.\n\nSecond\n\nThird[3]\n\n[3] C"
    )


def test_what_was_deleted_hidden_or_noted_in_the_margin_is_not_read() -> None:
    deleted = "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    mark = '<w:rPr><w:del w:id="1"/></w:rPr>'
    body = (
        p(r("a ") + deleted + f"<w:ins>{r('new ')}</w:ins>" + r("hidden", "vanish") + r("b"))
        + p("joined ", properties=mark) + p("up")
        + p(f'<w:commentRangeStart w:id="0"/>{r("c")}<w:r><w:commentReference w:id="0"/></w:r>')
        + p("Contents", "TOCHeading") + p("1 A 3", "TOC1")
        + p(r("struck", "strike") + r(" H") + r("2", "vertAlign=subscript") + r("O"))
    )  # fmt: skip
    styles = style("TOC1", "toc 1") + style("TOCHeading", "TOC Heading")
    comments = f'<w:comment w:id="0">{p("What?")}</w:comment>'
    assert text(body, styles=styles, comments=comments) == (
        "a new b\n\njoined up\n\nc\n\n~~struck~~ H_2O"
    )


def test_links_fields_and_runs_are_plain_text() -> None:
    field = "".join(
        f"<w:r>{x}</w:r>"
        for x in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText>HYPERLINK "https://a.example"</w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>there</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    body = p(
        r("See ") + f'<w:hyperlink r:id="rId9">{r("here")}</w:hyperlink>' + r(" and ") + field
        + f' <w:fldSimple w:instr="SEQ">{r(" 4")}</w:fldSimple>'
        + "<w:r><w:br/><w:t>next</w:t><w:tab/><w:t>line</w:t></w:r>"
    )  # fmt: skip
    assert text(body) == "See here and there 4\nnext line"


def test_equations_stay() -> None:
    fraction = (
        "<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den>"
        "</m:f></m:oMath>"
    )
    body = (
        p(r("With ") + MATH_X + r(" we get")) + p(f"<m:oMathPara>{fraction}</m:oMathPara>")
        + p(fraction) + p(f"{MATH_X}{MATH_X}")
        + table(cell("f") + cell("g"), cell(MATH_X) + cell("1"))
    )  # fmt: skip
    found = text(body)
    assert found == (
        "With $x$ we get\n\n$$\\frac{a}{b}$$\n\n$$\\frac{a}{b}$$\n\n$x$$x$\n\n"
        "| f | g |\n| --- | --- |\n| $x$ | 1 |"
    )
    assert [b.kind for b in markdown_blocks(found)][1:3] == [Kind.MATH, Kind.MATH]


def test_tables_with_header_rows_and_merged_cells() -> None:
    header = "<w:trPr><w:tblHeader/></w:trPr>"
    wide, start, on = (
        '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>",
    )  # fmt: skip
    body = table(
        header + cell("M", start) + cell("Score", wide),
        header + cell("", on) + cell("P") + cell("R"),
        cell("a", start) + cell("1") + cell("2"),
        cell("", on) + cell("3") + cell("4"),
    )
    assert text(body) == (
        "| M | Score P | Score R |\n| --- | --- | --- |\n| a | 1 | 2 |\n| a | 3 | 4 |"
    )


def drawing(content: str, description: str = "") -> str:
    return (
        f'<w:drawing><wp:inline><wp:docPr descr="{description}"/><a:graphic>{content}</a:graphic>'
        "</wp:inline></w:drawing>"
    )


PICTURE = '<a:blip r:embed="rId7"/>'
BOX = f"<w:txbxContent>{p('In a box')}</w:txbxContent>"


def test_pictures_give_their_descriptions_and_are_counted() -> None:
    said = "Loss curve. Description automatically generated with low confidence"
    body = (
        p(f"<w:r>{drawing(PICTURE, said)}</w:r>")
        + p(f"<w:r>{drawing(PICTURE, 'image1.png')}</w:r>")
        + p('<w:r><w:object><v:shape><v:imagedata r:id="rId8"/></v:shape>'
            '<o:OLEObject ProgID="Equation.3"/></w:object></w:r>')
    )  # fmt: skip
    content = read_docx(docx(body))
    assert content.text == "Loss curve"
    assert content.remarks == (
        "1 picture without a description left out",
        "1 equation of an old editor (pictures) left out",
    )


def test_long_descriptions_of_pictures_are_read_in_time() -> None:
    start = time.process_time()
    assert text(p(f"<w:r>{drawing(PICTURE, 'Loss' + '.' * 100_000 + 'x')}</w:r>"))[:4] == "Loss"
    assert time.process_time() - start < 4


@pytest.mark.parametrize(
    "alternatives",
    [
        f"<mc:Choice>{drawing(f'<wps:wsp>{BOX}</wps:wsp>')}</mc:Choice>",
        f"<mc:Choice>{drawing(f'<wps:wsp>{BOX}</wps:wsp>')}</mc:Choice><mc:Fallback>"
        f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></mc:Fallback>",
        f"<mc:Choice>{drawing(f'<wps:wsp>{BOX}</wps:wsp>')}</mc:Choice><mc:Fallback/>",
    ],
)
def test_text_boxes_are_read_once(alternatives: str) -> None:
    box = f"<w:r><mc:AlternateContent>{alternatives}</mc:AlternateContent></w:r>"
    assert text(p(r("Before") + box) + p("after")) == "Before\n\nIn a box\n\nafter"


def test_a_picture_that_is_written_twice_is_described_once() -> None:
    newer, older = (
        drawing(PICTURE, "A chart."),
        '<w:pict><v:shape><v:imagedata r:id="r"/></v:shape></w:pict>',
    )
    box = f"<mc:Choice>{newer}</mc:Choice><mc:Fallback>{older}</mc:Fallback>"
    content = read_docx(docx(p(f"<w:r><mc:AlternateContent>{box}</mc:AlternateContent></w:r>")))
    assert (content.text, content.remarks) == ("A chart.", ())


def core(title: str) -> str:
    return f'<c:p xmlns:c="x" xmlns:d="y"><d:title>{title}</d:title></c:p>'


@pytest.mark.parametrize(
    ("stated", "body", "title"),
    [
        ("My notes", p("A", "Heading1"), "My notes"),
        ("My notes", p("Own", "Title") + p("A", "Heading1"), "Own"),
        ("Microsoft Word - draft3.doc", p("A", "Heading1"), "A"),
        ("Document1", p("A", "Heading1"), "A"),
        ("notes.docx", p("A", "Heading1"), "A"),
        ("notes.odt", p("A", "Heading1"), "A"),
        ("Untitled document", p("A", "Heading1"), "A"),
        ("Word Document", p("A", "Heading1"), "A"),
        ("Word embeddings", p("A", "Heading1"), "Word embeddings"),
        ("Word2vec", p("A", "Heading1"), "Word2vec"),
        ("", p("a"), ""),
    ],
)
def test_titles(stated: str, body: str, title: str) -> None:
    parts = {**members(body), "docProps/core.xml": core(stated)}
    assert read_docx(zipped(parts)).title == title


def test_damaged_properties_do_not_matter() -> None:
    assert read_docx(zipped({**members(p("a")), "docProps/core.xml": "<c"})).text == "a"


def test_the_strict_edition_is_read_too() -> None:
    body = p("A", "Heading1") + p(r("b", "b") + MATH_X)
    parts = {name: part.replace(W, STRICT) for name, part in members(body).items()}
    assert read_docx(zipped(parts)).text == "# A\n\nb$x$"


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (docx(p()), "no text in it"),
        (docx(p(f"<w:r>{drawing(PICTURE)}</w:r>")), "no text in it, only pictures"),
        (docx(p("x"))[:-40], "a damaged or cut-off container file"),
        (zipped({"a": "b"}), "a damaged Word document: its text is missing"),
        (zipped({"word/document.xml": "<w:document"}), "damaged Word document"),
        (zipped({"word/document.xml": BOMB + "<x>&b;</x>"}),
         "unsafe: its XML declares entities, as attacks do"),
        (docx("<w:tbl><w:tr><w:tc>" * 40 + p("x") + "</w:tc></w:tr></w:tbl>" * 40),
         "125 levels of elements in Word document, more than the 100 that are read"),
        (docx("<w:foo/>"), "no text in it"),
    ],
)  # fmt: skip
def test_what_is_refused(data: bytes, said: str) -> None:
    assert reason(data) == said


@pytest.mark.parametrize(
    "damaged",
    ["", "<w:styles", BOMB + "<x>&b;</x>", "<a>" * 200 + "</a>" * 200, "<x>" * 9_000],
    ids=["empty", "cut", "bomb", "deep", "bottomless"],
)
def test_damaged_parts_are_left_out(damaged: str) -> None:
    parts = members(p("A", "Heading1") + p("text"))
    for name in ("styles", "comments", "theme9"):
        content = read_docx(zipped({f"word/{name}.xml": damaged, **parts}))
        assert content.text == "# A\n\ntext"
        assert content.remarks == ("1 damaged part left out",)
    both = {"word/theme1.xml": damaged, "word/theme2.xml": damaged}
    assert read_docx(zipped({**parts, **both})).remarks == ("2 damaged parts left out",)
    said = reason(zipped({**parts, "word/document.xml": damaged}))
    assert said.startswith(("damaged Word", "unsafe", "elements in", "200 levels"))


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_references_to_notes_that_are_lost_are_left_out(kind: str) -> None:
    body = p(r("text") + f'<w:r><w:{kind}Reference w:id="2"/></w:r>' + r(" goes on"))
    note = f'<w:{kind} w:id="2">{p("Note")}</w:{kind}>'
    assert "Note" in text(body, **{f"{kind}s": note})
    assert text(body) == text(body, **{f"{kind}s": note.replace("2", "3")}) == "text goes on"
    damaged = {**members(body), f"word/{kind}s.xml": "<w:notes"}
    assert read_docx(zipped(damaged)).remarks == ("1 damaged part left out",)


def test_tables_within_tables_within_the_limit_are_read() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 30 + p("deep") + "</w:tc></w:tr></w:tbl>" * 30
    assert text(deep) == "deep"


def test_a_part_that_escapes_the_container_is_refused() -> None:
    data = zipped({**members(p("x")), "../../evil": "x"})
    assert reason(data) == "unsafe: it holds a file that would be written outside its folder"


FULL = members(
    p("T", "Title") + p("A", "Heading1") + item("a") + p(r("b", "b", "vertAlign=superscript"))
    + p(f"<m:oMathPara>{MATH_X}</m:oMathPara>")
    + table(cell("a", '<w:gridSpan w:val="2"/>'), cell("b"))
    + p('<w:r><w:footnoteReference w:id="2"/></w:r>')
    + p(f"<w:r>{drawing(PICTURE, 'Alt text')}</w:r>"),
    styles=style("s1", "heading 1", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>', "s2"),
    numbering=numbering(NUMBERS, BULLETS),
    footnotes=f'<w:footnote w:id="2">{p("Note")}</w:footnote>',
)  # fmt: skip


def test_damaged_documents_raise_nothing_else() -> None:
    read = 0
    texts = tuple(name for name in FULL if name.startswith("word/"))
    for mutant in (*mutants(zipped(FULL)), *member_mutants(FULL, texts)):
        try:
            laws(read_docx(mutant))
            read += 1
        except SourceError as error:
            assert str(error)
    assert read > 20

import time
from typing import Any

import pytest
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt

from ingest.formats.pptx import read_pptx
from ingest.types import Kind
from tests.formats import decks
from tests.formats.containers import member_mutants, mutants, zipped
from tests.formats.decks import BLANK, COMPARISON, TITLE_ONLY, TITLE_SLIDE, box, content, deck
from tests.formats.readings import blocks, laws, only_content_or_reasons, reason, where


def text(*slides: tuple[int, decks.Fill]) -> str:
    return read_pptx(deck(*slides)).text


def blank(fill: decks.Fill) -> str:
    """The text of one slide that has only what `fill` puts on it, below its heading."""
    whole = text((BLANK, fill))
    assert whole.startswith("## Slide 1\n\n")
    return whole.removeprefix("## Slide 1\n\n")


def opening(slide: Any) -> None:
    slide.shapes.title.text = "Attention is\vall you need"
    slide.placeholders[1].text = "Lecture 5\nDr Ada"


LECTURE = (
    (TITLE_SLIDE, opening),
    content(
        "What is attention?",
        "A weighted mean", ("of values", 1), ("by similarity", 1), "Its cost is quadratic",
        notes="Say this slowly.\nAsk: why scale?",
    ),
    content("Summary", "One paragraph is no list."),
)  # fmt: skip


def test_slides_are_sections_with_nested_lists_and_notes() -> None:
    laws(read_pptx(deck(*LECTURE)))
    lecture = read_pptx(deck(*LECTURE, title="Deep learning"))
    assert lecture.text == (
        "## Attention is all you need\n\nLecture 5\n\nDr Ada\n\n"
        "## What is attention?\n\n"
        "- A weighted mean\n  - of values\n  - by similarity\n- Its cost is quadratic\n\n"
        "Notes: Say this slowly.\n\nAsk: why scale?\n\n"
        "## Summary\n\nOne paragraph is no list."
    )
    assert (lecture.title, lecture.remarks) == ("Deep learning", ())
    assert where(lecture, "Dr Ada") == "slide 1"
    assert where(lecture, "by similarity") == where(lecture, "why scale") == "slide 2"
    assert where(lecture, "One paragraph") == "slide 3"
    assert blocks(lecture)[2][:2] == (Kind.LIST, ("What is attention?",))


@pytest.mark.parametrize(
    "stated",
    ["", "PowerPoint Presentation", "Presentation1", "Slide 1", "talk.pptx", "Untitled", "2024"],
)
def test_a_title_that_says_nothing_gives_way_to_the_first_slides(stated: str) -> None:
    assert read_pptx(deck(*LECTURE, title=stated)).title == "Attention is all you need"


def test_columns_are_read_one_after_the_other() -> None:
    def fill(slide: Any) -> None:
        slide.shapes.title.text = "Pros and cons"
        for number, said in enumerate(("Pros", "fast\nexact", "Cons", "slow\nlarge"), 1):
            slide.placeholders[number].text = said

    assert text((COMPARISON, fill)) == (
        "## Pros and cons\n\nPros\n\n- fast\n- exact\n\nCons\n\n- slow\n- large"
    )


def test_shapes_are_read_as_they_stand_not_as_they_were_drawn() -> None:
    def fill(slide: Any) -> None:
        box(slide, "last, over the whole width of it", 0, 6, 10)
        group = slide.shapes.add_group_shape()
        box(group, "right, below", 5, 4)
        box(group, "right, above", 5, 2)
        box(slide, "left", 1, 2, 3, 3)
        box(slide, "a sentence at the top that is longer than any heading would ever be, surely "
            "longer than that", 0, 0, 10)  # fmt: skip

    assert [x for _, _, x in blocks(read_pptx(deck((BLANK, fill))))][1:] == [
        "left", "right, above", "right, below", "last, over the whole width of it",
    ]  # fmt: skip


def test_drawings_of_very_many_shapes_are_read_in_time() -> None:
    def fill(slide: Any) -> None:
        one = box(slide, "dot 0", 0, 0, 1, 0.1)
        for number in range(1, 1500):
            copy = decks.parse_xml(decks.etree.tostring(one.element).replace(b"dot 0", b"dot"))
            copy.xpath(".//a:off")[0].set("y", str(number * 90_000))
            slide.shapes._spTree.append(copy)

    data = deck((BLANK, fill))
    start = time.perf_counter()
    assert read_pptx(data).text.count("dot") == 1500
    assert time.perf_counter() - start < 10


def test_slides_without_a_title() -> None:
    def short(slide: Any) -> None:
        box(slide, "Backpropagation", 1, 1)
        box(slide, "It applies the chain rule.", 1, 3)

    def listed(slide: Any) -> None:
        decks.table(slide, [("a", "b"), ("1", "2")])

    untitled = read_pptx(deck((BLANK, short), (BLANK, listed), (BLANK, lambda _: None)))
    assert untitled.text == (
        "## Backpropagation\n\nIt applies the chain rule.\n\n"
        "## Slide 2\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"
    )
    assert untitled.remarks == ("1 of 3 slides have no text (pictures?)",)


def test_hidden_slides_are_read_and_named() -> None:
    def hidden(slide: Any) -> None:
        slide.shapes.title.text = "Backup"
        slide._element.set("show", "0")

    deck_of_three = read_pptx(deck(*LECTURE[:1], (TITLE_ONLY, hidden), (TITLE_ONLY, hidden)))
    assert where(deck_of_three, "Backup") == "slide 2"
    assert deck_of_three.remarks == ("hidden slides 2, 3 read too",)


def test_what_stands_on_most_slides_is_left_out() -> None:
    def fill(number: int) -> decks.Fill:
        def on(slide: Any) -> None:
            slide.shapes.title.text = "Results"
            box(slide, "ACME University", 8, 0.1, 1, 0.3)
            box(slide, f"{number} / 9", 8, 7, 1, 0.3)
            box(slide, f"Finding {'abcdefghi'[number]}", 1, 3)
            decks.put(
                slide,
                '<p:sp><p:nvSpPr><p:cNvPr id="77" name="F"/><p:cNvSpPr/><p:nvPr><p:ph type="ftr"/>'
                f"</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>Footer {number}"
                "</a:t></a:r></a:p></p:txBody></p:sp>",
            )

        return on

    assert text(*((TITLE_ONLY, fill(number)) for number in range(6))) == "\n\n".join(
        f"## Results\n\nFinding {letter}" for letter in "abcdef"
    )
    short = text(*((TITLE_ONLY, fill(number)) for number in range(3)))
    assert "ACME University" in short, "three slides are too few to tell"
    assert "Footer" not in short


def test_fields_of_numbers_and_dates_are_left_out() -> None:
    def fill(slide: Any) -> None:
        frame = box(slide, "x", 1, 1).text_frame._txBody
        frame.remove(frame.p_lst[0])
        frame.append(
            decks.parse_xml(
                f"<a:p {decks.NAMESPACES}><a:r><a:t>Kept </a:t></a:r>"
                '<a:fld id="{1}" type="slidenum"><a:t>7</a:t></a:fld>'
                '<a:fld id="{2}" type="datetime1"><a:t>1/1/2026</a:t></a:fld>'
                '<a:fld id="{3}" type="TxLink"><a:t>linked</a:t></a:fld></a:p>'
            )
        )

    assert text((BLANK, fill)) == "## Kept linked"


def test_bullets_numbers_and_plain_paragraphs() -> None:
    def fill(slide: Any) -> None:
        slide.shapes.title.text = "T"
        frame = slide.placeholders[1].text_frame
        decks.paragraphs(frame, ["First", "Second", ("below", 1), "Plain", "# no heading"])
        for paragraph, bullet in zip(
            frame.paragraphs,
            ('<a:buAutoNum type="arabicPeriod"/>',) * 2 + ('<a:buChar char="•"/>',)
            + ("<a:buNone/>",) * 2,
            strict=True,
        ):  # fmt: skip
            properties = paragraph._p.get_or_add_pPr()
            properties.append(decks.parse_xml(bullet.replace("/>", f" {decks.NAMESPACES}/>")))
        box(slide, "• typed\n• by hand", 1, 6)

    assert text((decks.CONTENT, fill)) == (
        "## T\n\n1. First\n2. Second\n   - below\n\nPlain\n\n\\# no heading\n\n- typed\n\n- by hand"
    )


def test_code_keeps_its_lines_and_raised_letters_their_height() -> None:
    def fill(slide: Any) -> None:
        for paragraph in box(slide, "def f(x):\n    # 1\n    return x", 1, 1).text_frame.paragraphs:
            for run in paragraph.runs:
                run.font.name = "Courier New"
        paragraph = box(slide, "x", 1, 4).text_frame.paragraphs[0]
        for letters, baseline in (("2", "30000"), (" and w", ""), ("i", "-25000")):
            run = paragraph.add_run()
            run.text = letters
            if baseline:
                run.font._element.set("baseline", baseline)

    assert blank(fill) == "```\ndef f(x):\n    # 1\n    return x\n```\n\nx^2 and w_i"


def test_tables_with_merged_cells() -> None:
    def fill(slide: Any) -> None:
        made = decks.table(slide, [("Model", "F1", "EM"), ("BERT", "0.9", "0.8"), ("|", "", "b")])
        made.cell(0, 1).merge(made.cell(0, 2))
        made.cell(1, 0).merge(made.cell(2, 0))
        made.cell(1, 1).text = "a|b\nc"

    assert blank(fill) == (
        "| Model | F1 EM | F1 EM |\n| --- | --- | --- |\n"
        "| BERT \\| | a\\|b c | 0.8 |\n| BERT \\| |  | b |"
    )


def test_charts_are_their_titles_and_values() -> None:
    def titled(slide: Any) -> None:
        made = decks.chart(slide, ["2019", "2020"], {"BERT": (0.1, 0.30000000000000004),
                                                     "GPT": (1234567.5, None)})  # fmt: skip
        made.has_title = True
        made.chart_title.text_frame.text = "Accuracy by year"

    assert text((BLANK, titled)) == (
        "## Chart: Accuracy by year\n\n|  | BERT | GPT |\n| --- | --- | --- |\n"
        "| 2019 | 0.1 | 1234567.5 |\n| 2020 | 0.3 |  |"
    )

    def large(slide: Any) -> None:
        years = [str(year) for year in range(1950, 2030)]
        decks.chart(slide, years, {"papers": range(80)}, XL_CHART_TYPE.LINE)

    listed = ", ".join(str(year) for year in range(1950, 1970))
    assert text((BLANK, large)).split("\n\n")[-1] == (
        f"Chart. Series: papers. Categories: {listed} …"
    )


def test_charts_that_python_pptx_does_not_know_are_read() -> None:
    data = deck((BLANK, lambda slide: decks.chart(slide, ["a", "b"], {"s": (1, 2)}) and None))
    parts = decks.members(data)
    name = next(name for name in parts if "charts/chart" in name and name.endswith(".xml"))
    parts[name] = parts[name].replace(b"c:barChart", b"c:bar3DChart")
    assert "| a | 1 |" in read_pptx(zipped(parts)).text


POINTS = (
    '<dgm:ptLst><dgm:pt modelId="0" type="doc"/><dgm:pt modelId="9" type="pres"/>'
    '<dgm:pt modelId="1"><dgm:t><a:p><a:r><a:t>Train</a:t></a:r></a:p></dgm:t></dgm:pt>'
    '<dgm:pt modelId="2"><dgm:t><a:p><a:r><a:t>Data</a:t></a:r></a:p></dgm:t></dgm:pt>'
    '<dgm:pt modelId="3"><dgm:t><a:p><a:r><a:t>Labels</a:t></a:r></a:p></dgm:t></dgm:pt>'
    "</dgm:ptLst>"
)


@pytest.mark.parametrize(
    "root",
    ['<!DOCTYPE x [<!ENTITY a "b">]>{}', f"{'<x>' * 120}{{}}{'</x>' * 120}", "<x>{}"],
    ids=["entities", "deep", "cut"],
)
def test_diagrams_that_are_unsafe_or_damaged_are_left_out(root: str) -> None:
    def fill(slide: Any) -> None:
        slide.shapes.title.text = "Kept"
        decks.diagram(slide, f'{POINTS}<dgm:cxnLst><dgm:cxn srcId="0" destId="1"/></dgm:cxnLst>')

    parts = decks.members(deck((TITLE_ONLY, fill)))
    name = "ppt/diagrams/data1.xml"
    assert read_pptx(zipped(parts)).text == "## Kept\n\n- Train"
    inside = root.format(decks.pretty(parts[name]))
    assert read_pptx(zipped({**parts, name: inside})).text == "## Kept"


def test_diagrams_are_lists() -> None:
    links = (
        '<dgm:cxnLst><dgm:cxn srcId="0" destId="1" srcOrd="1"/>'
        '<dgm:cxn srcId="0" destId="2" srcOrd="0"/><dgm:cxn srcId="2" destId="3" srcOrd="0"/>'
        '<dgm:cxn type="presOf" srcId="1" destId="9" srcOrd="0"/>'
    )
    shown = "- Data\n  - Labels\n- Train"
    assert blank(lambda slide: decks.diagram(slide, f"{POINTS}{links}</dgm:cxnLst>")) == shown
    circle = f'{links}<dgm:cxn srcId="3" destId="2" srcOrd="0"/></dgm:cxnLst>'
    assert "Labels" in blank(lambda slide: decks.diagram(slide, f"{POINTS}{circle}"))


EQUATION = (
    "<a14:m><m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r>"
    "</m:sup></m:sSup><m:r><m:t>≤α</m:t></m:r></m:oMath></a14:m>"
)


def shape(paragraph: str) -> str:
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="55" name="S"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        '<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></a:xfrm></p:spPr>'
        f"<p:txBody><a:bodyPr/><a:p>{paragraph}</a:p></p:txBody></p:sp>"
    )


def test_equations_are_read_not_their_pictures() -> None:
    said = shape(f"<a:r><a:t>Here </a:t></a:r>{EQUATION}<a:r><a:t> holds.</a:t></a:r>")
    picture = shape("<a:r><a:t>a picture of it</a:t></a:r>")

    def fill(slide: Any) -> None:
        slide.shapes.title.text = "Bound"
        decks.put(
            slide,
            f'<mc:AlternateContent><mc:Choice Requires="a14">{said}</mc:Choice>'
            f"<mc:Fallback>{picture}</mc:Fallback></mc:AlternateContent>",
        )

    assert text((TITLE_ONLY, fill)) == "## Bound\n\nHere $x^2\\le\\alpha$ holds."
    alone = text((TITLE_ONLY, lambda slide: decks.put(slide, shape(EQUATION))))
    assert alone.endswith("$$x^2\\le\\alpha$$")


def test_notes_that_are_a_list() -> None:
    def fill(slide: Any) -> None:
        slide.shapes.title.text = "T"
        frame = slide.notes_slide.notes_text_frame
        decks.paragraphs(frame, ["one", "two"])
        for paragraph in frame.paragraphs:
            properties = paragraph._p.get_or_add_pPr()
            properties.append(decks.parse_xml(f'<a:buChar char="-" {decks.NAMESPACES}/>'))

    assert text((TITLE_ONLY, fill)) == "## T\n\nNotes:\n\n- one\n- two"


def test_slide_shows_are_read_too() -> None:
    parts = decks.members(deck(*LECTURE))
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"presentation.main+xml", b"slideshow.main+xml"
    )
    assert "weighted mean" in read_pptx(zipped(parts)).text


def test_the_strict_edition_is_named() -> None:
    parts = decks.members(deck(*LECTURE))
    name = "ppt/presentation.xml"
    parts[name] = parts[name].replace(
        b"http://schemas.openxmlformats.org/presentationml/2006/main",
        b"http://purl.oclc.org/ooxml/presentationml/main",
    )
    said = "in the strict edition of its format; save it as plain .pptx"
    assert reason(read_pptx, zipped(parts)) == said


def with_entities(declaration: str, used: str) -> bytes:
    parts = decks.members(deck(*LECTURE))
    name = "ppt/slides/slide2.xml"
    slide = decks.pretty(parts[name]).replace("A weighted mean", f"A {used} mean")
    return zipped({**parts, name: f"<!DOCTYPE x [{declaration}]>{slide}"})


def test_entities_are_never_expanded(tmp_path: Any) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hunter2")
    outside = with_entities(f'<!ENTITY e SYSTEM "{secret.as_uri()}">', "&e;")
    bomb = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(9))
    start = time.perf_counter()
    for data in (outside, with_entities(f'<!ENTITY e0 "lol">{bomb}', "&e9;")):
        said = only_content_or_reasons(lambda x: _without(x, "hunter2", "lollol"), [data])
        assert said <= {"", "a damaged presentation"}
    assert time.perf_counter() - start < 5


def _without(data: bytes, *words: str) -> Any:
    made = read_pptx(data)
    assert not [word for word in words if word in made.text]
    return made


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (deck(*LECTURE)[:9000], "a damaged or cut-off container file"),
        (zipped({"a": b"b"}), "a damaged presentation"),
        (deck(), "no text: its slides are empty or pictures"),
        (deck((BLANK, lambda _: None)), "no text: its slides are empty or pictures"),
        (zipped({**decks.members(deck()), "ppt/bomb.xml": bytes(9_000_000)}),
         "unsafe: it expands as only an archive bomb does"),
    ],
)  # fmt: skip
def test_what_is_refused(data: bytes, said: str) -> None:
    assert reason(read_pptx, data) == said


def test_damaged_files_raise_nothing_else() -> None:
    def busy(slide: Any) -> None:
        decks.chart(slide, ["a"], {"s": (1,)})
        decks.table(slide, [("a", "b"), ("1", "2")])
        decks.put(slide, shape(EQUATION))
        box(slide, "text", 1, 1, Pt(1).inches, Inches(1).inches)

    data = deck(LECTURE[1], (BLANK, busy))
    assert "a damaged or cut-off container file" in only_content_or_reasons(
        read_pptx, mutants(data, 60)
    )
    parts = {name: decks.pretty(part) for name, part in decks.members(data).items()
             if name.endswith((".xml", ".rels"))}  # fmt: skip
    whole = {**{n: p for n, p in decks.members(data).items() if n not in parts}, **parts}
    names = (
        "ppt/slides/slide1.xml", "ppt/slides/slide2.xml", "ppt/presentation.xml",
        "ppt/slides/_rels/slide2.xml.rels", "[Content_Types].xml",
        next(name for name in parts if "charts/chart" in name and "rels" not in name),
    )  # fmt: skip
    reasons = only_content_or_reasons(read_pptx, member_mutants(whole, names, 25))
    assert {"", "a damaged presentation"} <= reasons

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import SourceError
from ingest.formats.html import read_html
from ingest.formats.markup.prose import paragraphs
from ingest.structure.markdown import markdown_blocks
from ingest.types import Kind
from tests.formats.containers import mutants
from tests.formats.readings import laws, where


def text(page: str) -> str:
    return read_html(page.encode()).text


def body(page: str) -> str:
    """The text below a heading, which keeps a page of one element from being empty."""
    return text(f"<h1>T</h1>{page}").removeprefix("# T").lstrip("\n")


def reason(page: bytes) -> str:
    with pytest.raises(SourceError) as raised:
        read_html(page)
    return str(raised.value)


ARTICLE = """<!DOCTYPE html><html><head><title>Attention | The Site</title>
<meta property="og:title" content="Attention"><style>p { color: red }</style>
<script>document.write("<p>written by a script</p>")</script></head>
<body><a class="skip-link" href="#main">Skip to content</a>
<header><nav><a href="/">Home</a></nav><h1>The Site</h1></header>
<div id="cookie-banner"><p>We use cookies.</p><button>Accept all</button></div>
<main id="main"><article>
<nav class="breadcrumb"><a href="/">Home</a> / <a href="/a">A</a></nav>
<header><h1>Attention<a class="headerlink" href="#x">¶</a></h1><p>5 min read</p></header>
<div class="toc"><ul><li><a href="#a">Scores</a></li></ul></div>
<p>Attention is a <strong>weighted</strong>
   mean of <a href="https://example.org/values">values</a>.</p>
<h2 id="a">Scores</h2>
<p>Scores are <em>dot products</em>&nbsp;&mdash; <code>q @ k.T</code>.</p>
<div class="share-buttons"><a href="#">Tweet</a><a href="#">Share</a></div>
<aside>Buy our course.</aside>
<aside class="note"><p>Keys and queries have equal width.</p></aside>
<form><label>Mail <input></label><button>Subscribe</button></form>
<p hidden>Hidden one</p><p style="display: none">Hidden two</p><p aria-hidden="true">Hidden 3</p>
<noscript>Turn scripts on</noscript><template><p>Later</p></template>
<p><button>Copy</button></p>
<p>Last.</p>
</article></main>
<footer>© The Site</footer></body></html>"""


def test_a_saved_page_is_its_article() -> None:
    content = read_html(ARTICLE.encode())
    assert content.text == (
        "# Attention\n\n"
        "Attention is a weighted mean of values.\n\n"
        "## Scores\n\n"
        "Scores are dot products — `q @ k.T`.\n\n"
        "Keys and queries have equal width.\n\n"
        "Last."
    )
    assert content.title == "Attention"
    assert content.remarks == ()
    assert where(content, "weighted mean") == "section “Attention”"
    assert where(content, "dot products") == "section “Scores”"
    assert where(content, "values.\n\n## Scores\n\nScores") == (
        "section “Attention” to section “Scores”"
    )


@pytest.mark.parametrize(
    ("head", "page", "title"),
    [
        ("<title>Layers - My Blog</title>", "<h1>Layers</h1>", "Layers"),
        ("<title>Layers - My Blog</title>", "<h1>My notes</h1>", "Layers - My Blog"),
        ("<title>Layers</title>", "<p>x</p>", "Layers"),
        ("", "<h1>Only <i>this</i></h1>", "Only this"),
        ("<meta property='og:title' content='Shared'><title>Layers</title>", "<p>x</p>", "Shared"),
        ("<title>Introduction</title>", "<h1>In</h1>", "Introduction"),
        ("<title>My Blog | Layers</title>", "<h1>layers</h1>", "layers"),
        ("", "<h2>Below</h2>", "Below"),
        ("", "<p>None</p>", ""),
    ],
)
def test_titles(head: str, page: str, title: str) -> None:
    assert read_html(f"<html><head>{head}</head><body>{page}</body>".encode()).title == title


def test_places_without_headings_are_paragraphs() -> None:
    content = read_html(b"<p>One.<ul><li>a<li>b</ul><p>Two.")
    assert content.text == "One.\n\n- a\n- b\n\nTwo."
    assert [where(content, x) for x in ("One", "- b", "Two")] == [
        "paragraph 1",
        "paragraph 2",
        "paragraph 3",
    ]


def test_what_lies_above_the_first_heading_is_the_beginning() -> None:
    content = read_html(b"<p>Before.</p><h2>A</h2><h3>B</h3><p>In b.</p><h2>Last</h2>")
    assert where(content, "Before") == "beginning"
    assert where(content, "In b") == "section “B”"
    assert where(content, "## A") == "section “B”"
    assert where(content, "Last") == "section “Last”"


def test_a_long_heading_is_named_as_far_as_it_is_read() -> None:
    content = read_html(f"<h2>{'very ' * 30}long</h2><p>x</p>".encode())
    assert where(content, "x") == f"section “{'very ' * 15}very…”"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>a <br>b<p>c", "a\nb\n\nc"),
        ("a<br><br>b", "a\n\nb"),
        ("10<sup>-3</sup> x<sup>2</sup> e<sup>n+1</sup>", "10^-3 x^2 e^(n+1)"),
        ("H<sub>2</sub>O W<sub>out</sub> x<sub>i,j</sub>", "H_2O W_out x_(i,j)"),
        ("the 1<sup>st</sup> and n<sup>th</sup>", "the 1st and nth"),
        (
            "said<sup><a href='#f1'>1</a></sup> so<sup class=r><a href=#>[2]</a></sup>",
            "said[1] so[2]",
        ),
        ("<q>quoted</q> <s>struck</s> <del>gone</del> <kbd>Tab</kbd>", "“quoted” ~~struck~~ `Tab`"),
        ("use <code>a`b</code>, <code> x </code>", "use `` a`b ``, `x`"),
        ("soft&shy;hyphen zero&#8203;width &#x1F600; &alpha;", "softhyphen zerowidth 😀 α"),
        ("e\u0301 <span>un</span>broken", "é unbroken"),
        ("a&#12;b\x0cc <math><mi>x</mi></math>&#12;d", "a b c $x$ d"),
        ("a&#1;b<math><mi>x</mi></math>&#2;c<img alt='d&#3;e'>", "ab$x$cde"),
        ("<m:a&=>b", "b"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字", "漢字"),
        ("<div>a<div>b</div>c</div>", "a\n\nb\n\nc"),
        ("<span>a<p>b</p></span>", "a\n\nb"),
        ("<img alt='A residual block' src=x.png><p><img alt='fig1.png'>", "A residual block"),
        (
            "<figure><img alt='Loss'><figcaption>Loss by epoch</figcaption></figure>",
            "Loss by epoch",
        ),
        ("<blockquote><p>a<p>b</blockquote>", "> a\n>\n> b"),
        ("<hr>a<hr>", "a"),
        ("<p>---</p>a<p>* * *</p>", "a"),
        ("<address>one</address><center>two</center>", "one\n\ntwo"),
    ],
)
def test_inline_and_blocks(page: str, expected: str) -> None:
    assert body(page) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<ul><li>a<ul><li>b<ul><li>c</ul></ul><li>d</ul>", "- a\n  - b\n    - c\n- d"),
        ("<ol start=3><li>x<li value=9>y<li>z</ol>", "3. x\n9. y\n10. z"),
        ("<ol><li>x<ol><li>y</ol></ol>", "1. x\n   1. y"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
        ("<ul><li><p>a</p><p>b</p></li><li>c</ul>", "- a\n\n  b\n\n- c"),
        ("<ul><li>a<pre>x\ny</pre></ul>", "- a\n\n  ```\n  x\n  y\n  ```"),
        ("<ul><li></li><li> </li></ul>x", "x"),
        ("<ul><li><input type=checkbox checked> done<li><input type=checkbox> not</ul>",
         "- [x] done\n- [ ] not"),
        ("<ul><li><h3>Card</h3><p>Text</p></li></ul>", "### Card\n\nText"),
        ("<dl><dt>Term<dd>Short.<dt>A<dt>B<dd>c<dd>d</dl>", "- **Term**: Short.\n- **A, B**: c; d"),
        ("<dl><dt>Term</dt><dd><p>a</p><pre>b</pre></dd></dl>", "**Term**\n\na\n\n```\nb\n```"),
        ("<dl><dd>indented</dl>", "- indented"),
        ("<dl><dt>T<dd>x<dd>y</dd><dd>z</dd></dl>", "- **T**: x; y; z"),
    ],
)  # fmt: skip
def test_lists(page: str, expected: str) -> None:
    assert body(page) == expected


def test_lists_are_one_block_each() -> None:
    blocks = markdown_blocks(body("<ul><li>a<ul><li>b</ul><li><p>c<p>d</ul><p>e"))
    assert [block.kind for block in blocks] == [Kind.LIST, Kind.PROSE]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<pre>  a\n    b\t|  \n\n\n c\n</pre>", "```\n  a\n    b   |\n\n c\n```"),
        ("<pre><code class='language-python hljs'>x = 1</code></pre>", "```python\nx = 1\n```"),
        ("<div class='highlight-python3 notranslate'><div class=highlight><pre>x</pre></div></div>",
         "```python\nx\n```"),
        ("<div class='highlight highlight-source-js'><pre>x</pre></div>", "```javascript\nx\n```"),
        ("<pre class='brush: java'>x</pre>", "```java\nx\n```"),
        ("<pre data-lang=sql>x</pre>", "```sql\nx\n```"),
        ("<pre class='sourceCode haskell'>x</pre>", "```haskell\nx\n```"),
        ("<pre class=text>x</pre>", "```\nx\n```"),
        ("<pre>a<br>b</pre>", "```\na\nb\n```"),
        ("<pre>```\nx\n```</pre>", "````\n```\nx\n```\n````"),
        ("<pre>&lt;b&gt; &amp;</pre>", "```\n<b> &\n```"),
        ("<pre> </pre>x", "x"),
        ("<table class=highlighttable><tr><td class=linenos><pre>1\n2</pre></td>"
         "<td class=code><pre>a\nb</pre></td></tr></table>", "```\na\nb\n```"),
        ("<pre class=highlight><code><table><tr><td class='rouge-gutter'><pre class=lineno>1\n2\n"
         "</pre></td><td><pre>a\nb\n</pre></td></tr></table></code></pre>", "```\na\nb\n```"),
        ("<table><tr><td class=lntd><pre><code><span class=lnt>1\n</span><span class=lnt>2\n</span>"
         "</code></pre><td class=lntd><pre><code class=language-c>a\nb</code></pre></table>",
         "```c\na\nb\n```"),
        ("<pre><span><span class=ln>12</span>x = 1</span></pre>", "```\nx = 1\n```"),
        ("<pre><span class=ln>ln</span>(2)</pre>", "```\nln(2)\n```"),
        ("<div class='ltx_listing ltx_lst_language_Python'><div class=ltx_listing_data>⬇</div>"
         "<div class=ltx_listingline><span class=ltx_tag_listingline>1</span>def f(x):</div>"
         "<div class=ltx_listingline><span class=ltx_tag_listingline>2</span>&nbsp;<span>"
         "return</span> x</div></div>", "```python\ndef f(x):\n return x\n```"),
        ("<div class=ltx_listing><div class=ltx_listingline>"
         "<span class=ltx_tag_listingline>1</span>40</div>"
         "<div class=ltx_listingline>+ 2</div></div>", "```\n40\n+ 2\n```"),
        ("<p>The <code class=lineno>7</code> lines.</p>", "The `7` lines."),
        ("<pre data-syntaxhighlighter-params='brush: bash; gutter: false'>x</pre>",
         "```bash\nx\n```"),
        ("<div class='highlight-myst-ansi'><pre>x</pre></div>", "```\nx\n```"),
    ],
)  # fmt: skip
def test_code(page: str, expected: str) -> None:
    assert body(page) == expected


TABLES = [
    ("<table><tr><th>A<th>B<tr><td>1<td>2</table>", "| A | B |\n| --- | --- |\n| 1 | 2 |"),
    ("<table><caption>Sizes</caption><thead><tr><td>A<td>B</thead><tbody><tr><td>1<td>2</table>",
     "Sizes\n\n| A | B |\n| --- | --- |\n| 1 | 2 |"),
    ("<table><tr><td>x<td>y<tr><td>1<td>2</table>", "| x | y |\n| --- | --- |\n| 1 | 2 |"),
    # What spans rows is repeated; what spans columns is repeated in the header alone.
    ("<table><tr><th rowspan=2>M<th colspan=2>Score<tr><th>P<th>R<tr><td rowspan=2>a<td>1<td>2"
     "<tr><td>3<td>4<tr><td colspan=3>whole row</table>",
     "| M | Score P | Score R |\n| --- | --- | --- |\n| a | 1 | 2 |\n| a | 3 | 4 |\n"
     "| whole row |  |  |"),
    ("<table><tr><th>f<th>g<tr><td>a|b<td><code>x|y</code></table>",
     "| f | g |\n| --- | --- |\n| a\\|b | `x\\|y` |"),
    ("<table><tr><th>f<th>g<tr><td><span class='math inline'>\\(P(a|b)\\)</span><td>"
     "<span class='math inline'>\\(\\|x\\|\\)</span></table>",
     "| f | g |\n| --- | --- |\n| $P(a\\vert b)$ | $\\Vert x\\Vert $ |"),
    ("<table><tr><th>a<th>b<tr><td><ul><li>x<li>y</ul><td>l<br>m</table>",
     "| a | b |\n| --- | --- |\n| x; y | l m |"),
    ("<table><tr><th>a<th><th>b<tr><td>1<td><td>2<tr><td><td><td></table>",
     "| a | b |\n| --- | --- |\n| 1 | 2 |"),
    ("<table><tr><th>a<th>b<tr><td>1</table>", "| a | b |\n| --- | --- |\n| 1 |  |"),
    # Tables that only arrange what they hold.
    ("<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>", "a\n\nb\n\nc\n\nd"),
    ("<table><tr><td>menu<td><h2>In</h2><p>x</table>", "menu\n\n## In\n\nx"),
    ("<table><tr><td>one<tr><td>two</table>", "one\n\ntwo"),
    ("<table><tr><td><table><tr><th>a<th>b<tr><td>1<td>2</table></table>",
     "| a | b |\n| --- | --- |\n| 1 | 2 |"),
    ("<table></table>x", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "expected"), TABLES)
def test_tables(page: str, expected: str) -> None:
    assert body(page) == expected


def test_a_table_is_one_table() -> None:
    for page, expected in TABLES[:9]:
        kinds = [block.kind for block in markdown_blocks(body(page))]
        assert kinds[-1] is Kind.TABLE, expected


def pairs(page: str) -> list[tuple[str, int | None]]:
    """Each block's text with the number of its pair."""
    found = text(page)
    return [(found[b.start : b.end], b.pair) for b in markdown_blocks(found)]


@pytest.mark.parametrize(
    "page",
    [
        "<h2>What is dropout?</h2><p>A regulariser.</p>",
        "<p><strong>What is dropout?</strong></p><p>A regulariser.</p>",
        "<dl><dt>What is dropout?</dt><dd>A regulariser.</dd></dl>",
        "<details><summary>What is dropout?</summary>A regulariser.</details>",
        "<button aria-expanded=false>What is dropout?</button><p>A regulariser.</p>",
        "<div class=faq-question>What is dropout?</div><div>A regulariser.</div>",
        "<h2><button aria-controls=p>What is dropout?</button></h2>"
        "<div id=p hidden>A regulariser.</div>",
    ],
)
def test_questions_keep_their_answers(page: str) -> None:
    asked, *_ = pairs(f"<h1>Notes</h1><p>Intro.</p>{page}<h2>Other</h2><p>Else.</p>")[1:]
    assert asked[0] == "## What is dropout?\n\nA regulariser."
    assert asked[1] is not None


def test_numbered_questions_with_answers_become_headings() -> None:
    page = (
        "<h1>Notes</h1><ol><li>What is dropout?<br>A regulariser.</li>"
        "<li><p><b>Why?</b></p><p>It works.</p></li></ol>"
    )
    assert body(page).endswith(
        "## 1. What is dropout?\n\nA regulariser.\n\n## 2. Why?\n\nIt works."
    )


def test_exercises_without_answers_stay_a_list() -> None:
    assert body("<ol><li>What is dropout?<li>Why?</ol>") == "1. What is dropout?\n2. Why?"


def test_marked_questions_are_left_as_they_are() -> None:
    page = "<h2>FAQ</h2><p><strong>Q:</strong> What is dropout?</p><p><b>A:</b> A regulariser.</p>"
    assert body(page) == "## FAQ\n\nQ: What is dropout?\n\nA: A regulariser."
    assert {pair for _, pair in pairs(f"<h1>T</h1>{page}")[-2:]} != {None}


def test_bold_paragraphs_that_do_not_ask_are_prose() -> None:
    assert body("<p><b>Note well</b></p><p><b>Is</b> it?</p>") == "Note well\n\nIs it?"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("# comment", "\\# comment"),
        ("#1 of all", "#1 of all"),
        ("> 5 layers", "\\> 5 layers"),
        ("<script> is a tag", "\\<script> is a tag"),
        ("< 5 is small", "< 5 is small"),
        ("``` fence", "\\``` fence"),
        ("$$ is dear", "\\$$ is dear"),
        ("2017. A good year", "2017\\. A good year"),
        ("1. A step", "1. A step"),
        ("- an item", "- an item"),
        ("• an item", "- an item"),
        ("*starred* and _low_", "*starred* and _low_"),
    ],
)
def test_only_what_would_be_misread_is_escaped(said: str, written: str) -> None:
    assert paragraphs(said) == [written]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from(list("#>-+*_=~`$<|[]!1.) \n\t&:")), st.characters()), max_size=40
    )
)
def test_no_prose_swallows_the_heading_after_it(characters: list[str]) -> None:
    said = "".join(character for character in characters if character not in "\x85\u2028\u2029")
    written = "\n\n".join([*paragraphs(said), "# After", "words"])
    blocks = markdown_blocks(written)
    assert blocks[-1].headings == ("After",)
    assert written[blocks[-1].start : blocks[-1].end] == "# After\n\nwords"
    assert all(block.headings == () for block in blocks[:-1])


def test_typed_lists_are_lists() -> None:
    assert [b.kind for b in markdown_blocks(body("<p>• a</p><p>• b</p>"))] == [Kind.LIST]


def encoded(encoding: str, declaration: str = "") -> bytes:
    return f"<html><head>{declaration}<title>Ü</title></head><p>naïve – “α”</p>".encode(encoding)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (encoded("utf-8"), "naïve – “α”"),
        (encoded("utf-8-sig"), "naïve – “α”"),
        (encoded("utf-16"), "naïve – “α”"),
        (encoded("utf-8", "<meta charset=iso-8859-1>"), "naïve – “α”"),
        ("<meta charset=windows-1252><p>naïve – “x”".encode("cp1252"), "naïve – “x”"),
        ("<meta charset='ISO-8859-1'><p>naïve – “x”".encode("cp1252"), "naïve – “x”"),
        ("<meta charset=koi8-r><p>Привет".encode("koi8-r"), "Привет"),
        ("<meta http-equiv=content-type content='text/html; charset=gb2312'><p>模型".encode("gbk"),
         "模型"),
        ("<?xml version='1.0' encoding='shift_jis'?><p>モデル".encode("shift_jis"), "モデル"),
        ("<meta charset=iso-2022-jp><p>モデル".encode("iso-2022-jp"), "モデル"),
        (b"<meta charset=rot13><p>plain", "plain"),
    ],
)  # fmt: skip
def test_encodings(data: bytes, expected: str) -> None:
    assert read_html(data).text == expected


def test_garbled_text_is_repaired_and_said_so() -> None:
    content = read_html("<p>It’s a caf\u00e9</p>".encode().decode("cp1252").encode())
    assert content.text == "It’s a café"
    assert len(content.remarks) == 1


def test_unclosed_and_misnested_tags() -> None:
    page = "<p>a<p>b <b>c <i>d</b> e</i><ul><li>x<li>y</ul><table><tr><td>1<td>2<tr><td>3<td>4"
    assert body(page) == "a\n\nb c d e\n\n- x\n- y\n\n| 1 | 2 |\n| --- | --- |\n| 3 | 4 |"


def test_links_within_the_page_alone_are_its_contents() -> None:
    links = "".join(f"<li><a href='#s{n}'>Section {n}</a></li>" for n in range(4))
    assert body(f"<ul>{links}</ul><p>{'text ' * 40}") == ("text " * 40).strip()
    assert body("<ul><li><a href=#a>a</a> is first<li><a href=#b>b</a> is second</ul>") == (
        "- a is first\n- b is second"
    )


def test_buttons_and_links_for_the_screen_are_no_text() -> None:
    page = "<p>Use <a href=#>copy</a> here.</p><p><a href=#>Print</a></p><div>Advertisement</div>"
    assert body(f"{page}<p><button>Save</button></p><li>Print</li>") == "Use copy here.\n\nPrint"


def test_a_page_within_a_form_is_read() -> None:
    assert body(f"<form action=x><p>{'text ' * 30}</p></form>") == ("text " * 30).strip()


def test_the_body_is_taken_where_the_article_is_a_teaser() -> None:
    page = f"<article>teaser</article><div><p>{'text ' * 40}</p></div>"
    assert body(page) == f"teaser\n\n{('text ' * 40).strip()}"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"<html><body></body></html>", "no text on the page"),
        (b"<div id=root></div><script>render()</script>", "no text on the page"),
        (b"<img src=a.png>", "no text on the page"),
        (b"<div>" * 100_000, "elements nested too deeply"),
        (b"<div>" * 1000 + b"x", "levels of elements within elements, more than the 200"),
        (b"<table><tr><td>" * 60_000 + b"x", "elements nested too deeply"),
        (b"<table><tr>" + b"<td>x" * 800 + b"<tr><td>y" * 800 + b"</table>", "cells in a table"),
    ],
)
def test_what_is_refused(page: bytes, said: str) -> None:
    assert said in reason(page)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 190 + "deep" + "</div>" * 190 + "<p>after",
        "<ul><li>" * 90 + "deep" + "</ul>" * 90 + "<p>after",
        "<blockquote>" * 190 + "deep" + "</blockquote>" * 190 + "<p>after",
        "<dl><dd>" * 90 + "deep" + "</dl>" * 90 + "<p>after",
        "<b><i>" * 90 + "deep" + "</i></b>" * 90 + "<p>after",
        "<math>" + "<msqrt>" * 150 + "<mi>deep</mi>" + "</msqrt>" * 150 + "</math><p>after",
        "<table><tr><td>" * 60 + "deep" + "</table>" * 60 + "<p>after",
    ],
    ids=["div", "ul", "blockquote", "dl", "inline", "math", "table"],
)
def test_deep_nesting_within_the_limit_is_read(page: str) -> None:
    start = time.process_time()
    found = body(page)
    assert "deep" in found
    assert found.endswith("after")
    assert time.process_time() - start < 2


@pytest.mark.parametrize("piece", ["\\\\(", "\\\\[", "\\(", "$$", "$$ $"])
def test_formulas_that_nothing_closes_are_read_in_time(piece: str) -> None:
    start = time.process_time()
    assert piece[0] in body(f"<p>{piece * (100_000 // len(piece))}</p>")
    assert time.process_time() - start < 8


def test_spans_that_lie_cost_nothing() -> None:
    page = "<table><tr><td colspan=99999 rowspan=99999>a<td>b<tr><td>c<td colspan=x>d</table>"
    assert body(page).count("|") < 40


SAMPLE = (
    ARTICLE + TABLES[3][0] + "<pre>x</pre><ol><li>q?<p>a</ol><math><mi>x</mi></math>"
).encode()


def test_damaged_pages_raise_nothing_else() -> None:
    for mutant in mutants(SAMPLE, count=200):
        try:
            content = read_html(mutant)
        except SourceError:
            continue
        laws(content)


TAGS = (
    "p div ul ol li table tr td th h1 h2 pre code b a dl dt dd br sup tex math mi details summary"
)
TAG = st.sampled_from([f"<{x}>" for x in TAGS.split()] + [f"</{x}>" for x in TAGS.split()])


@settings(max_examples=300, deadline=None)
@given(st.lists(TAG | st.text(max_size=8), max_size=40))
def test_any_page_is_read_or_refused(pieces: list[str]) -> None:
    try:
        content = read_html("".join(pieces).encode("utf-8", "replace"))
    except SourceError:
        return
    laws(content)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        laws(read_html(data))
    except SourceError as error:
        assert str(error)

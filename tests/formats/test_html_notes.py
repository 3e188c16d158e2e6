"""Notes at the end of a page stand below what refers to them."""

import pytest

from ingest.formats.html import read_html

PLACED = "## A\n\nOak lasts.[1] Pine burns.\n\n1. Under water.\n\n## B\n\nElse."


@pytest.mark.parametrize(
    ("reference", "notes"),
    [
        ('<a href="#fn1" id="r1" role="doc-noteref"><sup>1</sup></a>',
         '<section class="footnotes" role="doc-endnotes"><hr><ol><li id="fn1"><p>Under water.<a '
         'href="#r1" role="doc-backlink">↩︎</a></p></li></ol></section>'),
        ('<sup id="fnref:1"><a href="#fn:1" class="footnote">1</a></sup>',
         '<div class="footnotes"><ol><li id="fn:1"><p>Under water. <a href="#fnref:1">back</a></p>'
         "</li></ol></div>"),
        ('<a class="footnote-reference" href="#f" id="id1" '
         'role="doc-noteref"><span>[</span>1<span>]'
         "</span></a>",
         '<p class="rubric">Notes</p><aside class="footnote-list"><aside class="footnote" id="f" '
         'role="doc-footnote"><span class="label"><span>[</span><a href="#id1">1</a><span>]</span>'
         "</span><p>Under water.</p></aside></aside>"),
        ('<a id="ra" href="https://a.example/p#note-1">1</a>',
         '<h2>Notes</h2><div class="footnote"><a id="note-1" href="#ra">1</a><div><p>Under '
         'water.</p>'
         "</div></div>"),
        ('<sup><a href="#n1">1</a></sup>',
         '<section class="endnotes"><h2>Notes</h2><p id="n1">1. Under water.</p></section>'),
        ('<span class="ltx_note"><sup class="ltx_note_mark">1</sup><span '
         'class="ltx_note_outer"><span '
         'class="ltx_note_content"><sup class="ltx_note_mark">1</sup>Under '
         'water.</span></span></span>',
         ""),
    ],
    ids=["pandoc", "kramdown", "sphinx", "letters", "typed", "latexml"],
)  # fmt: skip
def test_notes_stand_below_what_refers_to_them(reference: str, notes: str) -> None:
    page = f"<h2>A</h2><p>Oak lasts.{reference} Pine burns.</p><h2>B</h2><p>Else.</p>{notes}"
    assert read_html(page.encode()).text == PLACED


ENDNOTES = (
    '<section role="doc-endnotes"><ol><li id="a">One.</li><li id="b">Two.</li></ol></section>'
)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<p>We write<sup><a href="#a">1</a></sup></p><pre>x</pre><p>On.</p>',
         "We write[1]\n\n```\nx\n```\n\n1. One.\n\nOn."),
        ('<ul><li>x<a href="#a">1</a><li>y<a href="#b">2</a></ul><p>On.</p>',
         "- x[1]\n- y[2]\n\n1. One.\n\n2. Two.\n\nOn."),
        ('<p>Twice<a href="#a">1</a>.</p><p>So<a href="#a">1</a>.</p>',
         "Twice[1].\n\n1. One.\n\nSo[1]."),
        ('<p>See <a href="#a">the first note</a>.</p>', "See the first note."),
    ],
    ids=["introduces", "list", "twice", "words"],
)  # fmt: skip
def test_where_notes_are_put(body: str, said: str) -> None:
    text = read_html(f"<h1>T</h1>{body}{ENDNOTES}".encode()).text.removeprefix("# T\n\n")
    left = [x for x in ("One.", "Two.") if x not in said]
    numbered = "\n".join(f"{n}. {x}" for n, x in enumerate(left, 1))
    assert text == "\n\n".join(filter(None, [said, numbered]))


def test_what_stands_around_notes_is_kept() -> None:
    aside = '<aside class="footnote" id="a">One.</aside>'
    page = f'<h1>T</h1>{aside}<h2>A</h2><p>So<a href="#a">1</a>.</p><img alt="A weir">{aside}'
    assert read_html(page.replace(f"{aside}<h2>", "<h2>", 1).encode()).text.endswith("A weir")
    assert read_html(page.removesuffix(aside).encode()).text == (
        "# T\n\n## A\n\nSo[1].\n\n1. One.\n\nA weir"
    )


def test_references_of_an_encyclopedia_stay_where_they_are() -> None:
    page = '<h1>T</h1><p>So.<sup><a href="#c1">[1]</a></sup></p><h2>References</h2><ol class='
    text = read_html(f'{page}"references"><li id="c1">Roe, R.</li></ol>'.encode()).text
    assert text == "# T\n\nSo.[1]\n\n## References\n\n1. Roe, R."

"""What of a saved page is the site's is left out, and nothing of the text with it."""

import pytest

from ingest.formats.html import read_html

TEXT = "<p>A sluice holds the water of the upper pond back until the gate is raised by hand.</p>"


def article(part: str, before: str = "") -> str:
    """The text of a page around `part`, without what stands in every such page."""
    page = f"<title>Sluices</title><body><main>{before}<h1>Sluices</h1>{TEXT}{part}{TEXT}</main>"
    said = read_html(page.encode()).text.split("\n\n")
    sentence = TEXT.removeprefix("<p>").removesuffix("</p>")
    return "\n\n".join(x for x in said if x not in ("# Sluices", sentence))


@pytest.mark.parametrize(
    "part",
    [
        # Menus that open, and what opens them.
        '<div class="vector-dropdown"><input type="checkbox" id="b" role="button" '
        'aria-haspopup="true"><label for="b" aria-hidden="true"><span>3 languages</span></label>'
        '<div><ul><li><a href="#">Deutsch</a></li><li><a '
        'href="#">Español</a></li></ul></div></div>',
        '<div class="dropdown"><a aria-haspopup="true" role="button" href="/docs">3.2</a>'
        '<ul class="dropdown__menu"><li><a href="/docs/next">Next</a></li></ul></div>',
        '<ul class="dropdown-menu"><li><a class="dropdown-item">Show All Code</a></li></ul>',
        # Controls.
        '<input type="checkbox" class="sidebar-toggle"><input type="radio" name="x">',
        '<p><a class="button primary" href="#"><span>Leave your thoughts</span></a></p>',
        '<div class="wp-block-button"><a class="wp-block-button__link" href="b.pdf">The '
        'chart</a></div>',
        # Landmarks and kinds.
        '<div role="toolbar">Read Edit</div><search>Find</search>',
        '<ol itemtype="https://schema.org/BreadcrumbList"><li><a href="/">Home</a></li></ol>',
        # Classes, taken apart into words.
        '<div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3><p><a href="#">Weirs</a>'
        "<time>June 2, 2021</time><span>In “Rivers”</span></p></div>",
        '<section class="yarpp yarpp-related"><h3>You may like</h3><a href="#">Weirs</a></section>',
        '<div class="author-box"><h4>About Ada</h4><p>Ada keeps a mill.</p></div>',
        '<div class="wp-block-jetpack-subscriptions"><p>New posts by mail</p></div>',
        '<div class="rustdoc-breadcrumbs"><a href="..">water</a></div>',
        '<div class="ez-toc-title-container"><p>Inhalt</p></div>',
        '<table class="box-Technical metadata ambox"><tr><td>This may be too technical.</table>',
        # Lines that only lead to other pages.
        '<p><strong>Read also:</strong> <a href="#">Ten things about mud</a></p>',
        '<p class="meta">Tags: <a href="/t/mill">mill</a>, <a href="/t/pond">pond</a></p>',
        '<div><a href="/t/mill" rel="tag">mill</a><span>, </span><a rel="category '
        'tag">pond</a></div>',
        '<div><a href="/p"><span>Previous</span><span>Ponds</span></a><a href="/n">Next '
        'Weirs</a></div>',
        '<p>Next: <a href="n.html" rel="next">Weirs</a>, Up: <a href="u.html">Water</a> '
        '[<a href="i.html">Index</a>]</p>',
        '<p><a rel="prev" href="a">Ponds</a></p>',
        # What is said to readers of the screen.
        "<p>Was this page helpful?</p><p>Was this useful? <a>Yes</a><a>No</a></p>"
        "<span>Last updated on <b><time>May 2, 2024</time></b></span>",
        '<div><a href="https://git.example">Edit on GitHub</a></div><div><a>Show Source</a></div>',
        "<div>In&nbsp;[3]:</div><p>On this page</p><div>Reading time: about 4 minutes</div>",
        # Contents of the page, as browsers save their links.
        '<div><h2>Overview</h2><ul><li><a href="https://a.example/s/#x">Gate</a></li><li><a href='
        '"https://a.example/s/#y">Pond</a></li><li><a href="https://a.example/s/#z">Mill</a></ul>'
        '</div><i id="x"></i><i id="y"></i><i id="z"></i>',
    ],
)  # fmt: skip
def test_furniture_is_left_out(part: str) -> None:
    assert article(part) == ""


@pytest.mark.parametrize(
    ("part", "kept"),
    [
        # Ids that are made of headings say nothing of what they name.
        ('<section id="cookies"><h2>Cookies</h2><p>A jar.</p></section>', "## Cookies\n\nA jar."),
        ('<h2 id="pagination">Pagination</h2><p>By 50.</p>', "## Pagination\n\nBy 50."),
        ('<div id="outline-container-sharing"><h2 id="sharing">Sharing</h2><p>By two.</p></div>',
         "## Sharing\n\nBy two."),
        ('<dl><dt id="toc">TOC<dd>Total organic carbon.</dl>', "- **TOC**: Total organic carbon."),
        ('<table><tr><th>a<th>b<tr id="share"><td>1<td>2</table>',
         "| a | b |\n| --- | --- |\n| 1 | 2 |"),
        # Classes that tell what a page has or is about.
        ('<div class="has-sidebar with-toc tag-newsletter category-social">It '
         'has.</div>', "It has."),
        ('<pre><span class="token comments"># why</span> <span class="ad">x</span></pre>',
         "```\n# why x\n```"),
        # Lists and lines of links that say something.
        ('<h2>See also</h2><ul><li><a href="#">Weir</a><li><a href="#">Lock</a><li><a '
         'href="#">Dam</a>'
         "</ul>", "## See also\n\n- Weir\n- Lock\n- Dam"),
        ('<p>Read also: <a href="#">Bishop</a>, chapter 5, on dams.</p>',
         "Read also: Bishop, chapter 5, on dams."),
        ("<p>Is this section a conic?</p><p>Like this:</p>",
         "Is this section a conic?\n\nLike this:"),
        ('<p>Categories: <a href="a">Set</a>, <a href="b">Grp</a></p>', "Categories: Set, Grp"),
        ("<p>Tags: names that a post bears.</p>", "Tags: names that a post bears."),
        ('<p><a href="a">Weirs</a>, <a href="b">Locks</a></p>', "Weirs, Locks"),
        ('<p>More in <a rel="next" href="n">the next '
         'chapter</a>.</p>', "More in the next chapter."),
        # Sentences that name what is on the screen.
        ('<p>Press <span class="guilabel">Edit this page</span> and then <a '
         'class="btn">Save</a>.</p>',
         "Press Edit this page and then Save."),
        ("<p>Last updated fields hold a date.</p>", "Last updated fields hold a date."),
        ("<ul><li>Open source<li>Print</ul>", "- Open source\n- Print"),
        # Questions that are answered by choosing; boxes of lists.
        ('<form><p>Which floats?</p><label><input type="radio" name="f"> Oak</label><label>'
         '<input type="radio" name="f"> Lead</label></form>', "Which floats?\n\nOak Lead"),
        ('<ul><li><input type="checkbox" checked> Oak</ul>', "- [x] Oak"),
        ('<aside class="margin sidebar"><p>Oak lasts.</p></aside>', "Oak lasts."),
        # Openers beside text are no menus.
        ('<div><button aria-haspopup="true">i</button><ul><li>Oak lasts for a hundred years under '
         "water, and pine for twenty.</li></ul></div>",
         "- Oak lasts for a hundred years under water, and pine for twenty."),
        ('<figure><button aria-haspopup="true">Zoom</button><img alt="A weir"></figure>', "A weir"),
        ('<ul class="social-classes"><li>Millers</ul>', "- Millers"),
        # What a style sheet parts.
        ('<p><a href="a">Oak</a><a href="b">Pine</a><time>May 2</time> '
         'on.</p>', "Oak Pine May 2 on."),
    ],
)  # fmt: skip
def test_the_text_is_kept(part: str, kept: str) -> None:
    assert article(part) == kept


def test_the_heading_is_kept_where_it_stands_outside_the_content() -> None:
    page = f"<title>Sluices - Wiki</title><div><h1>Sluices</h1></div><div id=main-content>{TEXT}"
    assert read_html(page.encode()).text.startswith("# Sluices\n\nA sluice")
    site = page.replace("<h1>Sluices", "<h1>Wiki")
    assert read_html(site.encode()).text.startswith("A sluice")


def test_of_a_main_part_with_one_article_the_article_is_the_content() -> None:
    page = f"<main><div>Unreleased</div><article><h1>Sluices</h1>{TEXT * 3}</article></main>"
    assert read_html(page.encode()).text.startswith("# Sluices")
    with_more = page.replace("</main>", f"<p>{'And more. ' * 40}</p></main>")
    assert "Unreleased" in read_html(with_more.encode()).text

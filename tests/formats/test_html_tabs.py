"""Tabs of which a page shows one at a time: each label goes to its panel."""

import pytest

from ingest.formats.html import read_html

LABELLED = "Go:\n\n```\nq.Ack(m)\n```\n\nRust:\n\nUse the crate."


@pytest.mark.parametrize(
    "tabs",
    [
        '<div class="tabbed-set"><input id="a" name="t" type="radio" checked><input id="b" '
        'name="t" '
        'type="radio"><div class="tabbed-labels"><label for="a">Go</label><label '
        'for="b">Rust</label>'
        '</div><div><div class="tabbed-block"><pre>q.Ack(m)</pre></div><div '
        'class="tabbed-block"><p>'
        "Use the crate.</p></div></div></div>",
        '<div class="sd-tab-set"><input id="a" name="t" type="radio"><label for="a">Go</label><div>'
        '<pre>q.Ack(m)</pre></div><input id="b" name="t" type="radio"><label '
        'for="b">Rust</label><div>'
        "Use the crate.</div></div>",
        '<div><ul role="tablist"><li role="tab" aria-selected="true">Go<li '
        'role="tab">Rust</ul><div>'
        '<div role="tabpanel"><pre>q.Ack(m)</pre></div><div role="tabpanel" hidden>Use the '
        'crate.</div>'
        "</div></div>",
        '<ul role="tablist"><li role="presentation"><a role="tab" id="b" aria-controls="q">Rust</a>'
        '<li role="presentation"><a role="tab" id="a" aria-controls="p">Go</a></ul><div><div '
        'id="p" '
        'role="tabpanel"><pre>q.Ack(m)</pre></div><div id="q" style="display:none" role="tabpanel">'
        "<p>Use the crate.</p></div></div>",
        '<div role="tablist"><button role="tab" id="a">Go</button><button role="tab" id="b">Rust'
        '</button></div><pre role="tabpanel" aria-labelledby="a">q.Ack(m)</pre><section '
        'role="tabpanel" aria-labelledby="b" hidden><p>Use the crate.</p></section>',
    ],
    ids=["material", "sphinx-design", "docusaurus", "bootstrap", "labelled"],
)  # fmt: skip
def test_labels_go_to_their_panels(tabs: str) -> None:
    text = read_html(f"<h1>Queues</h1>{tabs}<p>After.</p>".encode()).text
    assert text == f"# Queues\n\n{LABELLED}\n\nAfter."


@pytest.mark.parametrize(
    ("part", "kept"),
    [
        ('<div role="tablist"><div role="tab" id="a"><h3>Oak</h3></div></div><div role="tabpanel" '
         'aria-labelledby="a"><p>Lasts.</p></div>', "### Oak\n\nLasts."),
        ('<input type="radio" id="a" name="q"><label for="a">Oak</label><br><input type="radio" '
         'id="b" name="q"><label for="b">Pine</label><div>Which lasts?</div>',
         "Oak\nPine\n\nWhich lasts?"),
        ('<div><div role="tablist"><button role="tab">Oak</button><button role="tab" '
         'aria-selected="true">Pine</button></div><div role="tabpanel">Burns.</div></div>',
         "Pine:\n\nBurns."),
        ('<div role="tablist"><button role="tab" aria-controls="p">Oak</button></div><div id="p" '
         'role="tabpanel"><h2>Oak</h2>Lasts.</div>', "## Oak\n\nLasts."),
    ],
    ids=["accordion", "quiz", "one panel for all", "heading"],
)  # fmt: skip
def test_what_only_looks_like_tabs(part: str, kept: str) -> None:
    assert read_html(f"<h1>T</h1>{part}".encode()).text == f"# T\n\n{kept}"

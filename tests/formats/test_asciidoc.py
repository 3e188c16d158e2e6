import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats.adoc.tables import table_element
from ingest.formats.asciidoc import read_asciidoc
from tests.formats.containers import mutants
from tests.formats.readings import only_content_or_reasons, reason, where

HANDBOOK = """\
= Boiler handbook
Ada Noor <ada@example.org>
v1.2, 2024-02-03
:toc:
:limit: 16

Keep below {limit} bar. _Always_ read `gauge`footnote:[On the left.].

// hidden
////
hidden
////

== Starting

[WARNING]
====
Open the *vent* first.

It is hot.
====

NOTE: Takes a minute.

.Settings
[%header,cols="1,3"]
|===
|Name |Meaning

|low
|for nights

|high |for days
|===

[source,sh]
----
boil --now  # <1>
----

* one
** nested
* two
+
attached

== Terms

vent:: lets air out
gauge::
  shows pressure

[qanda]
Is it safe?:: Yes.

++++
<b>hidden</b>
++++

[quote, Ada]
____
Steam is strong.
____

See <<_starting>> and link:https://x.org[the page].
"""


def text(source: str) -> str:
    return read_asciidoc(source.encode()).text


def test_a_handbook_is_read_with_its_places() -> None:
    content = read_asciidoc(HANDBOOK.encode())
    assert content.title == "Boiler handbook"
    assert content.metadata == {"author": "Ada Noor"}
    assert "hidden" not in content.text
    for quote, place in (
        ("# Boiler handbook", "line 1"),
        ("Keep below 16 bar. Always read `gauge` (On the left.).", "line 7"),
        ("## Starting", "line 14"),
        ("Warning: Open the vent first.", "lines 16-21"),
        ("Note: Takes a minute.", "line 23"),
        ("Settings\n\n| Name | Meaning |\n| --- | --- |\n| low | for nights |", "lines 25-34"),
        ("```sh\nboil --now\n```", "lines 36-39"),
        ("- one\n  - nested\n\n- two\n\n  attached", "lines 41-45"),
        ("- **vent**: lets air out\n- **gauge**: shows pressure", "lines 49-51"),
        ("### Is it safe?\n\nYes.", "lines 53-54"),
        ("> Steam is strong.\n>\n> — Ada", "lines 60-63"),
        ("See Starting and the page.", "line 65"),
    ):
        assert where(content, quote) == place, quote


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*b* _i_ `c` **u**n #m# H~2~O x^2^", "b i `c` un m H_2O x^2"),
        ("a_b_c, 2*3*4, {unknown} and C++", "a_b_c, 2*3*4, {unknown} and C++"),
        ("https://a.org[A], https://b.org, link:c[C^]", "A, https://b.org, C"),
        ("<<x>>, <<x,the x>>, xref:x[y], kbd:[F1], menu:A[B > C]", "x, the x, y, F1, A → B → C"),
        ("\"`said`\" ((term)) (((a, b)))image:p.png[a wheel]", "“said” term a wheel"),
        (":stem: latexmath\n\nSo stem:[a_1 < b].", "So $a_1 < b$."),
        ("So stem:[n(n-1)/2].", "So n(n-1)/2."),
        ("[stem]\n++++\n\\frac{a}{b}\n++++", "$$\\frac{a}{b}$$"),
        ("TIP: One\nline.", "Tip: One line."),
        ("[CAUTION]\nHot.", "Caution: Hot."),
        ("[NOTE]\n====\n* a\n====", "Note:\n\n- a"),
        ("====\nExample.\n====", "Example."),
        (". a\n.. b\n. c", "1. a\n   1. b\n2. c"),
        ("* a\n+\n----\nx = 1\n----\n* b", "- a\n\n  ```\n  x = 1\n  ```\n\n- b"),
        ("|===\n|a |b\n\n2+|wide\n.2+|tall |c\n|d\n|===",
         "| a | b |\n| --- | --- |\n| wide |  |\n| tall | c |\n| tall | d |"),
        (",===\na,b\n1,2\n,===", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
        ("```ruby\nputs 1\n```", "```ruby\nputs 1\n```"),
        (" indented\n   code", "```\nindented\n  code\n```"),
        ("Old title\n=========\n\nText.", "# Old title\n\nText."),
        ("ifdef::x[]\nShown.\nendif::[]", "Shown."),
        ("A.\n\n----\nnever closed", "A.\n\nnever closed"),
        ("[comment]\nhidden\n\nA.", "A."),
        ("# not escaped\nA.", "# not escaped\n\nA."),
        ("[line-through]#old# [.red]#new#", "~~old~~ new"),
        ("a {plus} b {lt} `{startsb}c{endsb}`", "a + b < `[c]`"),
        (r"Type \*a* or \`b`.", "Type *a* or `b`."),
        ("+++C++ and D+++ or ++e_f_g++, not C++ or D++", "C++ and D or e_f_g, not C++ or D++"),
        ("So latexmath:[a_{x[i\\]}] is.", "So $a_{x[i]}$ is."),
        ("A.footnote:[See [b\\] there.]", "A. (See [b] there.)"),
        ("[format=csv]\n|===\na,b\n1,2\n|===", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
        ("|===\nno bars\n|===", "no bars"),
        ("[start=4]\n. d\n. e", "4. d\n5. e"),
        ("* a\n----\nx = 1\n----", "- a\n\n```\nx = 1\n```"),
    ],
)  # fmt: skip
def test_markup_is_what_it_says(source: str, expected: str) -> None:
    assert text(source) == expected


@pytest.mark.parametrize(
    ("options", "headed"),
    [("%autowidth%header", True), ('opts="footer,header"', True), ("options=noheader", False)],
)
def test_options_tell_whether_a_table_has_a_header(options: str, headed: bool) -> None:
    lines = ["|a |b", "|1 |2"]
    table = table_element(lines, options, lambda said: [said])
    assert (next(table.iter("th"), None) is not None) is headed


def test_files_that_it_includes_are_named_and_not_opened() -> None:
    content = read_asciidoc(b"A.\n\ninclude::/etc/passwd[]\n\n----\ninclude::b.py[]\n----\n")
    assert content.text == "A.\n\n```\ninclude::b.py[]\n```"
    assert content.remarks == ("files that it includes not followed: /etc/passwd",)


def test_what_has_no_text_is_refused() -> None:
    assert reason(read_asciidoc, b":toc:\n\n// nothing") == "no text in it"


def test_damaged_files_raise_nothing_else() -> None:
    assert "" in only_content_or_reasons(read_asciidoc, mutants(HANDBOOK.encode(), 100))


@pytest.mark.parametrize(
    "piece",
    ["== H\n", "* a\n", "* a\n\n", "----\n", "====\n", "|===\n", "a|", "[a]\n", ".T\n", "a::\n\n",
     "a:: ", "* a\n+\n", "*a ", "_a ", "`a ", "**a ", "{a}", "<<a", "((a", "[[a", "link:a[",
     "https://a[", "stem:[", "\"`a", "////\n", "a::b[", "--\n", "```\n", " a\n\n", "a\n===\n\n",
     "[ ", "[%", "<1>", "----\nx" + " " * 99],
)  # fmt: skip
def test_hostile_repetitions_are_read_in_time(piece: str) -> None:
    start = time.process_time()
    only_content_or_reasons(read_asciidoc, [(piece * 8000).encode()])
    assert time.process_time() - start < 8


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [("[", "a", ""), ("[", "%", "]\n|===\n|a\n|==="), ("== a", " ", "b"), ("= T\na", " ", "b<"),
     ("image::[", "a", ""), ("----\nx", " ", "y\n----"), ("----\n", "<1>", "y\n----")],
)  # fmt: skip
def test_hostile_lines_are_read_in_time(before: str, piece: str, after: str) -> None:
    start = time.process_time()
    only_content_or_reasons(read_asciidoc, [f"{before}{piece * 20_000}{after}".encode()])
    assert time.process_time() - start < 2


PIECES = st.lists(
    st.sampled_from(
        ["text ", "\n\n", "\n", " ", "= T\n", "== H\n", "* ", "** ", ". ", "a:: ", "+\n", "----\n",
         "====\n", "____\n", "|===\n", "|a ", "2+|", ".2+|", "[NOTE]\n", "[source,py]\n", ".T\n",
         "*", "`", "_", "<<a,b>>", "NOTE: ", ":a: b\n", "{a}", "stem:[x]", "[stem]\n", "++++\n",
         "////\n", "// c\n", "include::a[]\n", "---\n"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(PIECES)
def test_any_source_keeps_the_laws(source: str) -> None:
    reasons = only_content_or_reasons(read_asciidoc, [source.encode()])
    assert reasons <= {"", "no text in it", "empty"}

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats.org import read_org
from tests.formats.containers import mutants
from tests.formats.readings import only_content_or_reasons, reason, where

NOTES = """\
#+TITLE: Tides
#+AUTHOR: A. Noor
#+STARTUP: overview

* DONE [#A] Why they rise [2/3]                 :sea:exam:
:PROPERTIES:
:ID: hidden
:END:
CLOSED: [2024-01-01 Mon]
The *moon* pulls, =h= grows; see [[https://x.org][the paper]].
# hidden remark
They rise /twice/ a day[fn:1].

| place | height |
|-------+--------|
| Fundy | 16 m   |

#+BEGIN_SRC python :results output
def tide():
    return 2
#+END_SRC

#+RESULTS:
: 2

** Terms
- ebb :: the sea goes
- flood :: it comes
* COMMENT hidden
** hidden
* Not for others :noexport:
hidden
* Last
1. one
   - nested
2. two

#+BEGIN_QUOTE
Time and tide wait.
#+END_QUOTE
#+BEGIN_COMMENT
hidden
#+END_COMMENT

[fn:1] In most places.
"""


def text(source: str) -> str:
    return read_org(source.encode()).text


def test_notes_are_read_with_their_places() -> None:
    content = read_org(NOTES.encode())
    assert content.title == "Tides"
    assert content.metadata == {"author": "A. Noor"}
    assert "hidden" not in content.text
    for quote, place in (
        ("# Why they rise", "line 5"),
        ("The moon pulls, `h` grows; see the paper.", "line 10"),
        ("They rise twice a day.", "line 12"),
        ("| place | height |\n| --- | --- |\n| Fundy | 16 m |", "lines 14-16"),
        ("```python\ndef tide():\n    return 2\n```", "lines 18-21"),
        ("```\n2\n```", "line 24"),
        ("## Terms", "line 26"),
        ("- **ebb**: the sea goes\n- **flood**: it comes", "lines 27-28"),
        ("1. one\n   - nested\n2. two", "lines 34-36"),
        ("> Time and tide wait.", "lines 38-40"),
        ("In most places.", "line 45"),
    ):
        assert where(content, quote) == place, quote


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*b* /i/ _u_ =v= ~c~ +s+", "b i u `v` `c` ~~s~~"),
        ("/usr/local/bin, 2*3*4, a_b_c and $a*b*c$", "/usr/local/bin, 2*3*4, a_b_c and $a*b*c$"),
        ("*bold /and/ =more=*", "bold and `more`"),
        (r"\(a < b\) and \[ c \]", "$a < b$ and\n\n$$c$$"),
        ("\\[\nx^2\n\\]", "$$x^2$$"),
        ("\\begin{align}\na &= b\n\\end{align}", "$$\\begin{align} a &= b \\end{align}$$"),
        ("[[https://a.org]] and [[file:b.org][b]], [[file:p.png]]x", "https://a.org and b, x"),
        ("Said[fn:: aside] so [cite:@x].", "Said (aside) so."),
        ("- a\n  goes on\n\n  further\n- b", "- a goes on\n\n  further\n\n- b"),
        ("- a\n  #+begin_src sh\n  ls\n  #+end_src", "- a\n\n  ```sh\n  ls\n  ```"),
        ("Below:\n- a\n  + b\n    1) c", "Below:\n\n- a\n  - b\n    1. c"),
        ("#+begin_example\n,* no heading\n#+end_example", "```\n* no heading\n```"),
        ("#+BEGIN_WARNING\nHot.\n#+END_WARNING", "Warning: Hot."),
        ("#+begin_src c\nA.\n#+begin_quote\nB.\n#+end_quote", "A.\n\n> B."),
        ("#+begin_export html\n<b>x</b>\n#+end_export\nA.", "A."),
        ("* H\n:LOGBOOK:\n- x\n:END:\nA.", "# H\n\nA."),
        ("| a | b |\n| c | d |", "| a | b |\n| --- | --- |\n| c | d |"),
        ("* What is it?\nA thing.", "# What is it?\n\nA thing."),
        ("* TODO\n* A :x:\n-----\nB", "# A\n\nB"),
        ("#+CAPTION: A table\n| a | b |\n|---+---|\n| 1 | 2 |",
         "A table\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"),
    ],
)  # fmt: skip
def test_markup_is_what_it_says(source: str, expected: str) -> None:
    assert text(source) == expected


def test_what_has_no_text_is_refused() -> None:
    assert reason(read_org, b"#+TITLE: x\n# y\n* COMMENT z\nno") == "no text in it"


def test_damaged_files_raise_nothing_else() -> None:
    assert "" in only_content_or_reasons(read_org, mutants(NOTES.encode(), 100))


@pytest.mark.parametrize(
    "piece",
    ["* H\n", "- a\n", "- a\n\n", "- a :: ", "#+begin_src\n", ":a:\n", "| a | b |\n", "\\[\n",
     "$$\n", "*a ", "/a", "[[", "[[a][", "\\(", "$a ", "[fn:", "<<", "- ", " ", "- a\n  - b\n",
     "a\n"],
)  # fmt: skip
def test_hostile_repetitions_are_read_in_time(piece: str) -> None:
    start = time.process_time()
    only_content_or_reasons(read_org, [(piece * 8000).encode()])
    assert time.process_time() - start < 8


PIECES = st.lists(
    st.sampled_from(
        ["text ", "\n\n", "\n", "  ", "* H\n", "** TODO I\n", "- ", "1. ", " :: ",
         "#+begin_src py\n", "#+end_src\n", "#+begin_quote\n", "#+end_quote\n", ":a:\n", ":END:\n",
         "|a|b|\n", "|-\n", "*", "/", "=", "[[a][b]]", "[fn:1]", "\\(", "\\)", "$$",
         "#+CAPTION: c\n", "# c\n", ": f\n", "#"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(PIECES)
def test_any_source_keeps_the_laws(source: str) -> None:
    reasons = only_content_or_reasons(read_org, [source.encode()])
    assert reasons <= {"", "no text in it", "empty"}

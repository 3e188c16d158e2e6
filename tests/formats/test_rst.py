import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats.rst import read_rst
from ingest.read import read_file
from tests.formats.containers import mutants
from tests.formats.readings import blocks, only_content_or_reasons, reason, where

GUIDE = """\
.. _top:

===========
Pump manual
===========

.. |maker| replace:: Aquiver
.. comment: what nobody is to read

|maker| builds pumps; see :ref:`priming`.

.. warning::

   Never run a pump dry.

.. _priming:

Priming
-------

Fill the chamber :term:`slowly <slow>`:

.. code-block:: console
   :linenos:
   :emphasize-lines: 1

   $ prime --slow

.. list-table:: Sizes
   :header-rows: 1
   :widths: 20 80

   * - Size
     - Flow
   * - ``S``
     - 3 l/min

.. glossary::

   impeller
   rotor
      The wheel that moves the water.

   gland
      What keeps it in.

.. py:class:: Pump(size)

   A pump.

   :param str size: one of the sizes.
   :param int speed: turns a minute.
   :raises DryError: when there is no water.

   .. py:method:: start(wait=5)

      Start within ``wait`` seconds.

   .. py:method:: stop()
      :async:

      Stop at once.

After the class.
"""


def text(source: str) -> str:
    return read_rst(source.encode()).text


def test_a_manual_is_read_with_its_places() -> None:
    content = read_rst(GUIDE.encode())
    assert content.title == "Pump manual"
    assert "nobody" not in content.text
    for quote, place in (
        ("# Pump manual", "lines 3-5"),
        ("Aquiver builds pumps; see Priming.", "line 10"),
        ("Warning: Never run a pump dry.", "lines 12-14"),
        ("## Priming", "lines 18-19"),
        ("Fill the chamber slowly:", "line 21"),
        ("```console\n$ prime --slow\n```", "lines 23-27"),
        ("Sizes\n\n| Size | Flow |\n| --- | --- |\n| `S` | 3 l/min |", "lines 29-36"),
        ("- **impeller, rotor**: The wheel that moves the water.", "lines 41-42"),
        ("- **gland**: What keeps it in.", "lines 44-45"),
        ("- **size (str)**: one of the sizes.", "lines 51-53"),
        ("- **Raises DryError**: when there is no water.", "lines 51-53"),
        ("#### stop()", "lines 59-60"),
        ("Stop at once.", "line 62"),
    ):
        assert where(content, quote) == place, quote


def test_what_is_described_stands_under_its_own_heading() -> None:
    paths = {said: path for _, path, said in blocks(read_rst(GUIDE.encode()))}
    top = ("Pump manual", "Priming")
    assert paths["Start within `wait` seconds."] == (*top, "class Pump(size)", "start(wait=5)")
    assert paths["After the class."] == top


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (":func:`~os.path.join`, :py:class:`!Set` and :any:`thing`", "`join`, `Set` and thing"),
        (":doc:`the guide </guide>`, :ref:`there`, :rfc:`2119`", "the guide, there, RFC 2119"),
        (":math:`a_1 < b`, H\\ :sub:`2`\\ O", "$a_1 < b$, H_2O"),
        ("`a link <https://x.org>`_, `another`__ and name_", "a link, another and name"),
        ("*it*, **bold**, ``code`` and https://a.org/b_c", "it, bold, `code` and https://a.org/b_c"),
        ("|unknown| and |release|", "unknown and release"),
        ("Text [#f]_, so [CIT1]_.\n\n.. [#f] A note.\n.. [CIT1] A work.",
         "Text, so [CIT1].\n\nA note.\n\n[CIT1] A work."),
        (".. note:: At once\n   and on.", "Note: At once and on."),
        (".. tip::\n\n   - a\n   - b", "Tip:\n\n- a\n- b"),
        (".. admonition:: Why so?\n\n   Because.", "Why so? Because."),
        (".. versionadded:: 2.1\n   The option.", "Added in version 2.1: The option."),
        (".. deprecated:: 3\n\n   Use it not.", "Deprecated since version 3: Use it not."),
        (".. math::\n   :label: e\n\n   a &= b \\\\\n   c &= d",
         "$$\\begin{split}a &= b \\\\ c &= d\\end{split}$$"),
        (".. math:: E = mc^2", "$$E = mc^2$$"),
        (".. csv-table:: Ports\n   :header: Name, Port\n   :widths: 1, 2, 3\n\n   web, 80",
         "Ports\n\n| Name | Port |\n| --- | --- |\n| web | 80 |"),
        ("== ==\na  b\n== ==\n1  2\n== ==", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
        (".. figure:: a.png\n   :alt: Two wheels\n\n   They turn.", "Two wheels\n\nThey turn."),
        (".. code:: python\n   :caption: A *file*\n\n   if x:\n       y()",
         "A file\n\n```python\nif x:\n    y()\n```"),
        ("So::\n\n    x = 1", "So:\n\n```\nx = 1\n```"),
        (">>> 1 + 1\n2", "```python\n>>> 1 + 1\n2\n```"),
        ("term\n   its meaning\nkind : int\n   a number",
         "- **term**: its meaning\n\n- **kind (int)**: a number"),
        (":Author: R. Imam\n:orphan:\n:Status: new", "- **Author**: R. Imam\n- **Status**: new"),
        ("-v, --verbose  say more", "- **`-v, --verbose`**: say more"),
        ("| one\n| two", "one\ntwo"),
        ("Before\n\n  - a\n  - b", "Before\n\n- a\n- b"),
        ("Before\n\n  Said so.\n\n  -- Someone", "Before\n\n> Said so.\n>\n> — Someone"),
        (".. only:: html\n\n   Shown.\n\n.. toctree::\n\n   a\n   b", "Shown."),
        (".. tab-set::\n\n   .. tab-item:: Linux\n\n      Run it.", "# Linux\n\nRun it."),
        (".. best-practice::\n   Always test.", "Always test."),
        (".. js:function:: f(a,\n                  b)", "`f(a,, b)`"),
        (".. function:: f(a)\n   :param a: given\n\n   Does.", "# f(a)\n\n- **a**: given\n\nDoes."),
        (".. confval:: speed\n   :type: int\n   :default: ``3``\n\n   How fast.",
         "# speed\n\nType: int; default: `3`.\n\nHow fast."),
        (".. list-table::\n\n   * - a\n     - b\n   * - c", "```\n* - a\n  - b\n* - c\n```"),
        ("Before.\n\n..\tversionadded:: 2\n\tThe tab.", "Before.\n\nAdded in version 2: The tab."),
        ("+--------------+\n|.. tip:: a b c|\n|              |\n|   - held     |\n+--------------+",
         "Tip: a b c\n\n- held"),
        ("+------------+\n|.. x:: a b c|\n|            |\n|   held     |\n+------------+",
         "a b c\n\nheld"),
        ("====  ==\na  b\n==== ===\n\nGoes on.", "```\n====  ==\na  b\n==== ===\n```\n\nGoes on."),
    ],
)  # fmt: skip
def test_markup_is_what_it_says(source: str, expected: str) -> None:
    assert text(source) == expected


def test_questions_of_a_definition_list_keep_their_answers() -> None:
    source = "FAQ\n===\n\nCan it swim?\n   Yes, well.\n\nCan it fly?\n   No."
    content = read_rst(source.encode())
    assert content.text == "# FAQ\n\n## Can it swim?\n\nYes, well.\n\n## Can it fly?\n\nNo."
    assert where(content, "No.") == "lines 7-8"


@pytest.mark.parametrize(
    "source",
    [
        ".. include:: {0}",
        ".. literalinclude:: {0}",
        ".. raw:: html\n   :file: {0}",
        ".. raw:: html\n   :url: file://{0}",
        ".. csv-table:: T\n   :file: {0}",
        ".. csv-table:: T\n   :url: file://{0}",
        ".. figure:: {0}\n   :figwidth: image",
        ".. code:: text\n   :file: {0}",
        ".. |x| include:: {0}\n\n|x|",
        ".. role:: r(raw)\n   :format: html\n\n:r:`<b>`",
        ".. INCLUDE:: {0}",
        "- .. include:: {0}",
    ],
)
def test_no_other_file_is_opened(source: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden,words")
    notes = tmp_path / "notes.rst"
    notes.write_text(f"Before.\n\n{source.format(secret)}\n\nAfter.")
    content = read_file(notes)
    assert "hidden" not in content.text
    assert content.text.startswith("Before.")
    assert content.text.endswith("After.")


def test_files_that_it_includes_are_named() -> None:
    source = "Start.\n\n.. include:: a.txt\n.. literalinclude:: b.py\n.. include:: a.txt\n"
    remarks = read_rst(source.encode()).remarks
    assert remarks == ("files that it includes not followed: a.txt, b.py",)


def test_substitutions_end() -> None:
    assert text(".. |a| replace:: |b| x\n.. |b| replace:: |a| y\n\n|a|.") == "a y x."
    source = "".join(f".. |a{i}| replace:: |a{i + 1}| |a{i + 1}|\n" for i in range(40))
    assert text(f"{source}.. |a40| replace:: word\n\nThe |a0|.").startswith("The ")


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_lines_are_counted_as_editors_count_them(sign: str) -> None:
    content = read_rst(f"One{sign}two.\n\nThree{sign}four.\n\nEnd\n===\n".encode())
    assert where(content, "Three four.") == "line 3"
    assert where(content, "# End") == "lines 5-6"


def test_a_damaged_directive_costs_itself() -> None:
    table = ".. csv-table::\n   :header-rows: many\n\n   a,b"
    source = f"One.\n\n{table}\n\n.. note::\n\nTwo *open.\n\nT\n~\n\n=\n\nThree."
    said = text(source)
    assert said.startswith("One.")
    assert "Two *open." in said
    assert said.endswith("Three.")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b".. only a comment", "no text in it"),
        (b"- " * 3000 + b"a", "blocks nested too deeply"),
    ],
)
def test_what_is_refused(data: bytes, said: str) -> None:
    assert reason(read_rst, data) == said


def test_damaged_files_raise_nothing_else() -> None:
    assert "" in only_content_or_reasons(read_rst, mutants(GUIDE.encode(), 100))


@pytest.mark.parametrize(
    "piece",
    ["*a ", "`a ", "``a", "|a ", ":a:`b ", "`a <b ", "a_ ", "http://a ", "x::", "- a\n\n", "(a) ",
     "T\n-\n\n", "a\n b\n", "| a\n", ".. a:: b\n", "+-+\n", "= =\n", ".. |a| replace:: |a|\n",
     "\\ "],
)  # fmt: skip
def test_hostile_repetitions_are_read_in_time(piece: str) -> None:
    start = time.process_time()
    only_content_or_reasons(read_rst, [(piece * 1500).encode()])
    assert time.process_time() - start < 8


def test_time_grows_with_the_length() -> None:
    def seconds(times: int) -> float:
        source = GUIDE[GUIDE.index("Fill") :] * times
        start = time.process_time()
        assert len(text(source)) > 300 * times
        return time.process_time() - start

    seconds(5)
    assert min(seconds(80), seconds(80)) < 16 * max(seconds(10), 0.05)


def test_blank_lines_below_many_formulas_are_passed_over_in_time() -> None:
    start = time.process_time()
    assert text(".. math::\n\n" + "   x\n\n" * 6000 + "\n" * 20_000 + "End.").endswith("End.")
    assert time.process_time() - start < 4


PIECES = st.lists(
    st.sampled_from(
        ["text ", "\n\n", "\n", "   ", "Title\n=====\n", "----\n", ".. note:: a\n",
         ".. py:class:: A(b)\n", ".. code-block:: python\n", ":param x: y\n", "- ", "1. ", "::\n",
         "*x*", "``", "`", "|a|", ".. |a| replace:: b\n", "[1]_", ".. [1] c\n", ".. _t:\n",
         ":ref:`t`", "+--+\n", "== ==\n", ".. table:: T\n", ".. list-table::\n", "* - a\n",
         ".. math:: x\n", "$", "#", ".. "]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(PIECES)
def test_any_source_keeps_the_laws(source: str) -> None:
    reasons = only_content_or_reasons(read_rst, [source.encode()])
    assert reasons <= {"", "no text in it", "empty"}

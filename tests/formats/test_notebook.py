import json
import time
from contextlib import suppress
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from ingest.content import Content
from ingest.errors import SourceError
from ingest.formats.notebook import read_notebook
from ingest.types import Kind
from tests.formats.containers import mutants
from tests.formats.readings import blocks, laws, only_content_or_reasons, reason, where

PYTHON = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def written(*cells: Any, metadata: Any = PYTHON) -> bytes:
    return json.dumps({**new_notebook(cells=list(cells)), "metadata": metadata}).encode()


def read(*cells: Any, metadata: Any = PYTHON) -> Content:
    return read_notebook(written(*cells, metadata=metadata))


def text(*cells: Any, metadata: Any = PYTHON) -> str:
    return read(*cells, metadata=metadata).text


def printed(*outputs: Any) -> str:
    """What is told of a cell's outputs."""
    whole = text(new_code_cell("x", outputs=list(outputs)))
    return whole.removeprefix("```python\nx\n```").strip()


def stream(said: str, name: str = "stdout") -> Any:
    return new_output("stream", name=name, text=said)


LESSON = (
    new_markdown_cell("# Gradient descent\n\nIt follows the *slope* $-\\nabla f$."),
    new_code_cell(""),
    new_markdown_cell("## Why does it diverge?\n\nThe step is too long:"),
    new_code_cell("for x in range(2):\n    print(x)", outputs=[stream("0\n1\n")]),
    new_raw_cell("# raw *text*\n\nmore"),
)


def test_cells_are_text_and_code_at_their_numbers() -> None:
    content = read(*LESSON)
    assert content.text == (
        "# Gradient descent\n\nIt follows the *slope* $-\\nabla f$.\n\n"
        "## Why does it diverge?\n\nThe step is too long:\n\n"
        "```python\nfor x in range(2):\n    print(x)\n```\n\n"
        "```text\n0\n1\n```\n\n"
        "\\# raw *text*\n\nmore"
    )
    assert content.title == "Gradient descent"
    assert content.remarks == ()
    assert where(content, "slope") == "cell 1"
    assert where(content, "too long") == "cell 3"
    assert where(content, "0\n1") == where(content, "for x") == "cell 4"
    assert where(content, "raw") == "cell 5"
    path = ("Gradient descent", "Why does it diverge?")
    assert [(kind, headings) for kind, headings, _ in blocks(content)][1:4] == [
        (Kind.PROSE, path), (Kind.CODE, path), (Kind.CODE, path),
    ]  # fmt: skip


def test_older_notebooks_are_read_alike() -> None:
    old = nbformat.convert(nbformat.reads(written(*LESSON), 4), 3)
    older = nbformat.writes(old).encode()
    assert '"worksheets"' in older.decode()
    assert read_notebook(older).text == text(*LESSON)


def test_the_language_is_the_kernels() -> None:
    cell = new_code_cell("x")
    assert text(cell, metadata={"language_info": {"name": "R"}}) == "```r\nx\n```"
    assert text(cell, metadata={"kernelspec": {"name": "python3"}}) == "```python\nx\n```"
    assert text(cell, metadata={}) == "```\nx\n```"
    assert text(new_code_cell("%%bash\nls")) == "```bash\n%%bash\nls\n```"
    assert text(new_code_cell("%%time\nf()")) == "```python\n%%time\nf()\n```"


def test_fences_hold_what_they_fence() -> None:
    assert text(new_code_cell('x = """\n```\n"""')) == '````python\nx = """\n```\n"""\n````'


def test_outputs_are_cut_and_counted() -> None:
    lines = "\n".join(str(i) for i in range(30))
    content = read(
        new_code_cell("a", outputs=[stream(lines)]),
        new_code_cell("b", outputs=[stream("y" * 3000)]),
        new_code_cell("c", outputs=[stream("short")]),
    )
    assert "```text\n0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n…\n```" in content.text
    assert f"```text\n{'y' * 1000}\n…\n```" in content.text
    assert content.remarks == ("long outputs shortened in 2 of 3 cells",)


def result(**data: str) -> Any:
    return new_output(
        "execute_result", data={k.replace("_", "/"): v for k, v in data.items()}, execution_count=1
    )


def test_outputs_are_what_is_to_be_read() -> None:
    assert printed(result(text_plain="   a\n0  1", text_html="<table></table>")) == (
        "```text\n   a\n0  1\n```"
    )
    assert printed(result(text_plain="<Figure size 640x480 with 1 Axes>", image_png="iVBO")) == ""
    assert printed(result(text_plain="[<matplotlib.lines.Line2D at 0x7f>]")) == ""
    assert printed(result(text_html="<b>bold</b>")) == ""
    assert printed(stream("a warning", "stderr")) == ""
    assert printed(stream("\r 1%\r 50%\r100%\n\x1b[1mdone\x1b[0m\n")) == "```text\n100%\ndone\n```"
    assert printed(stream("  \n")) == ""


def test_sequences_for_terminals_are_left_out_in_time() -> None:
    link = "\x1b]8;;https://x.org\x1b\\here\x1b]8;;\x07 \x1b]0;title\x07"
    assert printed(stream(f"{link}\n")) == "```text\nhere\n```"
    start = time.process_time()
    assert printed(stream("a\n" * 20 + "\x1b]" * 50_000)).startswith("```text\na\n")
    assert time.process_time() - start < 4


def test_of_errors_the_last_line_is_kept() -> None:
    trace = ["\x1b[31mTraceback\x1b[0m", "line 1", "ZeroDivisionError: division by zero"]
    error = new_output(
        "error", ename="ZeroDivisionError", evalue="division by zero", traceback=trace
    )
    assert printed(error) == "```text\nZeroDivisionError: division by zero\n```"
    unnamed = new_output("error", ename="", evalue="", traceback=["…", "\x1b[1mOops: no\x1b[0m"])
    assert printed(unnamed) == "```text\nOops: no\n```"
    interrupted = new_output("error", ename="KeyboardInterrupt", evalue="", traceback=[])
    assert printed(interrupted) == "```text\nKeyboardInterrupt\n```"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("A ![plot](attachment:plot.png) B", "A  B"),
        ("A ![](data:image/png;base64,iVBORw0KGgo=) B", "A  B"),
        ("A ![loss](loss.png) B", "A ![loss](loss.png) B"),
        ('A <img src="x.png" width="30"/> B', "A  B"),
        ("<style>\nb {}\n</style>\n\nText", "Text"),
        ("Text\n\n<script>alert(1)", "Text"),
        ("Text <!-- note\nto self --> on", "Text  on"),
        ('# Title <a name="top"></a>', "# Title"),
        ("## **Bold heading** ##", "## Bold heading"),
        ("# A **bold** word", "# A **bold** word"),
        ("`<img src=a>` stays", "`<img src=a>` stays"),
        ("```html\n<img src=a>\n<!-- b -->\n```", "```html\n<img src=a>\n<!-- b -->\n```"),
        ("Open:\n\n~~~\ncode", "Open:\n\n~~~\ncode\n~~~"),
    ],
)  # fmt: skip
def test_markdown_cells_stay_but_for_what_is_no_text(source: str, expected: str) -> None:
    assert text(new_markdown_cell(source)) == expected


def test_a_cell_does_not_run_on_into_the_next() -> None:
    content = read(new_markdown_cell("```python\nx = 1"), new_markdown_cell("## Next"))
    assert [headings for _, headings, _ in blocks(content)] == [(), ("Next",)]


def test_titles() -> None:
    assert read(new_markdown_cell("Text"), new_markdown_cell("### **Deep**\n\nx")).title == "Deep"
    assert read(new_markdown_cell("Text")).title == ""
    assert read(new_markdown_cell("**Q: Why?**\n\nSo."), new_code_cell("# no")).title == ""
    published = read(new_raw_cell("---\ntitle: A talk\ntoc: true\n---"), new_markdown_cell("# B"))
    assert (published.title, published.text) == ("A talk", "# B")


def test_text_that_was_decoded_wrongly_is_repaired() -> None:
    garbled = "naïve – it’s a café".encode().decode("cp1252")
    content = read(new_markdown_cell(garbled), new_code_cell(f"# {garbled}\x1e"))
    assert content.text.count("naïve – it’s a café") == 2
    assert where(content, "# naïve") == "cell 2"
    assert any("repaired" in remark for remark in content.remarks)


def test_missing_and_misplaced_metadata_are_no_matter() -> None:
    bare = {"cells": [{"cell_type": "markdown", "source": ["# A\n", "\n", "B"]}]}
    assert read_notebook(json.dumps(bare).encode()).text == "# A\n\nB"
    odd = {
        "nbformat": 4,
        "metadata": "lost",
        "cells": [
            {"cell_type": "code", "metadata": [], "source": "x = 1", "attachments": 3},
            {"cell_type": "mystery", "metadata": {}, "source": "text"},
            {"cell_type": "markdown", "metadata": {}, "source": None},
        ],
    }
    assert read_notebook(json.dumps(odd).encode()).text == "```\nx = 1\n```\n\ntext"


@pytest.mark.parametrize("version", [3, 4])
def test_cells_that_are_none_are_left_out_and_counted(version: int) -> None:
    cells = [None, {"cell_type": "markdown", "source": "A"}, "text", [3], *LESSON[:1], 7]
    holder = {"cells": cells} if version == 4 else {"worksheets": [{"cells": cells}]}
    content = read_notebook(json.dumps({"nbformat": version, **holder}).encode())
    assert content.text == f"A\n\n{LESSON[0]['source']}"
    assert (where(content, "A"), where(content, "slope")) == ("cell 2", "cell 5")
    assert content.remarks == ("4 of 6 cells damaged and left out",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (written(*LESSON)[:-40], "not a notebook: the JSON is damaged or cut off"),
        (b"[" * 100_000, "not a notebook: the JSON is damaged or cut off"),
        (b'{"a": 1}', "not a notebook: JSON of another kind"),
        (b'{"nbformat": 9, "cells": []}', "a damaged notebook"),
        (b'{"cells": [[]]}', "no text in it"),
        (b'{"cells": 3}', "a damaged notebook"),
        (b'{"cells": []}', "no text in it"),
        (written(new_code_cell("")), "no text in it"),
    ],
)
def test_what_is_refused(data: bytes, said: str) -> None:
    assert reason(read_notebook, data) == said


def test_damaged_files_raise_nothing_else() -> None:
    cells = (*LESSON, new_code_cell("x", outputs=[result(text_plain="1"), stream("2")]))
    assert "" in only_content_or_reasons(read_notebook, mutants(written(*cells), 200))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["cell_type", "source", "outputs", "data", "text", "text/plain", "name",
                         "metadata", "output_type", "kernelspec", "input", "level"]),
        inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
CELL = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw", "heading", 3])},
    optional={"source": JSON, "input": JSON, "outputs": JSON, "metadata": JSON},
)


@settings(max_examples=150, deadline=None)
@given(st.lists(CELL, max_size=4), JSON, st.sampled_from([3, 4]))
def test_any_json_is_read_or_refused(cells: list[Any], metadata: Any, version: int) -> None:
    holder = {"cells": cells} if version == 4 else {"worksheets": [{"cells": cells}]}
    data = json.dumps({"nbformat": version, "metadata": metadata, **holder}).encode()
    with suppress(SourceError):
        laws(read_notebook(data))

"""What no cut may part, over generated documents of one structure each."""

import ast
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunking.chunk import embedded_text
from ingest.types import Kind
from tests.test_chunk import chunks_of, count, laws, note

WORD = st.sampled_from(
    ["gradient", "margin", "kernel", "loss", "token", "layer", "prior", "recall"]
)
CELL = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
SENTENCE = st.lists(WORD, min_size=4, max_size=9).map(lambda x: f"The {' '.join(x)} matters.")
LIMIT = 60


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=4, max_size=25),
    st.sampled_from(["| {} | {} | {} |", "{} | {} | {}", "{}\t{}\t{}"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_table_is_cut_between_rows_under_its_header(
    rows: list[list[str]], form: str, end: str
) -> None:
    header = form.format("Name", "Meaning", "Use")
    rule = [] if "\t" in form else [form.format("---", "---", "---")]
    lines = [header, *rule, *(form.format(*row) for row in rows)]
    chunks = chunks_of(end.join(lines), LIMIT, "text" if "\t" in form else "markdown")
    assert [line for chunk in chunks for line in chunk.text.split(end)] == lines
    for chunk in chunks:
        assert chunk.kind is Kind.TABLE
        shown = embedded_text(chunk, count, LIMIT).split("\n")
        assert shown[0].split() == header.split()


LAYOUTS = (
    "## {q}?\n\n{a}\n\n",
    "Q: {q}?\nA: {a}\n\n",
    "**Q: {q}?**\n\n**A:** {a}\n\n",
    "**Q{n}.** {q}?\n\n**A{n}.** {a}\n\n",
    "Q{n}. {q}?\n\n{a}\n\n",
    "Question {n}: {q}?\nAnswer: {a}\n\n",
    "{n}. {q}?\n\n{a}\n\n",
    "{n}. {q}?\n   {a}\n",
    "{n}. **{q}?** {a}\n",
    "{n}) {q}?\n{a}\n",
    "- Q: {q}?\n- A: {a}\n",
    "- {q}? - {a}\n",
    "**{q}?**\n\n{a}\n\n",
    "**{n}. {q}?** {a}\n\n",
    "> **Q:** {q}?\n> **A:** {a}\n\n",
    "<details><summary>{q}?</summary>\n\n{a}\n\n</details>\n\n",
)


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=15, deadline=None)
@given(asked=st.lists(st.tuples(CELL, SENTENCE), min_size=2, max_size=7))
def test_a_pair_that_fits_is_one_passage(layout: str, asked: list[tuple[str, str]]) -> None:
    pairs = [(f"What is the {q} of case {n}", a) for n, (q, a) in enumerate(asked, 1)]
    text = "".join(layout.format(q=q, a=a, n=n) for n, (q, a) in enumerate(pairs, 1))
    chunks = chunks_of(f"# Questions\n\n{text}", 254)
    found = [chunk for chunk in chunks if chunk.kind is Kind.QA]
    assert len(found) == len(pairs)
    for chunk, (question, answer) in zip(found, pairs, strict=True):
        assert f"{question}?" in chunk.text
        assert answer in chunk.text
        assert chunk.headings[-1] == f"{question}?"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(WORD, min_size=1, max_size=5), min_size=2, max_size=9), st.booleans())
def test_python_is_cut_between_statements(functions: list[list[str]], tilde: bool) -> None:
    code = "\n\n".join(
        f"def {name[0]}_{n}(x):\n" + "".join(f"    {word} = x + {n}\n" for word in name)
        for n, name in enumerate(functions)
    )
    fence = "~~~" if tilde else "```"
    chunks = chunks_of(f"{fence}python\n{code}{fence}\n", LIMIT)
    for chunk in chunks:
        assert chunk.kind is Kind.CODE
        ast.parse(re.sub(r"^(?:```|~~~).*$", "", chunk.text, flags=re.MULTILINE))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(CELL, SENTENCE), min_size=3, max_size=12),
    st.sampled_from(
        ["{t}\n: {d}\n\n", "- {t}: {d}\n", "{n}. {t}\n\n    {d}\n\n", "* {t}\n  {d}\n"]
    ),
)
def test_a_term_stays_with_its_definition_and_an_item_whole(
    terms: list[tuple[str, str]], form: str
) -> None:
    items = [form.format(t=f"{t} {n}", d=d, n=n) for n, (t, d) in enumerate(terms, 1)]
    chunks = chunks_of("".join(items), LIMIT)
    for item in items:
        assert sum(item.strip() in chunk.text for chunk in chunks) == 1


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(SENTENCE, CELL), min_size=2, max_size=8),
    st.sampled_from(
        [
            "$$\n{}\n$$", "\\[\n{}\n\\]", "\\begin{{align}}\n{}\n\\end{{align}}",
            "```math\n{}\n```", "<pre>\n{}\n</pre>",
        ]
    ),
)  # fmt: skip
def test_a_formula_that_fits_is_never_cut(parts: list[tuple[str, str]], form: str) -> None:
    wholes = [form.format(f"{inner} = {n}") for n, (_, inner) in enumerate(parts)]
    text = "\n\n".join(f"{s}\n\n{whole}" for (s, _), whole in zip(parts, wholes, strict=True))
    chunks = chunks_of(text, LIMIT)
    for whole in wholes:
        assert sum(whole in chunk.text for chunk in chunks) >= 1, whole


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), SENTENCE), min_size=1, max_size=9))
def test_a_passage_stands_under_the_headings_above_it(sections: list[tuple[int, str]]) -> None:
    path: list[tuple[int, str]] = []
    expected = []
    text = ""
    for n, (level, sentence) in enumerate(sections):
        body = f"{sentence} " * 6 + f"End of {n}."
        text += f"{'#' * level} Part {n}\n\n{body}\n\n"
        path = [*(each for each in path if each[0] < level), (level, f"Part {n}")]
        expected.append((f"End of {n}.", tuple(name for _, name in path)))
    chunks = chunks_of(text, LIMIT)
    laws(note(text), chunks, LIMIT)
    for end, headings in expected:
        (chunk,) = (chunk for chunk in chunks if end in chunk.text)
        assert chunk.headings == headings

"""Equations of a Word document to runs that hold their TeX."""

from ingest.formats.markup.omml import equation_tex
from ingest.formats.markup.tree import Element, replace
from ingest.formats.word.make import text_run

INLINE, DISPLAYED = "Formula", "DisplayedFormula"
"""The styles of runs that hold TeX."""


def write_equations(root: Element) -> None:
    """Puts a run with its TeX where each equation is."""
    for group in list(root.iter("{*}oMathPara")):
        for equation in group.iter("{*}oMath"):
            group.addprevious(_run(root, equation, DISPLAYED))
        replace(group, text_run(root, ""))
    for equation in list(root.iter("{*}oMath")):
        replace(equation, _run(root, equation, INLINE))


def _run(root: Element, equation: Element, style: str) -> Element:
    tex = equation_tex(equation)
    return text_run(root, tex, style if tex else "")

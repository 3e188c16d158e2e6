"""Formulas of LaTeX to elements that hold their TeX."""

import re

from ingest.formats.markup.tex import tidy
from ingest.formats.markup.tree import Element, new_element
from ingest.formats.tex.parse import Node, kind

_ALONE = re.compile(
    r"\\begin\{(?P<name>equation|displaymath|math|dmath)(?P<star>\*?)\}(?P<tex>.*)"
    r"\\end\{(?P=name)(?P=star)\}",
    re.DOTALL,
)
_COLUMNS = re.compile(r"\\(?P<end>begin|end)\{(?:eqnarray|IEEEeqnarray)\*?\}(?:\{[^{}]*\})?")
_SAME = {"multline": "gather", "flalign": "align"}
"""Environments that renderers of TeX on the web do not know, and what is nearest."""

_SAME_NAME = re.compile(r"\\(begin|end)\{(multline|flalign)(\*?)\}")
_SILENT = re.compile(r"\\(?:nonumber|notag|ensuremath|xspace)(?![A-Za-z])")


def formula(node: Node) -> Element:
    """The formula of a node as one ``tex`` element, on a line of its own if it is displayed."""
    source: str = node.latex_verbatim()
    if kind(node) == "Math":
        opening, closing = node.delimiters
        source = source.removeprefix(opening).removesuffix(closing)
        inlined = node.displaytype == "inline"
    else:
        alone = _ALONE.fullmatch(source)
        source = alone["tex"] if alone else source
        inlined = node.environmentname == "math"
    element = tex_element(source)
    if not inlined:
        element.set("display", "block")
    return element


def tex_element(source: str) -> Element:
    """TeX as one element, without what concerns numbers, and as renderers on the web know it."""
    source = _SILENT.sub("", _COLUMNS.sub(_array, source))
    source = _SAME_NAME.sub(lambda x: rf"\{x[1]}{{{_SAME[x[2]]}{x[3]}}}", source)
    return new_element("tex", tidy(source))


def _array(match: re.Match[str]) -> str:
    return r"\begin{array}{rcl}" if match["end"] == "begin" else r"\end{array}"

"""Formulas of web pages and books, as KaTeX, MathJax, MediaWiki, Sphinx and pandoc leave them.

Each is replaced by one ``tex`` element that holds its TeX, with the attribute ``display`` where it
stands on a line of its own, before hidden elements are dropped: renderers hide what is readable.
"""

import re
from urllib.parse import unquote

from ingest.formats.markup import tex
from ingest.formats.markup.mathml import mathml_tex
from ingest.formats.markup.tree import Element, new_element, remove, replace, text_of, tokens

_WRAPPERS = frozenset({"katex-display", "katex", "mwe-math-element"})
_RENDERED = frozenset(
    {"mathjax", "mathjax_preview", "mathjax_display", "mathjax_svg", "mathjax_chtml", "mjx-chtml"}
)
"""Classes of MathJax 2's pictures of a formula, whose TeX is in a script beside them."""

_RAW = frozenset({"math", "arithmatex", "math-inline", "math-display", "math-tex"})
_PICTURES = frozenset(
    {"tex", "mwe-math-fallback-image-inline", "mwe-math-fallback-image-display", "latex", "mathtex"}
)
_DELIMITED = re.compile(
    r"\\\((?P<inline>.+)\\\)|\\\[(?P<display>.+)\\\]|\$\$(?P<dollars>.+)\$\$|\$(?P<dollar>[^$]+)\$",
    re.DOTALL,
)

_URL = re.compile(
    r"(?:codecogs\.com/\w+\.\w+|/equation|/render/math)\?(?:tex=|math=)?(?P<tex>.+)", re.IGNORECASE
)
"""A picture by a service that sets the TeX in its address."""


def mark_formulas(root: Element) -> None:
    """Replaces every formula of the tree by a ``tex`` element."""
    scripts = [x for x in root.iter("script") if (x.get("type") or "").startswith("math/tex")]
    for element in _of_class(root, _RENDERED) if scripts else ():
        remove(element)
    for script in scripts:
        _put(script, script.text or "", "mode=display" in (script.get("type") or ""))
    for element in [*_of_class(root, _WRAPPERS), *root.iter("mjx-container")]:
        _read_wrapper(element)
    for element in list(root.iter("math")):
        _put(element, mathml_tex(element), element.get("display") == "block")
    for picture in list(root.iter("img", "embed")):
        source = _URL.search(picture.get("src") or "")
        if source:
            _put(picture, unquote(source["tex"]), "display" in _classes_around(picture))
    for element in _of_class(root, _RAW | _PICTURES):
        _read_raw(element)


def _of_class(root: Element, classes: frozenset[str]) -> list[Element]:
    """The elements of these classes that can be a formula; whole pages bear the same names."""
    found = [x for x in root.iter() if tokens(x) & classes]
    return [x for x in found if next(x.iter("p", "li", "h1", "h2", "body"), None) is None]


def _classes_around(element: Element) -> set[str]:
    parent = element.getparent()
    return tokens(element) | (tokens(parent) if parent is not None else set())


def _read_wrapper(element: Element) -> None:
    """A renderer's wrapper around MathML; already gone when an outer wrapper was read."""
    formula = next(element.iter("math"), None)
    source = next((x.get("data-latex") for x in element.iter() if x.get("data-latex")), None)
    if source is None and formula is not None:
        source = mathml_tex(formula)
    if source is None:
        return
    display = (
        element.get("display") == "true"
        or (formula is not None and formula.get("display") == "block")
        or any(x.endswith(("display", "block")) for x in tokens(element))
    )
    _put(element, source, display)


def _read_raw(element: Element) -> None:
    """TeX written out in an element of class ``math``, or as the text of a picture."""
    classes = tokens(element)
    if element.tag == "img":
        _put(element, element.get("alt") or "", any(x.endswith("display") for x in classes))
        return
    if len(element) or not classes & _RAW:
        return
    text = text_of(element)
    found = _DELIMITED.fullmatch(text)
    if found:
        display = found.lastgroup in ("display", "dollars")
        _put(element, found[found.lastgroup or 0], display)
    elif classes & {"inline", "display", "math-inline", "math-display"}:
        _put(element, text, bool(classes & {"display", "math-display"}))


def _put(element: Element, source: str, display: bool) -> None:
    formula = new_element("tex", tex.tidy(source))
    if display:
        formula.set("display", "block")
    replace(element, formula)

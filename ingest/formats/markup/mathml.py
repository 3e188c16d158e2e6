"""Presentation MathML to TeX, for formulas that carry no TeX of their own."""

from collections.abc import Callable, Iterable

from ingest.formats.markup import tex
from ingest.formats.markup.tree import Element, text_of


def mathml_tex(element: Element) -> str:
    """The TeX of a ``math`` element or a part of one; the text of what is not known.

    A TeX annotation, where there is one, is taken as it is.
    """
    tag = str(element.tag)
    annotation = next(
        (x for x in element.iter("annotation") if "tex" in (x.get("encoding") or "").lower()), None
    )
    if tag == "math" and annotation is not None:
        return tex.tidy(annotation.text or "")
    if tag == "math" and element.get("alttext"):
        return tex.tidy(element.get("alttext") or "")
    return tex.tidy(_tex(element))


def _tex(element: Element) -> str:
    tag = str(element.tag)
    if tag in _LEAVES:
        return _LEAVES[tag](text_of(element))
    if tag in _FIXED:
        count, build = _FIXED[tag]
        return build(element, *_arguments(element, count))
    if tag in _OTHERS:
        return _OTHERS[tag](element)
    return _row(element)


def _row(element: Iterable[Element]) -> str:
    return tex.join(_tex(child) for child in element)


def _arguments(element: Element, count: int) -> list[str]:
    """TeX of the first `count` children; empty where there are fewer."""
    found = [_tex(child) for child in element][:count]
    return found + [""] * (count - len(found))


def _fraction(element: Element, above: str, below: str) -> str:
    if element.get("linethickness") in ("0", "0px", "0pt"):
        return rf"\binom{{{above}}}{{{below}}}"
    return tex.fraction(above, below)


def _over(_element: Element, base: str, above: str) -> str:
    return tex.accented(_mark(_element), base) or tex.stacked(base, above=above)


def _under(element: Element, base: str, below: str) -> str:
    mark = {"_": "_", "¯": "_", "‾": "_", "⏟": "⏟"}.get(_mark(element))
    return (mark and tex.accented(mark, base)) or tex.stacked(base, below)


def _mark(element: Element) -> str:
    """The second child's text, which may be an accent."""
    return text_of(element[1]) if len(element) > 1 else ""


def _multiscripts(element: Element) -> str:
    """Base with the first pair of scripts after it; scripts before it come first."""
    children = list(element)
    split = next((i for i, x in enumerate(children) if x.tag == "mprescripts"), len(children))
    base, *after = [_tex(child) for child in children[:split]] or [""]
    before = [_tex(child) for child in children[split + 1 :]]
    lead = tex.scripts("{}", *before[:2]) if before else ""
    return lead + tex.scripts(base, *after[:2])


def _table(element: Element) -> str:
    rows = [[_row(cell) for cell in row] for row in element if row.tag in ("mtr", "mlabeledtr")]
    return tex.array(rows)


def _fenced(element: Element) -> str:
    separators = element.get("separators", ",").replace(" ", "")[:1]
    content = separators.join(_tex(child) for child in element)
    return tex.fenced(element.get("open", "("), content, element.get("close", ")"))


def _nothing(_element: Element) -> str:
    return ""


_LEAVES: dict[str, Callable[[str], str]] = {
    "mi": tex.name,
    "mn": tex.symbols,
    "mo": lambda text: tex.name(text) if text.isalpha() else tex.symbols(text),
    "mtext": lambda text: rf"\text{{{text}}}" if text else "",
    "ms": lambda text: rf"\text{{“{text}”}}",
}
_FIXED: dict[str, tuple[int, Callable[..., str]]] = {
    "mfrac": (2, _fraction),
    "msub": (2, lambda _, base, below: tex.scripts(base, below)),
    "msup": (2, lambda _, base, above: tex.scripts(base, above=above)),
    "msubsup": (3, lambda _, base, below, above: tex.scripts(base, below, above)),
    "munder": (2, _under),
    "mover": (2, _over),
    "munderover": (3, lambda _, base, below, above: tex.stacked(base, below, above)),
    "mroot": (2, lambda _, of, degree: tex.root(of, degree)),
}
_OTHERS: dict[str, Callable[[Element], str]] = {
    "msqrt": lambda element: tex.root(_row(element)),
    "mtable": _table,
    "mfenced": _fenced,
    "mmultiscripts": _multiscripts,
    "mphantom": _nothing,
    "mspace": _nothing,
    "none": _nothing,
    "annotation": _nothing,
    "annotation-xml": _nothing,
}

"""Equations of Office documents (OMML, ECMA-376 part 1, chapter 22.1) to TeX."""

from collections.abc import Callable, Iterable

from ingest.formats.markup import tex
from ingest.formats.markup.tree import Element, local, value

_NO_BAR = r"\genfrac{}{}{0pt}{}"
"""Starts a fraction without a bar."""


def equation_tex(element: Element) -> str:
    """The TeX of an ``m:oMath`` element or a part of one; the text of what is not known."""
    return tex.tidy(_tex(element))


def _tex(element: Element) -> str:
    tag = local(element)
    return _BUILDERS[tag](element) if tag in _BUILDERS else _row(element)


def _row(element: Iterable[Element]) -> str:
    return tex.join(_tex(child) for child in element)


def _child(element: Element, name: str) -> str:
    """TeX of the children of that name, such as ``num`` or ``e``."""
    return tex.join(_tex(child) for child in element if local(child) == name)


def _property(element: Element, name: str, default: str = "") -> str:
    """The value of a property, such as ``chr``; `default` where the property is not there."""
    for properties in element:
        if local(properties).endswith("Pr"):
            for item in properties:
                if local(item) == name:
                    return value(item)
    return default


def _is_on(element: Element, name: str) -> bool:
    return _property(element, name, "off") in ("", "on", "1", "true")


def _run(element: Element) -> str:
    text = "".join(child.text or "" for child in element if local(child) == "t")
    if _is_on(element, "nor"):
        return rf"\text{{{text}}}" if text else ""
    upright = _property(element, "sty") == "p"
    return tex.name(text.strip()) if upright and text.strip().isalpha() else tex.symbols(text)


def _fraction(element: Element) -> str:
    above, below = _child(element, "num"), _child(element, "den")
    kind = _property(element, "type")
    if kind == "noBar":
        return rf"{_NO_BAR}{{{above}}}{{{below}}}"
    return f"{above}/{below}" if kind in ("lin", "skw") else tex.fraction(above, below)


def _scripts(element: Element) -> str:
    return tex.scripts(_child(element, "e"), _child(element, "sub"), _child(element, "sup"))


def _scripts_before(element: Element) -> str:
    before = tex.scripts("{}", _child(element, "sub"), _child(element, "sup"))
    return before + _child(element, "e")


def _operator(element: Element) -> str:
    sign = tex.symbols(_property(element, "chr", "∫"))
    below = "" if _is_on(element, "subHide") else _child(element, "sub")
    above = "" if _is_on(element, "supHide") else _child(element, "sup")
    return tex.join((tex.scripts(sign, below, above), " ", _child(element, "e")))


def _delimited(element: Element) -> str:
    separator = tex.symbols(_property(element, "sepChr", "|"))
    content = separator.join(_tex(child) for child in element if local(child) == "e")
    opening, closing = _property(element, "begChr", "("), _property(element, "endChr", ")")
    if content.startswith(_NO_BAR) and (opening, closing) == ("(", ")"):
        return r"\binom" + content.removeprefix(_NO_BAR)
    return tex.fenced(opening, content, closing)


def _matrix(element: Element) -> str:
    rows = [row for row in element if local(row) == "mr"]
    return tex.array([_tex(cell) for cell in row if local(cell) == "e"] for row in rows)


def _aligned(element: Element) -> str:
    """Equations below each other; a bare ``&`` in them marks what is aligned."""
    lines = [_tex(child).replace(r"\&", "&") for child in element if local(child) == "e"]
    return tex.array([[line] for line in lines], "aligned")


def _accented(element: Element) -> str:
    base = _child(element, "e")
    return tex.accented(_property(element, "chr", "̂"), base) or base


def _bar(element: Element) -> str:
    command = "overline" if _property(element, "pos") == "top" else "underline"
    return rf"\{command}{{{_child(element, 'e')}}}"


def _braced(element: Element) -> str:
    base, mark = _child(element, "e"), _property(element, "chr", "⏟")
    above = _property(element, "pos") == "top"
    accented = tex.accented(mark, base) if mark in "⏞⏟" or (above and mark in "→←") else None
    if accented:
        return accented
    sign = tex.symbols(mark)
    return tex.stacked(base, above=sign) if above else tex.stacked(base, below=sign)


def _nothing(_element: Element) -> str:
    return ""


_BUILDERS: dict[str, Callable[[Element], str]] = {
    "r": _run,
    "f": _fraction,
    "sSub": _scripts,
    "sSup": _scripts,
    "sSubSup": _scripts,
    "sPre": _scripts_before,
    "rad": lambda x: tex.root(_child(x, "e"), "" if _is_on(x, "degHide") else _child(x, "deg")),
    "nary": _operator,
    "d": _delimited,
    "m": _matrix,
    "eqArr": _aligned,
    "func": lambda x: tex.join((_child(x, "fName"), " ", _child(x, "e"))),
    "acc": _accented,
    "bar": _bar,
    "groupChr": _braced,
    "limLow": lambda x: tex.stacked(_child(x, "e"), below=_child(x, "lim")),
    "limUpp": lambda x: tex.stacked(_child(x, "e"), above=_child(x, "lim")),
    "borderBox": lambda x: rf"\boxed{{{_child(x, 'e')}}}",
    "del": _nothing,
    "moveFrom": _nothing,
    "rPr": _nothing,
    "ctrlPr": _nothing,
}
"""How each construct is written; the children of all others stand one after the other."""

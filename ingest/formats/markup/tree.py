"""HTML and XHTML text to an element tree, by libxml2, and the few things that are done to trees.

libxml2's HTML parser neither loads anything nor expands the entities of a document type.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from ingest.errors import SourceError
from ingest.limits import MAX_NESTING, within

if TYPE_CHECKING:
    from lxml import etree

    Element: TypeAlias = etree._Element
else:
    Element = object

_DEPTH = 2 * MAX_NESTING
"""About every other element of a web page only groups its content."""

_MATH_PREFIXES = frozenset({"m", "mml", "math", "mathml"})
"""As books in XHTML write them; the HTML parser knows no namespaces."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def parse_html(text: str) -> Element:
    """The root of the tree of an HTML or XHTML text, comments left out.

    Raises:
        SourceError: if there is no element, or elements are nested too deeply.
    """
    from lxml import etree

    # Without huge_tree a picture of ten megabytes within the page would end it.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(_allowed(text).encode(), parser)
    except etree.LxmlError as error:
        raise SourceError("no readable HTML") from error
    if root is None:
        raise SourceError("empty")
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise SourceError("elements nested too deeply")
    within(levels(root), _DEPTH, "levels of elements within elements")
    _mend(root)
    return root


def _allowed(text: str) -> str:
    """Text without the characters that XML does not allow; a form feed parts words."""
    return _CONTROLS.sub("", text.replace("\f", " "))


def _mend(root: Element) -> None:
    """What libxml2 leaves undone: controls, prefixes of MathML, definitions that nothing closes."""
    for element in list(root.iter()):
        if element.text and _CONTROLS.search(element.text):
            element.text = _allowed(element.text)
        if element.tail and _CONTROLS.search(element.tail):
            element.tail = _allowed(element.tail)
        prefix, _, tag = str(element.tag).rpartition(":")
        if prefix in _MATH_PREFIXES and tag.isalnum():
            element.tag = tag
        parent = element.getparent()
        if tag in ("dt", "dd") and parent is not None and parent.tag in ("dt", "dd"):
            for misplaced in reversed([element, *element.itersiblings()]):
                parent.addnext(misplaced)


def levels(root: Element) -> int:
    """Levels of elements; without recursion, since it guards what is recursive."""
    deepest, level = 0, [root]
    while level:
        deepest += 1
        level = [child for element in level for child in element]
    return deepest


def parts(element: Element) -> Iterator[str | Element]:
    """The texts and elements directly within an element, in order."""
    if element.text:
        yield element.text
    for child in element:
        yield child
        if child.tail:
            yield child.tail


def text_of(element: Element) -> str:
    """All text within an element, white space collapsed."""
    return " ".join("".join(map(str, element.itertext())).split())


def short_text(element: Element, most: int) -> str:
    """The same, or empty if it is longer than `most` characters; quick where there is much."""
    said, size = [], 0
    for text in element.itertext():
        said.append(str(text))
        size += len(text.strip())
        if size > most:
            return ""
    return " ".join("".join(said).split())


def local(element: Element) -> str:
    """The tag without its namespace, which the editions of a format write differently."""
    return str(element.tag).rpartition("}")[2]


def value(element: Element, name: str = "val") -> str:
    """An attribute by its name without a namespace; empty if it is not there."""
    return next((str(v) for k, v in element.items() if str(k).rpartition("}")[2] == name), "")


def first_heading(element: Element) -> str:
    """The text of the first heading within an element; empty if there is none."""
    headings = map(text_of, element.iter("h1", "h2", "h3", "h4", "h5", "h6"))
    return next(filter(None, headings), "")


def names(words: str) -> frozenset[str]:
    """A set of tags or class names, written in a line."""
    return frozenset(words.split())


def tokens(element: Element) -> set[str]:
    """The words of an element's class, in lower case."""
    return set((element.get("class") or "").lower().split())


def stated_number(text: str | None, default: int) -> int:
    """The number that an attribute states, or else `default`."""
    return int(text) if text and re.fullmatch("[0-9]{1,9}", text) else default


def remove(element: Element) -> None:
    """Takes an element out of its tree; the text after it stays."""
    parent, tail = element.getparent(), element.tail
    if parent is None:
        return
    before = element.getprevious()
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def show(element: Element) -> None:
    """Takes off what hides an element until something is pressed."""
    for name in ("hidden", "aria-hidden", "style"):
        if name in element.attrib:
            del element.attrib[name]


def replace(old: Element, new: Element) -> None:
    """Puts `new` where `old` is; the text after it stays."""
    parent = old.getparent()
    if parent is None:
        return
    new.tail = old.tail
    parent.replace(old, new)


def new_element(tag: str, text: str = "", **attributes: str) -> Element:
    """An element outside any tree."""
    from lxml import etree

    element = etree.Element(tag, attributes)
    element.text = _allowed(text)
    return element

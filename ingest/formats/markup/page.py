"""What of a web page is its content: not navigation, banners, forms or the site around it."""

from ingest.formats.markup.furniture import is_artefact, is_contents, is_noise
from ingest.formats.markup.tree import (
    Element,
    names,
    new_element,
    remove,
    short_text,
    text_of,
    tokens,
)

_CONTENT = names(
    "content main-content bodycontent markdown-body entry-content post-content doc-content"
)
_SHARE = 0.3
"""Of the page's text: the least that an article must hold to be what the page is about."""

_WHOLE = 0.8
"""Of the text of the main part: the least that its one article must hold to stand for it."""

_APART = names("ltx_tag ltx_bibblock ltx_personname")
"""Classes of LaTeXML for what stands apart from what follows it."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def main_content(root: Element, named: str = "") -> Element:
    """The element that holds what the page is about; what does not belong to it is taken out.

    Args:
        root: the tree of the page.
        named: what its head calls the page, by which a heading outside the content is known.
    """
    body = root.find("body")
    body = root if body is None else body
    _remove_furniture(body)
    title = next((x for x in body.iter("h1") if text_of(x)), None)
    content = _content(body)
    if title is not None and next(content.iter("h1"), None) is None:
        heading = text_of(title)
        if heading == named or (heading in named and not named.endswith(heading)):
            remove(title)
            title.tail, content.text = content.text, None
            content.insert(0, title)
    return content


def _content(body: Element) -> Element:
    """The main part or the articles of a page without its furniture, or else all of it."""
    least = _SHARE * len(text_of(body))
    for candidates in (
        {x: None for x in body.iter() if x.tag == "main" or x.get("role") == "main"},
        dict.fromkeys(body.iter("article")),
        {x: None for x in body.iter("div", "section") if _names(x) & _CONTENT},
    ):
        outermost = [x for x in candidates if candidates.keys().isdisjoint(x.iterancestors())]
        if outermost and sum(len(text_of(x)) for x in outermost) > least:
            content = new_element("div")
            content.extend(map(_article, outermost))
            return content
    return body


def _article(part: Element) -> Element:
    """The only article of a part, if that is all but the whole of it and has the heading."""
    articles = list(part.iter("article"))
    if len(articles) != 1 or next(articles[0].iter("h1"), None) is None:
        return part
    return articles[0] if len(text_of(articles[0])) > _WHOLE * len(text_of(part)) else part


def page_title(root: Element) -> str:
    """What the page's head calls it."""
    shared = [x.get("content") for x in root.iter("meta") if x.get("property") == "og:title"]
    title = root.find(".//head/title")
    named = " ".join((shared[0] or "").split()) if shared else ""
    return named or (text_of(title) if title is not None else "")


def _names(element: Element) -> set[str]:
    """The classes and the id of an element."""
    return tokens(element) | {(element.get("id") or "").lower()}


def _remove_furniture(body: Element) -> None:
    most = len(text_of(body)) / 2  # whoever calls half of the page by these names means its content
    headings = list(body.iter("h1"))
    ids = {(x.get("id") or "").removeprefix("user-content-") for x in body.iter()}  # as GitHub adds
    for element in list(body.iter()):
        if is_noise(element, headings) and len(text_of(element)) < most:
            remove(element)
        elif element.tag in ("ul", "ol") and is_contents(element, ids):
            _remove_contents(element)
    _part(body)
    for element in list(body.iter("a", "button", "p", "div", "span", "summary")):
        if is_artefact(element):
            _remove_with_signs(element)


def _part(body: Element) -> None:
    """Puts spaces where style sheets do: between links, after times and labels."""
    for element in body.iter("a", "time", "label", "span"):
        if element.tail or (element.tag == "span" and _APART.isdisjoint(tokens(element))):
            continue
        after = element.getnext()
        beside = after is not None and (after.tag in ("a", "time", "label") or element.tag != "a")
        if beside and next(element.iterancestors("pre", "code"), None) is None:
            element.tail = " "


def _remove_with_signs(element: Element) -> None:
    """Takes out an element, and what is around it if nothing but signs is left there."""
    parent = element.getparent()
    remove(element)
    if parent is not None and parent.tag in ("p", "div", "span", "li"):
        left = short_text(parent, 9)
        if left and not any(map(str.isalnum, left)):
            remove(parent)


def _remove_contents(element: Element) -> None:
    """Takes out a list of contents, and the heading that then heads nothing."""
    parent = element.getparent()
    while parent is not None and parent.tag == "div" and text_of(parent) == text_of(element):
        element, parent = parent, parent.getparent()
    before, after = element.getprevious(), element.getnext()
    remove(element)
    if before is None or before.tag not in _HEADINGS[1:] or (before.tail or "").strip():
        return
    if after is None or (after.tag in _HEADINGS and str(after.tag) <= str(before.tag)):
        remove(before)

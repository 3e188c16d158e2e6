"""What of a web page is its content: not navigation, banners, forms or the site around it."""

import re

from ingest.formats.markup.tree import (
    Element,
    names,
    new_element,
    remove,
    short_text,
    text_of,
    tokens,
)

_ROLES = names("navigation banner contentinfo search complementary dialog alertdialog menu menubar")
_NOISE = names(
    "breadcrumb breadcrumbs sidebar side-bar navbar site-header site-footer page-footer masthead "
    "colophon cookie-banner cookie-notice cookie-consent gdpr share sharing social social-share "
    "share-buttons sharedaddy addtoany newsletter related-posts related-articles comment-list "
    "comments-area advert ads advertisement pagination pager prev-next toc table-of-contents "
    "mw-editsection navbox noprint printfooter catlinks hatnote mw-jump-link headerlink hash-link "
    "copybtn copy-button theme-doc-toc-mobile pagination-nav js-vote-count votecell post-menu "
    "linenos nav-panel navheader navfooter"
)
_NOISE_START = ("cookie", "onetrust", "gdpr", "osano", "cc-window", "ad-slot", "addthis")
_ASIDES = re.compile(r"note|admonition|callout|tip|warning|caution|important|example|doc-")
_CONTENT = names("content main-content bodycontent markdown-body entry-content post-content")
_SHARE = 0.3
"""Of the page's text: the least that an article must hold to be what the page is about."""

_ARTEFACT = re.compile(
    r"(?:skip|jump) to (?:the )?(?:main )?(?:content|navigation|search)|share this(?: \w+)?|"
    r"share on \w+|copy (?:link|code|to clipboard)|copied!|back to top|scroll to top|"
    r"edit this page(?: on \w+)?|advertisement|\d+ min(?:ute)?s? read|on this page|"
    r"show (?:answer|solution)|expand description|(?:click )?to expand|"
    r"click to (?:show|reveal) .{0,30}",
    re.IGNORECASE,
)
_ARTEFACT_LENGTH = 60
"""Characters; nothing longer is an artefact."""

_ARTEFACT_LINK = re.compile(
    r"share|tweet|copy|print|menu|previous|next|top|sign (?:in|up)|log ?in|subscribe|follow|save|"
    r"facebook|twitter|linkedin|reddit|e?mail|accept(?: all)?(?: cookies)?|reject|edit|« ?\w+|"
    r"\w+ ?»",
    re.IGNORECASE,
)


def main_content(root: Element) -> Element:
    """The element that holds what the page is about; what does not belong to it is taken out."""
    body = root.find("body")
    body = root if body is None else body
    most = len(text_of(body)) / 2  # whoever calls half of the page by these names means its content
    headings = list(body.iter("h1"))
    for element in list(body.iter()):
        if _is_noise(element, headings) and len(text_of(element)) < most:
            remove(element)
    for element in list(body.iter("a", "button", "p", "div", "span", "li", "summary")):
        if _is_artefact(element):
            remove(element)
    least = _SHARE * len(text_of(body))
    for candidates in (
        {x: None for x in body.iter() if x.tag == "main" or x.get("role") == "main"},
        dict.fromkeys(body.iter("article")),
        {x: None for x in body.iter("div", "section") if _names(x) & _CONTENT},
    ):
        outermost = [x for x in candidates if candidates.keys().isdisjoint(x.iterancestors())]
        if outermost and sum(len(text_of(x)) for x in outermost) > least:
            content = new_element("div")
            content.extend(outermost)
            return content
    return body


def page_title(root: Element) -> str:
    """What the page's head calls it."""
    shared = [x.get("content") for x in root.iter("meta") if x.get("property") == "og:title"]
    title = root.find(".//head/title")
    named = " ".join((shared[0] or "").split()) if shared else ""
    return named or (text_of(title) if title is not None else "")


def _names(element: Element) -> set[str]:
    """The classes and the id of an element."""
    return tokens(element) | {(element.get("id") or "").lower()}


def _is_noise(element: Element, headings: list[Element]) -> bool:
    tag, called = str(element.tag), _names(element)
    if tag in ("html", "body", "main", "article"):
        return False
    if tag == "aside":
        return not _ASIDES.search(f"{' '.join(called)} {element.get('role')}")
    if tag == "header":  # of the site, not of an article or of the page's only heading
        inside = next(element.iterancestors("main", "article"), None) is not None
        return not inside and not (headings and all(element in x.iterancestors() for x in headings))
    if tag == "footer":
        quoted = next(element.iterancestors("blockquote", "figure"), None) is not None
        return not quoted and "footnotes" not in called
    return (
        tag in ("nav", "form")
        or element.get("role") in _ROLES
        or bool(called & _NOISE)
        or any(name.startswith(_NOISE_START) for name in called)
        or (tag in ("ul", "ol") and _is_contents(element))
    )


def _is_contents(element: Element) -> bool:
    """Whether a list is the page's table of contents: links within the page and nothing else."""
    links = [x for x in element.iter("a") if (x.get("href") or "").startswith("#")]
    linked = sum(len(text_of(link)) for link in links)
    return len(links) > 2 and 10 * linked > 9 * len(text_of(element))  # noqa: PLR2004


def _is_artefact(element: Element) -> bool:
    """What buttons and links for the screen leave behind when a page is saved."""
    text = short_text(element, _ARTEFACT_LENGTH)
    if not text or _ARTEFACT.fullmatch(text):
        return bool(text)
    parent = element.getparent()
    alone = parent is not None and short_text(parent, _ARTEFACT_LENGTH) == text
    return element.tag in ("a", "button") and alone and bool(_ARTEFACT_LINK.fullmatch(text))

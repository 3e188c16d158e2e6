"""What of a web page is not its content: the site around it, and what is there for the screen."""

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache

from ingest.formats.markup.tree import Element, names, short_text, text_of, tokens

_ROLES = names(
    "navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar "
    "listbox doc-toc doc-pagelist"
)
_KINDS = re.compile(r"schema\.org/(?:BreadcrumbList|SiteNavigationElement|WP\w+)\Z")
_NOISE = names(
    "sidebar side-bar navbar site-header site-footer page-footer masthead colophon sharedaddy "
    "addtoany comment-list comment-respond table-of-contents table_of_contents mw-editsection "
    "mw-portlet mw-indicators mw-jump-link ambox asbox contentsub navbox noprint printfooter "
    "catlinks hatnote sistersitebox headerlink hash-link anchor-link dropdown-menu "
    "theme-doc-version-banner theme-doc-version-badge js-vote-count votecell js-post-menu linenos "
    "nav-panel navheader navfooter social"
)
_WORDS = names(
    "ad ads advert adverts advertisement advertisements breadcrumb breadcrumbs comments consent "
    "copybtn gdpr newsletter onetrust osano pager pagination paginav share shares sharing "
    "subscribe subscription subscriptions toc tags yarpp"
)
"""Words of which the names of classes are made, as ``post-share`` and ``breadcrumbs__item`` are."""

_COMPOUNDS = re.compile(
    r"related(?:posts?|articles?|stor(?:y|ies)|content|entries|reading|links)|"
    r"(?:author|about)(?:box|bio|card)|(?:copy|clipboard)(?:button|btn|copy)|"
    r"social(?:shar|link|icon|media|bar|button|network)|prev(?:ious)?next|(?:post|page)nav(?:igation)?\Z|\A(?:cookie|ccwindow|adslot|addthis)"
)
"""The same where several words say it only together."""

_ABOUT = names("has with without no is js tag category type language")
"""Words of classes that tell what a page has, or what it is about."""

_ASIDES = re.compile(r"note|admonition|callout|tip|warning|caution|important|example|margin|doc-")
_CONTAINERS = names("div section ul ol aside")
_PLACES = names("h1 h2 h3 h4 h5 h6 dt dd html body main article")
"""Elements whose names are those of their subjects."""

_RELATIONS = names("prev next tag")
"""Of a page to those before and after it, and to those with the same tag."""

_WRITTEN = names("text email search password url tel")
"""Types of fields to write in."""

_ARTEFACT = re.compile(
    r"(?:skip|jump) to (?:the )?(?:main )?(?:content|navigation|search)|share this(?: \w+)?:?|"
    r"share on \w+|copy (?:link|code|page|to clipboard)|copied!|back to top|scroll to top|"
    r"(?:edit|view|show|improve|suggest)(?: this| the)? (?:page|source|changes|edits)"
    r"(?: (?:on|in) \w+)?|(?:edit|view|open) (?:on|in) git(?:hub|lab)|page source|advertisement|"
    r"(?:reading time:? )?[~≈]?\d+ min(?:ute)?s?(?: to)? read|reading time:? .{0,20}|"
    r"on this page|(?:toggle )?(?:the )?table of contents|in this article|page contents|"
    r"(?:was|is|did) this (?:\w+ )?(?:help|useful)\w*(?: you)?\?(?: ?yes)?(?: ?no)?|"
    r"last (?:updated|modified|edited|reviewed|revised)(?: on| at)?:? "
    r"(?:\w{3,9}[.,]? ){0,2}\d[\w ,:.+/()-]{0,30}|(?:in|out) ?\[[\d *]*\]:|"
    r"show (?:answer|solution)|expand description|(?:click )?to expand|leave a (?:comment|reply)|"
    r"click to (?:show|reveal) .{0,30}",
    re.IGNORECASE,
)
_SENTENCES = names("p li td dd dt em strong i b")
_ARTEFACT_LENGTH = 60
"""Characters; nothing longer is an artefact."""

_ARTEFACT_LINK = re.compile(
    r"share|tweet|copy|print|menu|previous|next|top|sign (?:in|up)|log ?in|subscribe|follow|save|"
    r"facebook|twitter|linkedin|reddit|e?mail|accept(?: all)?(?: cookies)?|reject|edit|toggle|"
    r"(?:read|show|load|view) (?:more|all|full \w+)|« ?\w+|\w+ ?»",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"(?:read (?:also|more|next)|also read|related(?: posts?| articles?)?|tagged|tags|"
    r"(?:filed|posted) (?:under|in)|you (?:may|might) also like)\s*:?[\s,·|]*",
    re.IGNORECASE,
)
"""What a line says that otherwise only links to other pages."""

_PAGER = re.compile(
    r"(?=.*(?:next|prev))(?:next|prev(?:ious)?|up|home|index|top|contents|[\s:,|·«»←→()\[\]])*",
    re.IGNORECASE,
)
_BACK = re.compile(r"(?:prev|older|«|←|‹).*", re.IGNORECASE)
_ON = re.compile(r"(?:next|newer).*|.*[»→›]", re.IGNORECASE)
_LINE = 300
"""Characters of the longest line that only leads to other pages."""


def is_noise(element: Element, headings: list[Element]) -> bool:
    """Whether an element is the site's, not the text's; `headings` are the page's own."""
    tag, role = str(element.tag), element.get("role")
    if tag in _PLACES:
        return False
    if tag == "aside" or role == "complementary":
        return not _ASIDES.search(f"{' '.join(tokens(element))} {element.get('id')} {role}")
    if tag == "header":  # of the site, not of an article or of the page's only heading
        inside = next(element.iterancestors("main", "article"), None) is not None
        return not inside and not (headings and all(element in x.iterancestors() for x in headings))
    if tag == "footer":
        quoted = next(element.iterancestors("blockquote", "figure"), None) is not None
        return not quoted and "footnotes" not in tokens(element)
    if tag == "form":
        return not _is_quiz(element)
    return (
        tag in ("nav", "search")
        or role in _ROLES
        or bool(_KINDS.search(element.get("itemtype") or ""))
        or _is_named(element)
    )


def _is_quiz(form: Element) -> bool:
    """Whether a form asks something that is answered by choosing."""
    fields = list(form.iter("input", "textarea"))
    written = [x for x in fields if x.tag == "textarea" or (x.get("type") or "text") in _WRITTEN]
    return bool(fields) and not written and any(x.get("type") == "radio" for x in fields)


def _is_named(element: Element) -> bool:
    """Whether a class says so, or an id, which is not taken apart."""
    called, name = tokens(element), (element.get("id") or "").lower()
    known = name in _NOISE | _WORDS or bool(_COMPOUNDS.search(_letters(name)))
    if known and element.tag in _CONTAINERS and not _is_section(element):
        return True
    if called & _NOISE:
        return True
    if element.tag == "table" or next(element.iterancestors("pre", "code"), None) is not None:
        return False
    return any(map(_is_furniture, called))


def _is_section(element: Element) -> bool:
    """Whether the id of an element is made of its heading."""
    heading = next(element.iter("h1", "h2", "h3", "h4", "h5", "h6"), None)
    name = _letters(element.get("id") or "").removeprefix("outlinecontainer")  # as Org has it
    if heading is None or name == "tableofcontents":
        return False
    return name == _letters(text_of(heading))


@lru_cache(maxsize=10_000)
def _is_furniture(name: str) -> bool:
    """Whether a class is named after share buttons, advertisements and the like."""
    words = re.findall(r"[a-z0-9]+", name)
    if not _ABOUT.isdisjoint(words):
        return False
    return not _WORDS.isdisjoint(words) or bool(_COMPOUNDS.search("".join(words)))


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text.lower()))


def is_contents(element: Element, ids: AbstractSet[str | None]) -> bool:
    """Whether a list is the page's table of contents: links within the page and nothing else."""
    links = [x for x in element.iter("a") if _is_within(x.get("href") or "", ids)]
    linked = sum(len(text_of(link)) for link in links)
    return len(links) > 2 and 10 * linked > 9 * len(text_of(element))  # noqa: PLR2004


def _is_within(href: str, ids: AbstractSet[str | None]) -> bool:
    """Whether a link leads to a place of its page, whose address browsers add on saving."""
    page, _, place = href.partition("#")
    return bool(place) and (not page or place in ids)


def is_artefact(element: Element) -> bool:
    """What buttons and links for the screen leave behind when a page is saved."""
    text = short_text(element, _ARTEFACT_LENGTH)
    if text and _ARTEFACT.fullmatch(text):
        return not _in_sentence(element)
    if element.tag in ("p", "div"):
        return _leads_away(element)
    if element.tag == "a" and not _RELATIONS.isdisjoint((element.get("rel") or "").split()):
        return not _in_sentence(element)
    parent = element.getparent()
    alone = parent is not None and short_text(parent, _ARTEFACT_LENGTH) == text
    return element.tag in ("a", "button") and alone and bool(_ARTEFACT_LINK.fullmatch(text))


def _in_sentence(element: Element) -> bool:
    """Whether an element is part of a sentence."""
    parent = element.getparent()
    if parent is None or element.tag in ("p", "div"):
        return False
    said = text_of(parent) if parent.tag in _SENTENCES else ""
    return said != text_of(element) and said.endswith((".", "!", "?", ":", ";", ","))


def _leads_away(line: Element) -> bool:
    """Whether a line links to other pages, the one before and the next or any, and says no more."""
    text = short_text(line, _LINE)
    links = [text_of(link) for link in line.iter("a")] if text else []
    if not links:
        return False
    said = text
    for link in links:
        said = said.replace(link, "", 1)
    pair = len(links) == 2 and _BACK.fullmatch(links[0]) and _ON.fullmatch(links[1])  # noqa: PLR2004
    only = pair and not said.strip(" |·•")
    return bool(only or _POINTER.fullmatch(said) or _PAGER.fullmatch(said))

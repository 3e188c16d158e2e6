"""What a reply may not bring into an answer: links, images and HTML that no source has.

A link or image that a planted instruction asks for can carry what the reader asked to a stranger's
server, so that addresses pass only if a cited passage holds them.
"""

import re
from collections.abc import Sequence

from assistant.llm.formulas import FORMULA

_TARGET = (
    r"\(\s*<?(?P<{0}>[^()\s<>]{{0,2000}}(?:\([^()\s]{{0,200}}\)[^()\s]{{0,2000}})?)"
    r"[^)\n]{{0,200}}\)"
)
_IMAGE = re.compile(r"!\[[^\]\n]{0,500}\](?:" + _TARGET.format("image") + r"|\[[^\]\n]{0,200}\])?")
_LINK = re.compile(r"\[(?P<text>[^\[\]\n]{0,500})\]" + _TARGET.format("link"))
_DEFINITION = re.compile(r"^[ \t]{0,3}\[[^\]\n]{1,200}\]:[^\n]*$", re.MULTILINE)
_ADDRESS = re.compile(
    r"<?(?:\b[a-z][a-z0-9+.-]{1,15}:/{1,3}|\bwww\.|\b(?:data|javascript|mailto|vbscript):(?=\S)|"
    r"(?<![\w:/])//(?=[\w-]+\.[\w-]))[^\s<>\"'`|]{1,4000}>?",
    re.IGNORECASE,
)
_LOADING = (
    "applet|area|audio|base|bgsound|body|button|canvas|dialog|embed|form|frame|frameset|head|html|"
    "iframe|image|img|input|link|map|marquee|math|meta|noembed|noframes|noscript|object|option|"
    "param|picture|plaintext|portal|script|select|slot|source|style|svg|template|textarea|title|"
    "track|video|xml|xmp"
)
_LAYOUT = (
    "a|abbr|article|aside|b|big|blockquote|br|caption|center|cite|code|dd|del|details|div|dl|dt|em|"
    "figcaption|figure|font|footer|h[1-6]|header|hr|i|ins|kbd|li|main|mark|nav|ol|p|pre|q|s|samp|"
    "section|small|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|time|tr|tt|u|"
    "ul|var|wbr"
)
_RUNS = rf"(?:/?(?:{_LOADING})(?![\w-])|[a-z][^<>]{{0,2000}}?[\s/\"']on[a-z]+\s*=)"
_LOADS = re.compile(
    rf"(?<!<)<++(?:{_RUNS}[^<>]{{0,2000}}>|(?P<open>(?={_RUNS}|[a-z][^<>]{{0,2000}}?=\s*[\"'`])))",
    re.IGNORECASE,
)
"""A tag that could load or run something; what only begins like one, or has attributes, is open."""

_TAG = re.compile(
    r"(?P<code>(?<![`\\])(?P<tick>`{1,8})(?!`)[^\n]{1,500}?(?<!`)(?P=tick)(?!`))"
    rf"|(?P<formula>{FORMULA.pattern})"
    rf"|</?(?:{_LAYOUT})(?:\s+(?:open|[\w:-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'|[^\s<>\"'=`]+)))*\s*/?>"
    r"|<(?:!--.{0,2000}?--|![^<>]{0,200}|\?[^<>]{0,200})>"
    rf"|{_LOADS.pattern}",
    re.IGNORECASE | re.DOTALL,
)
"""Code, a formula or a tag. The attributes of a tag that lays text out have values: ``<b and c>``
is none, but part of ``a<b and c>d``."""

_PASSES = 8
_ENDING = ".,;:!?)]}'\"*_"


def clean(text: str, cited: Sequence[str], *, code: bool = False) -> str:
    """A sentence or block without what its cited passages do not have.

    Links are reduced to their words, images and bare addresses are left out, unless a cited
    passage holds the address. HTML tags are always left out, except in code, and in formulas those
    that load nothing. What becomes a link or a tag by that goes too; of a text in which this does
    not end soon nothing is left.

    Args:
        text: of a model.
        cited: texts of the passages that it cites.
        code: whether the text is a block of code.
    """

    def known(address: str) -> bool:
        bare = address.strip("<>").rstrip(_ENDING)
        return bool(bare) and any(bare in passage for passage in cited)

    for _ in range(_PASSES):
        before = text
        text = text if code else _TAG.sub(_shown, text)
        text = _IMAGE.sub(lambda m: m.group() if known(m["image"] or "") else "", text)
        text = _LINK.sub(lambda m: m.group() if known(m["link"]) else m["text"], text)
        text = _DEFINITION.sub(
            lambda m: m.group() if known(m.group().partition(":")[2].strip()) else "", text
        )
        text = _ADDRESS.sub(lambda m: m.group() if known(m.group()) else _ending(m.group()), text)
        if text == before:
            return text.strip("\n") if code else text.strip()
    return ""


def _shown(found: re.Match[str]) -> str:
    """What stays of code, of a formula or of a tag."""
    if found["formula"]:
        return _LOADS.sub(_harmless, found["formula"])
    return found["code"] or _harmless(found)


def _harmless(found: re.Match[str]) -> str:
    """Nothing of a tag; what may be a comparison as well stays, with a blank that no tag has."""
    return "" if found["open"] is None else f"{found.group()} "


def _ending(address: str) -> str:
    """The punctuation that ends the sentence an address stands in."""
    return "" if address.endswith(">") else address[len(address.rstrip(_ENDING)) :]

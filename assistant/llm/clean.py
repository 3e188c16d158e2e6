"""What a reply may not bring into an answer: links, images and HTML that no source has.

A link or image that a planted instruction asks for can carry what the reader asked to a stranger's
server, so that addresses pass only if a cited passage holds them.
"""

import re
from collections.abc import Sequence

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
_TAG = re.compile(
    r"<(?:/?[a-zA-Z][^<>]{0,2000}|!--.{0,2000}?--|![^<>]{0,200}|\?[^<>]{0,200})>", re.DOTALL
)
_INLINE_CODE = re.compile(r"(`{1,2}[^`\n]{1,500}`{1,2})")
_ENDING = ".,;:!?)]}'\"*_"


def clean(text: str, cited: Sequence[str], *, code: bool = False) -> str:
    """A sentence or block without what its cited passages do not have.

    Links are reduced to their words, images and bare addresses are left out, unless a cited
    passage holds the address; HTML tags are always left out, except in code.

    Args:
        text: of a model.
        cited: texts of the passages that it cites.
        code: whether the text is a block of code.
    """

    def known(address: str) -> bool:
        bare = address.strip("<>").rstrip(_ENDING)
        return bool(bare) and any(bare in passage for passage in cited)

    text = _IMAGE.sub(lambda m: m.group() if known(m["image"] or "") else "", text)
    text = _LINK.sub(lambda m: m.group() if known(m["link"]) else m["text"], text)
    text = _DEFINITION.sub(
        lambda m: m.group() if known(m.group().partition(":")[2].strip()) else "", text
    )
    text = _ADDRESS.sub(lambda m: m.group() if known(m.group()) else _ending(m.group()), text)
    if not code:
        parts = _INLINE_CODE.split(text)
        parts[::2] = [_TAG.sub("", part) for part in parts[::2]]
        text = "".join(parts)
    return text.strip("\n") if code else text.strip()


def _ending(address: str) -> str:
    """The punctuation that ends the sentence an address stands in."""
    return "" if address.endswith(">") else address[len(address.rstrip(_ENDING)) :]

"""Bytes of HTML to text: what the page declares counts, where its bytes do not say otherwise."""

import re

from ingest.encoding.decode import decode
from ingest.encoding.repair import repair

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]{0,100}?encoding=["']([\w-]+)""",
    re.IGNORECASE,
)
_WITHIN = 4096
"""Bytes at the start of a page in which it may declare its encoding."""

_KNOWN = re.compile(
    r"iso-8859-\d{1,2}|windows-\d{3,4}|cp\d{3,4}|koi8-[ru]|gb2312|gbk|gb18030|big5|euc-jp|euc-kr|"
    r"shift[_-]jis|iso-2022-jp|macintosh|tis-620"
)
_WIDER = {"iso-8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "iso-8859-9": "cp1254"}
"""Browsers take these names for encodings that hold more, and so do the writers of pages."""


def decode_html(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a page, repaired where it was garbled, and remarks on what was lost.

    Raises:
        SourceError: if the bytes are not text.
    """
    text = _as_declared(data)
    remarks: tuple[str, ...] = ()
    if text is None:
        decoded = decode(data)
        text, remarks = decoded.text, decoded.remarks
    repaired = repair(text)
    return repaired.text, (*remarks, *repaired.remarks)


def _as_declared(data: bytes) -> str | None:
    """The text in the encoding that the page declares; None if it declares none, or a wrong one.

    A page that is UTF-8 is UTF-8, whatever it declares.
    """
    declared = _DECLARED.search(data[:_WITHIN])
    name = (declared[1] or declared[2]).decode().lower() if declared else ""
    if not _KNOWN.fullmatch(name) or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    name = _WIDER.get(name, name)
    for encoding in (name,) if name.startswith("iso-2022") else ("utf-8-sig", name):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return None

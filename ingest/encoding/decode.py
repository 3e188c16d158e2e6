"""The bytes of a text file to its text, whatever encoding they are in."""

import codecs
import re
from dataclasses import dataclass

from ingest.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; UTF-32's first, since that of UTF-16 is how one of them begins."""

_CUT = "the last character is cut off"
_PRINTABLE = bytes(range(ord(" "), ord("~") + 1))
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
_MAX_CONTROLS = 0.01
"""Share of control characters that text may have: form feeds and escapes occur, not much else."""

_MAX_ODDITY = 0.3
"""Oddity of a character, on average, that text may have; pairs of unrelated bytes have more."""

_SAMPLE = 20_000
"""Characters that are enough to tell text from binary data."""

_STRAY = re.compile("[\udc80-\udcff]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text.

    Attributes:
        text: the text, with the file's own line ends and without a byte order mark.
        encoding: Python's name of the encoding that it was in.
        remarks: what a reader should know, such as a guessed encoding.
    """

    text: str
    encoding: str
    remarks: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """Decodes a text file.

    UTF-8, UTF-16 and UTF-32 are recognised with certainty, with or without a byte order mark;
    anything else is read in the old encoding in which it makes most sense, and remarked on.

    Raises:
        SourceError: if `data` is empty, blank, or not text.
    """
    decoded = _marked(data) or _unmarked_wide(data)
    if decoded is None:
        if b"\0" in data or not _is_text(data[:_SAMPLE].decode("latin-1")):
            raise SourceError("binary data, not text")
        decoded = _escaped(data) or _utf8(data) or _legacy(data)
    if not decoded.text.strip().strip("\ufeff\u200b"):
        raise SourceError("empty")
    return decoded


def is_text(data: bytes) -> bool:
    """Whether bytes are text beyond doubt: two zero bytes alone could be UTF-16 too."""
    if b"\0" in data and not _marked(data):
        return False
    try:
        decode(data)
    except SourceError:
        return False
    return True


def _is_text(sample: str) -> bool:
    return len(_CONTROLS.findall(sample)) <= _MAX_CONTROLS * len(sample)


def _marked(data: bytes) -> Decoded | None:
    """The text after a byte order mark; None without one, or if it is no mark after all."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            decoded = _utf8(body) if encoding == "utf-8" else _wide(body, encoding)
            if decoded and _is_text(decoded.text[:_SAMPLE]):
                return decoded
    return None


def _unmarked_wide(data: bytes) -> Decoded | None:
    """UTF-16 or UTF-32 without a mark, told by the zero bytes of its ASCII characters.

    Strings that end in zero bytes decode too, as Chinese; they are told by how few zeros they have.
    """
    zeros = data.count(0)
    if not zeros:
        return None
    printable = len(data) - len(data.translate(None, _PRINTABLE))
    if zeros < 0.3 * len(data) and printable > 0.7 * (len(data) - zeros):
        return None
    for width in ("utf-32", "utf-16"):
        both = [_wide(data, f"{width}-{order}") for order in ("le", "be")]
        found = [
            (_mean_oddity(decoded.text), decoded)
            for decoded in both
            if decoded and decoded.text and not decoded.remarks
        ]
        if found:
            oddity, decoded = min(found, key=lambda pair: pair[0])
            if oddity <= _MAX_ODDITY and _is_text(decoded.text[:_SAMPLE]):
                return decoded
    return None


def _mean_oddity(text: str) -> float:
    from ingest.encoding.oddity import oddity

    sample = f" {text[:_SAMPLE]} "
    return oddity(sample) / len(sample)


def _wide(data: bytes, encoding: str) -> Decoded | None:
    """`data` in UTF-16 or UTF-32, without what is cut off at its end; None if it is not that."""
    cut = len(data) % (int(encoding[4:6]) // 8)
    text = _strict(data[: len(data) - cut], encoding)
    return None if text is None else Decoded(text, encoding, (_CUT,) if cut else ())


def _utf8(data: bytes) -> Decoded | None:
    """UTF-8, be it with some bytes that are not; None if most are not."""
    if (text := _strict(data, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    if (text := _surrogates_joined(data)) is not None:
        return Decoded(text, "utf-8")
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    text = decoder.decode(data)
    remarks = [_CUT] if decoder.getstate()[0] else []
    stray = sum(map(len, _STRAY.findall(text)))
    good = sum(char > "\x7f" for char in text) - stray
    if stray > good or not good:
        return None
    if stray:
        text = _STRAY.sub(lambda match: _cp1252(match[0]), text)
        remarks.append(f"bytes that are not UTF-8 were read as cp1252 ({stray})")
    return Decoded(text, "utf-8", tuple(remarks))


def _surrogates_joined(data: bytes) -> str | None:
    """UTF-8 made of the halves of UTF-16 pairs, as some databases write emoji."""
    try:
        halves = data.decode("utf-8", "surrogatepass")
        return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeError:
        return None


def _cp1252(escaped: str) -> str:
    data = escaped.encode("utf-8", "surrogateescape")
    return _strict(data, "cp1252") or data.decode("latin-1")


def _escaped(data: bytes) -> Decoded | None:
    """Japanese in seven bits, as old mail has it."""
    text = _strict(data, "iso2022_jp") if b"\x1b$" in data and data.isascii() else None
    return None if text is None or text.isascii() else Decoded(text, "iso2022_jp")


def _legacy(data: bytes) -> Decoded:
    from ingest.encoding.legacy import guess

    encoding, text = guess(data)
    return Decoded(text, encoding, (f"not UTF-8; read as {encoding}",))


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None

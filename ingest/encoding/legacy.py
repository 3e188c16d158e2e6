"""Which old encoding a text is in: the one in which it reads best.

charset-normalizer is asked first, and is right about long texts and East Asian ones. Notes of a
line or two it takes for Baltic, Vietnamese or Chinese as easily as for French, so its answer has
to stand the comparison with the other encodings: how oddly the text reads in each, and how many
letters no single language has.
"""

import re
from collections import Counter

from ingest.encoding.kinds import KINDS
from ingest.encoding.oddity import oddity

_SINGLE = (
    "cp1252", "cp1251", "cp1250", "mac_roman", "cp1254", "cp1253", "cp1255", "cp1256", "cp874",
    "cp1257", "cp1258", "koi8_r", "koi8_u", "cp850", "cp437", "cp866", "cp852", "mac_cyrillic",
    "iso8859_2", "iso8859_5", "iso8859_7", "iso8859_15", "mac_latin2",
)  # fmt: skip
"""Single-byte encodings, the commoner first: of equally good ones the earlier wins."""

_MULTI = ("gb18030", "big5", "cp932", "euc_jp", "cp949")
"""East Asian encodings, each the widest of its family."""

_ALPHABETS = tuple(
    set(letters)
    for letters in (
        "àâæçéèêëîïôœùûüÿ", "äöüßé", "áéíñóúüªº", "áâãàçéêíóôõúüªº", "àèéìíîòóùú", "áéèëïíóöúüêç",
        "æøåéóòôêàö", "åäöéàüš", "áéíóúýðþæö", "àçèéíïòóúü", "ąćęłńóśźż", "áčďéěíňóřšťúůýžö",
        "áäčďéíľňóôšťúýž", "áéíóöőúüű", "ăâîșțşţ", "čćđšž", "çğıöşüâîû\u0307", "ąčęėįšųūž",
        "āčēģīķļņšūž", "äöõüšž", "àáâãèéêìíòóôõùúýăđĩũơư", "âêîôûáéíóúëïöŵŷ", "çë", "áéíóú",
        "абвгдежзийклмнопрстуфхцчшщъыьэюяё", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        "абвгдеёжзійклмнопрстуўфхцчшыьэюя", "абвгдежзийклмнопрстуфхцчшщъьюя",
        "абвгдђежзијклљмнњопрстћуфхцчџш", "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
    )
)  # fmt: skip
"""The letters beyond ASCII of one language each."""

_SAMPLE = 30_000
"""Bytes that are enough to tell encodings apart."""

_OFTEN = "оеаинтрсвлдкмпу"
"""The most frequent letters of Cyrillic, which are the rare ones of it in a wrong encoding."""

_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\ud7af\uf900-\ufaff\uff00-\uffef]+")
_STRAY_GREEK = re.compile(
    r"(?<![\u0370-\u03ff])[\u0370-\u03ff](?![\u0370-\u03ff])"
    r"|(?<=[A-Za-z])[\u0370-\u03ff]|[\u0370-\u03ff](?=[A-Za-z])"
)
"""Greek within Latin words, or one letter of it: as mathematics it is written in UTF-8."""

_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_LINE = re.compile(rb"(?<![^\n\r])[^\n\r\x80-\xff]*+[\x80-\xff][^\n\r]*+")


_DENSE = 0.4
"""Share of bytes above 0x7F from which on a text is in another script than Latin."""

_TRUST = 0.25
"""By how much stranger a text may read in charset-normalizer's encoding, for each such byte."""


def guess(data: bytes) -> tuple[str, str]:
    """Python's name of the encoding that `data` is most likely in, and its text in that."""
    sample = b"\n".join(_HIGH_LINE.findall(data[: 20 * _SAMPLE]))[:_SAMPLE]
    high = len(_HIGH.findall(sample))
    trust = high * _TRUST if high > _DENSE * len(sample) else 0.0
    favourite = _favourite(sample)
    names = dict.fromkeys((*_SINGLE, *([favourite] if favourite else [])))
    ranked = sorted(
        (_strangeness(text) - trust * (name == favourite), number, name)
        for number, name in enumerate(names)
        if (text := _decoded(sample, name)) is not None
    )
    for _, _, name in ranked:
        text = _decoded(data, name)
        if text is not None:
            return name, text
    return "latin_1", data.decode("latin-1")


def _favourite(sample: bytes) -> str | None:
    """The encoding that charset-normalizer names, by Python's name of it."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=[*_SINGLE, *_MULTI], enable_fallback=False).best()
    return best.encoding if best else None


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _strangeness(text: str) -> float:
    """How unlikely it is that `text` was written: next to 0 for ordinary text in one language."""
    letters = Counter(char for char in text.lower() if KINDS[char][0] in "lLrcC")
    seldom = sum(
        count for char, count in letters.items() if KINDS[char] == "c" and char not in _OFTEN
    )
    signs = sum(KINDS[char][0] in "°²$+√f¨#*" or "｡" <= char <= "ﾟ" for char in text)
    lonely = sum(len(run) == 1 for run in _WIDE.findall(text))
    mixed = len(_STRAY_GREEK.findall(text))
    return oddity(text) + mixed + lonely + (_foreign(letters) + seldom) / 2 + signs / 4


def _foreign(letters: Counter[str]) -> int:
    """How many letters are not of the one language that has most of them."""
    return min(
        sum(count for letter, count in letters.items() if letter not in alphabet)
        for alphabet in _ALPHABETS
    )

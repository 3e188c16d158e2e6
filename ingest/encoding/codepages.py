"""The single-byte code pages that UTF-8 bytes are wrongly read in, and what each makes of them."""

from dataclasses import dataclass
from functools import cache

NAMES = (
    "cp1252", "latin_1", "mac_roman", "cp437", "cp1251", "cp1250", "cp1254", "cp850", "cp874",
    "cp1253", "cp1257", "cp1255", "cp1256", "cp1258", "koi8_r", "koi8_u", "cp866", "cp852",
    "cp857", "cp855", "cp737", "cp775", "cp860", "cp861", "cp862", "cp863", "cp865", "cp869",
    "mac_turkish", "mac_latin2", "mac_cyrillic", "mac_greek", "mac_croatian", "mac_romanian",
    "mac_iceland", "iso8859_2", "iso8859_15", "iso8859_9", "iso8859_5", "iso8859_7", "iso8859_13",
    "iso8859_4", "iso8859_16",
)  # fmt: skip
"""Python's names, the commoner first: of two readings that are equally good the earlier wins."""

HIGH = range(0x80, 0x100)
TRAILS = range(0x80, 0xC0)
"""Bytes that continue a sequence of UTF-8."""

_LEADS = {2: range(0xC2, 0xE0), 3: range(0xE0, 0xF0), 4: range(0xF0, 0xF5)}
_GONE = 0xFFFD


@dataclass(frozen=True, slots=True, eq=False)
class CodePage:
    """One code page, from characters back to bytes.

    Attributes:
        name: Python's name of the codec.
        byte_of: the byte above 0x7F that each character stood for. Bytes that the code page leaves
            undefined come out of real decoders as C1 controls or as Windows-1252 has them, so both
            are here.
        table: the same for `str.translate`, with the bytes as Latin-1 characters.
        undefined: bytes that the code page leaves undefined; many decoders lose them.
    """

    name: str
    byte_of: dict[str, int]
    table: dict[int, int]
    undefined: tuple[int, ...]

    def undo(self, text: str) -> str | None:
        """`text` as it was before its bytes were read in this code page; None if they do not fit.

        ASCII stays as it is, so a passage can be undone as a whole.
        """
        try:
            return text.translate(self.table).encode("latin-1").decode("utf-8")
        except UnicodeError:
            return None


def length_of(lead: int) -> int:
    """Bytes of the UTF-8 sequence that the byte `lead` opens; 0 if it opens none."""
    return next((length for length, leads in _LEADS.items() if lead in leads), 0)


@cache
def code_pages() -> tuple[CodePage, ...]:
    """All code pages, the commoner first."""
    return tuple(_code_page(name) for name in NAMES)


def _code_page(name: str) -> CodePage:
    byte_of: dict[str, int] = {}
    undefined = []
    for byte in HIGH:
        if (char := _char(byte, name)) is None:
            undefined.append(byte)
        else:
            byte_of.setdefault(char, byte)
    for byte in undefined:
        for stand_in in (chr(byte), _char(byte, "cp1252")):
            if stand_in is not None:
                byte_of.setdefault(stand_in, byte)
    if name.startswith("mac_"):
        byte_of.setdefault("¤", 0xDB)  # the euro took this place in 1998
    # Latin-1 characters that the code page lacks must not pass for bytes of it.
    table = dict.fromkeys(HIGH, _GONE) | {ord(char): byte for char, byte in byte_of.items()}
    return CodePage(name, byte_of, table, tuple(undefined))


def _char(byte: int, name: str) -> str | None:
    try:
        return bytes([byte]).decode(name)
    except UnicodeDecodeError:
        return None

"""Zip containers of study files (Word, PowerPoint, EPUB), opened within bounds.

What a container says of its sizes is not trusted: every member is unpacked once, and counted,
before any parser sees the container.
"""

import io
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from ingest.errors import SourceError
from ingest.limits import MAX_EXPANDED, MAX_MEMBERS, MAX_RATIO, within

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    RuntimeError,
    NotImplementedError,
)
"""What reading a damaged container raises."""

_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_FREE = 1_000_000
"""Bytes that a member may expand to at any ratio: small files of blanks pack a thousandfold."""

_PIECE = 1 << 20


def checked(data: bytes) -> zipfile.ZipFile:
    """The container, once all of it was unpacked within bounds.

    Raises:
        SourceError: if it is damaged, cut off, encrypted, larger than what is read, or names a
            member outside itself.
    """
    within(data.count(_ENTRY), MAX_MEMBERS, "files in the container")
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
        expanded = 0
        for entry in container.infolist():
            _check_entry(entry)
            expanded += _expanded(container, entry, MAX_EXPANDED - expanded)
    except DAMAGED as error:
        raise SourceError("a damaged or cut-off container file") from error
    return container


def member(container: zipfile.ZipFile, name: str) -> bytes | None:
    """The bytes of a member of a checked container; None if there is no such member."""
    try:
        return container.read(name)
    except KeyError:
        return None
    except DAMAGED as error:
        raise SourceError("a damaged or cut-off container file") from error


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/")
    if PurePosixPath(name).is_absolute() or ".." in name.split("/") or name[1:2] == ":":
        raise SourceError("unsafe: it holds a file that would be written outside its folder")
    if entry.flag_bits & _ENCRYPTED:
        raise SourceError("protected by a password; save it without one")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SourceError("a container packed by a method that is not read here")


def _expanded(container: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> int:
    """Bytes that a member really expands to.

    Raises:
        SourceError: when that exceeds `room`, or its ratio to what is packed.
    """
    size = 0
    with container.open(entry) as unpacked:
        while piece := unpacked.read(_PIECE):
            size += len(piece)
            if size > room:
                raise SourceError(f"expands to more than {MAX_EXPANDED // 1_000_000} MB")
            if size > max(_FREE, MAX_RATIO * entry.compress_size):
                raise SourceError("unsafe: it expands as only an archive bomb does")
    return size

"""The study files under a folder: what is walked, what is passed over, what is refused."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from ingest.questions import holds_questions
from ingest.types import Failure

_HIDDEN = (".", "~$")
"""Beginnings of names: hidden files, and what office programs leave beside an open document."""

_LEFT_BEHIND = {"thumbs.db", "desktop.ini", "icon\r"}
"""What systems leave in folders that people look at."""

_LIBRARIES = {"node_modules", "__pycache__", "site-packages"}
"""Folders of other people's programs, which lie in repositories beside notes."""

_HOME = (Path("index", "current"), Path("index", "writer.lock"))
"""What lies in a home of Viva, the lock while its first index is being made."""

_NO_LINK = {
    errno.ENOENT: "a link to something that is not there",
    errno.ENOTDIR: "a link to something that is not there",
    errno.ELOOP: "a link that leads to itself",
}
_DENIED = "may not be opened; see its permissions"


def absolute(name: str | Path) -> Path:
    """A path from the root and without ``..``; links are kept, since files are known by them."""
    return Path(os.path.abspath(name))  # noqa: PTH100 - `Path.resolve` follows links


def files_under(root: Path, refused: list[Failure]) -> Iterator[Path]:
    """The files under a root, or the root itself if it is one, in stable order.

    Hidden files, what programs and systems leave behind, folders of libraries and homes of Viva are
    passed over, and so are questions: they are read with the file beside which they lie.
    Folders are not entered through links; their files are found where they lie.

    Args:
        root: absolute; a file is yielded whatever its name is.
        refused: is told of files and folders that may not be read, and of links that lead out of
            the root.
    """
    try:
        mode = root.stat().st_mode
    except OSError as error:
        gone = "no longer there; what it held is not in the index"
        reason = gone if error.errno in _NO_LINK else unopened(error)
        refused.append(Failure(shown(root), reason))
        return
    if not stat.S_ISDIR(mode):
        yield from () if holds_questions(root.name) else _checked(root, None, refused)
        return
    if _is_home(root):
        refused.append(Failure(shown(root), "a home of Viva; name the folders of your notes"))
        return

    def denied(error: OSError) -> None:
        refused.append(Failure(shown(Path(error.filename)), unopened(error)))

    inside = root.resolve()
    for folder, names, files in os.walk(root, onerror=denied):
        names[:] = sorted(
            name
            for name in names
            if not _passed_over(name, name in _LIBRARIES) and not _is_home(Path(folder) / name)
        )
        linked = [name for name in names if (Path(folder) / name).is_symlink()]
        for name in sorted([*files, *linked]):
            if not _passed_over(name) and not holds_questions(name):
                yield from _checked(Path(folder) / name, inside, refused)


def is_absent(path: Path) -> bool:
    """Whether there is no such file or folder; one that may not be looked at is there."""
    try:
        path.stat()
    except OSError as error:
        return error.errno in (*_NO_LINK, errno.ENAMETOOLONG)
    return False


def shown(path: Path) -> str:
    """A path as text; what is no character in its name is written as an escape."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def unopened(error: OSError) -> str:
    """Why a file or folder could not be opened, in words."""
    denied = error.errno in (errno.EACCES, errno.EPERM)
    return _DENIED if denied else f"cannot be opened: {error.strerror}"


def _is_home(folder: Path) -> bool:
    # Unlike Path.is_file: False, not an error, where it may not be looked at.
    return any(os.path.isfile(folder / mark) for mark in _HOME)  # noqa: PTH113


def _passed_over(name: str, library: bool = False) -> bool:
    copy = name.endswith("~") or (name.startswith("#") and name.endswith("#"))
    return library or copy or name.startswith(_HIDDEN) or name.lower() in _LEFT_BEHIND


def _checked(path: Path, inside: Path | None, refused: list[Failure]) -> Iterator[Path]:
    """The path if it is a file that may be read; folders behind links are neither."""
    try:
        mode = path.stat().st_mode
        leads_out = inside is not None and not path.resolve().is_relative_to(inside)
    except OSError as error:
        refused.append(Failure(shown(path), _NO_LINK.get(error.errno or 0) or unopened(error)))
        return
    if leads_out:
        reason = "a link that leads out of the folder; add what it leads to by its own name"
    elif stat.S_ISDIR(mode):
        return
    elif not stat.S_ISREG(mode):
        reason = "a pipe or a device, not a file"
    elif shown(path) != str(path):
        reason = "its name is not in UTF-8; rename it"
    else:
        yield path
        return
    refused.append(Failure(shown(path), reason))

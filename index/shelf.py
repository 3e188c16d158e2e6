"""The folder of a home where files handed to Viva are kept."""

import re
import shutil
import unicodedata
from itertools import chain, count
from pathlib import Path

from index.errors import StoreError
from index.home import Home
from ingest.digest import file_sha256
from ingest.limits import MAX_BYTES
from ingest.metadata import without_lone_surrogates

_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]')
"""What some file system forbids in a name, and what makes a name read backwards."""

_LONGEST, _LONGEST_ENDING = 120, 20
"""Characters of a name, and of its ending."""

_BYTES, _BYTES_OF_ENDING = 240, 40
"""The same in UTF-8: file systems take 255, of which a number and a draft's marks need some."""


def keep(home: Home, file: Path, name: str) -> tuple[Path, bool]:
    """Copies a file into the home's library under the name it was handed in with.

    A file that is there already, byte for byte, is not copied again; another one of the same name
    stays beside it, numbered.

    Returns:
        Where the file lies now, and whether it is new there.

    Raises:
        StoreError: with the reason, if it is too large or cannot be written.
    """
    try:
        size, digest = file.stat().st_size, file_sha256(file)
        if size > MAX_BYTES:
            raise StoreError(f"larger than {MAX_BYTES // 1_000_000} MB")
        home.library.mkdir(parents=True, exist_ok=True)
        plain = Path(fit_name(name))
        numbered = (f"{plain.stem} ({number}){plain.suffix}" for number in count(2))
        for each in chain([plain.name], numbered):
            target = home.library / each
            if target.is_file() and target.stat().st_size == size and file_sha256(target) == digest:
                return target, False
            if not target.exists():
                break
        draft = target.with_name(f".{target.name}.part")
        shutil.copyfile(file, draft)
        draft.replace(target)
    except OSError as error:
        raise StoreError(f"cannot be kept: {error.strerror or error}") from error
    return target, True


def fit_name(name: str) -> str:
    """A name that every file system takes: one path part, visible, of moderate length."""
    whole: str = without_lone_surrogates(name)
    last = unicodedata.normalize("NFC", whole).replace("\\", "/").rsplit("/", 1)[-1]
    path = Path(_UNFIT.sub("_", last).strip(" .~$") or "file")
    ending = _cut(path.suffix, _LONGEST_ENDING, _BYTES_OF_ENDING)
    return _cut(path.stem, _LONGEST - len(ending), _BYTES - len(ending.encode())) + ending


def _cut(text: str, characters: int, size: int) -> str:
    """The beginning of a text, of so many characters and bytes at most."""
    return text[:characters].encode()[:size].decode(errors="ignore")

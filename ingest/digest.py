"""Content digests: the one way in which texts, files and settings are named by what they hold."""

import hashlib
from pathlib import Path

_BLOCK = 1 << 20


def digest(*parts: str) -> str:
    """SHA-256 over length-prefixed `parts`, so that no two lists collide; 32 hexadecimal digits."""
    state = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()[:32]


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, 64 hexadecimal digits."""
    state = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            state.update(block)
    return state.hexdigest()

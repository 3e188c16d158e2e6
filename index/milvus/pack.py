"""What Milvus has no type for, as lists of strings: long texts, and the bytes of token vectors.

A string of Milvus holds at most 65,535 bytes and a list 4,096 strings, so that a value may take
268 MB.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from index.tokens import Tokens

MAX_BYTES = 65_535
"""Of one string."""

MAX_PARTS = 4_096
"""Strings of one list."""

_PART = 16_380
"""Characters of a part: of four bytes each at most, and a multiple of base64's four."""
_HEAD = np.dtype("<i4")
_SPAN = np.dtype("<u2")
_PIECE = np.dtype("<i4")


def pack_text(text: str) -> list[str]:
    """A text of any length in parts."""
    return [text[first : first + _PART] for first in range(0, len(text), _PART)]


def pack_json(value: Mapping[str, Any]) -> list[str]:
    """JSON of any length in parts; halves of characters, which no store takes, are escapes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return pack_text(text.encode("utf-8", "backslashreplace").decode("utf-8"))


def unpack_json(parts: Sequence[str]) -> dict[str, Any]:
    """What `pack_json` was given."""
    value: dict[str, Any] = json.loads("".join(parts))
    return value


def pack_tokens(tokens: Tokens) -> list[str]:
    """Word pieces as base64 in parts, little-endian throughout.

    Two int32, the number of pieces n and the width; n x width int8, the vectors; n x 2 uint16, the
    spans; n int32, the pieces' numbers. That is ``width + 8`` bytes a piece before base64 makes
    four characters of three bytes.
    """
    head = np.array(tokens.vectors.shape, _HEAD)
    arrays = (head, tokens.vectors, tokens.spans.astype(_SPAN), tokens.pieces.astype(_PIECE))
    return pack_text(base64.b64encode(b"".join(x.tobytes() for x in arrays)).decode("ascii"))


def unpack_tokens(parts: Sequence[str]) -> Tokens:
    """What `pack_tokens` was given."""
    data = base64.b64decode("".join(parts))
    n, width = np.frombuffer(data, _HEAD, 2).tolist()
    first = 2 * _HEAD.itemsize
    vectors = np.frombuffer(data, np.int8, n * width, first).reshape(n, width)
    first += vectors.nbytes
    spans = np.frombuffer(data, _SPAN, 2 * n, first).reshape(n, 2)
    pieces = np.frombuffer(data, _PIECE, n, first + spans.nbytes)
    return Tokens(vectors, spans, pieces)

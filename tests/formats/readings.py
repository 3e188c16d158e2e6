"""What tests ask of what a reader makes of a file."""

import unicodedata
from collections.abc import Callable, Iterable
from itertools import pairwise

import pytest

from ingest.content import Content
from ingest.errors import SourceError
from ingest.place import place
from ingest.structure.markdown import markdown_blocks
from ingest.types import Document, Kind
from tests.formats.laws import check_locations

Reader = Callable[[bytes], Content]


def where(content: Content, quote: str) -> str:
    """The place of the first occurrence of a quote."""
    start = content.text.index(quote)
    document = Document("d", content.title, ("d",), content.text, content.locations)
    return place(document, start, start + len(quote))


def reason(read: Reader, data: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(SourceError) as raised:
        read(data)
    return str(raised.value)


def blocks(content: Content) -> list[tuple[Kind, tuple[str, ...], str]]:
    """Kind, heading path and text of each block."""
    return [
        (block.kind, block.headings, content.text[block.body : block.end])
        for block in markdown_blocks(content.text)
    ]


def laws(content: Content) -> None:
    """The text is composed and fit to be stored; neighbouring places are different ones."""
    assert content.text.strip()
    content.text.encode()  # no lone surrogates
    assert unicodedata.is_normalized("NFC", content.text)
    check_locations(content)
    labels = [location.label for location in content.locations]
    assert all(one != other for one, other in pairwise(labels))


def only_content_or_reasons(read: Reader, files: Iterable[bytes]) -> set[str]:
    """Reads every file, however damaged.

    Returns:
        The reasons that were given; ``""`` stands for files that were read.
    """
    reasons = set()
    for data in files:
        try:
            laws(read(data))
        except SourceError as error:
            said = str(error)
            assert said and not said.endswith(".")
            assert "\n" not in said
            reasons.add(said)
        else:
            reasons.add("")
    return reasons

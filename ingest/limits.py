"""How much one file may hold: what exceeds it is an attack or a mistake, not a study note."""

from ingest.errors import SourceError

MAX_BYTES = 50_000_000
"""Of a file; a parser's memory is a multiple of it."""

MAX_EXPANDED = 200_000_000
"""Bytes of all members of a zip container together."""

MAX_RATIO = 200
"""Expanded to packed bytes of one member above a megabyte; text packs 3 to 20 times."""

MAX_MEMBERS = 10_000
"""Files in a zip container."""

MAX_PAGES = 3_000
"""Pages of a PDF, slides of a presentation, chapters of a book."""

MAX_CELLS = 500_000
"""Cells of all tables of a file together."""

MAX_NESTING = 100
"""Levels of elements within elements that carry text."""

MAX_TEXT = 20_000_000
"""Characters of extracted text."""


def within(value: int, limit: int, what: str) -> None:
    """Raises SourceError when `value` exceeds `limit`; `what` names the counted things."""
    if value > limit:
        raise SourceError(f"{value:,} {what}, more than the {limit:,} that are read")

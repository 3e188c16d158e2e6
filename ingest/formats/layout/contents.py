"""Tables of contents, which repeat the headings of a document and say nothing of their own."""

import re
from collections.abc import Sequence
from itertools import groupby

from ingest.formats.layout.blocks import Block, Form
from ingest.formats.layout.headings import plain, text_of

_LEAST = 3
"""Entries of a table of contents; fewer may be a summary of results."""

_MOST = 0.7
"""Share of the lines of a table that are entries, at the least."""

_ENTRY = re.compile(r"^[|\s]*(.*\S)[|\s…]+(?:\d{1,4}|[ivxlc]{1,6})[|\s]*$")
_FORMS = (Form.TABLE, Form.PARAGRAPH, Form.ITEM, Form.HEADING)


def without_contents(blocks: Sequence[Block]) -> list[Block]:
    """The blocks but the tables of contents, and the headings above these."""
    titles = {plain(text_of(block)) for block in blocks if block.form is Form.HEADING}
    kept: list[Block] = []
    for listed, run in groupby(blocks, key=lambda block: _is_listed(block, titles)):
        part = list(run)
        if listed and sum(_entries(block, titles) for block in part) >= _LEAST:
            if kept and kept[-1].form is Form.HEADING:
                kept.pop()
        else:
            kept += part
    return kept


def _is_listed(block: Block, titles: set[str]) -> bool:
    return block.form in _FORMS and _entries(block, titles) >= max(1, _MOST * len(block.lines) - 1)


def _entries(block: Block, titles: set[str]) -> int:
    """How many lines of a block are titles of the document with a number behind them."""
    found = (_ENTRY.match(line) for _, line in block.lines)
    names = (plain(match[1].replace("|", " ")) for match in found if match)
    return sum(name in titles for name in names)

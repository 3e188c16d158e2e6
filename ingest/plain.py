"""Plain text to Blocks: paragraphs parted by blank lines."""

import re

from ingest.blocks import Block
from ingest.types import Kind

_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*", re.MULTILINE)


def plain_blocks(text: str, root: tuple[str, ...] = ()) -> list[Block]:
    """The paragraphs of a plain text; `root` is the heading path of each."""
    blocks = []
    for match in _PARAGRAPH.finditer(text):
        end = match.start() + len(match.group().rstrip())
        blocks.append(Block(match.start(), match.start(), end, Kind.PROSE, root))
    return blocks

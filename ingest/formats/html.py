"""HTML files: saved and exported web pages."""

import re

from ingest.content import Content
from ingest.errors import SourceError
from ingest.formats.markup.charset import decode_html
from ingest.formats.markup.convert import shown, tree_blocks
from ingest.formats.markup.page import main_content, page_title
from ingest.formats.markup.sections import section_passages
from ingest.formats.markup.tree import first_heading, parse_html
from ingest.formats.passages import content_of

_BETWEEN = re.compile(r"\s[-|–—·»:]\s")
"""What parts a page's title from the name of its site."""


def read_html(data: bytes) -> Content:
    """The page's content as Markdown, placed by its sections.

    Raises:
        SourceError: if it holds no text, is no text at all, or exceeds the limits.
    """
    page, remarks = decode_html(data)
    root = parse_html(page)
    named = page_title(root)
    content = main_content(shown(root), named)
    heading = first_heading(content)
    blocks = tree_blocks(content)
    if not blocks:
        raise SourceError("no text on the page; it may be filled in by a script when opened")
    return content_of(section_passages(blocks), _title(named, heading), remarks)


def _title(named: str, heading: str) -> str:
    """What the page's head calls it, without the site's name where the heading leaves that out."""
    parts = [part.strip().lower() for part in _BETWEEN.split(named)]
    return heading if not named or heading.lower() in parts else named

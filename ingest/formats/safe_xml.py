"""XML of untrusted files to element trees: no entities, nothing external, no bottomless nesting."""

from typing import Any

from ingest.errors import SourceError
from ingest.formats.markup.tree import Element, levels
from ingest.limits import MAX_NESTING, within

_ENTITIES = "unsafe: its XML declares entities, as attacks do"


def parse_xml(data: bytes, part: str = "XML") -> Element:
    """The root element, comments and processing instructions left out.

    Args:
        data: the XML, its encoding declared or UTF-8.
        part: what it is, for the reader of the message.

    Raises:
        SourceError: if it is damaged, declares entities or is nested too deeply.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError, LookupError) as error:
        if "Excessive depth" in str(error):
            raise SourceError(f"elements in {part} nested too deeply") from error
        raise SourceError(_ENTITIES if b"<!ENTITY" in data else f"damaged {part}") from error
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and list(declared.iterentities()):
        raise SourceError(_ENTITIES)
    within(levels(root), MAX_NESTING, f"levels of elements in {part}")
    return root

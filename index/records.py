"""Documents and chunks as JSON values, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ingest.types import Chunk, Document, Kind, Location


def document_record(document: Document) -> dict[str, Any]:
    """A document as JSON values."""
    return asdict(document)


def document_of(record: Mapping[str, Any]) -> Document:
    """What `document_record` was given."""
    locations = tuple(Location(**location) for location in record["locations"])
    return Document(**{**record, "sources": tuple(record["sources"]), "locations": locations})


def chunk_record(chunk: Chunk) -> dict[str, Any]:
    """A chunk as JSON values."""
    return asdict(chunk)


def chunk_of(record: Mapping[str, Any]) -> Chunk:
    """What `chunk_record` was given."""
    changed = {"headings": tuple(record["headings"]), "kind": Kind(record["kind"])}
    return Chunk(**{**record, **changed})

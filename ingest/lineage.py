"""Which document a file is: identity that survives renames, edits and copies."""

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from itertools import chain, count

from ingest.content import Content
from ingest.digest import digest
from ingest.sources import Source
from ingest.types import Document


def documents(files: Iterable[tuple[Source, Content]], known: Sequence[Document]) -> list[Document]:
    """Turns read files into documents, keeping the identity of those `known` from before.

    A curriculum file is its topic. An own file keeps the identity of the document that lay at its
    path (edited in place), else of the one with the same text (renamed, moved), else it is new.
    Files with the same text are one document with several sources.
    """
    by_source = {source: doc.doc_id for doc in known for source in doc.sources}
    by_text = {digest(doc.text): doc.doc_id for doc in known}
    made: dict[str, Document] = {}
    taken: dict[str, str] = {}

    ordered = sorted(files, key=lambda file: (file[0].topic is None, file[0].name not in by_source))
    for source, content in ordered:
        key = digest(content.text)
        if source.topic is None and key in taken:
            twin = made[taken[key]]
            metadata = {**content.metadata, **twin.metadata}  # of two, one may have questions
            sources = (*twin.sources, source.name)
            made[twin.doc_id] = replace(twin, sources=sources, metadata=metadata)
            continue
        identity = source.topic or by_source.get(source.name) or by_text.get(key)
        if identity is None or identity in made:
            identity = _unused(f"{_slug(source.path.stem)}-{key[:8]}", made)
        taken[key] = identity
        made[identity] = Document(
            doc_id=identity,
            title=content.title,
            sources=(source.name,),
            text=content.text,
            locations=content.locations,
            metadata={**content.metadata, "structure": str(content.structure)},
        )
    return sorted(made.values(), key=lambda doc: doc.sources)


def _unused(identity: str, made: Container[str]) -> str:
    """`identity`, numbered when an edited document already bears it."""
    numbered = (f"{identity}-{number}" for number in count(2))
    return next(name for name in chain([identity], numbered) if name not in made)


def _slug(name: str) -> str:
    """`name` in lower-case ASCII letters, digits and hyphens; ``notes`` if nothing is left."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")[:40] or "notes"

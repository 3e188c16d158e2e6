"""Writing a generation into Milvus, and opening it."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.collect import SEGMENTS, current_name
from index.encoder import Encoder
from index.errors import IndexDamaged
from index.files import write_array, write_atomic
from index.generation import sequence
from index.late import piece_frequencies
from index.milvus.client import connect, place
from index.milvus.generation import MilvusGeneration, StoredDocuments
from index.milvus.okapi import fit_okapi, load_okapi
from index.milvus.plan import Step
from index.milvus.schema import create, documents_of, passages_of
from index.milvus.write import write_documents, write_passages
from index.outline import Outline, outlines
from index.progress import Progress
from index.store import Material, Saved

_HOME_ID, _OUTLINES, _PIECES = "collection", "outlines.json", "pieces.npy"

_FORMAT = "2"
"""Of the files in the home; change it whenever an older reader would misread them."""


@dataclass(frozen=True, slots=True)
class MilvusStore:
    """Writes generations into the two collections of a home.

    Attributes:
        root: of the home.
        uri: as in the settings.
    """

    root: Path
    uri: str

    @property
    def fingerprint(self) -> Mapping[str, str]:
        """The place: an index elsewhere is another one; and what the home keeps of it."""
        return {"milvus": self.uri, "milvus_format": _FORMAT}

    @property
    def where(self) -> str:
        """The place, in words."""
        return f"in Milvus at {place(self.uri, self.root)}"

    def save(self, draft: Path, material: Material, encoder: Encoder, progress: Progress) -> Saved:
        """Writes rows that the live generation does not show, then the files; see `Store.save`."""
        folder = draft.parent
        step = Step(sequence(current_name(folder)), sequence(draft.name))
        milvus = connect(place(self.uri, self.root))
        collection = passages_of(_home_id(folder), encoder.fingerprint)
        create(milvus, collection, encoder.dim)
        segments = folder / SEGMENTS
        encoded = write_passages(milvus, collection, material, encoder, step, segments, progress)
        progress("writing the index", 0, 0)
        write_documents(milvus, documents_of(collection), material.documents, step)
        okapi = fit_okapi(each.terms for each in material.indexed)
        made = outlines(material.documents, material.chunks)
        write_atomic(draft / _OUTLINES, json.dumps([asdict(each) for each in made]))
        write_array(
            draft / _PIECES,
            piece_frequencies(encoder.pieces([each.text for each in material.indexed])),
        )
        files = [_OUTLINES, _PIECES, *okapi.save(draft)]
        return Saved(files, {"milvus": {"uri": self.uri, "collection": collection}}, encoded)


def load_milvus(
    path: Path, manifest: Mapping[str, Any], words: Mapping[str, int]
) -> MilvusGeneration:
    """Opens what `MilvusStore.save` wrote.

    Raises:
        StoreUnavailable: if Milvus cannot be reached.
        IndexDamaged: if it no longer holds the collections.
        OSError, ValueError, KeyError, TypeError: if files are missing or do not fit.
    """
    milvus = connect(place(manifest["milvus"]["uri"], path.parent.parent))
    collection = manifest["milvus"]["collection"]
    documents = documents_of(collection)
    for name in (collection, documents):
        if not milvus.call("has_collection", name):
            raise IndexDamaged(f"{milvus.uri} has lost the collection {name}; run: viva ingest")
        milvus.call("load_collection", name)
    number = sequence(path.name)
    rows = json.loads((path / _OUTLINES).read_text(encoding="utf-8"))
    held = [Outline(**{**row, "sources": tuple(row["sources"])}) for row in rows]
    return MilvusGeneration(
        name=path.name,
        manifest=manifest,
        documents=StoredDocuments(milvus, documents, number, [each.doc_id for each in held]),
        outlines=held,
        words=words,
        frequencies=np.load(path / _PIECES),
        okapi=load_okapi(path),
        milvus=milvus,
        collection=collection,
        number=number,
    )


def _home_id(folder: Path) -> str:
    """The name of a home among those that share a server; made up once."""
    path = folder / _HOME_ID
    if not path.exists():
        write_atomic(path, uuid.uuid4().hex[:12])
    return path.read_text(encoding="utf-8").strip()

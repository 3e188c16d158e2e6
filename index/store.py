"""Where the bulk of an index lies: in files of the home, or in Milvus.

Either way the home keeps what is small: the manifest of each generation and the name of the live
one, so that switching to a new generation is one rename.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from index.encoder import Encoder
from index.home import Home
from index.indexed import Indexed
from index.progress import Progress
from index.settings import load_settings
from ingest.types import Chunk, Document


@dataclass(frozen=True, slots=True)
class Material:
    """What a generation is made of.

    Attributes:
        indexed: what the encoder and the lexical index read of each chunk.
        offsets: for each chunk, what must be added to a position in its embedded text to have the
            position in its own.
    """

    documents: Sequence[Document]
    chunks: Sequence[Chunk]
    indexed: Sequence[Indexed]
    offsets: Sequence[int]


@dataclass(frozen=True, slots=True)
class Saved:
    """What a store has written.

    Attributes:
        files: names of files in the generation's folder.
        manifest: what the manifest says of the rest.
        encoded: texts that went through the encoder.
    """

    files: Sequence[str]
    manifest: Mapping[str, Any] = field(default_factory=dict)
    encoded: int = 0


class Store(Protocol):
    """Writes generations; which store has made one, its manifest says."""

    @property
    def fingerprint(self) -> Mapping[str, str]:
        """What an index depends on besides its texts and the pipeline."""

    @property
    def where(self) -> str:
        """The place, in words."""

    def save(self, draft: Path, material: Material, encoder: Encoder, progress: Progress) -> Saved:
        """Writes what a generation holds; nobody reads it before its manifest is there.

        Args:
            draft: the generation's folder.
            material: all of it, whether earlier generations hold it or not.
            encoder: for passages that are new.
            progress: told how many have been encoded.
        """


def store_of(home: Home) -> Store:
    """The store that a home's settings name.

    Raises:
        SettingsError: if they do not fit.
    """
    settings = load_settings(home.settings).index
    if settings.backend == "milvus":
        from index.milvus.store import MilvusStore

        return MilvusStore(home.root, settings.milvus_uri)
    from index.local import LocalStore

    return LocalStore()

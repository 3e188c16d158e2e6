"""What can go wrong with the index on disk; the whole tree is drawn in `ingest.errors`."""

from ingest.errors import VivaError


class StoreError(VivaError):
    """Base of the errors of the index on disk."""


class IndexMissing(StoreError):  # noqa: N818
    """The home has no index yet."""


class IndexStale(StoreError):  # noqa: N818
    """The index was made by another format, chunker, tokeniser or encoder."""


class IndexDamaged(StoreError):  # noqa: N818
    """A file of the index is missing or does not match its checksum."""


class StoreUnavailable(StoreError):  # noqa: N818
    """The store that holds the index cannot be reached."""


class HomeBusy(StoreError):  # noqa: N818
    """Another process holds the writer's lock of the home."""

"""What can go wrong with the store; the whole tree is drawn in `ingest.errors`."""

from ingest.errors import VivaError


class StudyError(VivaError):
    """The database of conversations and feedback cannot be used."""

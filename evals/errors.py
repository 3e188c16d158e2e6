"""What can go wrong with evaluation data."""

from ingest.errors import VivaError


class CaseError(VivaError):
    """Evaluation data do not fit their schema, or a gold quote is not in the corpus."""

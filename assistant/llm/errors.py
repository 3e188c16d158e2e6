"""What can go wrong with a language model."""

from ingest.errors import VivaError


class ModelError(VivaError):
    """The language model failed; the message is a clause that a reader is told.

    Attributes:
        passing: whether another attempt may go better.
        after: seconds to wait before it, if the endpoint has named them.
        counts: whether it speaks against the endpoint's health.
    """

    def __init__(
        self, message: str, *, passing: bool = False, after: float = 0.0, counts: bool = True
    ) -> None:
        super().__init__(message)
        self.passing = passing
        self.after = after
        self.counts = counts

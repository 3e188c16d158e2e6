"""What is found on a question, before it is decided whether that answers it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.decide import Evidence
from assistant.relevance import Relevant
from index.backend import Generation
from index.types import Hit
from ingest.types import Kind


@dataclass(frozen=True, slots=True)
class Found:
    """What the library holds on a question.

    Attributes:
        question: as it was asked.
        interpreted: the question with what it leans on, misspellings mended.
        hits: passages, best first.
        relevant: the quotable units of the best of them.
        evidence: whether they answer the question.
        role: label of the paragraphs that are meant for the reader.
        kinds: of units that are asked for by name.
        timings: seconds by stage.
    """

    question: str
    interpreted: str
    generation: Generation
    hits: Sequence[Hit]
    relevant: Sequence[Relevant]
    evidence: Evidence
    role: str
    kinds: Collection[Kind]
    timings: dict[str, float]

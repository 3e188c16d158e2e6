"""A reply of the language model to checked statements, one by one as it comes."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from assistant.llm.draft import Draft, Written
from assistant.llm.endpoint import Model
from assistant.llm.errors import ModelError
from assistant.llm.markers import Markers
from assistant.llm.pack import pack, tokens
from assistant.llm.prompt import NOT_IN_SOURCES, answer_prompt
from assistant.llm.rewrite import rewritten
from assistant.llm.segment import Segment, Segmenter
from assistant.llm.thinking import spoken
from assistant.types import Turn, Verdict
from index.backend import Generation
from index.encoder import Encoder
from index.settings import Llm
from index.types import Hit

_SLACK = 200


@dataclass(frozen=True, slots=True)
class Writer:
    """Whoever words answers: a model, and the encoder that its words are checked with."""

    model: Model
    settings: Llm
    encoder: Encoder

    def write(
        self, question: str, hits: Sequence[Hit], generation: Generation
    ) -> Generator[Written]:
        """The answer to a question from passages, growing statement by statement.

        Raises:
            ModelError: if the model fails, or says nothing that the passages carry.
        """
        packed = self._packed(question, hits)
        draft = Draft(question, packed, generation, self.encoder)
        prompt = answer_prompt(question, [hit.chunk for hit in packed])
        written = Written()
        with closing(self.model.stream(prompt)) as deltas:
            for segment in segments(deltas, len(packed)):
                if segment.text.strip(" .*`\"'") == NOT_IN_SOURCES:
                    raise ModelError("found no answer in the passages", counts=False)
                if draft.take(segment) or draft.ended:
                    written = draft.written(strict=self.settings.strict)
                    yield written
                if draft.ended:
                    break
        if not any(each.verdict is Verdict.SUPPORTED for each in written.statements):
            raise ModelError("said nothing that the sources carry", counts=False)

    def rewritten(self, question: str, history: Sequence[Turn]) -> list[str] | None:
        """The questions that a message asks, each standing alone; None where rules must do."""
        return rewritten(question, history, self.model, self.settings.rewrite_seconds)

    def _packed(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The passages that fit into the prompt beside everything else."""
        used = sum(tokens(each.text, self.encoder.count) for each in answer_prompt(question, ()))
        budget = self.settings.context_tokens - self.settings.max_tokens - used - _SLACK
        readable = [hit for hit in hits if hit.tokens is not None]
        return pack(readable, budget, self.encoder.count)


def segments(deltas: Iterable[str], sources: int) -> Iterator[Segment]:
    """The segments of a streamed reply to a prompt with so many sources."""
    markers, segmenter = Markers(sources), Segmenter()
    for delta in spoken(deltas):
        for piece in markers.feed(delta):
            yield from segmenter.feed(piece)
    for piece in markers.close():
        yield from segmenter.feed(piece)
    yield from segmenter.close()

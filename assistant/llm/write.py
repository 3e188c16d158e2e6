"""A reply of the language model to checked statements, one by one as it comes."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from assistant.llm.draft import Draft, Written
from assistant.llm.endpoint import THOUGHTS, Model
from assistant.llm.errors import ModelError
from assistant.llm.markers import Markers
from assistant.llm.pack import pack, tokens
from assistant.llm.prompt import NOT_IN_SOURCES, answer_prompt
from assistant.llm.rewrite import rewritten
from assistant.llm.segment import Segment, Segmenter
from assistant.llm.thinking import Reply
from assistant.types import Turn, Verdict
from index.backend import Generation
from index.encoder import Encoder
from index.settings import Llm
from index.types import Hit
from ingest.errors import SettingsError

_SLACK = 200
_SHORT_PASSAGE = 80


@dataclass(frozen=True, slots=True)
class Writer:
    """Whoever words answers: a model, and the encoder that its words are checked with.

    Raises:
        SettingsError: if not even a short passage would fit into a prompt.
    """

    model: Model
    settings: Llm
    encoder: Encoder

    def __post_init__(self) -> None:
        lacking = _SHORT_PASSAGE - self._room("")
        if lacking > 0:
            raise SettingsError(
                "llm.context_tokens leaves no room for passages beside llm.max_tokens: raise it "
                f"to at least {self.settings.context_tokens + lacking}, or lower llm.max_tokens"
            )

    def write(
        self, question: str, hits: Sequence[Hit], generation: Generation
    ) -> Generator[Written]:
        """The answer to a question from passages, growing statement by statement.

        Raises:
            ModelError: if no passage fits into the prompt, if the model fails, or if it says
                nothing that the passages carry.
        """
        packed = self._packed(question, hits)
        if not packed:
            raise ModelError("was not asked: no passage fits into llm.context_tokens", counts=False)
        begun = partial(Draft, question, packed, generation, self.encoder)
        draft, written = begun(), Written()
        prompt = answer_prompt(question, [hit.chunk for hit in packed])
        with closing(self.model.stream(prompt)) as deltas:
            reply = Reply(deltas)
            for segment in segments(reply, len(packed)):
                if segment is None:
                    draft, written = begun(), Written()
                    continue
                if segment.text.strip(" .*`\"'") == NOT_IN_SOURCES:
                    raise ModelError("found no answer in the passages", counts=False)
                if not draft.ended and (draft.take(segment) or draft.ended):
                    written = draft.written(strict=self.settings.strict)
                    yield written
                # What no source carries may be thoughts still, and the answer come behind them.
                if draft.ended and _carried(written):
                    break
        if not _carried(written):
            raise ModelError(_nothing(reply, draft), counts=False)
        if reply.cut_off:
            draft.ended = f"The language model {reply.cut_off}: its unfinished end is left out."
            yield draft.written(strict=self.settings.strict)

    def rewritten(self, question: str, history: Sequence[Turn]) -> list[str] | None:
        """The questions that a message asks, each standing alone; None where rules must do."""
        return rewritten(question, history, self.model, self.settings.rewrite_seconds)

    def _packed(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The passages that fit into the prompt beside everything else."""
        readable = [hit for hit in hits if hit.tokens is not None]
        return pack(readable, self._room(question), self.encoder.count)

    def _room(self, question: str) -> int:
        """Tokens that are left for passages, beside the rules, the question and the answer."""
        used = sum(tokens(each.text, self.encoder.count) for each in answer_prompt(question, ()))
        return self.settings.context_tokens - self.settings.max_tokens - used - _SLACK


def segments(reply: Reply, sources: int) -> Iterator[Segment | None]:
    """The segments of a streamed reply to a prompt with so many sources.

    None where those before it turn out to be thoughts. Of a reply that was cut off the last one,
    which is not finished, is left out.
    """
    markers, segmenter = Markers(sources), Segmenter()
    for delta in reply:
        if delta is None:
            markers, segmenter = Markers(sources), Segmenter()
            yield None
            continue
        for piece in markers.feed(delta):
            yield from segmenter.feed(piece)
    last = [segment for piece in markers.close() for segment in segmenter.feed(piece)]
    last += segmenter.close()
    yield from last[:-1] if reply.cut_off else last


def _carried(written: Written) -> bool:
    """Whether the sources carry any of a reply."""
    return any(each.verdict is Verdict.SUPPORTED for each in written.statements)


def _nothing(reply: Reply, draft: Draft) -> str:
    """Why a reply is of no use."""
    if reply.thought and not reply.said:
        return THOUGHTS if reply.cut_off else "only thought aloud"
    if reply.cut_off and not (draft.statements or draft.ended):
        return reply.cut_off
    return "said nothing that the sources carry"

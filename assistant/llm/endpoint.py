"""Requests to an OpenAI-compatible endpoint: streamed, with deadlines, retries and cancel."""

import asyncio
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from assistant.llm.breaker import Breaker
from assistant.llm.errors import ModelError
from assistant.llm.failures import model_error
from assistant.llm.request import Done, ModelRequest
from index.settings import Llm

if TYPE_CHECKING:
    from llama_index.core.llms import ChatMessage

_LONGEST_WAIT = 10.0
_CHARACTERS_A_TOKEN = 12
_ENDLESS = "endless"
_CUT_OFF = {
    "length": "was cut off at llm.max_tokens",
    "content_filter": "was cut off by a filter of its provider",
    _ENDLESS: "went on too long and was stopped",
}
"""What a reader is told where a reply ended for such a reason."""

THOUGHTS = "spent llm.max_tokens on its thoughts; raise it, or turn the model's thinking off"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt; the role is ``system`` or ``user``."""

    role: str
    text: str


class Model(Protocol):
    """Whatever words an answer; `Endpoint` over HTTP, or another."""

    def stream(
        self, messages: Sequence[Message], *, seconds: float | None = None
    ) -> Generator[str, None, str]:
        """The reply in pieces of any size; closing the generator ends the request.

        Args:
            messages: the prompt.
            seconds: until the reply must have ended; default: as configured.

        Returns:
            At the end, why the reply is not complete, as a clause; empty if it is.

        Raises:
            ModelError: if there is no reply, or it breaks off.
        """
        ...


@dataclass(frozen=True)
class Endpoint:
    """A model behind an OpenAI-compatible HTTP interface, asked through llama-index.

    Each request runs on an event loop in a thread of its own, where every wait has a deadline and
    can be cancelled at once; the caller, whatever its thread, reads from a queue.

    Attributes:
        key: sent as a bearer token.
        breaker: shared by all requests.
        back_off: seconds before the second attempt, doubled before each further one.
    """

    settings: Llm
    key: str = ""
    breaker: Breaker = field(default_factory=Breaker)
    back_off: float = 0.5

    def stream(
        self, messages: Sequence[Message], *, seconds: float | None = None
    ) -> Generator[str, None, str]:
        """See `Model.stream`."""
        if not self.breaker.admits():
            raise ModelError("has failed several times and is left alone for a while", counts=False)
        until = seconds or self.settings.total_seconds
        request = ModelRequest(partial(self.reply, list(messages), until))
        request.start()
        try:
            while True:
                event = request.events.get()
                if isinstance(event, str):
                    yield event
                    continue
                if event.error and event.error.counts:
                    self.breaker.failed()
                else:
                    self.breaker.succeeded()
                if event.error:
                    raise event.error
                return event.cut_off
        except GeneratorExit:
            # Only a piece that has come can be turned away from: the endpoint is well.
            self.breaker.succeeded()
            raise
        finally:
            request.cancel()

    async def reply(
        self, messages: Sequence[Message], seconds: float
    ) -> AsyncGenerator[str | Done]:
        """The pieces of a reply, and its end if it was cut off; retried until the first has come.

        Raises:
            ModelError: after the last attempt.
        """
        loop = asyncio.get_running_loop()
        ends = loop.time() + seconds
        begins = min(ends, loop.time() + self.settings.first_word_seconds)
        for attempt in range(self.settings.retries + 1):
            begun = False
            try:
                async with aclosing(self._attempt(messages, begins, ends)) as pieces:
                    async for piece in pieces:
                        begun = True
                        yield piece
                if begun:
                    return
                raise ModelError("answered nothing", passing=True)
            except ModelError as error:
                wait = min(error.after or self.back_off * 2**attempt, _LONGEST_WAIT)
                last = attempt == self.settings.retries or loop.time() + wait >= begins
                if begun or last or not error.passing:
                    raise
            await asyncio.sleep(wait)

    async def _attempt(
        self, messages: Sequence[Message], begins: float, ends: float
    ) -> AsyncGenerator[str | Done]:
        """One request; empty pieces are left out."""
        import httpx

        timeout = httpx.Timeout(None, connect=self.settings.connect_seconds)
        most = self.settings.max_tokens * _CHARACTERS_A_TOKEN
        length, ended = 0, ""
        try:
            async with httpx.AsyncClient(timeout=timeout) as client:
                async with asyncio.timeout_at(begins):
                    replies = await self._llm(client).astream_chat(_messages(messages))
                    piece = await anext(replies, None)
                async with asyncio.timeout_at(ends):
                    while piece is not None:
                        if text := piece.delta or "":
                            length += len(text)
                            yield text[: max(0, len(text) - max(0, length - most))]
                        ended = _ended(piece) or ended
                        if length > most:
                            ended = _ENDLESS
                            break
                        piece = await anext(replies, None)
        except ModelError:
            raise
        except Exception as error:  # the libraries below raise whatever they like
            raise model_error(error, begun=length > 0) from error
        if length and not ended:
            raise ModelError("broke off in the middle")
        if ended == "length" and not length:
            raise ModelError(THOUGHTS, counts=False)
        if length and ended in _CUT_OFF:
            yield Done(cut_off=_CUT_OFF[ended])

    def _llm(self, client: Any) -> Any:  # noqa: ANN401 - llama-index is imported here alone
        from llama_index.llms.openai_like import OpenAILike

        return OpenAILike(
            model=self.settings.model,
            api_base=self.settings.base_url,
            api_key=self.key or "none",
            is_chat_model=True,
            max_tokens=self.settings.max_tokens,
            temperature=self.settings.temperature,
            context_window=self.settings.context_tokens,
            max_retries=0,
            timeout=self.settings.total_seconds,
            reuse_client=False,
            async_http_client=client,
        )


def _ended(piece: Any) -> str:  # noqa: ANN401
    """Why the reply ends with a piece; one that just stops was cut off on its way."""
    choices = getattr(piece.raw, "choices", None)
    return (choices and choices[0].finish_reason) or ""


def _messages(messages: Sequence[Message]) -> "list[ChatMessage]":
    from llama_index.core.llms import ChatMessage

    return [ChatMessage(role=message.role, content=message.text) for message in messages]

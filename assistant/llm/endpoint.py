"""Requests to an OpenAI-compatible endpoint: streamed, with deadlines, retries and cancel."""

import asyncio
import logging
import queue
import threading
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from assistant.llm.breaker import Breaker
from assistant.llm.errors import ModelError
from assistant.llm.failures import model_error
from index.settings import Llm

if TYPE_CHECKING:
    from llama_index.core.llms import ChatMessage

_LONGEST_WAIT = 10.0
_CHARACTERS_A_TOKEN = 12
_JOIN = 5.0


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt; the role is ``system`` or ``user``."""

    role: str
    text: str


class Model(Protocol):
    """Whatever words an answer; `Endpoint` over HTTP, or another."""

    def stream(
        self, messages: Sequence[Message], *, seconds: float | None = None
    ) -> Generator[str]:
        """The reply in pieces of any size; closing the generator ends the request.

        Args:
            messages: the prompt.
            seconds: until the reply must have ended; default: as configured.

        Raises:
            ModelError: if there is no reply, or it breaks off.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Done:
    """The end of a reply, with what went wrong."""

    error: ModelError | None = None


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
    ) -> Generator[str]:
        """See `Model.stream`."""
        if not self.breaker.admits():
            raise ModelError("has failed several times and is left alone for a while", counts=False)
        events: queue.SimpleQueue[str | _Done] = queue.SimpleQueue()
        request = _Request(self, list(messages), seconds or self.settings.total_seconds, events.put)
        request.start()
        try:
            while True:
                event = events.get()
                if isinstance(event, str):
                    yield event
                    continue
                if event.error is None:
                    self.breaker.succeeded()
                    return
                if event.error.counts:
                    self.breaker.failed()
                raise event.error
        finally:
            request.cancel()

    async def reply(self, messages: Sequence[Message], seconds: float) -> AsyncGenerator[str]:
        """The pieces of a reply, retried until the first one has come.

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
    ) -> AsyncGenerator[str]:
        """One request; empty pieces are left out."""
        import httpx

        timeout = httpx.Timeout(None, connect=self.settings.connect_seconds)
        most = self.settings.max_tokens * _CHARACTERS_A_TOKEN
        length, finished = 0, False
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
                        finished = finished or _finished(piece)
                        if length > most:
                            return
                        piece = await anext(replies, None)
        except ModelError:
            raise
        except Exception as error:  # the libraries below raise whatever they like
            raise model_error(error, begun=length > 0) from error
        if length and not finished:
            raise ModelError("broke off in the middle")

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


class _Request:
    """One request on an event loop in a thread of its own."""

    def __init__(
        self,
        endpoint: Endpoint,
        messages: Sequence[Message],
        seconds: float,
        put: Callable[[str | _Done], None],
    ) -> None:
        self._endpoint, self._messages, self._seconds = endpoint, messages, seconds
        self._put = put
        self._thread = threading.Thread(target=self._run, name="viva-llm", daemon=True)
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins the request."""
        self._thread.start()

    def cancel(self) -> None:
        """Ends the request, if it has not ended; its connection is closed then."""
        self._ready.wait(_JOIN)
        if self._thread.is_alive() and self._loop and self._task:
            try:
                self._loop.call_soon_threadsafe(self._task.cancel)
            except RuntimeError:  # it ended in this very moment
                return
            self._thread.join(_JOIN)

    def _run(self) -> None:
        """Whatever happens, the caller hears of the end."""
        error: ModelError | None = ModelError("could not be asked; the log says why")
        try:
            # The import takes seconds, which are no fault of the endpoint.
            import llama_index.llms.openai_like  # noqa: F401
            import openai.resources.chat.completions  # noqa: F401

            asyncio.run(self._pump())
            error = None
        except asyncio.CancelledError:
            error = None
        except ModelError as failed:
            error = failed
        except Exception:
            logging.getLogger(__name__).exception("a request to the language model failed")
        finally:
            self._ready.set()
            self._put(_Done(error))

    async def _pump(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        self._ready.set()
        async for piece in self._endpoint.reply(self._messages, self._seconds):
            self._put(piece)


def _finished(piece: Any) -> bool:  # noqa: ANN401
    """Whether a piece says why the reply ends; one that just stops was cut off on its way."""
    choices = getattr(piece.raw, "choices", None)
    return bool(choices and choices[0].finish_reason)


def _messages(messages: Sequence[Message]) -> "list[ChatMessage]":
    from llama_index.core.llms import ChatMessage

    return [ChatMessage(role=message.role, content=message.text) for message in messages]

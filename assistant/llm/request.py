"""A request on an event loop in a thread of its own, which whoever reads it can end at any time."""

import asyncio
import logging
import queue
import threading
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass

from assistant.llm.errors import ModelError

_JOIN = 5.0


@dataclass(frozen=True, slots=True)
class Done:
    """The end of a reply.

    Attributes:
        error: what went wrong.
        cut_off: why the reply is not complete, as a clause that a reader is told; mostly empty.
    """

    error: ModelError | None = None
    cut_off: str = ""


def load_libraries() -> None:
    """Loads what asks a model; it takes seconds, which are no fault of the endpoint."""
    import llama_index.llms.openai_like  # noqa: F401 - loaded for those who ask
    import openai.resources.chat.completions  # noqa: F401


class ModelRequest:
    """The pieces of a reply and its end, put into a queue as they come.

    Args:
        pieces: of the reply, as they come.
        load: what is done before; another one is for tests.

    Attributes:
        events: the pieces, and a `Done` behind the last; what comes after that means nothing.
    """

    def __init__(
        self,
        pieces: Callable[[], AsyncGenerator[str | Done]],
        load: Callable[[], None] = load_libraries,
    ) -> None:
        self.events: queue.SimpleQueue[str | Done] = queue.SimpleQueue()
        self._pieces = pieces
        self._load = load
        self._thread = threading.Thread(target=self._run, name="viva-llm", daemon=True)
        self._ready, self._cancelled = threading.Event(), threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins the request."""
        self._thread.start()

    def cancel(self) -> None:
        """Ends the request, if it has not ended; its connection is closed then.

        One that has not begun, since its libraries are still being loaded, never does.
        """
        self._cancelled.set()
        if self._ready.is_set() and self._thread.is_alive() and self._loop and self._task:
            try:
                self._loop.call_soon_threadsafe(self._task.cancel)
            except RuntimeError:  # it ended in this very moment
                return
            self._thread.join(_JOIN)

    def _run(self) -> None:
        """Whatever happens, the caller hears of the end."""
        error: ModelError | None = ModelError("could not be asked; the log says why")
        try:
            self._load()
            asyncio.run(self._pump())
            error = None
        except asyncio.CancelledError:
            error = None
        except ModelError as failed:
            error = failed
        except Exception:
            logging.getLogger(__name__).exception("a request to the language model failed")
        finally:
            self.events.put(Done(error))

    async def _pump(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        self._ready.set()
        if self._cancelled.is_set():  # looked at last, so that no cancelling falls in between
            return
        async for piece in self._pieces():
            self.events.put(piece)

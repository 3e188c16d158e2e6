"""What libraries raise, as what a reader is told."""

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

from assistant.llm.errors import ModelError

if TYPE_CHECKING:
    import openai

_BUSY = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT}


def model_error(error: Exception, *, begun: bool) -> ModelError:
    """The failure of a request as a `ModelError`.

    Args:
        error: of llama-index, the OpenAI client, httpx or asyncio.
        begun: whether a part of the reply had come.
    """
    import httpx
    import openai

    if isinstance(error, openai.APIStatusError):
        return _of_status(error)
    if isinstance(error, (TimeoutError, asyncio.TimeoutError)):
        when = "broke off: it took too long" if begun else "did not answer in time"
        return ModelError(when)
    connecting = (httpx.ConnectError, httpx.ConnectTimeout)
    if isinstance(error, connecting) or isinstance(error.__cause__, connecting):
        return ModelError("cannot be reached", passing=True)
    if begun:
        return ModelError("broke off in the middle")
    return ModelError("gave no answer that could be read", passing=True)


def _of_status(error: "openai.APIStatusError") -> ModelError:
    status = error.status_code
    if status in _BUSY:
        return ModelError("is overloaded", passing=True, after=_retry_after(error))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return ModelError(f"failed (HTTP {status})", passing=True, after=_retry_after(error))
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return ModelError(f"refused the key (HTTP {status})")
    if status == HTTPStatus.NOT_FOUND:
        return ModelError("is not known at that address (HTTP 404); check llm.base_url, llm.model")
    return ModelError(f"refused the request (HTTP {status})")


def _retry_after(error: "openai.APIStatusError") -> float:
    """Seconds that the endpoint asks to wait; 0 where it names none."""
    try:
        return max(0.0, float(error.response.headers.get("retry-after", "0")))
    except ValueError:
        return 0.0

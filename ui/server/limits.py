"""How many requests that cost something one visitor may make."""

import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.server.visitor import is_changing, visitor

_REMEMBERED = 10_000
_MINUTE = 60.0


class Bucket:
    """A token bucket for each visitor: a minute's number may come at once, then it refills evenly.

    Args:
        per_minute: requests of one visitor.
        clock: seconds; another one is for tests.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = float(per_minute)
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def takes(self, who: str) -> bool:
        """Whether one more request of a visitor fits."""
        now = self._clock()
        left, seen = self._left.pop(who, (self._most, now))
        left = min(self._most, left + (now - seen) * self._most / _MINUTE)
        self._left[who] = (left - 1 if left >= 1 else left, now)
        while len(self._left) > _REMEMBERED:
            self._left.popitem(last=False)
        return left >= 1


class Limits:
    """Refuses what goes beyond a number of changing requests a minute: answers, uploads."""

    def __init__(self, app: ASGIApp, per_minute: int) -> None:
        self._app = app
        self._bucket = Bucket(per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it."""
        if is_changing(scope) and not self._bucket.takes(visitor(scope)):
            headers = {"retry-after": "10"}
            refusal = PlainTextResponse("Too many requests; wait a little.", 429, headers)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

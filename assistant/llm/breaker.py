"""A circuit breaker: an endpoint that keeps failing is left alone for a while.

After Nygard, "Release It!" (2018): closed while requests succeed, open after some failures in a
row, and after a cooling period half open, when a single request may try.
"""

import threading
import time
from collections.abc import Callable

FAILURES = 3
COOLING = 30.0


class Breaker:
    """Counts failures in a row; safe to share between threads."""

    def __init__(
        self,
        failures: int = FAILURES,
        cooling: float = COOLING,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allowed, self._cooling, self._clock = failures, cooling, clock
        self._failures = 0
        self._opened: float | None = None
        self._lock = threading.Lock()

    def admits(self) -> bool:
        """Whether a request may be made now; when half open, one may."""
        with self._lock:
            if self._opened is None:
                return True
            if self._clock() - self._opened < self._cooling:
                return False
            self._opened = self._clock()
            return True

    def succeeded(self) -> None:
        """Closes the breaker."""
        with self._lock:
            self._failures, self._opened = 0, None

    def failed(self) -> None:
        """Counts a failure; opens the breaker after too many, and again after a failed try."""
        with self._lock:
            self._failures += 1
            if self._failures >= self._allowed:
                self._opened = self._clock()

"""Following the reader's files: when any has changed and come to rest."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from index.home import Home
from index.library import covered, stamp, stored_library

SECONDS = 1.0
"""Between two looks at the files, and how long they must rest."""

_SHARE = 20
"""Looking takes at most one part in so many of the time."""

State = dict[str, tuple[int, ...] | str]
"""The stamp of each file that is covered, or why it is not read."""


def changes(
    home: Home, also: Sequence[Path] = (), pause: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Yields once, and then whenever the files that a home covers have changed and come to rest.

    The files are looked at again and again, rather than the system asked for its events: what is
    followed is then exactly what is ingested, on network drives too, through folders that vanish
    and come back, and through editors that replace a file by another of its name.

    Args:
        home: what it covers is asked for at every look, since another process may add to it.
        also: files and folders that it will cover.
        pause: waits for so many seconds; another one is for tests.
    """
    known = _state(home, also)
    yield
    seen = known
    while True:
        started = time.monotonic()
        now = _state(home, also)
        looking = time.monotonic() - started
        if now == seen != known:
            known = now
            yield
        seen = now
        pause(max(SECONDS, _SHARE * looking))


def _state(home: Home, also: Sequence[Path]) -> State:
    library = stored_library(home.index).adding(also)
    sources, refused = covered(home, library)
    state: State = {failure.source: failure.reason for failure in refused}
    for source in sources:
        with suppress(OSError):  # it is gone since it was listed
            state[source.name] = tuple(stamp(source.path))
    return state

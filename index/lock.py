"""The writer's lock of a home: held by the operating system, so that a killed process frees it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import filelock

from index.errors import HomeBusy, StoreError
from index.home import Home

WAIT_SECONDS = 600.0


@contextmanager
def writing(
    home: Home, wait: float = WAIT_SECONDS, waiting: Callable[[], None] | None = None
) -> Iterator[None]:
    """Holds the writer's lock of `home`.

    Args:
        home: made if it does not exist.
        wait: seconds to wait for another writer.
        waiting: called once if there is another writer.

    Raises:
        HomeBusy: if the other writer has not finished by then.
        StoreError: if the home cannot be written to.
    """
    try:
        home.index.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(home.index / "writer.lock")
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            if waiting:
                waiting()
            lock.acquire(timeout=wait)
    except filelock.Timeout as error:
        raise HomeBusy(f"another process is writing to {home.root}; try again later") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(
            f"{home.root} cannot be written to: {reason}; name another with --home"
        ) from error
    try:
        yield
    finally:
        lock.release()

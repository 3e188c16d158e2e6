"""The connection to Milvus, whose every failure is one line that says what to do."""

import logging
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.errors import StoreUnavailable
from ingest.errors import SettingsError

TOKEN = "VIVA_MILVUS_TOKEN"  # noqa: S105
"""The environment variable that holds a server's token, ``user:password`` or an API key."""

Row = dict[str, Any]

_DEFAULT_FILE = "milvus.db"
_SECONDS = 30.0
_PATIENCE = {"load_collection": 1800.0, "flush": 600.0}
"""Seconds until a request is given up; what grows with a collection takes longer."""

_PAGE = 1000


class Milvus:
    """A connected client.

    Args:
        client: a `pymilvus.MilvusClient`.
        uri: of the server, or the path of the file.
    """

    def __init__(self, client: Any, uri: str) -> None:  # noqa: ANN401
        self._client = client
        self.uri = uri

    @property
    def is_file(self) -> bool:
        """Whether it is milvus-lite, which has no index over lists and needs no loading."""
        return "://" not in self.uri

    def call(self, method: str, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        """What a method of the client returns.

        Raises:
            StoreUnavailable: whatever the client raises.
        """
        from grpc import RpcError
        from pymilvus.exceptions import MilvusException

        timeout = _PATIENCE.get(method, _SECONDS)
        try:
            return getattr(self._client, method)(*arguments, timeout=timeout, **options)
        except (MilvusException, RpcError) as error:
            raise _unavailable(self.uri, error) from error

    def rows(
        self, collection: str, where: str, fields: Sequence[str], page: int = _PAGE
    ) -> Iterator[Row]:
        """Every row that passes a filter, `page` of them a request."""
        options = {"filter": where, "output_fields": list(fields), "batch_size": page}
        pages = self.call("query_iterator", collection, **options)
        try:
            while part := self._next(pages):
                yield from part
        finally:
            pages.close()

    def rows_at(self, collection: str, ids: Sequence[int], fields: Sequence[str]) -> list[Row]:
        """The rows with these ids, in their order.

        Raises:
            StoreUnavailable: if one is no longer there.
        """
        if not ids:
            return []
        options = {"filter": f"id in {list(ids)}", "output_fields": ["id", *fields]}
        found = {row["id"]: row for row in self.call("query", collection, **options)}
        if missing := [each for each in ids if each not in found]:
            raise StoreUnavailable(
                f"{self.uri} no longer holds {len(missing)} of {len(ids)} passages; ask again"
            )
        return [found[each] for each in ids]

    def count(self, collection: str, where: str) -> int:
        """How many rows pass a filter."""
        (row,) = self.call("query", collection, filter=where, output_fields=["count(*)"])
        return int(row["count(*)"])

    def _next(self, pages: Any) -> list[Row]:  # noqa: ANN401
        from grpc import RpcError
        from pymilvus.exceptions import MilvusException

        try:
            return list(pages.next())
        except (MilvusException, RpcError) as error:
            raise _unavailable(self.uri, error) from error


def place(uri: str, home: Path) -> str:
    """What ``index.milvus_uri`` names: a server's address as it is, a file within the home.

    Raises:
        SettingsError: if it can be neither.
    """
    if "://" in uri:
        return uri
    path = home / Path(uri or f"index/{_DEFAULT_FILE}").expanduser()
    if path.suffix != ".db":
        raise SettingsError(
            f"index.milvus_uri {uri!r} is neither a server (http://host:19530) nor a file (*.db)"
        )
    return str(path)


@lru_cache(maxsize=8)
def connect(uri: str) -> Milvus:
    """The client of a server or file, one for each in a process.

    Args:
        uri: as `place` returns it.

    Raises:
        StoreUnavailable: if it cannot be reached or opened, or the library is not installed.
    """
    try:
        from pymilvus import MilvusClient
        from pymilvus.exceptions import MilvusException
    except ImportError as error:
        raise StoreUnavailable(
            "index.backend is milvus, but its client is missing; run: pip install 'viva[milvus]'"
        ) from error
    for name in ("pymilvus", "milvus_lite"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # they log what they raise as well
    if "://" not in uri:
        Path(uri).parent.mkdir(parents=True, exist_ok=True)
    reason = _Reason()
    lite = logging.getLogger("milvus_lite.server_manager")
    lite.setLevel(logging.ERROR)
    lite.propagate = False
    lite.addHandler(reason)
    try:
        return Milvus(MilvusClient(uri, token=os.environ.get(TOKEN, ""), timeout=_SECONDS), uri)
    except MilvusException as error:
        raise _unavailable(uri, reason.error or error) from error
    finally:
        lite.removeHandler(reason)


class _Reason(logging.Handler):
    """Catches why milvus-lite did not start: it only logs that, and raises nothing."""

    error: BaseException | None = None

    def emit(self, record: logging.LogRecord) -> None:
        self.error = record.exc_info[1] if record.exc_info else None


def _unavailable(uri: str, error: BaseException) -> StoreUnavailable:
    """The one line for a failure of Milvus."""
    reason = " ".join(str(getattr(error, "message", error)).split()) or type(error).__name__
    if type(error).__name__ == "DataDirLockedError":
        return StoreUnavailable(
            f"{uri} is in use by another process, and milvus-lite serves one at a time; "
            "end that one, or point index.milvus_uri at a server"
        )
    if "://" not in uri:
        return StoreUnavailable(f"{uri}: milvus-lite failed: {reason}")
    return StoreUnavailable(
        f"Milvus at {uri} does not answer: {reason}; "
        f"check index.milvus_uri in viva.toml, the server, and {TOKEN}"
    )

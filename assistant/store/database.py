"""Opening `study.db`, or the database that ``VIVA_DATABASE_URL`` names, at its newest tables."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import filelock
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from assistant.store.errors import StudyError
from index.home import Home

URL_VARIABLE = "VIVA_DATABASE_URL"
_WAIT_MILLISECONDS = 10_000
_MIGRATING = 7_462_891
"""Number of the advisory lock that a PostgreSQL server gives to one migrating process."""


def open_store(home: Home, url: str | None = None) -> Engine:
    """The reader's database, its tables brought up to date.

    Args:
        home: `study.db` lies here unless another database is named.
        url: of another database; default: ``VIVA_DATABASE_URL``, if set.

    Raises:
        StudyError: if it cannot be reached, read, or was written by a newer version.
    """
    named = url or os.environ.get(URL_VARIABLE, "")
    where = f"the database of {URL_VARIABLE}" if named else str(home.study)
    try:
        if named:
            engine = create_engine(_with_driver(named), pool_pre_ping=True)
            _migrate(engine)
        else:
            engine = _sqlite(home.study)
            with filelock.FileLock(home.study.with_name("study.lock")):
                _migrate(engine)
    except CommandError as error:
        raise StudyError(f"{where} was written by a newer version; update Viva") from error
    except (SQLAlchemyError, OSError, ImportError, ValueError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise StudyError(f"{where} cannot be used: {reason}") from error
    return engine


def _sqlite(path: Path) -> Engine:
    """An engine over a file; readers do not wait for the writer (WAL), deletes cascade."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)  # conversations and password hashes are the reader's alone
    engine = create_engine(URL.create("sqlite", database=str(path)))

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:  # noqa: ANN401
        for pragma in (
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "foreign_keys = ON",
            f"busy_timeout = {_WAIT_MILLISECONDS}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        # SQLite's own knows the case of ASCII letters alone.
        connection.create_function("lower", 1, _lower, deterministic=True)

    return engine


def _lower(value: object) -> str | None:
    return None if value is None else str(value).lower()


def _with_driver(named: str) -> str:
    """The URL with the driver that is installed, where it names a kind of database alone."""
    url = make_url(named)
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)


def _migrate(engine: Engine) -> None:
    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    with _all_or_nothing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATING})"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _all_or_nothing(engine: Engine) -> Iterator[Connection]:
    """A transaction that holds changes of tables as well.

    Python's driver of SQLite begins one only before rows are changed, so that a step that fails
    half way would leave its first tables behind.
    """
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")

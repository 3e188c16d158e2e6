"""Who may sign in: passwords kept as Argon2id hashes, sessions as digests of their tokens."""

import hashlib
import re
import secrets
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from assistant.store.tables import SessionRow, UserRow, now
from ingest.errors import SettingsError

SHORTEST_PASSWORD = 12
"""Characters: length is what resists guessing (NIST SP 800-63B)."""

_LONGEST_PASSWORD = 1024
_NAME = re.compile(r"[\w.@-]{1,64}")
_hasher = PasswordHasher()


def add_user(store: Engine, name: str, password: str) -> None:
    """Lets a user sign in; a known name gets the new password and is signed out everywhere.

    Raises:
        SettingsError: if the name or the password is unfit.
    """
    if not _NAME.fullmatch(name):
        raise SettingsError("a user's name is 1 to 64 letters, digits, or any of . @ _ -")
    if not SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
        raise SettingsError(f"a password has {SHORTEST_PASSWORD} to {_LONGEST_PASSWORD} characters")
    with Session(store) as session, session.begin():
        session.execute(delete(UserRow).where(UserRow.name == name))
        session.add(UserRow(name=name, password=_hasher.hash(password)))


def remove_user(store: Engine, name: str) -> bool:
    """Takes a user's access away, open sessions included; False if there is no such user."""
    with Session(store) as session, session.begin():
        row = session.get(UserRow, name)
        if row is not None:
            session.delete(row)
        return row is not None


def users(store: Engine) -> list[str]:
    """The names of all users."""
    with Session(store) as session:
        return list(session.scalars(select(UserRow.name).order_by(UserRow.name)))


def has_users(store: Engine) -> bool:
    """Whether anyone has to sign in at all."""
    with Session(store) as session:
        return bool(session.scalar(select(func.count()).select_from(UserRow)))


def sign_in(store: Engine, name: str, password: str, hours: int) -> str | None:
    """A token that stands for the user for some hours; None if name and password do not fit."""
    with Session(store) as session, session.begin():
        row = session.get(UserRow, name)
        try:
            _hasher.verify(row.password if row else _nobody(), password[:_LONGEST_PASSWORD])
        except (VerificationError, InvalidHashError):
            return None
        if row is None:
            return None
        session.execute(delete(SessionRow).where(SessionRow.expires < now()))
        token = secrets.token_urlsafe(32)
        expires = now() + timedelta(hours=hours)
        session.add(SessionRow(token=_digest(token), name=name, expires=expires))
        return token


def signed_in(store: Engine, token: str) -> str | None:
    """The name of the user whom a token stands for, None once it has expired."""
    with Session(store) as session:
        row = session.get(SessionRow, _digest(token))
        return row.name if row and row.expires > now() else None


def sign_out(store: Engine, token: str) -> None:
    """Makes a token worthless."""
    with Session(store) as session, session.begin():
        session.execute(delete(SessionRow).where(SessionRow.token == _digest(token)))


@cache
def _nobody() -> str:
    """Verified for unknown names, so that the time taken does not tell who is known."""
    return _hasher.hash(secrets.token_hex())


def _digest(token: str) -> str:
    """SHA-256 of a token; what is random needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()

"""Who a request comes from."""

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.types import Scope

COOKIE = "viva_session"
VISITOR = "viva.visitor"
"""Key of a request's scope under which `Access` notes who has signed in."""

_SAFE = ("GET", "HEAD", "OPTIONS")


def session_token(scope: Scope) -> str:
    """What the session's cookie holds, empty without one."""
    cookie: SimpleCookie = SimpleCookie()
    try:
        cookie.load(Headers(scope=scope).get("cookie", ""))
    except CookieError:
        return ""
    return cookie[COOKIE].value if COOKIE in cookie else ""


def address(scope: Scope) -> str:
    """The address that the connection comes from."""
    client = scope.get("client")
    return client[0] if client else ""


def visitor(scope: Scope) -> str:
    """What a visitor is counted by: who has signed in, else the address."""
    return str(scope.get(VISITOR) or address(scope))


def is_changing(scope: Scope) -> bool:
    """Whether a request asks for more than to look at something."""
    return scope["type"] == "http" and scope["method"] not in _SAFE

"""Who may come in: anyone on this machine, or, once there are users, who has signed in."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import anyio.to_thread
from sqlalchemy import Engine
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.store.users import has_users, sign_in, sign_out, signed_in
from ui.server.limits import Bucket
from ui.server.visitor import COOKIE, VISITOR, address, is_changing, session_token

SIGN_IN, SIGN_OUT = "/viva/sign-in", "/viva/sign-out"
_OPEN = ("/viva/desk.css", SIGN_IN)
_TRIES = 10
"""Of signing in, a minute and address."""


class Access:
    """Lets requests through that come from this machine, or from who has signed in.

    Where there are no users, the server listens on this machine alone, and only to pages of its
    own: a request that comes from another machine (the last user was removed while it was served to
    others), names another host (DNS rebinding) or comes from another site is refused.
    """

    def __init__(self, app: ASGIApp, store: Engine, hours: int) -> None:
        self._app = app
        self._store = store
        self._hours = hours
        self._tries = Bucket(_TRIES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers it in its place."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close"})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = await self._answer(scope, receive)
        await (answer or self._app)(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Response | None:
        """What is answered instead of the page; None lets the request through."""
        if is_changing(scope) and not _from_here(scope):
            return PlainTextResponse("This request comes from another site.", 403)
        if await anyio.to_thread.run_sync(has_users, self._store):
            return await self._of_users(scope, receive)
        return None if _is_local(scope) else PlainTextResponse("Unknown host.", 403)

    async def _of_users(self, scope: Scope, receive: Receive) -> Response | None:
        path, token = scope["path"], session_token(scope)
        if path == SIGN_IN and scope["method"] == "POST":
            return await self._sign_in(scope, receive)
        if path == SIGN_OUT:
            await anyio.to_thread.run_sync(sign_out, self._store, token)
            return _redirect(SIGN_IN)
        known = await anyio.to_thread.run_sync(signed_in, self._store, token)
        scope[VISITOR] = known
        if path == SIGN_IN:
            return _redirect("/") if known else _form()
        return None if known or path in _OPEN else _turned_away(scope)

    async def _sign_in(self, scope: Scope, receive: Receive) -> Response:
        if not self._tries.takes(address(scope)):
            return _form("Too many tries; wait a minute.", 429)
        async with Request(scope, receive).form(max_files=0, max_fields=4) as form:
            name, password = str(form.get("name", "")), str(form.get("password", ""))
        token = await anyio.to_thread.run_sync(sign_in, self._store, name, password, self._hours)
        if token is None:
            return _form("Name and password do not fit.", 401)
        answer = _redirect("/")
        answer.set_cookie(
            COOKIE,
            token,
            max_age=3600 * self._hours,
            httponly=True,
            samesite="strict",
            secure=scope["scheme"] == "https",
        )
        return answer


def is_loopback(host: str) -> bool:
    """Whether an address or name means this machine alone."""
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _is_local(scope: Scope) -> bool:
    """Whether a request comes from this machine and asks for it by one of its own names."""
    host = urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname
    return is_loopback(address(scope)) and is_loopback(host or "")


def _from_here(scope: Scope) -> bool:
    """Whether a changing request was made by a page of ours, or by no page at all."""
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _turned_away(scope: Scope) -> Response:
    """To the form, for a page; a plain refusal for what scripts ask for."""
    wants_page = "text/html" in Headers(scope=scope).get("accept", "")
    return _redirect(SIGN_IN) if wants_page else PlainTextResponse("Sign in first.", 401)


def _redirect(where: str) -> RedirectResponse:
    return RedirectResponse(where, 303)


def _form(problem: str = "", status: int = 200) -> HTMLResponse:
    from ui.markup.sign_in import sign_in_html

    return HTMLResponse(sign_in_html(problem), status)

"""Response headers: a content security policy under which nothing foreign runs or is fetched."""

import secrets

from starlette.datastructures import Headers as Fields
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'nonce-{nonce}'",
        "style-src 'self' 'unsafe-inline'",  # Gradio, KaTeX and Mermaid set styles on elements
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""Gradio needs neither foreign scripts nor ``eval`` where no page has `gr.HTML` or ``js=``."""

_OTHERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Headers:
    """Adds the headers to every response; a page's own inline scripts get a nonce of its own.

    Only scripts that stand in the page when it leaves the server have the nonce: what is put into
    it later, from a source, a reader or a model, runs under no circumstances.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        held: Message | None = None
        page = b""

        async def guarded(message: Message) -> None:
            nonlocal held, page
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _OTHERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("content-security-policy", POLICY.format(nonce=nonce))
                if _is_page(headers):
                    held = message
                    return
            elif held is not None:
                page += message.get("body", b"")
                if message.get("more_body"):
                    return
                page = page.replace(b"<script", b'<script nonce="%s"' % nonce.encode())
                MutableHeaders(scope=held)["content-length"] = str(len(page))
                await send(held)
                message, held = {"type": "http.response.body", "body": page}, None
            await send(message)

        await self._app(scope, receive, guarded)


def _is_page(headers: Fields) -> bool:
    kind = headers.get("content-type", "")
    return kind.startswith("text/html") and "content-encoding" not in headers

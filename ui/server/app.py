"""The whole application: pages, files, signing in, and the guards around them."""

import warnings
from importlib import resources

import gradio as gr
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp

from index.settings import Server
from ui.desk import Desk
from ui.pages.app import appearance, build_pages
from ui.server.access import Access
from ui.server.files import add_files
from ui.server.headers import Headers
from ui.server.limits import Limits

_ASSETS = {"desk.css": "text/css", "desk.js": "text/javascript"}


def build_app(desk: Desk, settings: Server) -> ASGIApp:
    """The application over a desk.

    The guards, from the outside: headers of every response, who has to sign in, how many requests
    a visitor may make.
    """
    app = FastAPI(title="Viva", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(Exception, _failed)
    app.add_exception_handler(HTTPException, _refused)
    for name, kind in _ASSETS.items():
        _add_asset(app, name, kind)
    add_files(app, desk)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="SSR mode")
        gr.mount_gradio_app(
            app,
            build_pages(desk),
            path="/",
            show_error=False,
            ssr_mode=False,
            run_history=False,
            enable_monitoring=False,
            max_file_size=settings.upload_megabytes * 1_000_000,
            blocked_paths=[str(desk.home.root)],
            **appearance(),
        )
    app.add_middleware(Limits, per_minute=settings.requests_per_minute)
    app.add_middleware(Access, store=desk.store, hours=settings.session_hours)
    app.add_middleware(Headers)
    return app


def _add_asset(app: FastAPI, name: str, kind: str) -> None:
    content = (resources.files("ui") / "assets" / name).read_bytes()

    @app.get(f"/viva/{name}")
    def asset() -> Response:
        return Response(content, media_type=kind, headers={"cache-control": "no-cache"})


def _failed(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse("Something went wrong on our side.", 500)


def _refused(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return PlainTextResponse("Not found." if status == 404 else "Refused.", status)  # noqa: PLR2004

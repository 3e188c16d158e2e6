"""Files handed out: a document's own, a conversation as Markdown. Named by ids, never by paths."""

import re
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from assistant.store.conversations import conversation, turns_of
from index.catalogue import file_of
from ingest.encoding.decode import decode
from ingest.errors import SourceError
from ui.desk import Desk
from ui.markup.export import conversation_markdown

_SHOWN = {".pdf": "application/pdf"}
"""What a browser may show by itself; everything else is text or is saved."""

_TEXT = frozenset({".md", ".txt", ".tex", ".csv", ".ipynb", ".html", ".htm", ".xhtml", ".rst"})
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def add_files(app: FastAPI, desk: Desk) -> None:
    """Adds the addresses under which files are handed out."""

    @app.get("/viva/file/{doc_id:path}")
    def document_file(doc_id: str) -> Response:
        document = desk.assistant.searcher.generation.documents.get(doc_id)
        path = file_of(document) if document else None
        if path is None or not path.is_file():
            raise HTTPException(404)
        return _handed_out(path)

    @app.get("/viva/export/{conversation_id}")
    def exported(conversation_id: str) -> Response:
        found = conversation(desk.store, conversation_id)
        if found is None:
            raise HTTPException(404)
        text = conversation_markdown(found.title, turns_of(desk.store, conversation_id))
        name = re.sub(r"\W+", "-", found.title).strip("-")[:60] or "conversation"
        headers = {"content-disposition": _saved(f"{name}.md")}
        return Response(text, media_type="text/markdown; charset=utf-8", headers=headers)


def _handed_out(path: Path) -> Response:
    """A file as a PDF, as text, or to be saved: never as a page of ours."""
    suffix = path.suffix.lower()
    headers = {"content-security-policy": _POLICY, "x-content-type-options": "nosniff"}
    if suffix in _SHOWN:
        kind = _SHOWN[suffix]
    elif suffix in _TEXT and (text := _text(path)):
        headers["content-security-policy"] = f"{_POLICY}; sandbox"
        return Response(text, media_type="text/plain; charset=utf-8", headers=headers)
    else:
        kind = "application/octet-stream"
        headers["content-disposition"] = _saved(path.name)
    return FileResponse(path, media_type=kind, headers=headers)


def _text(path: Path) -> str:
    """What a text file says, in whatever encoding it is; empty if it is none any more."""
    try:
        return decode(path.read_bytes()).text
    except (OSError, SourceError):
        return ""


def _saved(name: str) -> str:
    return f"attachment; filename*=utf-8''{quote(name, safe='')}"

"""An OpenAI-compatible endpoint that misbehaves as it is told, over real HTTP."""

import json
import select
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

_PATIENCE = 20.0


class Talk:
    """One request, and what the endpoint does about it."""

    def __init__(self, handler: BaseHTTPRequestHandler, body: dict[str, Any], turn: int) -> None:
        self._handler = handler
        self._begun = False
        self.body = body
        self.turn = turn
        self.hung_up = threading.Event()

    @property
    def prompt(self) -> str:
        return "\n".join(message["content"] for message in self.body["messages"])

    def say(self, *texts: str) -> Self:
        """Sends each text as a piece of the reply."""
        self._begin()
        for text in texts:
            delta = {"role": "assistant", "content": text}
            choice = {"index": 0, "delta": delta, "finish_reason": None}
            self._event(json.dumps(self._chunk(choice)))
        return self

    def think(self, *texts: str) -> Self:
        """Sends each text as a thought in the field that some endpoints have for it."""
        self._begin()
        for text in texts:
            delta = {"role": "assistant", "content": "", "reasoning_content": text}
            choice = {"index": 0, "delta": delta, "finish_reason": None}
            self._event(json.dumps(self._chunk(choice)))
        return self

    def end(self, reason: str = "stop") -> None:
        self._begin()
        choice = {"index": 0, "delta": {}, "finish_reason": reason}
        self._event(json.dumps(self._chunk(choice)))
        self._event("[DONE]")

    def status(self, code: int, **headers: str) -> None:
        error = json.dumps({"error": {"message": "no", "type": "x", "code": code}}).encode()
        self._handler.send_response(code)
        self._handler.send_header("content-type", "application/json")
        self._handler.send_header("content-length", str(len(error)))
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.end_headers()
        self._handler.wfile.write(error)

    def raw(self, data: bytes) -> Self:
        self._begin()
        self._handler.wfile.write(data)
        self._handler.wfile.flush()
        return self

    def hang(self) -> None:
        """Says nothing more until the other side closes the connection."""
        readable, _, _ = select.select([self._handler.connection], [], [], _PATIENCE)
        if readable and not self._handler.connection.recv(1):
            self.hung_up.set()

    def drop(self) -> None:
        self._handler.wfile.flush()
        self._handler.connection.close()

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            self._handler.send_response(200)
            self._handler.send_header("content-type", "text/event-stream")
            self._handler.end_headers()

    def _event(self, data: str) -> None:
        self._handler.wfile.write(f"data: {data}\n\n".encode())
        self._handler.wfile.flush()

    def _chunk(self, choice: dict[str, Any]) -> dict[str, Any]:
        about = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "fake"}
        return {**about, "choices": [choice]}


Behaviour = Callable[[Talk], None]


class FakeEndpoint:
    """A server on the loopback; `talks` holds every request that came."""

    def __init__(self, behave: Behaviour) -> None:
        self.talks: list[Talk] = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                body["authorization"] = self.headers["authorization"]
                talk = Talk(self, body, len(fake.talks))
                fake.talks.append(talk)
                self.close_connection = True
                try:
                    behave(talk)
                except (BrokenPipeError, ConnectionResetError):
                    talk.hung_up.set()

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                """A connection that a test has dropped is no error."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

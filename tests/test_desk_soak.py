"""Twenty readers at once over the whole curriculum, each asking ten questions, over real HTTP."""

import json
import shutil
import statistics
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.build import open_assistant
from assistant.store.conversations import conversations, turns_of
from index.home import Home
from tests.desks import served
from ui.desk import desk_over

CLIENTS, ASKED = 20, 10
QUESTIONS = (
    "Why are attention scores divided by the square root of the key dimension?",
    "What is the difference between L1 and L2 regularisation?",
    "When should I prefer PR-AUC over ROC-AUC?",
    "How does LoRA reduce memory in fine-tuning?",
    "What is the capital of Australia?",
    "What does batch normalisation do at inference?",
    "How do you detect data drift in production?",
    "What is the vanishing gradient problem?",
    "How does k-means clustering work?",
    "What limits the context length of a transformer?",
)


class Reader:
    """A browser's part of the conversation, without the browser."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=url, timeout=300)
        self._session = uuid.uuid4().hex[:10]
        config = self._http.get("/config").json()
        parts = {part["id"]: part["props"].get("elem_id") for part in config["components"]}
        self._event = next(
            each
            for each in config["dependencies"]
            if any(
                parts.get(part) == "v-question" and on == "submit" for part, on in each["targets"]
            )
        )
        self._opened = next(key for key, name in parts.items() if name == "v-conversation")
        self.key = ""

    def ask(self, question: str) -> float:
        """Asks in the reader's conversation; seconds until the first words of the answer."""
        data = [question, self.key, False, *[""] * (len(self._event["inputs"]) - 3)]
        asked = {"data": data, "fn_index": self._event["id"], "session_hash": self._session}
        begun, first = time.perf_counter(), None
        self._http.post("/gradio_api/queue/join", json=asked).raise_for_status()
        address = f"/gradio_api/queue/data?session_hash={self._session}"
        with self._http.stream("GET", address) as lines:
            for line in lines.iter_lines():
                message = json.loads(line.removeprefix("data:") or "{}") if line else {}
                if first is None and ("v-said" in line or "do not hold an answer" in line):
                    first = time.perf_counter() - begun
                if message.get("msg") == "process_completed":
                    assert message["success"], message
                    self.key = self._key(message["output"]["data"])
                    break
        assert first is not None, question
        return first

    def _key(self, data: list[Any]) -> str:
        return str(data[self._event["outputs"].index(self._opened)])


@pytest.mark.soak
def test_twenty_readers_at_once(
    curriculum_home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(curriculum_home.root, home.root)
    desk = desk_over(home, open_assistant(home.root))
    expected = {question: desk.assistant.ask(question).statements for question in QUESTIONS}

    def reads(number: int, url: str) -> tuple[list[str], list[float]]:
        reader = Reader(url)
        questions = [QUESTIONS[(number + n) % len(QUESTIONS)] for n in range(ASKED)]
        return questions, [reader.ask(question) for question in questions]

    with served(desk) as url, ThreadPoolExecutor(CLIENTS) as readers:
        done = list(readers.map(reads, range(CLIENTS), [url] * CLIENTS))
    kept = [turns_of(desk.store, each.conversation_id) for each in conversations(desk.store)]
    asked = sorted([turn.request.question for turn in turns] for turns in kept)
    assert asked == sorted(questions for questions, _ in done)
    for turns in kept:
        for turn in turns:
            assert turn.answer is not None
            assert turn.answer.statements == expected[turn.request.question]
    seconds = sorted(first for _, firsts in done for first in firsts)
    p50, p95 = statistics.median(seconds), seconds[int(0.95 * len(seconds))]
    with capsys.disabled():
        sys.stdout.write(f"\nfirst words: p50 {p50:.2f} s, p95 {p95:.2f} s of {len(seconds)}\n")

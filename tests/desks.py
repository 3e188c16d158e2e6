"""Small desks for tests: a few notes, an encoder that counts words, the pages over them."""

import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from assistant.assistant import Assistant
from assistant.decide import Decision
from assistant.types import Answer
from index.home import Home
from index.search import Searcher
from index.settings import Server
from index.update import update
from tests.fakes import HashEncoder
from ui.desk import Desk, desk_over

DROPOUT = """---
title: Dropout
section: 02-deep-learning
tracks: [machine-learning]
roles: [engineer]
level: basic
references:
  sri2014:
    author: Srivastava, N. et al.
    title: Dropout, a simple way to prevent overfitting
    venue: JMLR
    year: 2014
---

# Dropout

## Interview Q&A

### What does dropout do during training?

Dropout sets each activation to zero with probability $p < 1$ during training [@sri2014]. The
surviving activations are scaled by $1/(1-p)$ so that their expectation stays the same.

### Why does dropout regularise a network?

Dropout regularises a network because no unit can rely on the presence of any other unit.

## Rates

| layer | usual dropout rate |
|---|---|
| input | 0.2 |
| hidden | 0.5 |

```python
def keep(p: float) -> float:
    return 1 - p
```

```mermaid
flowchart LR
    A[training] --> B[zeroed units]
```
"""

PADDING = "\n\n".join(
    f"## Aside {number}\n\nAn aside of the margin, number {number}, on gardens and rivers."
    for number in range(40)
)

TREES = f"""---
title: Trees
section: 01-classical-ml
tracks: [classics]
level: advanced
---

# Trees

{PADDING}

## What limits the depth of a decision tree?

The depth of a decision tree is limited by pruning, by a minimum number of samples in a leaf, or by
a maximum depth. Pruning removes branches of a decision tree that do not improve validation error.
"""

NOTES = {"dropout.md": DROPOUT, "trees.md": TREES}

DECISION = Decision(bias=-4.0, weights={"cosine": 16.0}, threshold=0.5)
"""Of the encoder that counts words: a quarter of the cosine is enough to answer."""


class GatedEncoder(HashEncoder):
    """Encodes many texts only while its gate is open; questions are encoded at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.gate.set()

    def encode(self, texts: Sequence[str], progress: Any = None) -> Any:
        assert self.gate.wait(60), "the test forgot to open the gate"
        return super().encode(texts, progress)


class Scripted:
    """An assistant that says what it is told to, one snapshot whenever its gate is opened."""

    can_generate = True

    def __init__(self, searcher: Searcher, snapshots: Sequence[Answer]) -> None:
        self.searcher = searcher
        self.snapshots = list(snapshots)
        self.gate = threading.Semaphore(0)
        self.closed = threading.Event()

    def stream(self, *_asked: object, **_options: object) -> Generator[Answer]:
        try:
            for snapshot in self.snapshots:
                assert self.gate.acquire(timeout=30)
                yield snapshot
        finally:
            self.closed.set()


def small_home(root: Path, notes: dict[str, str] | None = None, encoder: Any = None) -> Home:
    """A home over some notes, without the curriculum."""
    folder = root / "notes"
    folder.mkdir(parents=True)
    for name, text in (NOTES if notes is None else notes).items():
        (folder / name).write_text(text, encoding="utf-8")
    home = Home(root / "home")
    update(home, encoder or HashEncoder(), [folder], corpus=False)
    return home


def desk_of(home: Home, encoder: Any = None, decision: Decision = DECISION) -> Desk:
    """The desk of a home, its questions answered with the encoder that counts words."""
    return desk_over(home, Assistant(Searcher(home, encoder or HashEncoder()), decision))


@contextmanager
def served(desk: Desk, settings: Server | None = None, host: str = "127.0.0.1") -> Iterator[str]:
    """The pages over a desk, served; yields their address."""
    from ui.server.app import build_app

    app = build_app(desk, settings or Server())
    server = uvicorn.Server(uvicorn.Config(app, host=host, port=0, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    try:
        yield f"http://{host}:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        server.force_exit = True
        thread.join(20)

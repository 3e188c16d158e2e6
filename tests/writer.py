"""A process that writes to a home, ended by SIGKILL when it comes to a given moment.

A moment is a report of progress or an operation on a file of the home, told by Python's audit
events, which come before the operation. Each is written down, so that it is known where a run died.
"""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import REPOSITORY

_OPERATIONS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.scandir"}


@dataclass(frozen=True, slots=True)
class Run:
    """A run that ended.

    Attributes:
        killed: whether SIGKILL ended it.
        moments: each the phase and what was about to be done.
    """

    killed: bool
    moments: tuple[str, ...]

    @property
    def phase(self) -> str:
        """The phase that it ended in."""
        return self.moments[-1].partition(":")[0] if self.moments else "starting"


def start(
    home: Path, notes: Path, log: Path, name: str, *when: object
) -> "subprocess.Popen[bytes]":
    """Starts a writer; the options are those of `main`."""
    command = [sys.executable, "-m", "tests.writer", home, notes, log, name, *when]
    return subprocess.Popen([*map(str, command)], cwd=REPOSITORY)


def run(home: Path, notes: Path, log: Path, name: str, *when: object) -> Run:
    """Runs a writer to its end, by SIGKILL or not."""
    log.unlink(missing_ok=True)
    code = start(home, notes, log, name, *when).wait()
    assert code in (0, -signal.SIGKILL), code
    return Run(code != 0, tuple(log.read_text().splitlines()))


def main(
    home: Path, notes: Path, log: Path, name: str = "", at: str = "", nth: int = 0, late: float = 0
) -> None:
    """Ingests `notes`, and kills itself `late` seconds after the nth moment of the phase `at`.

    Args:
        home: is written to.
        notes: are ingested.
        log: gets a line a moment.
        name: of the encoder: ``real``, or else one that only counts words.
        at: empty for a run that ends by itself.
        nth: from 0.
        late: 0 for at once.
    """
    from index.encoder import Encoder
    from index.home import Home
    from index.update import update
    from tests.fakes import HashEncoder

    encoder = Encoder() if name == "real" else HashEncoder()
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    phase, counts = "starting", Counter[str]()

    def moment(what: str) -> None:
        os.write(file, f"{phase}: {what}\n".encode())
        if phase == at and counts[phase] == nth:
            if late:
                threading.Timer(late, os.kill, (os.getpid(), signal.SIGKILL)).start()
            else:
                os.kill(os.getpid(), signal.SIGKILL)
        counts[phase] += 1

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal phase
        path = str(arguments[1 if event == "os.rename" else 0]) if arguments else ""
        if event in _OPERATIONS and path.startswith(str(home)):
            place = path.removeprefix(str(home / "index"))
            if event == "os.mkdir" and place.startswith("/segments/."):
                phase = "storing vectors"
            elif event == "open" and place.startswith("/.current."):
                phase = "switching"
            moment(f"{event} {place}")
            if event == "os.rename" and place == "/current":
                phase = "collecting"

    def progress(what: str, done: int, _total: int) -> None:
        nonlocal phase
        phase = what
        moment(str(done))

    sys.addaudithook(audit)
    update(Home(home), encoder, [notes], corpus=False, progress=progress)  # type: ignore[arg-type]


if __name__ == "__main__":
    root, folder, records, encoder_name, *rest = sys.argv[1:]
    when = (rest[0], int(rest[1]), float(rest[2])) if rest else ()
    main(Path(root), Path(folder), Path(records), encoder_name, *when)  # type: ignore[arg-type]

"""A PostgreSQL server of a test's own, where the machine has one installed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_USER = "nobody"
"""Runs the server where the tests run as root, which PostgreSQL refuses."""


def binaries() -> Path | None:
    """The folder of the server's programs, None if there are none."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """Starts a server that only a socket in a temporary folder leads to; yields its URL."""
    as_user = {"user": _USER} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="viva-pg-", dir="/tmp") as name:
        folder = Path(name)
        if as_user:
            shutil.chown(folder, _USER)

        def run(program: str, *arguments: str) -> None:
            command = [str(programs / program), *arguments]
            subprocess.run(command, check=True, capture_output=True, cwd=folder, **as_user)

        data = str(folder / "data")
        run("initdb", "-D", data, "-A", "trust", "-U", "viva", "--no-sync", "-E", "UTF8")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        run("pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgresql://viva@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")

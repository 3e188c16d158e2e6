"""What a run's figures hold for: the code's version, the time, the machine."""

import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path


def circumstances() -> dict[str, str]:
    """The code's version and when and on what it runs."""
    return {
        "code": code_version(Path(__file__).parent),
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
    }


def code_version(folder: Path) -> str:
    """The commit that `folder` was checked out from, ``-dirty`` if changed since; else the release.

    Args:
        folder: of the package.
    """
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    try:
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return f"viva {version('viva')}"
    return run.stdout.strip()

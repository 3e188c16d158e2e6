"""What lies beside the live generation: which of it is kept, and the removal of the rest.

The live generation is kept with the one before it, for readers that are about to open that, and
the segments that these need. Everything else is what older generations and killed writers left.
"""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

CURRENT, MANIFEST, SEGMENTS = "current", "manifest.json", "segments"


def current_name(folder: Path) -> str | None:
    """The name of the live generation, None before the first."""
    try:
        return (folder / CURRENT).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def generation_names(folder: Path) -> list[str]:
    """The generations in a folder, complete or not, the live one first, then the newest first."""
    live = current_name(folder)
    names = [path.name for path in folder.glob("[0-9]*") if path.is_dir()]
    return sorted(names, key=lambda name: (name == live, name), reverse=True)


def manifest_of(generation: Path) -> Mapping[str, Any] | None:
    """The manifest of a generation; None if it has none, as while it is being written."""
    try:
        manifest = json.loads((generation / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) else None


def collect(folder: Path) -> None:
    """Removes what is not needed; only a holder of the writer's lock may call this.

    Args:
        folder: ``index/`` of a home.
    """
    live = current_name(folder)
    before = (name for name in generation_names(folder) if live is not None and name < live)
    kept = [live, next((name for name in before if manifest_of(folder / name)), None)]
    needed: set[str] = set()
    for name in kept:
        needed.update((manifest_of(folder / name) or {}).get("segments", ()) if name else ())
    for name in generation_names(folder):
        if name not in kept:
            shutil.rmtree(folder / name, ignore_errors=True)
    segments = folder / SEGMENTS
    for segment in segments.iterdir() if segments.is_dir() else ():
        if segment.name not in needed:
            shutil.rmtree(segment, ignore_errors=True)
    for draft in folder.glob(f".{CURRENT}.*"):
        draft.unlink(missing_ok=True)

"""Fitted coefficients as the files that come with the package."""

import json
from dataclasses import asdict
from pathlib import Path

from assistant.decide import Decision
from assistant.support.check import SupportModel


def write_coefficients(fitted: Decision | SupportModel, path: Path) -> None:
    """Writes them as `shipped_decision` and `shipped_support` read them."""
    path.write_text(json.dumps(asdict(fitted), indent=1) + "\n", encoding="utf-8")

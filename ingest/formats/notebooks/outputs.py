"""What a code cell printed, as far as it helps to read the code."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

MOST_LINES = 10
MOST_CHARACTERS = 1000

_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|.\x08")
_OBJECT = re.compile(r"[\[(]?<[A-Za-z_][^<>]*>[\])]?(?:, dtype=object)?")
"""How objects are printed that are shown as pictures instead: ``<Figure size 640x480 …>``."""


def printed(outputs: Iterable[Mapping[str, Any]]) -> tuple[str, bool]:
    """The beginning of all text of a cell's outputs, and whether some was cut off.

    Images and HTML say nothing without a browser, warnings nothing of the subject; of an error
    the last line tells what it was.
    """
    text = "\n".join(filter(None, map(_text, outputs)))
    lines = text.split("\n")
    kept = "\n".join(lines[:MOST_LINES])
    shortened = len(lines) > MOST_LINES or len(kept) > MOST_CHARACTERS
    return (f"{kept[:MOST_CHARACTERS].rstrip()}\n…" if shortened else kept), shortened


def _text(output: Mapping[str, Any]) -> str:
    kind = output.get("output_type")
    if kind == "stream" and output.get("name") != "stderr":
        return _shown(output.get("text"))
    if kind in ("execute_result", "display_data"):
        data = output.get("data")
        text = _shown(data.get("text/plain") if isinstance(data, Mapping) else None)
        return "" if _OBJECT.fullmatch(text) else text
    if kind == "error":
        return _error(output)
    return ""


def _error(output: Mapping[str, Any]) -> str:
    name, value = _shown(output.get("ename")), _shown(output.get("evalue"))
    if name:
        return f"{name}: {value}".partition("\n")[0].rstrip(": ")
    traceback = output.get("traceback")
    lines = [_shown(line) for line in traceback] if isinstance(traceback, list) else []
    return lines[-1].rpartition("\n")[2] if lines else ""


def _shown(text: object) -> str:
    """Text as a terminal leaves it on the screen: no colours, of progress bars the last state."""
    if not isinstance(text, str):
        return ""
    return "\n".join(_lines(_ESCAPE.sub("", text))).strip("\n")


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield line.rstrip().rpartition("\r")[2].rstrip()

"""Several questions in one message, told apart."""

import re

from assistant.leaning import seems_to_lean

_BREAK = re.compile(r"(?<=\?)[\s\"'”’)]+(?=\w)")


def split_questions(text: str) -> list[str]:
    """The questions of a message, in order; what is no question stays with the one before it.

    A message is split only after question marks, and not before a question that leans on the one
    before it (``How long is it? Is it long enough?``).
    """
    parts: list[str] = []
    for part in _BREAK.split(text.strip()):
        asks = part.rstrip("\"'”’) ").endswith("?") and not seems_to_lean(part)
        if parts and not asks:
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    return parts

"""What some models think aloud before they answer, between ``<think>`` and ``</think>``."""

import re
from collections.abc import Iterable, Iterator

_OPENING = re.compile(r"\s*<(think(?:ing)?)>", re.IGNORECASE)
_CLOSING = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_LONGEST = len("</thinking>")


def spoken(deltas: Iterable[str]) -> Iterator[str]:
    """A streamed reply without the thoughts that it begins with."""
    begins, held, thinks = True, "", False
    for delta in deltas:
        held += delta
        if begins:
            if not held.strip() or "<thinking>".startswith(held.strip().lower()):
                continue
            opening = _OPENING.match(held)
            begins, thinks = False, bool(opening)
            held = held[opening.end() :] if opening else held
        if thinks:
            closing = _CLOSING.search(held)
            if not closing:
                held = held[-_LONGEST:]
                continue
            thinks, held = False, held[closing.end() :]
        if held:
            yield held
        held = ""
    if begins and held:
        yield held

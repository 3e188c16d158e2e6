"""What some models think aloud before they answer, between ``<think>`` and ``</think>``."""

import re
from collections.abc import Generator, Iterable, Iterator

_OPENING = re.compile(r"<think(?:ing)?>", re.IGNORECASE)
_CLOSING = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_TAG = re.compile(r"(?P<quoted>`?)<(?P<closes>/?)think(?:ing)?>", re.IGNORECASE)
_HALF = re.compile(r"`?(?:</?[a-z]{0,8})?\Z", re.IGNORECASE)
_LONGEST = len("`</thinking>")


class Reply:
    """A reply without its thoughts, as it is heard.

    Attributes:
        cut_off: why it is not complete, as a clause; empty if it is, or goes on.
        thought: whether the model has thought aloud.
        said: whether it has said anything else.
    """

    def __init__(self, deltas: Generator[str, None, str | None]) -> None:
        self._deltas = deltas
        self.cut_off = ""
        self.thought = self.said = False

    def __iter__(self) -> Iterator[str | None]:
        """The reply in pieces; None where whatever came before turns out to be a thought.

        That is so where the prompt has opened the thoughts already, so that only their end comes.
        Nothing is held back for that: few replies begin like this.
        """
        begins, thinks, certain, held = True, False, False, ""
        for delta in self._whole():
            held += delta
            if begins:
                held = held.lstrip()
                if not held or "<thinking>".startswith(held.lower()):
                    continue
                opening = _OPENING.match(held)
                begins, thinks = False, bool(opening)
                certain = self.thought = thinks
            if thinks:
                closing = _CLOSING.search(held)
                held = held[closing.end() :] if closing else held[-_LONGEST:]
                thinks = not closing
            elif not certain and (tag := _TAG.search(held)):
                certain = True
                if tag["closes"] and not tag["quoted"]:
                    self.thought, self.said = True, False
                    held = held[tag.end() :]
                    yield None
            if not thinks:
                half = None if certain else _HALF.search(held, max(0, len(held) - _LONGEST))
                ready, held = (held[: half.start()], held[half.start() :]) if half else (held, "")
                yield from self._heard(ready)
        if not thinks:
            yield from self._heard(held)

    def spoken(self) -> str:
        """All of the reply."""
        said = ""
        for piece in self:
            said = "" if piece is None else said + piece
        return said

    def _whole(self) -> Iterator[str]:
        self.cut_off = (yield from self._deltas) or ""

    def _heard(self, text: str) -> Iterator[str]:
        self.said = self.said or bool(text.strip())
        if text:
            yield text


def spoken(deltas: Iterable[str]) -> str:
    """A whole reply without its thoughts."""
    return Reply(delta for delta in deltas).spoken()

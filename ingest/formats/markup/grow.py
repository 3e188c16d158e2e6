"""Adding text and elements, as they come, to an element."""

from collections.abc import Iterable
from itertools import groupby

from ingest.formats.markup.tree import Element


def append(parent: Element, content: Iterable[str | Element]) -> None:
    """Puts texts and elements after what an element holds; each element brings no tail along."""
    last = parent[-1] if len(parent) else None  # lxml counts its children each time it is asked
    for are_texts, run in groupby(content, lambda part: isinstance(part, str)):
        if not are_texts:
            for part in run:
                if not isinstance(part, str):
                    part.tail = None
                    parent.append(part)
                    last = part
            continue
        text = "".join(map(str, run))  # at once, since each assignment copies what is there
        if last is not None:
            last.tail = (last.tail or "") + text
        else:
            parent.text = (parent.text or "") + text

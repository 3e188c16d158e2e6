"""Text whose UTF-8 bytes were read in another code page, mended run by run.

A run is mended when it reads less oddly with its bytes read as UTF-8 (`ingest.encoding.oddity`
tells), so correct text in the same file, the same line, the same word stays as it is. What is not
certain by itself is decided by its surroundings: the code page that damaged the rest of the line
or, where next to nothing in the text speaks against it, of the whole text.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from ingest.encoding.codepages import CodePage
from ingest.encoding.kinds import uncommon
from ingest.encoding.lost import Restored, restore
from ingest.encoding.mojibake import (
    GAIN,
    SLACK,
    Reading,
    Span,
    pages_of,
    read_as,
    suspect,
    whole_as,
)

_PASSES = 5
"""Text may be damaged several times over; each pass takes one layer off."""

_SURE = 0.9
"""Share of a text's spans that one code page must explain to be trusted everywhere in it."""

_WITH_LOSSES = 3
"""Code pages, the most frequent ones of a text, of which incomplete sequences are looked for."""

_BODY = re.compile(r"[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after repair.

    Attributes:
        text: the repaired text.
        runs: how many runs of characters were replaced.
        remarks: what was repaired and what was lost, each a phrase for the reader.
    """

    text: str
    runs: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a span stands in the text: its first character, and its line."""

    start: int
    line: int
    span: Span


def repair(text: str) -> Repaired:
    """Mends what was read in the wrong code page; all other text stays as it is.

    Returns:
        The text with each damaged run as it was before, or `text` itself if nothing was damaged.
    """
    if text.isascii():
        return Repaired(text)
    pages: Counter[CodePage] = Counter()
    for _ in range(_PASSES if suspect().search(text) else 0):
        places = _places(text)
        readings = _readings(places)
        if not readings:
            break
        pages.update(reading.page for reading in readings.values())
        text = _replaced(text, places, readings)
    restored = restore(text, [page for page, _ in pages.most_common(_WITH_LOSSES)])
    return Repaired(restored.text, pages.total() + restored.runs, _remarks(pages, restored))


def _remarks(pages: Counter[CodePage], restored: Restored) -> tuple[str, ...]:
    remarks = []
    if runs := pages.total() + restored.runs:
        names = ", ".join(page.name for page, _ in pages.most_common()) or "another encoding"
        remarks.append(f"{runs} garbled run{'s' * (runs > 1)} repaired (UTF-8 read as {names})")
    if restored.dropped:
        numbers = list(dict.fromkeys(restored.dropped))
        lines = f"line{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers))}"
        lost = len(restored.dropped)
        remarks.append(f"{lost} character{'s' * (lost > 1)} lost for good left out ({lines})")
    return tuple(remarks)


def _places(text: str) -> list[_Place]:
    places, line, reached = [], 0, 0
    known: dict[tuple[str, str, str], Span] = {}
    for match in _BODY.finditer(text):
        start, end = match.span()
        line += text.count("\n", reached, start)
        reached = start
        key = (text[start - 1 : start] or " ", match[0], text[end : end + 1] or " ")
        span = known.get(key)
        if span is None:
            span = known[key] = Span(*key)
        places.append(_Place(start, line, span))
    return places


def _readings(places: list[_Place]) -> dict[int, Reading]:
    """What to put in place of spans, by the index of their place."""
    every = dict.fromkeys(place.span for place in places)  # in order, so that ties never vary
    options = _options(every)
    if not options:
        return {}
    weights = _weights(options)
    everywhere = _explaining(every, options, weights)
    known: dict[tuple[Span, CodePage | None], Reading | None] = {}
    readings: dict[int, Reading] = {}
    lines: dict[int, list[int]] = {}
    for index, place in enumerate(places):
        lines.setdefault(place.line, []).append(index)
    for indices in lines.values():
        spans = dict.fromkeys(places[index].span for index in indices)
        page = everywhere
        if page is None:
            if options.keys().isdisjoint(spans):
                continue
            page = _explaining(spans, options, weights) or _damaging(spans, options, weights)
        for index in indices:
            key = (places[index].span, page)
            if key not in known:
                known[key] = _trusting(*key) or _best(options.get(key[0], []), weights)
            if reading := known[key]:
                readings[index] = reading
    return readings


def _options(spans: Iterable[Span]) -> dict[Span, list[Reading]]:
    """The readings of each span that are less odd than it is, if there are any."""
    options = {}
    for span in spans:
        if suspect().search(span.body):
            pages = pages_of(span.body)
            better = _better(whole_as, span, pages)
            if all(reading.gain < GAIN for reading in better):
                better = _better(read_as, span, pages)
            if better:
                options[span] = better
    return options


def _better(
    read: Callable[[Span, CodePage], Reading | None], span: Span, pages: list[CodePage]
) -> list[Reading]:
    readings = (read(span, page) for page in pages)
    return [reading for reading in readings if reading and reading.gain > 0]


def _weights(options: Mapping[Span, list[Reading]]) -> dict[CodePage, float]:
    """How much each code page explains, as a share of what the best one does."""
    weights: dict[CodePage, float] = {}
    for readings in options.values():
        for reading in readings:
            weights[reading.page] = weights.get(reading.page, 0) - _badness(reading)
    top = max([1, *weights.values()])
    return {page: weight / top for page, weight in weights.items()}


def _explaining(
    spans: Collection[Span],
    options: Mapping[Span, list[Reading]],
    weights: Mapping[CodePage, float],
) -> CodePage | None:
    """The code page that explains nearly all spans together; None if none does."""
    gains: dict[CodePage, list[int]] = {}
    for span in spans:
        for reading in options.get(span, []):
            gains.setdefault(reading.page, []).append(reading.gain)
    for page in sorted(gains, key=lambda page: (-sum(gains[page]), -weights[page])):
        if max(gains[page]) >= GAIN or len(gains[page]) > GAIN:
            explained = sum(page.undo(span.body) is not None for span in spans)
            if explained >= _SURE * len(spans):
                return page
    return None


def _damaging(
    spans: Collection[Span],
    options: Mapping[Span, list[Reading]],
    weights: Mapping[CodePage, float],
) -> CodePage | None:
    """The code page that most certainly damaged some of the spans."""
    best = (_best(options.get(span, []), weights) for span in spans)
    pages = Counter(reading.page for reading in best if reading)
    return max(pages, key=lambda page: (pages[page], weights[page]), default=None)


def _trusting(span: Span, page: CodePage | None) -> Reading | None:
    """How `span` reads if `page` is known to have damaged its surroundings."""
    if page is None:
        return None
    reading = whole_as(span, page) or read_as(span, page)
    return reading if reading and reading.gain >= -SLACK else None


def _best(readings: list[Reading], weights: Mapping[CodePage, float]) -> Reading | None:
    """The best of the readings that are certain by themselves."""
    certain = [reading for reading in readings if reading.gain >= GAIN]
    return min(
        certain, key=lambda reading: _badness(reading) - weights[reading.page] / 2, default=None
    )


def _badness(reading: Reading) -> float:
    return uncommon(reading.text) / 4 - reading.gain


def _replaced(text: str, places: list[_Place], readings: Mapping[int, Reading]) -> str:
    pieces, reached = [], 0
    for index in sorted(readings):
        place = places[index]
        pieces += [text[reached : place.start], readings[index].text]
        reached = place.start + len(place.span.body)
    return "".join([*pieces, text[reached:]])

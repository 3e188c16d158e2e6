"""The statements of a reply as it grows, each checked against the passages that it cites."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.citing import cite
from assistant.llm.clean import clean
from assistant.llm.leaks import leaked
from assistant.llm.segment import Segment, Shape
from assistant.support.align import Text
from assistant.support.check import (
    Support,
    check,
    passage_text,
    sentence_text,
    shipped_support,
)
from assistant.support.evidence import best_unit
from assistant.support.words import stem, words_of
from assistant.types import Citation, Statement, Verdict
from index.backend import Generation
from index.encoder import Encoder
from index.types import Hit

_MOST = 60
_REPEATS = 3
_RAMBLING = (60, 0.25)
_META = re.compile(r"\b(?:source|passage)s?\b.*\b(?:not|no|nothing)\b", re.IGNORECASE)
_ADMITTING = frozenset(
    stem(word)
    for word in """
    sources passages answer mention discuss cover contain state explain provide information question
    nothing first second third however fully directly
    """.split()  # noqa: SIM905
)
"""In which words a reply says what the sources lack, beside those of the question."""

_FENCE_LINE = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[^\n]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Written:
    """A reply so far.

    Attributes:
        notice: what was done to it that the reader should know.
    """

    statements: tuple[Statement, ...] = ()
    notice: str = ""


@dataclass
class Draft:
    """The statements of a reply, and the passages that they are checked against."""

    question: str
    packed: Sequence[Hit]
    generation: Generation
    encoder: Encoder
    statements: list[Statement] = field(default_factory=list)
    ended: str = ""
    _before: tuple[int, ...] = ()
    _repeated: int = 0
    _texts: dict[int, Text] = field(default_factory=dict)
    _markers: dict[str, int] = field(default_factory=dict)

    def take(self, segment: Segment) -> bool:
        """Adds what a segment says; whether there is something new to show."""
        block = segment.shape in (Shape.CODE, Shape.TABLE, Shape.FORMULA)
        sources = segment.sources or (self._before if block else ())
        cited = [self.packed[number - 1].chunk.text for number in sources]
        text = clean(segment.text, cited, code=segment.shape is Shape.CODE)
        self._before = sources if text.endswith(":") else ()
        if not text or self._is_noise(text):
            return False
        support = self._support(segment, text, sources)
        citations = tuple(self._cited(text, number) for number in sources)
        verdict = support.verdict
        self.statements.append(
            Statement(
                text, citations, round(support.value, 4), verdict, support.reason, segment.lead
            )
        )
        if len(self.statements) >= _MOST:
            self.ended = "The language model went on too long and was stopped."
        return True

    def written(self, *, strict: bool) -> Written:
        """What is shown of it: no words of the prompt, and if `strict` nothing unsupported."""
        recited = leaked([statement.text for statement in self.statements])
        kept = [each for place, each in enumerate(self.statements) if place not in recited]
        notices = [self.ended] if self.ended else []
        if recited:
            notices.append("Words of the instructions to the language model were left out.")
        if strict:
            carried = [each for each in kept if each.verdict is not Verdict.UNSUPPORTED]
            if dropped := len(kept) - len(carried):
                notices.append(f"{dropped} of its sentences were left out: no source carries them.")
            kept = carried
        return Written(tuple(kept), " ".join(notices))

    def _is_noise(self, text: str) -> bool:
        """Whether a text only repeats what was said; too much of that ends the reply."""
        said = text.split()
        least, share = _RAMBLING
        rambling = len(said) > least and len(set(said)) < share * len(said)
        repeats = any(text == statement.text for statement in self.statements)
        self._repeated += repeats
        if rambling or self._repeated >= _REPEATS:
            self.ended = "The language model began to repeat itself and was stopped."
        return rambling or repeats

    def _support(self, segment: Segment, text: str, sources: Sequence[int]) -> Support:
        if segment.shape is Shape.CODE:
            return self._support_of_code(text, sources)
        if not sources and self._states_nothing(segment.shape, text):
            return Support(0.0, Verdict.UNCHECKED, "it states nothing that could be checked")
        encoded = self.encoder.encode_query(text)
        passages = [self._passage(number) for number in sources]
        model = shipped_support(self.encoder.sha256)
        return check(sentence_text(text, encoded), passages, model)

    def _support_of_code(self, text: str, sources: Sequence[int]) -> Support:
        """Code is carried if a cited passage has it, white space apart."""
        code = "".join(_FENCE_LINE.sub("", text).split())
        if any(code in "".join(self.packed[n - 1].chunk.text.split()) for n in sources):
            return Support(1.0, Verdict.SUPPORTED)
        return Support(0.0, Verdict.UNSUPPORTED, "the cited sources do not have this code")

    def _states_nothing(self, shape: Shape, text: str) -> bool:
        """Whether a text without a source is a heading or the like, in words known already."""
        content = [word for word in words_of(text) if word.content and not word.light]
        form = shape is Shape.HEADING or text.rstrip("*_ ").endswith((":", "?"))
        admits = bool(_META.search(text))
        if not form and len(content) > 1 and not admits:
            return False
        known = self._vocabulary | _ADMITTING if admits else self._vocabulary
        return all(word.stem in known for word in content)

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        """The stems of the question and of the passages."""
        stems = {word.stem for word in words_of(self.question)}
        for number in range(1, len(self.packed) + 1):
            stems |= self._passage(number).known
        return frozenset(stems)

    def _passage(self, number: int) -> Text:
        if number not in self._texts:
            hit = self.packed[number - 1]
            assert hit.tokens is not None  # noqa: S101 - whoever packs takes no others
            self._texts[number] = passage_text(hit.chunk, hit.tokens)
        return self._texts[number]

    def _cited(self, text: str, number: int) -> Citation:
        """The citation of the unit of a passage that comes nearest to a text."""
        chunk = self.packed[number - 1].chunk
        marker = self._markers.setdefault(chunk.chunk_id, len(self._markers) + 1)
        sentence = sentence_text(text, self.encoder.encode_query(text))
        start, end = best_unit(sentence, self._passage(number), chunk, self.generation)
        return cite(chunk, start, end, marker, self.generation)

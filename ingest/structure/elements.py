"""Element: what a text's syntax shows, before it is known what stands under which heading."""

from dataclasses import dataclass

from ingest.structure.questions import LONGEST, Question
from ingest.types import Kind


@dataclass(frozen=True, slots=True)
class Element:
    """Characters `start` to `end` of a text are a heading, a question or one piece of content.

    Elements come in order, do not overlap, and leave out nothing but white space.

    Attributes:
        level: of a heading, 1 the outermost; 0 for everything else.
        title: the text of a heading.
        question: what this element asks first, if it may open a question-and-answer pair.
        answer: offset behind a mark such as ``A:``; None where there is no such mark.
        within: number of the list item or fold-out that it lies in, where each of these is a pair
            of its own; 0 elsewhere.
        silent: whether it says nothing: a rule, tags, a comment.
    """

    start: int
    end: int
    kind: Kind = Kind.PROSE
    level: int = 0
    title: str = ""
    question: Question | None = None
    answer: int | None = None
    within: int = 0
    silent: bool = False


def heading(start: int, end: int, level: int, title: str) -> Element:
    """A heading; one too long to stand above anything is prose, one without a word is silent."""
    words = " ".join(title.split())
    if len(words) > LONGEST:
        return Element(start, end)
    return Element(start, end, level=level, title=words, silent=not words)

"""Block: one structural element of a text, before blocks are packed into chunks."""

from dataclasses import dataclass

from ingest.types import Kind


@dataclass(frozen=True, slots=True)
class Block:
    """Characters `start` to `end` of a text form one paragraph, list, table, formula or code block.

    Blocks come in order, do not overlap, and leave out nothing but white space and front matter.

    Attributes:
        body: offset where the element itself begins; the heading lines above it lie between
            `start` and `body`, so that no character of the text belongs to no block.
        headings: heading path above the element, outermost first; within a question-and-answer
            pair the question is the last of them.
        opens: where those of the headings begin that lie between `start` and `body`; they are the
            last of `headings`.
        pair: number of the question-and-answer pair it belongs to, None outside such pairs.
    """

    start: int
    body: int
    end: int
    kind: Kind
    headings: tuple[str, ...] = ()
    pair: int | None = None
    opens: tuple[int, ...] = ()

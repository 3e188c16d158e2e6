"""Levels of the headings of a plain text, which nothing but their looks and their order show."""

from dataclasses import replace

from ingest.structure.plaintext.headlines import NUMBERINGS, Headline
from ingest.structure.questions import Asks, asks


def add_heading(above: list[Headline], found: Headline, below: Headline | None) -> int:
    """Puts a heading below those that it stands under, and returns its level, 1 the outermost.

    It ends headings of a weaker rank, and those of its own style that are no less deep. Of other
    styles of its rank the one met first is the outer one; but nothing stands under a question, and
    a heading in a new style is a peer of what has so far stood above headings such as the next.

    Args:
        above: the path to the place where `found` stands; changed to the path that it makes.
        found: the heading.
        below: the heading right below it, if that is what follows.
    """
    styles = [heading.style for heading in above]
    if below and below.style in styles and found.style not in styles:
        peer = styles.index(below.style) - 1
        if peer >= 0 and above[peer].rank == found.rank:
            found = replace(found, style=above[peer].style)
        else:
            del above[peer + 1 :]
    while above and (above[-1].rank > found.rank or _ends_question(above[-1], found)):
        above.pop()
    same = [index for index, heading in enumerate(above) if heading.style == found.style]
    if same:
        deep = [index for index in same if above[index].depth >= found.depth]
        del above[deep[0] if deep else same[-1] + 1 :]
    above.append(found)
    return len(above)


def _ends_question(question: Headline, found: Headline) -> bool:
    """Whether what stands above is a question; an instruction is one if it is numbered."""
    least = Asks.HINTED if question.style in NUMBERINGS else Asks.ASKED
    return question.style != found.style and asks(question.title) >= least

"""Question-and-answer pairs: a question, and everything up to the next one or to a heading."""

from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.structure.elements import Element
from ingest.structure.questions import Asks, about_questions, asks, is_answer


def pair_numbers(elements: Sequence[Element], root: tuple[str, ...] = ()) -> list[int | None]:
    """For each element the number of the pair it belongs to, None outside pairs.

    A heading that asks opens a pair, and so does a question that something answers. An answer may
    itself hold questions; those that ask less surely than the one that it answers do not end it.

    Args:
        elements: of the whole text, in order.
        root: headings above the whole text.
    """
    numbers: list[int | None] = []
    pair: int | None = None
    pairs, opener, strength = 0, Element(0, 0), Asks.NO
    for element, asked in zip(elements, _strengths(elements, root), strict=True):
        inside = pair is not None and opener.within in (0, element.within)
        if element.level:
            ends = not (inside and element.level > opener.level and is_answer(element.title))
            opens = ends and asked > Asks.NO
        else:
            ends = not inside
            opens = asked > Asks.NO and (ends or asked >= strength)
        if opens:
            pairs += 1
            pair, opener, strength = pairs, element, Asks.MARKED if element.level else asked
        elif ends:
            pair = None
        numbers.append(pair)
    return numbers


def _strengths(elements: Sequence[Element], root: tuple[str, ...]) -> list[Asks]:
    """How surely each element asks, once what stands around it is taken into account."""
    parents = _parents(elements)
    strengths = [_alone(elements, index) for index in range(len(elements))]
    places = [(parent, bool(x.level)) for parent, x in zip(parents, elements, strict=True)]
    asking = Counter(x for x, how in zip(places, strengths, strict=True) if how >= Asks.ASKED)
    hinting = Counter(x for x, how in zip(places, strengths, strict=True) if how is Asks.HINTED)
    for index, how in enumerate(strengths):
        if how not in (Asks.FAINTLY, Asks.HINTED):
            continue
        place = places[index]
        # Where a third of what may be questions are, the others are, too.
        if how is Asks.HINTED and 2 * asking[place] >= hinting[place]:
            strengths[index] = Asks.ASKED
        elif about_questions((*root, *_path(elements, parents, index))):
            strengths[index] = Asks.ASKED if how is Asks.HINTED else how
        else:
            strengths[index] = Asks.NO
    return strengths


def _parents(elements: Iterable[Element]) -> list[int]:
    """For each element the index of the heading right above it, -1 where there is none."""
    above: list[tuple[int, int]] = []
    parents = []
    for index, element in enumerate(elements):
        while element.level and above and above[-1][0] >= element.level:
            above.pop()
        parents.append(above[-1][1] if above else -1)
        if element.level:
            above.append((element.level, index))
    return parents


def _path(elements: Sequence[Element], parents: Sequence[int], index: int) -> list[str]:
    """The headings above an element, outermost first."""
    path: list[str] = []
    while (index := parents[index]) >= 0:
        path.insert(0, elements[index].title)
    return path


def _alone(elements: Sequence[Element], index: int) -> Asks:
    """How surely an element asks by itself; a question that nothing answers does not."""
    element = elements[index]
    question = element.question
    if element.level or question is None:
        return asks(element.title) if element.level else Asks.NO
    following = next((x for x in elements[index + 1 : index + 4] if not x.silent), None)
    if following and element.within and following.within != element.within:
        following = None
    if following and following.answer is not None:
        return Asks.MARKED
    if question.stated or (following and _may_answer(following, question.asks)):
        return question.asks
    return Asks.NO


def _may_answer(element: Element, asked: Asks) -> bool:
    """Whether an element may answer what stands right above it."""
    if element.level:
        return is_answer(element.title)
    return element.question is None or element.question.asks < asked

"""Which earlier questions of a conversation the latest one leans on."""

import re
from collections.abc import Callable, Sequence

from assistant.talk import is_only_talk, is_talk
from index.analyse import is_stop_word, words

_CONSIDERED = 8
"""Latest turns that are looked at."""

_SAME_THREAD = 0.1
"""How much nearer an earlier subject must be than the latest to be taken up again unannounced."""

_OPENING = 10
"""Words at the start of a question, in which it says where it belongs."""

_CORRECTS = re.compile(
    r"\W*(?:(?:ah|hmm|oh|ok|oops|wait|well)\W+)?"
    r"(?:not that\b|"
    r"(?:no|nope|sorry)(?:\s*(?:[,.;:!…–—]|\Z)|\s+(?:but|i|it|not|that|the other)\b))",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"\bi (?:actually |really )?(?:mean|meant)\b(?! to\b)|\bi was (?:asking|talking) about\b",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"\b(?:another|different|new|next|other|separate|unrelated)(?: \w+)? "
    r"(?:issue|matter|q|question|subject|thing|topic)\b(?! of)|"
    r"\b(?:another|different|new|separate|unrelated) one\b|"
    r"\b(?:something|sth)(?: \w+)? (?:different|else|new|other)\b|"
    r"\b(?:completely|entirely|totally) different\b|\bby the way\b|\bunrelated\b|"
    r"\b(?:new|next)[:.]",
    re.IGNORECASE,
)
_RETURNS = re.compile(
    r"\bback (?:on|to)\b|\breturn(?:ing)? to\b|"
    r"\b(?:earlier|first|former|original|previous) (?:one|point|question|subject|thing|topic)\b|"
    r"\bagain[^\w\s]",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\b(?:it|its|they|them|theirs?|this|that|these|those|such|same|ones?|others?|both|first|"
    r"second|two|latter|former)\b",
    re.IGNORECASE,
)
_POINTS_NOWHERE = re.compile(
    r"\b(?:is|was) it (?:an? )?(?:bad|best|better|fine|good|mistake|necessary|ok|possible|wrong)"
    r"(?: idea)?(?: to| that)\b",
    re.IGNORECASE,
)
"""``Is it a mistake to …``."""

_GOES_ON = re.compile(
    r"(?:(?:also|and|but|even|or|so|then)\b|why not\b(?=.{0,40}\Z)|"
    r"(?:how|what) about (?:after|as|at|before|during|for|if|in|on|when|with|without)\b)",
    re.IGNORECASE,
)
_FILLERS = re.compile(
    r"\W*(?:(?:good|hmm|ok|okay|right|alright|thanks|thx|well|yes)\b\W*){0,3}", re.IGNORECASE
)
_ASKS_ABOUT = re.compile(
    r"(?:(?:also|and|but|or|so|then)\b\W*)?(?:(?:how|what) about\b\W*)?", re.IGNORECASE
)
_ASKS_ITSELF = re.compile(r"(?:are|can|do|does|how|is|wh\w+)\b", re.IGNORECASE)
_OF_SOMETHING = frozenset(
    """
    advantage advantages alternatives benefits code cons difference differences disadvantage
    disadvantages downside downsides drawback drawbacks equation example examples formula
    limitation limitations limits pros purpose
    """.split()  # noqa: SIM905
)
"""What there is only of something: alone, these words ask for that of what was named before."""

Thread = tuple[str, ...]
"""Questions on one subject, oldest first; the first stands alone."""


def leaned_on(
    questions: Sequence[str],
    leans: Callable[[str, Thread], bool],
    likeness: Callable[[str, Thread], float],
) -> Thread:
    """The earlier questions that the last one leans on; none if it stands alone.

    A conversation is a braid of threads, one a subject. Each question goes on with the latest
    thread, or takes up an earlier one that it says to go back to or is clearly nearer to, or opens
    a thread of its own. What is only talk (``thanks!``) belongs to none.

    Args:
        questions: of the conversation, oldest first.
        leans: whether a question cannot be understood without the thread.
        likeness: of a question and a thread in meaning.
    """
    if not questions or is_only_talk(questions[-1]):
        return ()
    threads: list[Thread] = []
    for question in [each for each in questions if not is_only_talk(each)][-_CONSIDERED:]:
        thread = _taken_up(question, threads, likeness)
        announced = corrects(question) or (len(threads) > 1 and returns(question))
        if thread and not opens(question) and (announced or leans(question, thread)):
            threads.remove(thread)
            threads.append((*thread, question))
        else:
            threads.append((question,))
    return threads[-1][:-1]


def _taken_up(
    question: str, threads: Sequence[Thread], likeness: Callable[[str, Thread], float]
) -> Thread:
    """The thread that a question goes on with, if with any.

    One that could be about any subject (``and why?``) goes on with the latest.
    """
    anything = _OF_SOMETHING.issuperset(_content(question)) and not returns(question)
    if len(threads) < 2 or anything:  # noqa: PLR2004
        return threads[-1] if threads else ()
    near = [likeness(question, thread) for thread in threads]
    near[-1] += -_SAME_THREAD if returns(question) else _SAME_THREAD
    return threads[near.index(max(near))]


def corrects(question: str) -> bool:
    """Whether a question takes back what was asked before it (``no, I meant …``)."""
    return bool(_CORRECTS.match(question) or _MEANT.search(question))


def opens(question: str) -> bool:
    """Whether a question says that it opens a subject (``something else: …``)."""
    return bool(_OPENS.search(_opening(question))) and not corrects(question)


def returns(question: str) -> bool:
    """Whether a question says that it goes back to an earlier subject."""
    return bool(_RETURNS.search(_opening(question)))


def points(question: str) -> bool:
    """Whether a question has a word that may stand for something named before."""
    return bool(_POINTS.search(_POINTS_NOWHERE.sub(" ", question)))


def is_aspect(question: str) -> bool:
    """Whether a question names nothing but what there is only of something (``any drawbacks?``)."""
    said = _content(question)
    return bool(said) and _OF_SOMETHING.issuperset(said)


def goes_on(question: str) -> bool:
    """Whether a question begins as if in the middle of a conversation (``and …``)."""
    return bool(_GOES_ON.match(_without_fillers(question)))


def asks_itself(question: str) -> bool:
    """Whether a question says what it asks, not only of what (``and for trees?``)."""
    return bool(_ASKS_ITSELF.match(without_opening(question)))


def without_opening(question: str) -> str:
    """A question without what merely leads up to what it asks about (``ok, what about …``)."""
    said = _without_fillers(question)
    asks = _ASKS_ABOUT.match(said)
    return said[asks.end() :] if asks else said


def _content(question: str) -> list[str]:
    """The words of a question that are no stop words and no talk."""
    return [word for word in words(question) if not (is_stop_word(word) or is_talk(word))]


def _without_fillers(question: str) -> str:
    fillers = _FILLERS.match(question)
    return question[fillers.end() :] if fillers else question


def _opening(question: str) -> str:
    return " ".join(question.split(maxsplit=_OPENING)[:_OPENING])

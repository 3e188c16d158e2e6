"""Words of talk: greetings, chat spellings and pronouns, which say nothing of what is asked."""

from index.analyse import words

_TALK = frozenset(
    """
    anybody anyone anything btw cant couldnt didnt doesnt dont dunno everybody everyone folks
    gonna gotta guys hasnt havent he hello her hers hey hi him his idk im imo isnt ive kinda kindly
    lemme lets lol maybe myself nah okey please pls plz she shouldnt shud smth somebody someone
    somewhere sorta stuff tbh thanks thats thx thru ty wanna wat wasnt wats whats wich wont wrt yeah
    yo yourself
    """.split()  # noqa: SIM905
)


_COURTESIES = frozenset("bye cool good great nice ok okay right thank there you".split())  # noqa: SIM905


def is_talk(word: str) -> bool:
    """Whether a word belongs to the talk around a question, not to the question."""
    said = words(word.replace("'", "").replace("’", ""))
    return bool(said) and all(part in _TALK for part in said)


def is_only_talk(text: str) -> bool:
    """Whether a message is talk alone: ``hi``, ``thanks!``."""
    said = words(text)
    return bool(said) and all(is_talk(word) or word in _COURTESIES for word in said)

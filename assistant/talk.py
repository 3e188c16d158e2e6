"""Talk: what a message says beside its question, and messages that say nothing else.

A greeting, a ``please`` or a ``lol`` is no part of what is searched for. Many such words also mean
something (an ``even`` split, a ``thank you`` note): they are talk only at the ends of a message, or
as an adverb between the words of a question.
"""

import re

from index.analyse import words

NOTHING_ASKED = "Ask a question or name a topic, and the answer is quoted from your sources."

_TALK = frozenset(
    """
    anybody anyone anything btw cant couldnt didnt doesnt dont dunno everybody everyone folks
    gonna gotta guys hasnt havent he hello her hers hey hi him his idk im imo isnt ive kinda kindly
    lemme lets lol maybe myself nah okey please pls plz she shouldnt shud smth somebody someone
    somewhere sorta stuff tbh thanks thats thx thru ty wanna wat wasnt wats whats wich wont wrt yeah
    yo yourself
    """.split()  # noqa: SIM905
)
_REPLIES = frozenset(
    """
    amazing awesome bad brilliant bye cheers clear cool excellent fine funny genius good goodbye got
    great haha hello helpful hey hi hmm interesting lmao lol lovely nice no nope ok okay okey
    perfect right sense smart sorry sure thank thanks thx ty understood useful welcome wow wrong
    yeah yep yes yo
    """.split()  # noqa: SIM905
)
"""What greets, thanks, agrees or judges."""

_BESIDE_REPLIES = frozenset(
    """
    a again all and answer are day evening explanation for help i in is it job later lot m makes
    many me morning much my night now of one re really s see so that the there this to u very was
    well work you your
    """.split()  # noqa: SIM905
)
"""What may stand beside them; alone it points back (``so that one``)."""

_ASKS = re.compile(r"\W*(?:are|is|was)\b|[^?]*\?", re.IGNORECASE)
_TO_THE_ASSISTANT = re.compile(
    r"\W*(?:help(?: me)?|how are you|(?:oh )?i see|never mind|see (?:u|ya|you)(?: later| soon)?|"
    r"wh(?:at|o) are you|what can (?:i ask(?: you)?|you do)|what'?s up)\W*\Z",
    re.IGNORECASE,
)

_THANKS = (
    r"(?:(?:many )?thanks|thank you|thx|ty|cheers)"
    r"(?: (?:a lot|again|in advance|so much|very much))?"
)
_BEFORE = re.compile(
    r"[\s,.!…]*(?:"
    r"(?:good (?:evening|morning)|hello(?! world)|hey|hi|yo)"
    r"(?: (?:all|everyone|folks|guys|there))?|"
    r"alright|btw|eli5|haha|hmm?|lol|oh|okay|ok|please|pls|plz|tbh|t/f|um|"
    r"(?:actually|anyway|awesome|cool|good|great|nice|perfect|q|question|right|sure|"
    r"true(?: or |/)false|well|yeah|yes)(?= ?[,.!?;:…–—])|"
    rf"{_THANKS}(?= ?[,.!;:…–—]| (?:and|but|can|could|how|i|now|so|wh\w+)\b)|"
    r"explain (?:it )?(?:to me )?like i['’]?m (?:5|five)|"
    r"(?:i was|i'm|im|just) (?:just )?wondering|remind me(?: about| of|(?= (?:how|what|why)\b))"
    r")(?![\w/'\"’”-])[\s,;:.!?…–—-]*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?<![\w/'’-])(?<!not )(?<!even )(?:"
    r"actually|again|anyway|basically|bro|btw|dude|eli5|exactly|folks|guys|haha|in a nutshell|lol|"
    r"mate|please|pls|plz|really|tbh|tho|though|(?<=, )right|(?:for|to) me|"
    rf"{_THANKS}|in (?:layman['’]?s|plain|simple) (?:english|language|terms|words)|"
    r"(?:as if|like) (?:i['’]?m|i am|i was|i were) (?:an? )?(?:5|five|beginner|child)"
    r"(?:[ -]years?[ -]old)?"
    r")(?![\w'’-])",
    re.IGNORECASE,
)
_WHAT_IS = re.compile(r"\W*what(?:['’]?s| are| does| is| was| were)\b", re.IGNORECASE)
"""What ``again`` is talk after; elsewhere it may say that something happens twice."""

_BETWEEN = re.compile(
    r"(?<!\bnot)\s(?:actually|basically|essentially|literally|really)(?=\s\w)|"
    r"\s(?:even|exactly|just)(?=\s(?:do|happen|help|matter|mean|work)\b)|"
    r"(?<=\bwhat)\s(?:even|exactly|just)(?=\s(?:are|did|do|does|happens|is|was)\b)|"
    r"(?<=\b(?:how|why))\s(?:even|exactly|just)(?=\s(?:are|did|do|does|is|was)\b)",
    re.IGNORECASE,
)
_REVISES = re.compile(
    r"\W*(?:(?:drill|quiz|test) me|recap|sum up|summari[sz]e)\s"
    r"(?:(?:about|of|on)\s)?(?:an?\s|the\s)?"
    r"(?P<topic>[^\s?.!,;:]+(?:\s[^\s?.!,;:]+){0,3})[\s?.!]*\Z",
    re.IGNORECASE,
)
"""A topic and what to do with it; of more words, ``summarise`` may be what is asked about."""


def is_talk(word: str) -> bool:
    """Whether a word belongs to the talk around a question, not to the question."""
    said = words(word.replace("'", "").replace("’", ""))
    return bool(said) and all(part in _TALK for part in said)


def is_only_talk(text: str) -> bool:
    """Whether a message asks nothing of the sources: thanks, a greeting, a nod, or no word at all.

    ``good`` alone is talk; ``is that good`` and ``why`` go on with what was said.
    """
    said = words(text)
    if not said or _TO_THE_ASSISTANT.match(text):
        return True
    beside = frozenset() if _ASKS.match(text) else _BESIDE_REPLIES | _TALK
    return not _REPLIES.isdisjoint(said) and (_REPLIES | beside).issuperset(said)


def without_talk(question: str) -> str:
    """The question without the talk around it; the whole text where nothing else would be left."""
    begin, end = 0, len(question)
    while opening := _BEFORE.match(question, begin):
        begin = opening.end()
    for closing in reversed(list(_AFTER.finditer(question, begin))):
        is_last = not words(question[closing.end() : end])
        if not is_last or (closing[0].lower() == "again" and not _WHAT_IS.match(question, begin)):
            break
        end = closing.start()
    if not words(question[begin:end]):
        return question
    asked = question[begin:end].rstrip(" ,;:…–—-") if end < len(question) else question[begin:]
    mark = "?" if "?" in question[end:] and not asked.endswith("?") else ""
    plain = _BETWEEN.sub("", asked + mark)
    task = _REVISES.match(plain)
    return task["topic"] if task else plain

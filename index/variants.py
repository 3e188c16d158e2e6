"""One spelling for words that British and American English write in two ways.

Readers type either, and so do the writers of notes. Words of questions and of passages are
rewritten alike, so a rule that reaches a word it was not meant for (``citizen``) does no harm while
it makes no two words one. Of ``-ize`` and ``-ise`` the latter is kept: a stemmer takes
``normalize`` for ``normal``.
"""

import re

_RULES = tuple(
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        (r"(?<=\w{3})iz(?=e|ing|at|ab)", "is"),
        (r"(?<=\w{2})yz(?=e|ing|ab)", "ys"),
        (
            r"(arm|behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|od|rig|rum|tum|vap|vig)our",
            r"\1or",
        ),
        (r"(cent|fib|lit|theat)re(?=s?$)", r"\1er"),
        (r"(cent)r(?=ed$|ing$)", r"\1er"),
        (r"^(def|off|pret)ence", r"\1ense"),
        (r"^(un)?licenc", r"\1licens"),
        (r"^practis", "practic"),
        (r"^programme(?=s?$)", "program"),
        (r"(anal|catal|dial)og(?=s?$)", r"\1ogue"),
        (r"(anal|catal|dial)og(?=ed$|ing$)", r"\1ogu"),
        (r"dgement", "dgment"),
        (r"^ageing$", "aging"),
        (r"^artefact", "artifact"),
        (r"^sceptic", "skeptic"),
        (r"^gray", "grey"),
    )
)


def one_spelling(word: str) -> str:
    """A lower-case word in the one of its spellings that is kept; most have but one."""
    for pattern, spelling in _RULES:
        word = pattern.sub(spelling, word)
    return word

"""How much of something a sentence speaks of: all, most, some, few or none of it."""

from functools import cache
from types import MappingProxyType

from assistant.support.words import stem

_LEVELS = {
    4: "all every each always everyone everything everywhere entire entirely whole invariably "
    "guarantee necessarily fully completely any anyone anything anywhere must wholly regardless",
    3: "most mostly usually typically generally normally often commonly tend tends largely mainly "
    "frequently primarily predominantly majority chiefly ordinarily",
    2: "some sometimes may might occasionally several certain partly possibly perhaps potentially "
    "sometime many",
    1: "few rarely seldom hardly scarcely barely little",
    0: "never none nobody nothing nowhere neither",
    5: "only solely exclusively sole",
}


@cache
def _by_stem() -> MappingProxyType[str, int]:
    levels = {stem(word): level for level, words in _LEVELS.items() for word in words.split()}
    return MappingProxyType(levels)


def level(word: str) -> int | None:
    """What share a stem stands for: 4 all, 3 most, 2 some, 1 few, 0 none, 5 for `only`."""
    return _by_stem().get(word)

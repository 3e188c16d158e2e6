"""What a file says of itself, kept so far as it can be used."""

import re
from collections.abc import Mapping
from typing import Any

_OURS = ("format", "questions", "structure")
"""Fields that reading a file fills in."""

_LONE = re.compile("[\ud800-\udfff]")


def stated(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """The metadata that a file states, where fields with a meaning here hold what they should.

    Anybody may write anything into a front matter: ``as_of`` becomes text, ``references`` keeps the
    works that are mappings, and what would be taken for our own is left out.

    Args:
        metadata: JSON values.
    """
    kept = {key: value for key, value in metadata.items() if key not in _OURS}
    if isinstance(kept.get("as_of"), dict | list | None):
        kept.pop("as_of", None)
    else:
        kept["as_of"] = str(kept["as_of"])
    works = kept.pop("references", None)
    if isinstance(works, dict):
        kept["references"] = {key: work for key, work in works.items() if isinstance(work, dict)}
    sound: dict[str, Any] = without_lone_surrogates(kept)
    return sound


def without_lone_surrogates(value: Any) -> Any:  # noqa: ANN401
    """A JSON value with U+FFFD for halves of characters, which no encoder or file takes."""
    match value:
        case str():
            return _LONE.sub("\ufffd", value)
        case dict():
            return {
                without_lone_surrogates(key): without_lone_surrogates(item)
                for key, item in value.items()
            }
        case list():
            return [without_lone_surrogates(item) for item in value]
    return value

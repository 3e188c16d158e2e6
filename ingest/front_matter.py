"""YAML front matter: the mapping between two rules at the very top of a Markdown text."""

import re
from copy import deepcopy
from functools import lru_cache
from typing import Any

import yaml

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)


def front_matter(text: str) -> tuple[dict[str, Any], int]:
    """The mapping at the top of a text and the offset at which the text proper begins.

    A reader's own notes may open with a rule: what is not a YAML mapping is text like any other.
    Values are JSON values; dates and other YAML types become strings.
    """
    match = _FRONT_MATTER.match(text)
    loaded = _loaded(match[1]) if match else None
    if match is None or not isinstance(loaded, dict):
        return {}, 0
    return deepcopy(loaded), match.end()


def damaged_matter(text: str) -> int:
    """Where that ends which stands as front matter does, but is no YAML; 0 if nothing does."""
    match = _FRONT_MATTER.match(text)
    return match.end(1) if match and _loaded(match[1]) is None else 0


@lru_cache(maxsize=1024)
def _loaded(yaml_text: str) -> Any:  # noqa: ANN401
    """What a YAML text says, None if it is none; kept, since it takes as long as a search."""
    try:
        return _json_values(yaml.safe_load(yaml_text))
    except (yaml.YAMLError, AttributeError, LookupError, RecursionError, ValueError):
        return None  # nested too deeply or in itself, a date of a 13th month, ``!!bool foo``


def _json_values(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {str(key): _json_values(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_json_values(item) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)

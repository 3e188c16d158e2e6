"""Lists of fields: what parameters, results and errors of a function are called."""

import re
from collections.abc import Iterator, Sequence

from docutils import nodes

from ingest.formats.markup.tree import names

_PARAMETERS = names("param parameter arg argument key keyword kwarg kwparam var ivar cvar")
_TYPES = names("type paramtype vartype kwtype")
_CALLED = {
    "return": "Returns", "returns": "Returns", "rtype": "Return type", "raise": "Raises",
    "raises": "Raises", "except": "Raises", "exception": "Raises", "yields": "Yields",
}  # fmt: skip
_SPACE = re.compile(r"\s+")

Field = tuple[str, nodes.Element]


def named_fields(fields: nodes.field_list) -> Iterator[Field]:
    """The name of each field that says something, with its body.

    ``param str key`` is named ``key (str)``, where the type may stand in a field of its own.
    """
    found = [(_words(field), _body(field)) for field in fields if len(field) > 1]
    types = {
        words[1]: _SPACE.sub(" ", body.astext())
        for words, body in found
        if words[0] in _TYPES and len(words) == 2  # noqa: PLR2004 - the field and its name
    }
    told = {words[-1] for words, _ in found if words[0] in _PARAMETERS}
    for words, body in found:
        typed = words[0] in _TYPES and words[-1] in told
        if body.astext().strip() and not typed:
            yield _name(words, types), body


def _words(field: nodes.field) -> list[str]:
    return field[0].astext().split() or [""]


def _body(field: nodes.field) -> nodes.Element:
    """What a field says; a person's initial is not the number of an item."""
    body: nodes.Element = field[1]
    alone = len(body) == 1 and isinstance(body[0], nodes.enumerated_list) and len(body[0]) == 1
    return nodes.field_body("", nodes.paragraph("", body.rawsource)) if alone else body


def _name(words: Sequence[str], types: dict[str, str]) -> str:
    kind, rest = words[0].lower(), words[1:]
    if kind in _PARAMETERS and rest:
        said = " ".join(rest[:-1]) or types.get(rest[-1], "")
        return f"{rest[-1]} ({said})" if said else rest[-1]
    return " ".join([_CALLED.get(kind, words[0]), *rest])

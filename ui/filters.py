"""Filters as they are typed: values that the library knows, whatever their case."""

import difflib
from collections.abc import Iterable
from dataclasses import replace

from index.backend import Generation
from index.types import Filters, labels, section_names
from ingest.errors import SettingsError

_FIELDS = {"track": "tracks", "section": "section", "role": "roles"}
"""Options, and the fields of front matter that they look at."""


def known_filters(filters: Filters, generation: Generation) -> Filters:
    """The filters with their values written as the library writes them.

    Args:
        filters: as they were typed.
        generation: whose documents are to be filtered.

    Raises:
        SettingsError: if the library knows no such value; the message names those that it knows.
    """
    found = {}
    for option, field in _FIELDS.items():
        typed: str | None = getattr(filters, option)
        if typed is None:
            continue
        values = values_of(field, generation)
        names = {name for value in values for name in section_names(value)}
        found[option] = _known(typed, names if option == "section" else values)
        if found[option] is None:
            choices = ", ".join(sorted(values))
            must = f"must be one of {choices}" if choices else "fits nothing: no document has any"
            raise SettingsError(f"--{option} {must}")
    if filters.doc is not None:
        found["doc"] = _known(filters.doc, (each.doc_id for each in generation.outlines))
        if found["doc"] is None:
            raise no_document(filters.doc, generation)
    return replace(filters, **found)


def values_of(field: str, generation: Generation) -> set[str]:
    """What the front matter of a library's documents says in one of its fields."""
    found = (labels(each.metadata.get(field)) for each in generation.outlines)
    return {value for values in found for value in values if value}


def no_document(doc_id: str, generation: Generation) -> SettingsError:
    """That there is no document of this name, and which one may be meant."""
    titles = {each.title.casefold(): each.doc_id for each in generation.outlines}
    known = [each.doc_id for each in generation.outlines]
    near = difflib.get_close_matches(doc_id, known, n=1, cutoff=0.3)
    meant = titles.get(doc_id.casefold()) or next(iter(near), None)
    hint = f"did you mean {meant}? All of them: " if meant else "see: "
    return SettingsError(f"no document {doc_id!r} in the index; {hint}viva library list --all")


def _known(typed: str, values: Iterable[str]) -> str | None:
    """The value that is meant; one that is written exactly so comes first."""
    alike = [value for value in values if value.casefold() == typed.strip().casefold()]
    return typed if typed in alike else min(alike, default=None)

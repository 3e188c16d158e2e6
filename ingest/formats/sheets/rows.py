"""Rows of a table to list items in which each value stands with the name of its column."""

from collections.abc import Sequence
from itertools import zip_longest


def row_item(cells: Sequence[str], columns: Sequence[str]) -> str:
    """``- name: value; name: value``; what is empty is left out."""
    named = zip_longest(columns, cells, fillvalue="")
    values = (f"{name}: {_line(cell)}" if name else _line(cell) for name, cell in named if cell)
    return f"- {'; '.join(values)}"


def _line(cell: str) -> str:
    return " ".join(cell.split())

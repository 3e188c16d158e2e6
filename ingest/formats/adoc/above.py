"""What lines right above a block of AsciiDoc say of it."""

import re
from dataclasses import dataclass


@dataclass(slots=True)
class Above:
    """The attributes in brackets, and the title."""

    attributes: str = ""
    title: str = ""

    @property
    def style(self) -> str:
        """The first attribute, which says what kind of block it is."""
        return re.split(r"[,#.%]", self.attributes, maxsplit=1)[0].strip()

    @property
    def start(self) -> str:
        """The number of the first item of a list, where that is stated."""
        stated = re.search(r"\bstart=\"?(\d{1,9})", self.attributes)
        return stated[1] if stated else ""

    @property
    def separator(self) -> str:
        """What parts the cells of a table, where its format is stated."""
        stated = re.search(r"\bformat=\"?([cdt]sv)", self.attributes)
        return {"csv": ",", "dsv": ":", "tsv": "\t"}[stated[1]] if stated else ""

    @property
    def language(self) -> str:
        """The second attribute, the language of code."""
        parts = [part.strip() for part in self.attributes.split(",")]
        return parts[1].lower() if len(parts) > 1 and "=" not in parts[1] else ""

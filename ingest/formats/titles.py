"""The titles that files state among their properties."""

import re

_MADE_UP = re.compile(
    r"microsoft (?:word|powerpoint).*|(?:word|powerpoint)\s*\d*|untitled.*"
    r"|(?:word |powerpoint )?(?:document|dokument|presentation|slide|title|titel)\s*\d*"
    r"|.*\.(?:docx?|dotx?|pptx?|odt|odp|rtf|tex|dvi|ps|indd|qxd|fm|pages|key|md|html?|pdf|txt)"
    r"|[\W\d_]*",
    re.IGNORECASE,
)
"""What programs write where they are not told a title."""


def stated_title(stated: str) -> str:
    """The title in one line; empty where a program made it up."""
    title = " ".join(stated.split())
    return "" if _MADE_UP.fullmatch(title) else title

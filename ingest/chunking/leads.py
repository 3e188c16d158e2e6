"""What a cut table or list repeats, so that its later parts can be understood by themselves."""

import re

from ingest.structure.blocks import Block
from ingest.types import Kind

_LONGEST = 200
"""Characters of an announcement that is worth repeating."""

_RULE = re.compile(r"[ \t>]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-*+:?[ \t]*+)*+\s*+")
"""Nothing is tried twice: a row of empty cells, as far as it goes, is such a rule as well."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_ANNOUNCES = re.compile(r"[:：][*_]*\Z")


def lead_of(text: str, block: Block, before: Block | None) -> str:
    """The header rows of a table, or the words that announce a list; empty where there are none.

    Args:
        text: of the document.
        block: the table or list.
        before: the block right before it, if both stand under the same headings.
    """
    if block.kind is Kind.TABLE:
        lines = text[block.body : block.end].splitlines()[:2]
        return "\n".join(lines if len(lines) > 1 and _RULE.fullmatch(lines[1]) else lines[:1])
    if block.kind is Kind.LIST and before and announces(text, before):
        line = text[before.body : before.end].splitlines()[-1]
        sentence = _SENTENCE_END.split(line)[-1].strip()
        return sentence if len(sentence) <= _LONGEST else ""
    return ""


def announces(text: str, block: Block) -> bool:
    """Whether a paragraph ends by announcing what comes next (``… as follows:``)."""
    return _ANNOUNCES.search(text, max(block.body, block.end - 4), block.end) is not None


def said(lead: str) -> str:
    """A lead without the rule below a table's header, which takes room and says nothing."""
    return "\n".join(line for line in lead.splitlines() if not _RULE.fullmatch(line))

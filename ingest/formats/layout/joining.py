"""Blocks of all pages to whole ones: what a page, a column or a formula breaks is put together."""

import re
from collections.abc import Iterable
from dataclasses import replace

from ingest.formats.layout.blocks import Block, Form
from ingest.formats.layout.paragraphs import is_finished

_FLOATING = (Form.NOTE, Form.CAPTION, Form.TABLE)
"""What may stand between the two halves of a sentence."""

_TEXT = (Form.PARAGRAPH, Form.ITEM, Form.NOTE, Form.CAPTION)
_QUANTITY = re.compile(r"\d[\d.,]*\s?[^\W\dA-Z_]|\d[\d.,]*\s?[%°](?!%)")
"""A number that goes on a sentence, as ``154 milliseconds`` does and ``3 Methods`` does not."""

_STOPPED = re.compile(r"[.!?](?:\s*\(\w{1,5}(?:\.\w{1,5})?\))?$")
"""The end of a sentence, if need be before the number of a formula."""

_ENDING = 40
"""Characters in which a sentence's end is looked for."""

_HELD = 12
"""Floating blocks that the second half of a sentence is looked for behind."""


def joined(blocks: Iterable[Block]) -> list[Block]:
    """The blocks in order, halves of paragraphs joined, notes and tables moved behind them."""
    done: list[Block] = []
    held: list[Block] = []
    formula = False
    for block in blocks:
        if done and _is_within_sentence(done[-1], block, formula):
            whole = done[-1].lines + block.lines
            done[-1] = replace(done[-1], lines=whole, region=block.region, full=block.full)
        elif done and _continues(done[-1], block):
            done[-1] = replace(block, form=done[-1].form, lines=done[-1].lines + block.lines)
        elif done and block.form in _FLOATING and _is_open(done[-1]) and len(held) < _HELD:
            held.append(block)
        else:
            done += [*held, block]
            held = []
        formula = block.form is Form.FORMULA
    return done + held


def _is_within_sentence(last: Block, block: Block, formula: bool) -> bool:
    """Whether a block is a displayed formula that a sentence leads to, or what follows on one.

    Args:
        last: the block before.
        block: the block.
        formula: whether a formula came just before.
    """
    if last.form not in (Form.PARAGRAPH, Form.ITEM, Form.FORMULA):
        return False
    if _STOPPED.search(last.lines[-1][1][-_ENDING:]):
        return False
    goes_on = block.form is Form.PARAGRAPH and block.lines[0][1][0].islower()
    return block.form is Form.FORMULA or (formula and goes_on)


def _is_open(block: Block) -> bool:
    return block.form in _TEXT and not is_finished(block.lines[-1][1])


def _continues(last: Block, block: Block) -> bool:
    """Whether a block is the rest of the last one of an earlier column."""
    if last.region == block.region:
        return False
    if last.form is Form.CODE:
        return block.form is Form.CODE
    if not _is_open(last) or block.form is not Form.PARAGRAPH:
        return False
    text = block.lines[0][1]
    continues = not text[0].isdigit() or bool(_QUANTITY.match(text))
    return text[0].islower() or (last.full and continues)

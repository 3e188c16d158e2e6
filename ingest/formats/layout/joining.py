"""Blocks of all pages to whole ones: what a page or a column breaks is put together again."""

from collections.abc import Iterable
from dataclasses import replace

from ingest.formats.layout.blocks import Block, Form
from ingest.formats.layout.paragraphs import is_finished

_FLOATING = (Form.NOTE, Form.CAPTION, Form.TABLE)
"""What may stand between the two halves of a sentence."""

_TEXT = (Form.PARAGRAPH, Form.ITEM, Form.NOTE, Form.CAPTION)
_HELD = 12
"""Floating blocks that the second half of a sentence is looked for behind."""


def joined(blocks: Iterable[Block]) -> list[Block]:
    """The blocks in order, halves of paragraphs joined, notes and tables moved behind them."""
    done: list[Block] = []
    held: list[Block] = []
    for block in blocks:
        if done and _continues(done[-1], block):
            done[-1] = replace(block, form=done[-1].form, lines=done[-1].lines + block.lines)
        elif done and block.form in _FLOATING and _is_open(done[-1]) and len(held) < _HELD:
            held.append(block)
        else:
            done += [*held, block]
            held = []
    return done + held


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
    first = block.lines[0][1][0]
    return first.islower() or (last.full and not first.isdigit())

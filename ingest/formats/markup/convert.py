"""The whole way from the tree of a page, a chapter or a document to Markdown."""

from ingest.formats.markup.blocks import markdown_blocks_of
from ingest.formats.markup.code import mark_code
from ingest.formats.markup.formulas import mark_formulas
from ingest.formats.markup.notes import place_notes
from ingest.formats.markup.questions import mark_questions
from ingest.formats.markup.tabs import mark_tabs
from ingest.formats.markup.tree import Element
from ingest.formats.markup.unseen import remove_unseen


def shown(root: Element) -> Element:
    """The tree with its formulas as TeX and what is not shown taken out."""
    mark_formulas(root)  # first, since renderers hide the sources of formulas
    mark_code(root)
    mark_tabs(root)  # before all panels but one are taken for hidden
    place_notes(root)
    remove_unseen(root)
    return root


def tree_blocks(content: Element) -> list[str]:
    """The blocks of Markdown of a tree that was made `shown`."""
    mark_questions(content)
    return markdown_blocks_of(content)

"""reStructuredText to the tree of docutils: nothing is opened, run or resolved."""

import re

from docutils import frontend, nodes, utils
from docutils.parsers.rst import Parser, directives

from ingest.errors import SourceError
from ingest.formats.restructured.directives import directive_for
from ingest.formats.restructured.roles import TextInliner

_NAMED = re.compile(
    r"\.\.[ ]+(?:\|[^|\n]{1,200}\|[ ]+)?(?P<name>\w[\w.:+-]{0,99}?)[ ]?::(?![^\s|])"
)
"""A directive; within a table, it may touch the bars of its cell."""

_SILENT = 6
"""Above the level of every message that docutils has."""


def parsed(source: str) -> nodes.document:
    """The tree of a source; what is wrong in it stands there as a message.

    Raises:
        SourceError: if its blocks are nested too deeply.
    """
    source = source.expandtabs()  # as docutils does, before names are looked for
    # The parser finds a directive by its name alone, and what it finds could open files.
    for name in {match["name"].lower() for match in _NAMED.finditer(source)}:
        directives.register_directive(name, directive_for(name))
    settings = frontend.get_default_settings(Parser)
    settings.file_insertion_enabled = settings.raw_enabled = False
    settings.report_level = settings.halt_level = _SILENT
    settings.line_length_limit = len(source) + 1  # long paragraphs are the inliner's business
    settings.trim_footnote_reference_space = True
    settings.syntax_highlight = "none"
    document = utils.new_document("", settings)
    try:
        Parser(inliner=TextInliner()).parse(source, document)
    except RecursionError as error:
        raise SourceError("blocks nested too deeply") from error
    for node in list(document.findall(nodes.Element)):
        node.children = [child for child in node.children if not _only_told(child)]
    return document


def _only_told(node: nodes.Node) -> bool:
    """Whether a node is a message that holds nothing of the source."""
    return isinstance(node, nodes.system_message) and not any(
        isinstance(child, nodes.literal_block) for child in node
    )

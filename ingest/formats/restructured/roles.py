"""Marked-up text within paragraphs: what each role shows, whoever has defined it."""

import re

from docutils import nodes
from docutils.parsers.rst.states import Inliner

from ingest.formats.markup.tree import names

_LONGEST = 10_000
"""Characters of a paragraph in which markup is looked for: each mark that nothing closes is looked
for up to the end."""

_TITLED = re.compile(r"(?P<title>[^<]*[^<\s])\s*<[^<>]*>\Z", re.DOTALL)
_CODE = names(
    "attr c class code command const cpp data envvar exc file func keyword literal macro makevar "
    "meth mod obj option program property py regexp samp token type"
)
"""Roles, without their domain, whose text is code."""

_POINTERS = names("ref numref eq doc")
_LAST = re.compile(r"\A~(?:[^\s.]*\.)*")


class TextInliner(Inliner):
    """Reads every role as its text; addresses that stand alone are text as they are."""

    def init_customizations(self, settings: object) -> None:
        """Prepares the patterns, which are built of what the very class of an inliner holds."""
        ready = Inliner()
        ready.init_customizations(settings)
        self.__dict__.update(ready.__dict__, implicit_dispatch=[])

    def parse(
        self, text: str, lineno: int, memo: object, parent: nodes.Element
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The nodes of a paragraph, and what is wrong in it."""
        if len(text) > _LONGEST:
            return [nodes.Text(text.replace("\0", ""))], []
        found: tuple[list[nodes.Node], list[nodes.system_message]]
        found = super().parse(text, lineno, memo, parent)
        return found

    def interpreted(
        self,
        rawsource: str,  # noqa: ARG002
        text: str,
        role: str,
        lineno: int,  # noqa: ARG002
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """What the text of a role says."""
        return [_said(role.lower().rpartition(":")[2], text)], []


def _said(role: str, escaped: str) -> nodes.Node:
    if role in ("math", "literal", "code"):
        tag = nodes.math if role == "math" else nodes.literal
        raw = nodes.unescape(escaped, True)
        return tag(raw, raw)
    text = nodes.unescape(escaped)
    if role in ("sub", "subscript", "sup", "superscript"):
        tag = nodes.subscript if role.startswith("sub") else nodes.superscript
        return tag(text, text)
    titled = _TITLED.match(text)
    if titled:
        text = titled["title"]
    text = _LAST.sub("", text.removeprefix("!"), count=1)
    if role in _CODE:
        return nodes.literal(text, text)
    if role in ("rfc", "pep"):
        text = f"{role.upper()} {text}"
    said = nodes.inline(text, text)
    if role in _POINTERS and not titled:
        said["label"] = nodes.fully_normalize_name(text)
    return said

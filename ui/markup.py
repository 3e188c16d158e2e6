"""Domain types to Markdown and HTML for the page; every text that was not ours is escaped here.

Nothing in this module knows Gradio. Source text keeps its Markdown and mathematics, but no HTML and
no images: `safe_markdown` is the one door through which it reaches the page.
"""

import html
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode

from assistant.render import NOTHING_FOUND, statement_blocks
from assistant.types import Answer, Citation
from ingest.errors import SettingsError
from ingest.types import Document, Kind

CITE = "#cite?"
"""Start of the links that open a passage; the page's script listens for them."""

_CODE = re.compile(
    r"(^```.*?^```[ \t]*$|^~~~.*?^~~~[ \t]*$|``.+?``|`[^`\n]+`)", re.DOTALL | re.MULTILINE
)
_LINK = re.compile(r"\[([^\]\n]*)\]\([^()\s]*\)")
_REFERENCE_MARK = re.compile(r"[ \t]*\[@[^\]\n]*\]")


def safe_markdown(text: str) -> str:
    """Markdown without HTML, images or links: those of a source lead nowhere in the page."""
    parts = _CODE.split(text)
    for i in range(0, len(parts), 2):
        prose = _LINK.sub(r"\1", parts[i].replace("![", "["))
        parts[i] = prose.replace("&", "&amp;").replace("<", "&lt;")
    return "".join(parts)


def answer_markdown(answer: Answer) -> Iterator[str]:
    """The answer as Markdown, growing block by block, each with markers that open their passage."""
    if answer.abstained:
        yield _abstention(answer)
        return
    shown = answer.interpreted_as != answer.question
    grown = f"*Answered as: {safe_markdown(answer.interpreted_as)}*\n\n" if shown else ""
    for block in statement_blocks(answer, _marker, safe_markdown):
        grown += f"{block}\n\n"
        yield grown
    dates = sorted({citation.as_of for citation in answer.citations if citation.as_of})
    if dates:
        grown += f"*As of {', '.join(dates)}.*\n\n"
    if answer.follow_ups:
        grown += "**Related questions**\n\n"
        grown += "".join(f"- {safe_markdown(question)}\n" for question in answer.follow_ups)
    yield grown


def cite_link(citation: Citation) -> str:
    """The link that opens a citation; it holds all that is needed, so the page keeps no state."""
    fields = {
        "doc": citation.doc_id,
        "chunk": citation.chunk_id,
        "start": citation.start,
        "end": citation.end,
    }
    return CITE + urlencode(fields)


def read_cite_link(link: str) -> tuple[str, str, int, int]:
    """Document, chunk, start and end that a link of `cite_link` names.

    Raises:
        SettingsError: if it is not such a link.
    """
    fields = parse_qs(link.removeprefix(CITE))
    try:
        return fields["doc"][0], fields["chunk"][0], int(fields["start"][0]), int(fields["end"][0])
    except (KeyError, ValueError) as error:
        raise SettingsError("not a citation") from error


def passage_header(document: Document, headings: tuple[str, ...], where: str) -> str:
    """Heading path, file and place of an opened passage, as HTML."""
    path = " › ".join(html.escape(heading) for heading in headings) or html.escape(document.title)
    sources = "<br>".join(html.escape(source) for source in document.sources)
    return (
        f'<div class="viva-passage-head"><div class="viva-path">{path}</div>'
        f'<div class="viva-file">{sources}, {html.escape(where)}</div></div>'
    )


def reference_list(works: tuple[str, ...], as_of: str | None) -> str:
    """The curriculum's own references of a quote, and the month it was true, as HTML."""
    items = "".join(f"<li>{html.escape(work)}</li>" for work in works)
    dated = f"<p>As of {html.escape(as_of)}.</p>" if as_of else ""
    return f'<div class="viva-references">{dated}{f"<ul>{items}</ul>" if items else ""}</div>'


def passage_markdown(text: str, start: int, end: int, kind: Kind) -> str:
    """A passage as Markdown with characters `start` to `end` highlighted.

    A sentence is marked within its paragraph; anything longer than a line is boxed as a block,
    since a mark cannot span lists, tables, formulas or code.
    """
    before, quote, after = text[:start], text[start:end], text[end:]
    if kind is Kind.CODE and "```" not in text:
        return f"<div class='viva-quote'>\n\n```python\n{text}\n```\n\n</div>"
    if "\n" in quote.strip():
        shown = f"\n\n<div class='viva-quote'>\n\n{_display(quote)}\n\n</div>\n\n"
    else:
        shown = f"<mark>{_display(quote)}</mark>"
    return _display(before) + shown + _display(after)


def _display(text: str) -> str:
    return safe_markdown(_REFERENCE_MARK.sub("", text))


def _marker(_number: int, citation: Citation) -> str:
    return f"[[{citation.marker}]]({cite_link(citation)})"


def _abstention(answer: Answer) -> str:
    """What an abstention says: what is missing, and what is near."""
    parts = [f"**{NOTHING_FOUND}**"]
    if answer.missing:
        parts.append(f"No passage mentions: {safe_markdown(', '.join(answer.missing))}.")
    if answer.nearest:
        topics = "".join(
            f"- {safe_markdown(topic.title)}: {safe_markdown(' › '.join(topic.headings[1:]))}\n"
            for topic in answer.nearest
        )
        parts.append(f"Nearest topics:\n\n{topics}")
    return "\n\n".join(parts)

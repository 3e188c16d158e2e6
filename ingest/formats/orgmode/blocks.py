"""Lines of Org to blocks: headings, lists, tables, code and paragraphs."""

import re
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ingest.formats.lined import Line, LinedBlock, code, holding, next_of
from ingest.formats.markup.tree import Element, names, new_element
from ingest.formats.orgmode.inline import org_inline
from ingest.formats.tex.formulas import tex_element

_BEGIN = re.compile(r"\s*#\+begin_(?P<name>\S+)(?:\s+(?P<language>[^\s:-]\S*))?", re.IGNORECASE)
_BOUND = re.compile(r"\s*#\+(?P<what>begin|end)_(?P<name>\S+)", re.IGNORECASE)
_SETTING = re.compile(r"\s*#\+(?P<key>[\w-]+)(?:\[[^\[\]]*\])?:\s*(?P<value>.*)")
_DRAWER = re.compile(r"\s*:(?P<name>[\w-]+):\s*")
_SILENT = re.compile(r"\s*(?:#(?:\s|\Z)|(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):\s*[<\[]|-{5,}\Z)")
"""Comments, plans and rules."""

_FIXED = re.compile(r"\s*:(?: (?P<text>.*)|\Z)")
_ROW = re.compile(r"\s*\|")
_ITEM = re.compile(
    r"(?P<indent> *)(?P<marker>[-+*]|\d{1,9}[.)])(?:\s+(?:\[@(?P<set>\d+)\]\s*)?|\Z)"
)
_TERM = re.compile(r"(?P<term>\S.{0,300}?)\s+::(?:\s+|\Z)")
_NOTE = re.compile(r"\[fn:[\w-]+\]\s*")
_DISPLAYED = re.compile(r"\s*(?P<opening>\\\[|\$\$|\\begin\{(?P<name>[A-Za-z]+\*?)\})")
_ESCAPED = re.compile(r"^([ \t]*),(?=[*,]|#\+)", re.MULTILINE)
_OPENS = re.compile(
    r"\Z|\s*(?:#(?:\s|\Z|\+\S)|\||:(?: |\Z|[\w-]+:\Z)|\[fn:[\w-]+\]\s|\\\[|\$\$|\\begin)|"
    + _ITEM.pattern
)
"""What begins another block than the paragraph above it."""

_LABELS = names("note tip hint warning important caution attention definition theorem proof")
_UNREAD = ("comment", "export")
_CODE = ("src", "example")
_DRAWERS = "drawers"
_DEEPEST = 20
"""Lists and quotations within each other."""

Ends = Mapping[str, Sequence[int]]
"""Where lines stand that open or close something, by what that is."""

Found = tuple[int, list[Element]]
"""Where a block ends, and the elements that it comes to."""


def blocks(lines: Sequence[Line], depth: int = 0) -> Iterator[LinedBlock]:
    """The blocks of lines without headings.

    Args:
        lines: in order.
        depth: how many lists and quotations they lie in.
    """
    ends = _ends(lines)
    at = 0
    while at < len(lines):
        after, elements = _block(lines, at, ends, depth)
        first, last = lines[at].number, lines[after - 1].number
        yield from (LinedBlock(element, first, last) for element in elements)
        at = after


def _ends(lines: Sequence[Line]) -> Ends:
    ends: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        bound, drawer = _BOUND.match(line.text), _DRAWER.fullmatch(line.text)
        if bound:
            opens = bound["what"].lower() == "begin"
            ends["begin_" * opens + bound["name"].lower()].append(at)
        elif drawer:
            ends[_DRAWERS].append(at)
        elif line.text.endswith(("$$", r"\]")):
            ends[line.text[-2:]].append(at)
        elif line.text.endswith("}"):
            ends[line.text[line.text.rfind(r"\end{") :]].append(at)
    return ends


def _block(lines: Sequence[Line], at: int, ends: Ends, depth: int) -> tuple[int, list[Element]]:
    """Where the block that begins at a line ends, and the elements that it comes to."""
    text = lines[at].text
    for read in (_unread, _bounded, _displayed, _fixed, _table):
        found = read(lines, at, ends, depth)
        if found:
            return found
    return (_list if _ITEM.match(text) and depth < _DEEPEST else _paragraph)(lines, at, depth)


def _unread(lines: Sequence[Line], at: int, ends: Ends, _: int) -> Found | None:
    """A line that says nothing, a drawer, or a setting, of which captions are read."""
    text = lines[at].text
    setting = _SETTING.fullmatch(text)
    if setting and setting["key"].lower() == "caption":
        return at + 1, [holding("p", org_inline(setting["value"]))]
    if not text or setting or _SILENT.match(text):
        return at + 1, []
    end = next_of(ends[_DRAWERS], at + 1) if _DRAWER.fullmatch(text) else None
    if end is None:
        return None
    return end + 1 if lines[end].text.strip().upper() == ":END:" else at + 1, []


def _bounded(lines: Sequence[Line], at: int, ends: Ends, depth: int) -> Found | None:
    """What stands between lines that begin and end it; the line alone if nothing ends it."""
    begin = _BEGIN.match(lines[at].text)
    if not begin:
        return None
    name = begin["name"].lower()
    end, another = next_of(ends[name], at), next_of(ends[f"begin_{name}"], at + 1)
    if end is None or (another is not None and another < end):
        return at + 1, []
    return end + 1, list(_environment(begin, lines[at + 1 : end], depth))


def _displayed(lines: Sequence[Line], at: int, ends: Ends, _: int) -> Found | None:
    """A formula on lines of its own."""
    opening = _DISPLAYED.match(lines[at].text)
    alone = opening is not None and lines[at].text == opening[0]
    end = next_of(ends[_closing(opening)], at + alone) if opening else None
    if end is None:
        return None
    return end + 1, [_formula("\n".join(line.text for line in lines[at : end + 1]))]


def _run(pattern: re.Pattern[str], lines: Sequence[Line], at: int) -> list[str]:
    """The text of lines in a row that match."""
    after = at
    while after < len(lines) and pattern.match(lines[after].text):
        after += 1
    return [line.text.strip() for line in lines[at:after]]


def _fixed(lines: Sequence[Line], at: int, *_: object) -> Found | None:
    run = _run(_FIXED, lines, at)
    return (at + len(run), [code(text[2:] for text in run)]) if run else None


def _closing(displayed: re.Match[str]) -> str:
    opening = displayed["opening"]
    if displayed["name"]:
        return rf"\end{{{displayed['name']}}}"
    return "$$" if opening == "$$" else r"\]"


def _environment(begin: re.Match[str], lines: Sequence[Line], depth: int) -> Iterator[Element]:
    """What stands between the begin and the end of something."""
    name = begin["name"].lower()
    if name in _UNREAD:
        return
    if name in _CODE:
        source = textwrap.dedent("\n".join(line.text for line in lines))
        yield code([_ESCAPED.sub(r"\1", source)], (begin["language"] or "").lower())
        return
    elements = [block.element for block in blocks(lines, depth + 1)] if depth < _DEEPEST else []
    if name == "quote":
        yield holding("blockquote", elements)
        return
    if name in _LABELS and elements:
        elements[0].text = f"{name.capitalize()}: {elements[0].text or ''}"
    yield from elements


def _formula(source: str) -> Element:
    source = source.strip()
    if source.startswith(("$$", r"\[")):
        source = source[2:-2]
    formula = tex_element(source)
    formula.set("display", "block")
    return holding("p", [formula])


def _table(lines: Sequence[Line], at: int, *_: object) -> Found | None:
    """A table; what stands above its first rule heads its columns."""
    run = _run(_ROW, lines, at)
    ruled = next((number for number, line in enumerate(run) if line.startswith("|-")), 0)
    element = new_element("table")
    for number, line in enumerate(run):
        if not line.startswith("|-"):
            tag = "th" if number < ruled else "td"
            cells = line.removeprefix("|").removesuffix("|").split("|")
            element.append(holding("tr", (holding(tag, org_inline(x.strip())) for x in cells)))
    return (at + len(run), [element]) if run else None


def _list(lines: Sequence[Line], at: int, depth: int) -> tuple[int, list[Element]]:
    """A list of all items as deep as the first; what is deeper belongs to the item above."""
    first = _ITEM.match(lines[at].text)
    numbered = first is not None and first["marker"][0].isdigit()
    element = new_element("ol" if numbered else "ul")
    while at < len(lines) and (item := _ITEM.match(lines[at].text)):
        if first is None or len(item["indent"]) != len(first["indent"]):
            break
        if item["marker"][0].isdigit() != numbered:
            break
        if element.get("start") is None:
            element.set("start", item["set"] or item["marker"][:-1])
        after = _item_end(lines, at + 1, len(item["indent"]))
        body = [Line(lines[at].number, lines[at].text[item.end() :])]
        body += [Line(x.number, _outdented(x.text, item.end())) for x in lines[at + 1 : after]]
        term = None if numbered else _TERM.match(body[0].text)
        if term:
            element.tag = "dl"
            element.append(holding("dt", org_inline(term["term"])))
            body[0] = Line(body[0].number, body[0].text[term.end() :])
        held = (block.element for block in blocks(body, depth + 1))
        element.append(holding("dd" if element.tag == "dl" else "li", held))
        at = after
    return at, [element]


def _item_end(lines: Sequence[Line], at: int, indent: int) -> int:
    """Where an item ends: at a line that is not deeper, or at two that are blank."""
    last = at
    while at < len(lines):
        text = lines[at].text
        if text and len(text) - len(text.lstrip()) <= indent:
            break
        if not text and at + 1 < len(lines) and not lines[at + 1].text:
            break
        at += 1
        last = at if text else last
    following = lines[at].text if at < len(lines) else ""
    return at if _ITEM.match(following) else last


def _outdented(text: str, width: int) -> str:
    return text[min(len(text) - len(text.lstrip()), width) :]


def _paragraph(lines: Sequence[Line], at: int, _: int) -> tuple[int, list[Element]]:
    after = at + 1
    while after < len(lines) and not _OPENS.match(lines[after].text):
        after += 1
    said = "\n".join(line.text.strip().removesuffix(r"\\") for line in lines[at:after])
    return after, [holding("p", org_inline(_NOTE.sub("", said, count=1)))]

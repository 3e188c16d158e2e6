"""The runs of a Word paragraph: what of their formatting means something."""

from typing import NamedTuple

from ingest.formats.markup.tree import Element, local, remove, value
from ingest.formats.word.make import make, qualified
from ingest.formats.word.styles import Styles, is_monospaced, switch

CODE = "Code"
"""The style of runs and paragraphs that are code."""


class _Format(NamedTuple):
    """What is kept of a run's formatting."""

    bold: bool
    struck: bool
    code: bool
    raised: str


def plain_runs(paragraph: Element, style: str, styles: Styles) -> bool:
    """Leaves of the formatting of runs struck, code and raised; joins runs that agree.

    Bold stays where it is the whole paragraph's, which may then be a heading. Hidden text goes.

    Returns:
        Whether the whole paragraph is code.
    """
    formats: dict[Element, _Format] = {}
    for run in list(paragraph.iter(qualified(paragraph, "r"))):
        if next(run.iterancestors(str(paragraph.tag)), None) is not paragraph:
            continue  # of a text box
        properties = run.find(qualified(paragraph, "rPr"))
        if switch(properties, "vanish"):
            remove(run)
            continue
        formats[run] = _format(properties, style, styles)
        if properties is not None:
            run.remove(properties)
    written = [run for run in formats if any((part.text or "").strip() for part in run)]
    if styles.is_code(style) or (written and all(formats[run].code for run in written)):
        return True
    bold = bool(written) and all(formats[run].bold for run in written)
    for run, stated in formats.items():
        formats[run] = kept = stated._replace(bold=bold)
        before = run.getprevious()
        if before is not None and formats.get(before) == kept:
            _join(before, run)
        elif any(kept):
            run.insert(0, _properties(run, kept))
    return False


def _join(before: Element, run: Element) -> None:
    """Moves what a run holds to the one before it; text goes on with text."""
    if len(before) and len(run) and before[-1].tag == run[0].tag == qualified(run, "t"):
        before[-1].text = (before[-1].text or "") + (run[0].text or "")
        run.remove(run[0])
    before.extend(list(run))
    remove(run)


def _format(properties: Element | None, paragraph_style: str, styles: Styles) -> _Format:
    stated = {} if properties is None else {local(x): value(x) for x in properties}
    style = stated.get("rStyle", "")
    bold = (switch(properties, "b"), styles.bold(style), styles.bold(paragraph_style))
    monospaced = is_monospaced(properties)
    raised = stated.get("vertAlign", "")
    return _Format(
        bold=bool(next((x for x in bold if x is not None), False)),
        struck=bool(switch(properties, "strike") or switch(properties, "dstrike")),
        code=styles.is_code(style) if monospaced is None else monospaced,
        raised=raised if raised in ("superscript", "subscript") else "",
    )


def _properties(run: Element, kept: _Format) -> Element:
    properties = make(run, "rPr")
    if kept.bold:
        properties.append(make(run, "b"))
    if kept.struck:
        properties.append(make(run, "strike"))
    if kept.code:
        properties.append(make(run, "rStyle", CODE))
    if kept.raised:
        properties.append(make(run, "vertAlign", kept.raised))
    return properties

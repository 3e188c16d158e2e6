"""Elements of WordprocessingML, in whichever of its two namespaces a document uses."""

from ingest.formats.markup.tree import Element


def qualified(like: Element, tag: str) -> str:
    """A tag in the namespace of `like`."""
    return f"{str(like.tag).rpartition('}')[0]}}}{tag}"


def make(like: Element, tag: str, value: str | None = None, text: str = "") -> Element:
    """A new element in the namespace of `like`."""
    from lxml import etree

    element = etree.Element(qualified(like, tag))
    if value is not None:
        element.set(qualified(like, "val"), value)
    element.text = text
    return element


def text_run(like: Element, text: str, style: str = "") -> Element:
    """A run that holds a text."""
    run = make(like, "r")
    if style:
        properties = make(like, "rPr")
        properties.append(make(like, "rStyle", style))
        run.append(properties)
    run.append(make(like, "t", text=text))
    return run

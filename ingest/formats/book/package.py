"""The package of an EPUB: which of its files are its text, and in what order."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from ingest.errors import SourceError
from ingest.formats.archive import member
from ingest.formats.markup.tree import Element, local, names, text_of
from ingest.formats.safe_xml import parse_xml

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONTS_ONLY = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Algorithms that make fonts unusable outside the book and leave its text alone."""

_TEXT = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_LISTS = names("toc cover title-page copyright-page loi lot index")


@dataclass(frozen=True, slots=True)
class Book:
    """A book's own account of its parts.

    Attributes:
        chapters: paths of the files to be read, in order; what is beside the text comes last.
        named: what the table of contents calls files.
    """

    title: str
    chapters: tuple[str, ...]
    named: dict[str, str] = field(default_factory=dict)


def read_package(container: zipfile.ZipFile) -> Book:
    """The book that a checked container holds.

    Raises:
        SourceError: if the book is encrypted, or its package is missing or damaged.
    """
    _refuse_encrypted(container)
    root = _xml(container, _CONTAINER)
    path = next((x.get("full-path") for x in root.iter("{*}rootfile")), None)
    package = _xml(container, path or "")
    folder = posixpath.dirname(path or "")
    items = {x.get("id"): x for x in package.iter("{*}item")}
    lists = {
        _resolved(folder, x.get("href"))
        for x in package.iter("{*}reference")
        if (x.get("type") or "").lower() in _LISTS
    }
    spine = list(package.iter("{*}itemref"))
    spine.sort(key=lambda x: x.get("linear") == "no")
    chapters = [
        _resolved(folder, item.get("href"))
        for item in (items.get(x.get("idref")) for x in spine)
        if item is not None and item.get("media-type") in _TEXT and not _is_contents(item)
    ]
    titles = (text_of(x) for x in package.iter("{*}title"))
    contents = [
        _resolved(folder, x.get("href"))
        for x in items.values()
        if _is_contents(x) or x.get("media-type") == "application/x-dtbncx+xml"
    ]
    return Book(
        title=next(filter(None, titles), ""),
        chapters=tuple(path for path in dict.fromkeys(chapters) if path not in lists),
        named=dict(named for path in contents for named in _names(container, path)),
    )


def _refuse_encrypted(container: zipfile.ZipFile) -> None:
    data = member(container, _ENCRYPTION)
    if data is None:
        return
    root = parse_xml(data, "EPUB")
    methods = root.iterfind(".//{*}EncryptedData/{*}EncryptionMethod")
    if any(method.get("Algorithm") not in _FONTS_ONLY for method in methods):
        raise SourceError("protected against copying (DRM); only its own reader opens it")


def _xml(container: zipfile.ZipFile, path: str) -> Element:
    data = member(container, path) if path else None
    if data is None:
        raise SourceError("a damaged EPUB: its list of chapters is missing")
    return parse_xml(data, "EPUB")


def _is_contents(item: Element) -> bool:
    return "nav" in (item.get("properties") or "").split()


def _resolved(folder: str, href: str | None) -> str:
    """The path within the container that a reference from a folder leads to."""
    return posixpath.normpath(posixpath.join(folder, unquote((href or "").partition("#")[0])))


def _names(container: zipfile.ZipFile, path: str) -> Iterator[tuple[str, str]]:
    """Files and what a table of contents calls their beginning; nothing if it is damaged."""
    data = member(container, path)
    try:
        root = parse_xml(data, "EPUB") if data else None
    except SourceError:
        return
    folder, seen = posixpath.dirname(path), set()
    for point in () if root is None else root.iter():
        if local(point) == "navPoint":  # of EPUB 2: the name is beside the reference
            name = next((text_of(x) for x in point.iter("{*}text")), "")
            target = next((x.get("src") for x in point.iter("{*}content")), "")
        elif local(point) == "a":
            name, target = text_of(point), point.get("href")
        else:
            continue
        file = _resolved(folder, target)
        if file not in seen and name:
            seen.add(file)
            yield file, name

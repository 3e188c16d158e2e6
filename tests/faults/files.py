"""The files of the fault table: each as bytes, or as a function that puts it where it is told."""

import io
import json
import os
import random
import sqlite3
import struct
import tarfile
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from tests.formats.containers import zipped
from tests.formats.decks import TITLE_ONLY, content, deck, members
from tests.formats.pdfs import drawn, objects, put
from tests.formats.word_files import docx, p
from tests.formats.word_files import members as word_members

Make = Callable[[Path], None]
"""Puts a file, a link or a folder at a path."""

SENTENCE = "Dropout switches off random units during training, so that they cannot co-adapt."


def written(make: Callable[[], bytes]) -> Make:
    """Puts a file of the bytes that `make` makes."""

    def put(path: Path) -> None:
        path.write_bytes(make())

    return put


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


# Text


def nested_brackets() -> bytes:
    return (f"{SENTENCE} " + "[" * 5_000 + "]" * 5_000).encode()


def one_long_line() -> bytes:
    return b"word " * 100_000


def embedded_picture() -> bytes:
    """As editors of the web export it: the bytes of a picture, spelt out within the text."""
    return f"{SENTENCE} ![units](data:image/png;base64,{'iVBORw0K' * 1_250_000})".encode()


def mixed_encodings() -> bytes:
    return f"{SENTENCE} Café. ".encode() + "Später übt Zoë.".encode("cp1252")


def noise(size: int = 4096) -> bytes:
    return random.Random(5).randbytes(size)  # noqa: S311


# Tables


def many_cells() -> bytes:
    return b"term,meaning\n" + b"," * 600_000


def huge_cell() -> bytes:
    return b"term,meaning\nloss," + b"x" * 200_000


def unclosed_quote() -> bytes:
    return b'term,meaning\nloss,"' + b"how far predictions are from the truth\n" * 5_000


# PDF


def page(text: str = SENTENCE) -> bytes:
    return drawn(lambda canvas: put(canvas, 72, 72, text))


def pdf() -> bytes:
    return page()


def locked_pdf() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    key = StandardEncryption("secret", strength=128)
    return drawn(lambda canvas: put(canvas, 72, 72, SENTENCE), encrypt=key)


def scanned_pdf() -> bytes:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    picture = ImageReader(Image.new("L", (60, 80), 200))
    return drawn(lambda canvas: canvas.drawImage(picture, 0, 0, 595, 842))


def pdf_without_pages() -> bytes:
    return objects(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>")


def looping_pdf() -> bytes:
    """Its tree of pages leads back to itself."""
    return objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>",
    )


def pdf_of_too_many_pages() -> bytes:
    kids = b" ".join(b"3 0 R" for _ in range(3_001))
    return objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count 3001 >>" % kids,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    )


def pdf_bomb() -> bytes:
    """A page whose drawing is 200 MB of blanks, packed twice."""
    packer = zlib.compressobj(9)
    blanks = b" " * 1_000_000
    once = b"".join([*(packer.compress(blanks) for _ in range(200)), packer.flush()])
    packed = zlib.compress(once, 9)
    head = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(packed)
    return objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        head + packed + b"\nendstream",
    )


# Office


def word() -> bytes:
    return docx(p(SENTENCE))


def zip_bomb() -> bytes:
    return zipped({**word_members(p(SENTENCE)), "word/media/x.bin": bytes(5_000_000)})


def escaping_docx() -> bytes:
    return zipped({**word_members(p(SENTENCE)), "../../outside.txt": "written outside"})


def xml_bomb() -> bytes:
    """Billion laughs: each entity is ten of the one before."""
    pairs = pairwise("abcdefghij")
    laughs = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairs)
    text = word_members(p("&j;"))["word/document.xml"]
    bomb = f'<!DOCTYPE w:document [<!ENTITY a "ha">{laughs}]>{text}'
    return zipped({**word_members(""), "word/document.xml": bomb})


def external_entity() -> bytes:
    text = word_members(p("&x;"))["word/document.xml"]
    stolen = f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>{text}'
    return zipped({**word_members(""), "word/document.xml": stolen})


def deep_docx() -> bytes:
    return docx("<w:sdt><w:sdtContent>" * 200 + p(SENTENCE) + "</w:sdtContent></w:sdt>" * 200)


def many_members() -> bytes:
    return zipped({f"word/m{n}.xml": "" for n in range(10_001)})


def open_document() -> bytes:
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})


def locked_docx() -> bytes:
    return OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def old_doc() -> bytes:
    return OLE + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(600)


def mail() -> bytes:
    return OLE + bytes(600) + "__substg1.0_0037001F".encode("utf-16-le") + bytes(600)


def workbook() -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})


def slides() -> bytes:
    return deck(content("Dropout", SENTENCE))


def deck_of_pictures() -> bytes:
    return deck((TITLE_ONLY, lambda _: None))


def deck_without_slides() -> bytes:
    return deck()


def deck_without_a_part() -> bytes:
    kept = members(slides())
    del kept["ppt/slides/slide1.xml"]
    return zipped(kept)


def pages_document() -> bytes:
    return zipped({"Index/Document.iwa": noise(200), "preview.jpg": b"\xff\xd8\xff\xe0"})


# Books, notebooks


def book(body: str, **others: str) -> bytes:
    """A book of one chapter, and other members, with two underscores for a slash in their names."""
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
        'full-path="b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest><item id="c" '
        'href="c.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/>'
        "</spine></package>"
    )
    parts = {name.replace("__", "/"): text for name, text in others.items()}
    return zipped({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "b.opf": package,
        "c.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>',
        **parts,
    })  # fmt: skip


def protected_book() -> bytes:
    encryption = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
        'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod '
        'Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/><enc:CipherData>'
        '<enc:CipherReference URI="c.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>'
    )
    return book(f"<p>{SENTENCE}</p>", **{"META-INF__encryption.xml": encryption})


def kindle() -> bytes:
    return b"A_Book".ljust(60, b"\0") + b"BOOKMOBI" + bytes(200)


def notebook(*sources: str, version: int = 4) -> bytes:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": [text]} for text in sources]
    if version < 4:
        return json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]}).encode()
    return json.dumps({"nbformat": version, "metadata": {}, "cells": cells}).encode()


# Not text


def png() -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(60)


def film() -> bytes:
    return b"\0\0\0\x20ftypisom\0\0\x02\0" + bytes(200)


def wave() -> bytes:
    return b"RIFF" + struct.pack("<I", 100) + b"WAVEfmt " + bytes(92)


def tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as parcel:
        entry = tarfile.TarInfo("notes.md")
        entry.size = len(SENTENCE)
        parcel.addfile(entry, io.BytesIO(SENTENCE.encode()))
    return file.getvalue()


def plain_zip() -> bytes:
    return zipped({"notes.md": SENTENCE})


def locked_zip() -> bytes:
    data = bytearray(word())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (found := data.find(signature, start)) >= 0:
            data[found + offset] |= 1
            start = found + 4
    return bytes(data)


def database(path: Path) -> None:
    with sqlite3.connect(path) as opened:
        opened.execute("CREATE TABLE notes (text)")
    opened.close()


# What is not a file, or not one that may be read


def link_to(target: str) -> Make:
    return lambda path: path.symlink_to(target)


def link_outwards(path: Path) -> None:
    secret = path.parent.parent / "outside.md"
    secret.write_text("Not for the index.")
    path.symlink_to(secret)


def link_to_folder_outwards(path: Path) -> None:
    folder = path.parent.parent / "outside"
    folder.mkdir()
    (folder / "secret.md").write_text("Not for the index.")
    path.symlink_to(folder)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def folder_of(**files: str) -> Make:
    """A folder with files; an underscore stands for the dot before the ending."""

    def make(path: Path) -> None:
        for name, text in files.items():
            file = path / name.replace("_", ".")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)

    return make


def rich_text_bundle(path: Path) -> None:
    path.mkdir()
    (path / "TXT.rtf").write_bytes(rb"{\rtf1\ansi " + SENTENCE.encode() + b"}")
    (path / "picture.png").write_bytes(png())


def larger_than_read(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(50_000_001)


def truncated_zip() -> bytes:
    data = word()
    return data[: len(data) // 2]

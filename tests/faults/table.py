"""The fault table: what people's folders hold besides sound notes, and what Viva says of it."""

import codecs
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ingest.folders import shown
from tests.faults import files
from tests.faults.files import SENTENCE, Make, written


class Outcome(StrEnum):
    """What becomes of a file."""

    REFUSED = "not read"
    READ = "read"
    PASSED_OVER = "passed over"


@dataclass(frozen=True, slots=True)
class Fault:
    """One row.

    Attributes:
        name: of the file.
        what: it is, in words.
        make: its bytes, or a function that puts it at a path.
        says: the reason, or the remark; empty where nothing need be said.
    """

    name: str
    what: str
    make: bytes | Make
    outcome: Outcome
    says: str = ""

    def put(self, folder: Path) -> None:
        """Puts the file into a folder."""
        path = folder / self.name
        if isinstance(self.make, bytes):
            path.write_bytes(self.make)
        else:
            self.make(path)

    @property
    def shown(self) -> str:
        """Its name as Viva prints it."""
        return shown(Path(self.name))


_TEXT = SENTENCE.encode()
ODD = b"odd \xff name.txt"
R, OK, P = Outcome.REFUSED, Outcome.READ, Outcome.PASSED_OVER

FAULTS = (
    # Nothing in it
    Fault("nothing.md", "a file of no bytes", b"", R, "empty"),
    Fault("blanks.txt", "blanks and line ends", b" \t\r\n\n  ", R, "empty"),
    Fault("bom.txt", "a byte order mark alone", codecs.BOM_UTF8, R, "empty"),
    Fault("bom16.txt", "a UTF-16 mark alone", codecs.BOM_UTF16_LE, R, "empty"),
    Fault("matter.md", "front matter alone", b"---\ntitle: T\n---\n", R, "empty: no text below its front matter"),
    Fault("comment.html", "a page of scripts alone", b"<!doctype html><html><body><script>let a = 1</script></body></html>", R, "no text on the page; it may be filled in by a script when opened"),
    Fault("skeleton.tex", "LaTeX without a body", b"\\documentclass{article}\\begin{document}\\end{document}", R, "no text in it"),
    Fault("included.tex", "LaTeX that only includes other files", b"\\documentclass{article}\\begin{document}\\input{a}\\end{document}", R, "no text of its own: it only includes other files"),
    Fault("cells.ipynb", "a notebook without cells", files.notebook(), R, "no text in it"),
    Fault("bare.rtf", "RTF without text", b"{\\rtf1\\ansi }", R, "no text in it"),
    Fault("header.csv", "a sheet of separators alone", b",,,\n,,,\n", R, "no text in it"),
    Fault("pictures.pptx", "slides without text", written(files.deck_of_pictures), R, "no text: its slides are empty or pictures"),
    Fault("none.pptx", "a presentation without slides", written(files.deck_without_slides), R, "no text: its slides are empty or pictures"),
    Fault("blank.docx", "a Word document without text", written(lambda: files.docx(files.p(""))), R, "no text in it"),
    Fault("blank.epub", "a book without text", written(lambda: files.book("")), R, "no text in it"),
    Fault("blank.pdf", "a PDF of an empty page", written(lambda: files.drawn(lambda _: None)), R, "empty: no text on any page"),
    Fault("pages.pdf", "a PDF without pages", written(files.pdf_without_pages), R, "has no pages"),
    # Protected
    Fault("locked.pdf", "a PDF with a password", written(files.locked_pdf), R, "protected by a password; save it without one"),
    Fault("locked.docx", "a Word document with a password", written(files.locked_docx), R, "protected by a password; save it without one"),
    Fault("locked2.docx", "a Word document in an encrypted zip", written(files.locked_zip), R, "protected by a password; save it without one"),
    Fault("drm.epub", "a book with DRM", written(files.protected_book), R, "protected against copying (DRM); only its own reader opens it"),
    # Damaged
    Fault("scan.pdf", "a scanned page", written(files.scanned_pdf), R, "scanned: images without text; run OCR on it first"),
    Fault("half.pdf", "half of a PDF", written(lambda: files.page()[:600]), R, "damaged or cut off"),
    Fault("tail.pdf", "a PDF without its end", written(lambda: files.page()[:-6]), OK, "the file is cut off or damaged; what is left of it was read"),
    Fault("head.pdf", "the first line of a PDF", b"%PDF-1.7\n", R, "damaged or cut off"),
    Fault("loop.pdf", "a PDF whose pages lead to themselves", written(files.looping_pdf), R, "damaged or cut off"),
    Fault("half.docx", "half of a Word document", written(files.truncated_zip), R, "damaged or cut off (a Word, PowerPoint, EPUB or zip file)"),
    Fault("half.pptx", "a presentation that lost a slide", written(files.deck_without_a_part), R, "a damaged presentation"),
    Fault("half.epub", "half of a book", written(lambda: files.book("<p>x</p>")[:300]), R, "damaged or cut off (a Word, PowerPoint, EPUB or zip file)"),
    Fault("broken.ipynb", "a notebook cut off", written(lambda: files.notebook(SENTENCE)[:60]), R, "not a notebook: the JSON is damaged or cut off"),
    Fault("odd.ipynb", "a notebook of other JSON", b'{"a": 1}', R, "not a notebook: JSON of another kind"),
    Fault("text.ipynb", "text named .ipynb", _TEXT, R, "not a notebook: the JSON is damaged or cut off"),
    Fault("list.ipynb", "a notebook that is a list", b"[1, 2]", R, "not a notebook: JSON of another kind"),
    Fault("cut.rtf", "RTF cut off", b"{\\rtf1\\ansi {\\b " + _TEXT, OK, "its end is missing"),
    Fault("quote.csv", "a quote that is never closed", written(files.unclosed_quote), R, "a cell of more than 131,072 characters (a quote never closed?)"),
    Fault("yaml.md", "broken YAML front matter", b"---\na: [b\n---\n" + _TEXT, OK),
    Fault("cut.txt", "UTF-16 cut within a character", codecs.BOM_UTF16_LE + SENTENCE.encode("utf-16-le")[:-1], OK, "the last character is cut off"),
    # Too much
    Fault("huge.txt", "more than 50 MB", files.larger_than_read, R, "larger than 50 MB"),
    Fault("line.md", "one line of 10 MB, most of it a picture", written(files.embedded_picture), OK, "1 embedded picture left out"),
    Fault("words.txt", "one line of 100,000 words", written(files.one_long_line), OK),
    Fault("cells.csv", "600,000 cells", written(files.many_cells), R, "600,003 cells, more than the 500,000 that are read"),
    Fault("cell.csv", "a cell of 200,000 characters", written(files.huge_cell), R, "a cell of more than 131,072 characters (a quote never closed?)"),
    Fault("many.pdf", "a PDF of 3,001 pages", written(files.pdf_of_too_many_pages), R, "3,001 pages, more than the 3,000 that are read"),
    Fault("bomb.pdf", "a PDF that unpacks to 200 MB", written(files.pdf_bomb), R, "empty: no text on any page"),
    Fault("bomb.docx", "a zip bomb", written(files.zip_bomb), R, "unsafe: it expands as only an archive bomb does"),
    Fault("many.docx", "a container of 10,001 files", written(files.many_members), R, "10,001 files in the container, more than the 10,000 that are read"),
    Fault("laughs.docx", "an XML bomb", written(files.xml_bomb), R, "unsafe: its XML declares entities, as attacks do"),
    Fault("entity.docx", "XML that asks for /etc/passwd", written(files.external_entity), R, "unsafe: its XML declares entities, as attacks do"),
    Fault("deep.docx", "200 levels of elements", written(files.deep_docx), R, "elements in Word document nested too deeply"),
    Fault("deep.html", "100,000 levels of elements", b"<!doctype html>" + b"<div>" * 100_000 + b"x", R, "elements nested too deeply"),
    Fault("deep.ipynb", "100,000 levels of JSON", b'{"cells": ' + b"[" * 100_000, R, "not a notebook: the JSON is damaged or cut off"),
    Fault("deep.rtf", "100,000 levels of groups", b"{\\rtf1 " + b"{" * 100_000 + b"x", OK, "its end is missing"),
    Fault("deep.tex", "50,000 levels of groups", b"\\documentclass{article}\\begin{document}" + b"{" * 50_000 + b"x", R, "groups nested too deeply"),
    Fault("deep.md", "5,000 brackets within brackets", written(files.nested_brackets), OK),
    Fault("quotes.md", "5,000 levels of quotes", b">" * 5_000 + b" " + _TEXT, OK),
    Fault("traversal.docx", "a container with ../../outside.txt", written(files.escaping_docx), R, "unsafe: it holds a file that would be written outside its folder"),
    # Something else than its name says
    Fault("page.txt", "HTML named .txt", b"<!doctype html><p>" + _TEXT, OK),
    Fault("paper.md", "a PDF named .md", written(files.pdf), OK),
    Fault("word.pdf", "a Word document named .pdf", written(files.word), OK),
    Fault("notes.docx", "text named .docx", _TEXT, R, "not a Word file, whatever its name says"),
    Fault("notes.pdf", "text named .pdf", _TEXT, R, "not a PDF file, whatever its name says"),
    Fault("noise.pdf", "random bytes named .pdf", written(files.noise), R, "not a PDF file, whatever its name says"),
    Fault("noise.md", "random bytes named .md", written(files.noise), R, "binary data, not text"),
    Fault("odt.docx", "an OpenDocument text named .docx", written(files.open_document), R, "an OpenDocument file; save it as .docx or .pptx"),
    Fault("photo.txt", "a picture named .txt", written(files.png), R, "a PNG image, not study text"),
    # Formats that are not read
    Fault("thesis.odt", "an OpenDocument text", written(files.open_document), R, "an OpenDocument file; save it as .docx or .pptx"),
    Fault("thesis.doc", "an old Word document", written(files.old_doc), R, "an old Office file (.doc, .ppt, .xls); save it as .docx or .pptx, a sheet as CSV"),
    Fault("mail.msg", "an Outlook mail", written(files.mail), R, "an Outlook mail; save it as text or HTML"),
    Fault("sheet.xlsx", "an Excel workbook", written(files.workbook), R, "an Excel workbook; save the sheet as CSV"),
    Fault("thesis.pages", "a Pages document", written(files.pages_document), R, "a Pages, Numbers or Keynote file; export it as Word, PowerPoint or PDF"),
    Fault("talk.key", "a Keynote presentation", written(files.pages_document), R, "a Pages, Numbers or Keynote file; export it as Word, PowerPoint or PDF"),
    Fault("talk.rtfd", "a folder of rich text", files.rich_text_bundle, OK),
    Fault("book.mobi", "a Kindle book", written(files.kindle), R, "a Kindle book; convert it to EPUB"),
    Fault("book.djvu", "a DjVu book", b"AT&TFORM" + bytes(60), R, "a DjVu book; convert it to PDF"),
    Fault("photo.png", "a picture", written(files.png), R, "a PNG image, not study text"),
    Fault("photo.jpg", "a photo", b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(60), R, "a JPEG image, not study text"),
    Fault("photo.heic", "a photo of a phone", b"\0\0\0\x18ftypheic" + bytes(60), R, "a photo, not study text"),
    Fault("drawing.svg", "a drawing", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', R, "not a format that is read here: .svg"),
    Fault("lecture.mp4", "a film", written(files.film), R, "a film or sound file, not study text"),
    Fault("lecture.wav", "a recording", written(files.wave), R, "an image, sound or film, not study text"),
    Fault("lecture.mp3", "a recording without a title", b"\xff\xfb\x90\x44" + bytes(200), R, "not a format that is read here: .mp3"),
    Fault("notes.sqlite", "a database", files.database, R, "a database, not study text"),
    Fault("notes.zip", "a zip archive", written(files.plain_zip), R, "a zip archive; unpack it first"),
    Fault("notes.tar", "a tar archive", written(files.tar), R, "a tar archive; unpack it first"),
    Fault("notes.tar.gz", "a gzip archive", b"\x1f\x8b\x08\0" + bytes(20), R, "a gzip archive; unpack it first"),
    Fault("model.py", "a program's source", b"print(1)\n", R, "not a format that is read here: .py"),
    Fault("data.json", "data", b'{"a": 1}', R, "not a format that is read here: .json"),
    Fault("state.pkl", "a pickle", b"\x80\x04\x95" + bytes(20), R, "not a format that is read here: .pkl"),
    Fault("program", "a program", b"\x7fELF\x02\x01\x01" + bytes(60), R, "a program, not study text"),
    Fault("half.md.part", "a download under way", _TEXT, R, "not a format that is read here: .part"),
    # Odd text that is read
    Fault("nul.txt", "zero bytes within text", _TEXT[:20] + b"\0\0" + _TEXT[20:], R, "binary data, not text"),
    Fault("wide.txt", "UTF-16 without a mark", SENTENCE.encode("utf-16-le"), OK),
    Fault("wide32.txt", "UTF-32 without a mark", SENTENCE.encode("utf-32-be"), OK),
    Fault("mixed.txt", "two encodings in one file", written(files.mixed_encodings), OK, "not UTF-8; read as iso8859_2; 1 garbled run repaired (UTF-8 read as iso8859_2)"),
    Fault("latin.txt", "text in cp1252", f"{SENTENCE} Später übt Zoë wieder.".encode("cp1252"), OK, "not UTF-8; read as cp1252"),
    Fault("endings.txt", "three kinds of line ends", b"One.\rTwo.\r\nThree.\n" + _TEXT, OK),
    Fault("column.csv", "a sheet of one column", b"term\nloss\nmargin\n", OK),
    Fault("ragged.csv", "rows of different length", b"term,meaning\nloss\nmargin,width,2\n", OK, "2 rows with more or fewer cells than the header; 1 row without a question or an answer left out"),
    Fault("old.ipynb", "a notebook of version 3", files.notebook(SENTENCE, version=3), OK),
    Fault("script.html", "a page with a script in it", b"<!doctype html><p>" + _TEXT + b"<script>alert(1)</script>", OK),
    Fault("README", "text without an ending", _TEXT, OK),
    Fault("NOTES.MD", "an ending in capitals", _TEXT, OK),
    # Odd names
    Fault("a new\nline.md", "a line end in its name", _TEXT, OK),
    Fault(os.fsdecode(ODD), "a name that is not UTF-8", _TEXT, R, "its name is not in UTF-8; rename it"),
    Fault("n" * 250 + ".md", "a name of 253 characters", _TEXT, OK),
    Fault("-rf [bold] 🙂 ноты.md", "a name of marks and signs", _TEXT, OK),
    Fault("\x1b[31mred.md", "a name with an escape sequence", _TEXT, OK),
    # Links and what is no file
    Fault("outside.lnk.md", "a link to a file outside the folder", files.link_outwards, R, "a link that leads out of the folder; add what it leads to by its own name"),
    Fault("outside", "a link to a folder outside", files.link_to_folder_outwards, R, "a link that leads out of the folder; add what it leads to by its own name"),
    Fault("dangling.md", "a link to nothing", files.link_to("gone.md"), R, "a link to something that is not there"),
    Fault("loop.md", "a link to itself", files.link_to("loop.md"), R, "a link that leads to itself"),
    Fault("up", "a link to its own folder", files.link_to("."), P),
    Fault("same.md", "a link to a file of the folder", files.link_to("README"), P),
    Fault("pipe.md", "a named pipe", files.pipe, R, "a pipe or a device, not a file"),
    Fault("null.md", "a link to a device", files.link_to("/dev/zero"), R, "a link that leads out of the folder; add what it leads to by its own name"),
    # Passed over
    Fault(".hidden.md", "a hidden file", _TEXT, P),
    Fault(".DS_Store", "what macOS leaves in folders", b"\0\0\0\1Bud1" + bytes(60), P),
    Fault(".git", "the folder of a repository", files.folder_of(config=SENTENCE), P),
    Fault("node_modules", "libraries of a program", files.folder_of(**{"a/README_md": SENTENCE}), P),
    Fault("__pycache__", "compiled programs", files.folder_of(x_md=SENTENCE), P),
    Fault("~$thesis.docx", "the lock of an open document", b"\x06Reader" + bytes(60), P),
    Fault(".~lock.thesis.odt#", "the lock of LibreOffice", _TEXT, P),
    Fault("Thumbs.db", "what Windows leaves in folders", written(files.old_doc), P),
    Fault("desktop.ini", "what Windows leaves in folders", b"[.ShellClassInfo]", P),
    Fault("notes.md~", "an editor's copy", _TEXT, P),
    Fault("#notes.md#", "an editor's unsaved copy", _TEXT, P),
)  # fmt: skip

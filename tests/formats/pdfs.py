"""PDF files for tests: pages that are drawn, and files that are written byte by byte."""

import io
import random
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4

_WORDS = """
model layer weight value query gradient descent sample batch token index vector matrix loss
training learning attention network feature kernel margin tree forest boosting the a of and is
with for by from that each which between over under small large deep linear convex
""".split()  # noqa: SIM905

Draw = Callable[[Canvas], None]


def drawn(
    *pages: Draw,
    title: str = "",
    size: tuple[float, float] = A4,
    encrypt: StandardEncryption | None = None,
) -> bytes:
    """A file of the pages, each drawn by a function."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=size, invariant=True, pageCompression=1, encrypt=encrypt)
    canvas.setTitle(title)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def put(
    canvas: Canvas, x: float, y: float, text: str, font: str = "Times-Roman", size: float = 10
) -> None:
    """Draws a line at a distance from the left and the upper edge."""
    canvas.setFont(font, size)
    canvas.drawString(x, HEIGHT - y, text)


def flow(canvas: Canvas, x: float, y: float, text: str, **options: Any) -> float:
    """Draws a justified paragraph, as `lines_of` takes it; the y below it."""
    lines = lines_of(x, y, text, **options)
    for line in lines:
        line(canvas)
    size: float = options.get("size", 10)
    return y + 1.2 * size * len(lines)


def lines_of(
    x: float,
    y: float,
    text: str,
    *,
    width: float = 450,
    indent: float = 0,
    font: str = "Times-Roman",
    size: float = 10,
) -> list[Draw]:
    """The lines of a justified paragraph, each a function that draws it."""
    lines: list[list[str]] = [[]]
    for word in text.split():
        room = width - (indent if len(lines) == 1 else 0)
        if lines[-1] and stringWidth(" ".join([*lines[-1], word]), font, size) > room:
            lines.append([])
        lines[-1].append(word)

    def draw(number: int) -> Draw:
        words = " ".join(lines[number])
        shift = 0 if number else indent
        last = number == len(lines) - 1
        rest = 0 if last else width - shift - stringWidth(words, font, size)

        def line(canvas: Canvas) -> None:
            text = canvas.beginText(x + shift, HEIGHT - y - 1.2 * size * number)
            text.setFont(font, size)
            text.setWordSpace(rest / max(words.count(" "), 1))
            text.textOut(words)
            canvas.drawText(text)

        return line

    return [draw(number) for number in range(len(lines))]


def prose(seed: int, sentences: int = 6) -> str:
    """Sentences of common words, other ones for every seed."""
    rng = random.Random(seed)  # noqa: S311
    return " ".join(
        " ".join(rng.choices(_WORDS, k=rng.randint(7, 14))).capitalize() + "."
        for _ in range(sentences)
    )


def written(content: bytes, characters: Mapping[int, str], *, trailer: str = "") -> bytes:
    """A file of one page with the given content stream and a font ``/F``.

    Args:
        content: operators; text is shown by the codes of the font.
        characters: what each code of the font means, be it half a character.
        trailer: further entries of the trailer.
    """
    pairs = "".join(
        f"<{code:02x}> <{text.encode('utf-16-be', 'surrogatepass').hex()}>\n"
        for code, text in characters.items()
    )
    meaning = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(characters)} beginbfchar\n{pairs}endbfchar endcmap end end"
    ).encode()
    return objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> >>",
        stream(content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        stream(meaning),
        trailer=trailer,
    )


def stream(content: bytes, entries: str = "") -> bytes:
    """A stream object."""
    packed = zlib.compress(content)
    head = f"<< /Length {len(packed)} /Filter /FlateDecode {entries} >>"
    return head.encode() + b"\nstream\n" + packed + b"\nendstream"


def objects(*bodies: bytes, trailer: str = "") -> bytes:
    """A file of numbered objects, the first of them the catalogue."""
    file = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    file += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    entries = f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R {trailer} >>\n"
    return bytes(file) + entries.encode() + b"startxref\n%d\n%%%%EOF\n" % start

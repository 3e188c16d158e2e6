"""CSV and TSV files: cards as questions and answers, other tables row by row."""

from ingest.content import Content
from ingest.encoding.decode import decode
from ingest.encoding.repair import repair
from ingest.formats.passages import Passage, content_of
from ingest.formats.sheets.cards import card, card_columns
from ingest.formats.sheets.rows import row_item
from ingest.formats.sheets.sheet import Sheet, read_sheet


def read_csv(data: bytes) -> Content:
    """Sheets of questions and answers as pairs, others as a list of rows, placed by row.

    Raises:
        SourceError: if it is no text, or has no cells, too many, or one too long.
    """
    decoded = decode(data)
    repaired = repair(decoded.text)
    sheet = read_sheet(repaired.text)
    remarks = [*decoded.remarks, *repaired.remarks, *_ragged(sheet)]
    columns = card_columns(sheet)
    if columns is None:
        names = sheet.names or ()
        rows = [Passage(row_item(row.cells, names), f"row {row.number}") for row in sheet.rows]
        return content_of(rows, remarks=remarks, between="\n")
    cards = [Passage(card(row.cells, columns), f"row {row.number}") for row in sheet.rows]
    halves = sum(not passage.text for passage in cards)
    if halves:
        remarks.append(f"{_rows(halves)} without a question or an answer left out")
    return content_of(cards, remarks=remarks)


def _ragged(sheet: Sheet) -> list[str]:
    """Says how many rows are not as wide as the header, or else as the widest row."""
    width = len(sheet.names) if sheet.names else max(len(row.cells) for row in sheet.rows)
    ragged = sum(len(row.cells) != width for row in sheet.rows)
    if not ragged:
        return []
    return [
        f"{_rows(ragged)} with more or fewer cells than {'the header' if sheet.names else 'others'}"
    ]


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"

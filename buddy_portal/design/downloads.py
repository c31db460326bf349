"""Any table as a file to download: CSV or XLSX, safe to open in a spreadsheet program.

Text that a spreadsheet would run as a formula is made plain text. Numbers stay numbers. The same
table gives the same bytes every time.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

import xlsxwriter
from django.http import HttpResponse

Kind = Literal["csv", "xlsx"]
Value = str | int | float | Decimal | datetime.date | None

BYTE_ORDER_MARK = "\ufeff"  # without it, Excel reads UTF-8 as the local code page
# What the workbook says about itself is fixed, so that the same table gives the same bytes.
MADE = datetime.datetime(2000, 1, 1)
LONGEST_CELL = 32_767  # what a cell of a workbook can hold
MOST_ROWS = 1_048_576
_RISKY = "=+-@"
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_NUMBER = r"[+-]?[0-9][0-9,]*(\.[0-9]+)?%?"
_NUMBERS = re.compile(f"{_NUMBER}( to {_NUMBER})?")
# Characters that XML 1.0 cannot hold at all.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class TableTooLong(ValueError):
    """More rows than a sheet of a workbook can hold."""


def table_response(
    *,
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    notes: Sequence[str] = (),
    kind: str = "csv",
) -> HttpResponse:
    """The table as an attachment called `name`, with the ending of its kind.

    `notes` say where the figures come from and how to read them: a second sheet of a workbook, the
    last lines of a CSV file, after an empty one.
    """
    write = {"csv": csv_bytes, "xlsx": xlsx_bytes}[kind]
    return file_response(write(columns, rows, notes), name=name, kind=kind)


def file_response(content: bytes, *, name: str, kind: str) -> HttpResponse:
    """Bytes as an attachment called `name`, with the ending of its kind."""
    response = HttpResponse(content, content_type=_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{file_name(name)}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def csv_bytes(
    columns: Sequence[str], rows: Iterable[Sequence[Value]], notes: Sequence[str] = ()
) -> bytes:
    """UTF-8 with a byte order mark, CRLF line ends (RFC 4180)."""
    out = io.StringIO(newline="")
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(column) for column in columns])
    for row in rows:
        writer.writerow([_as_csv(value) for value in row])
    if notes:
        writer.writerow([])
        writer.writerows([harmless(note)] for note in notes)
    return out.getvalue().encode("utf-8", "replace")


def xlsx_bytes(
    columns: Sequence[str], rows: Iterable[Sequence[Value]], notes: Sequence[str] = ()
) -> bytes:
    """A workbook with the table on the first sheet and the notes on the second."""
    return workbook_bytes({"Table": (columns, rows)}, notes)


def workbook_bytes(
    tables: Mapping[str, tuple[Sequence[str], Iterable[Sequence[Value]]]],
    notes: Sequence[str] = (),
) -> bytes:
    """A workbook with each table (columns, rows) on the sheet it is named after, notes last."""
    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": MADE, "author": ""})
        formats = {
            "head": book.add_format({"bold": True, "bottom": 2, "text_wrap": True}),
            "date": book.add_format({"num_format": "d mmmm yyyy"}),
        }
        for name, (columns, rows) in tables.items():
            _write_table(book.add_worksheet(name), columns, rows, formats)
        _write_notes(book.add_worksheet("Notes"), notes)
    return out.getvalue()


def harmless(text: str) -> str:
    """Text that no spreadsheet program takes for a formula.

    Signs of formulas also count in their full-width forms (NFKC), after blanks and invisible
    characters, and after a tab or line end at the very start. An apostrophe in front makes the
    cell text. A plain number, an interval of two ("-3.5 to +9.6") and a lone dash stay.
    """
    if not text or _is_number(text):
        return text
    if text[0] in "\t\r\n":
        return f"'{text}"
    plain = unicodedata.normalize("NFKC", text)
    bare = plain.lstrip("".join(sorted(_INVISIBLE)) + " \t\r\n'\"")
    starts = bare[:1]
    return f"'{text}" if starts and starts in _RISKY else text


def file_name(name: str) -> str:
    """A file name of plain letters, digits and dashes: trusts-2015-scores."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "table"


_INVISIBLE = {"\ufeff", "\u200b", "\u200c", "\u200d", "\u2060", "\u00a0", "\u00ad"}


def _is_number(text: str) -> bool:
    return text == "-" or _NUMBERS.fullmatch(text) is not None


def _as_csv(value: Value) -> str | int | float | Decimal:
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return harmless(value) if isinstance(value, str) else value


def _write_table(
    sheet: Any, columns: Sequence[str], rows: Iterable[Sequence[Value]], formats: dict[str, Any]
) -> None:
    for place, column in enumerate(columns):
        sheet.set_column(place, place, min(max(len(column) + 2, 10), 50))
        sheet.write_string(0, place, _cell_text(column), formats["head"])
    sheet.freeze_panes(1, 1)
    for line, row in enumerate(rows, start=1):
        if line >= MOST_ROWS:
            raise TableTooLong(f"A sheet holds {MOST_ROWS:,} rows; this table has more.")
        for place, value in enumerate(row):
            _write_cell(sheet, line, place, value, formats["date"])


def _write_cell(sheet: Any, line: int, place: int, value: Value, date_format: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(line, place, value)
    elif isinstance(value, datetime.date):
        moment = datetime.datetime(value.year, value.month, value.day)
        sheet.write_datetime(line, place, moment, date_format)
    else:
        sheet.write_string(line, place, _cell_text(value))


def _write_notes(sheet: Any, notes: Sequence[str]) -> None:
    sheet.set_column(0, 0, 110)
    for line, note in enumerate(notes):
        sheet.write_string(line, 0, _cell_text(note))


def _cell_text(text: str) -> str:
    """Text for a workbook: harmless too, since sheets are saved on as CSV; only what XML holds."""
    return _NOT_IN_XML.sub("\ufffd", harmless(text))[:LONGEST_CELL]

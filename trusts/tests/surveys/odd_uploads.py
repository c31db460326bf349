"""Odd files that people upload where a table of scores is asked for, and what each is told.

NM1, HM2 and ZQ9 are the trusts of `importing.make_survey`, Q1 and Q59 its questions.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable

import xlsxwriter

from trusts.tests.surveys.making import part_of, repacked, workbook

HEADER = "org_code,question,n,score"
TABLE = f"{HEADER}\r\nNM1,Q1,449,75.5\r\n".encode()
HEADS, CELLS = HEADER.split(","), ("NM1", "Q1", 449, 75.5)
BOOK = workbook([HEADS, CELLS])
SHEET, SECOND = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
NOTES = [["Notes"], ["How the figures were made"]]
SCORE = b'<c r="D2"><v>75.5</v></c>'
MILLION = 1_000_000
MEGABYTE = 1024 * 1024

Odd = tuple[str, Callable[[], bytes], str]
"""The name of a file, how it is made, and a part of what is said."""


def _written(write: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        write(book)
    return content.getvalue()


def _in_sheet(old: bytes, new: bytes, book: bytes = BOOK, part: str = SHEET) -> bytes:
    sheet = part_of(book, part)
    assert old in sheet
    return repacked(book, {part: sheet.replace(old, new, 1)})


def _archive(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return content.getvalue()


def _day_as_score(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADS)
    sheet.write_row(1, 0, CELLS[:3])
    as_day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_datetime(1, 3, datetime.datetime(2016, 6, 7), as_day)


def _merged_code(book: xlsxwriter.Workbook) -> None:
    """The trust's code stands once, merged over its two rows."""
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADS)
    sheet.merge_range(1, 0, 2, 0, "NM1")
    sheet.write_row(1, 1, CELLS[1:])
    sheet.write_row(2, 1, ("Q59", 300, 8.5))


def _hidden_old_figures(book: xlsxwriter.Workbook) -> None:
    """Behind the sheet that is seen stands a hidden one with other figures."""
    for name, score in (("New", 75.5), ("Old", 10)):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, (*CELLS[:3], score))
    sheet.hide()


def _formula(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADS)
    sheet.write_row(1, 0, CELLS[:3])
    sheet.write_formula(1, 3, "=1+1", None, 2)


def _empty_rows(last: int) -> bytes:
    return b"".join(b'<row r="%d"></row>' % row for row in range(3, last + 1))


def _without_sheets() -> bytes:
    book = part_of(BOOK, "xl/workbook.xml")
    before, rest = book.split(b"<sheets>")
    return repacked(BOOK, {"xl/workbook.xml": before + rest.split(b"</sheets>")[1], SHEET: None})


def _with_entity() -> bytes:
    attack = b'?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return _in_sheet(b"?>", attack)


def _wide(cells: int) -> bytes:
    return b"x," * (cells - 1) + b"x\r\n"


END = b"</sheetData>"
ROW_700_000 = b'<row r="700000"><c r="A700000"><v>1</v></c></row>' + END
NOTHING = "There is nothing in the first 20 rows"
TEXTS: dict[str, Odd] = {
    "empty": ("t.csv", lambda: b"", "The file is empty"),
    "mark only": ("t.csv", lambda: b"\xef\xbb\xbf", NOTHING),
    "UTF-16 mark only": ("t.csv", lambda: b"\xff\xfe", NOTHING),
    "blank lines": ("t.csv", lambda: b"\r\n" * 5_000, NOTHING),
    "headers only": ("t.csv", HEADER.encode, "headers but no rows"),
    "UTF-16 without mark": ("t.csv", lambda: TABLE.decode().encode("utf-16-le"), "UTF-16"),
    "UTF-16 cut": ("t.csv", lambda: TABLE.decode().encode("utf-16")[:-1], "Row 2 of the file is"),
    "UTF-32": ("t.csv", lambda: TABLE.decode().encode("utf-32"), "UTF-32"),
    "Latin-1 and NUL": ("t.csv", lambda: TABLE + b"\xe9,Q1,\0,4\r\n", "Row 3 holds the byte 0xE9"),
    "NUL": ("t.csv", lambda: TABLE + b"NM1,Q59,\x00300,4\r\n", "Row 3 holds a NUL byte"),
    "30 MB of one line": ("t.csv", lambda: b"x" * 30 * MEGABYTE, "Row 1 never ends"),
    "a million columns": ("t.csv", lambda: _wide(MILLION), "Row 1 never ends"),
    "900,000 columns": ("t.csv", lambda: b"," * 899_999, "Row 1 has 900,000 cells; at most 100"),
    "a wide row": ("t.csv", lambda: TABLE + _wide(450_000), "Row 3 has 450,000 cells"),
    "many wide rows": ("t.csv", lambda: TABLE + _wide(90_000) * 20, "Row 3 has 90,000 cells"),
    "101 columns": ("t.csv", lambda: _wide(101) + TABLE, "Row 1 has 101 cells"),
    "quote never closed": ("t.csv", lambda: TABLE + b'"HM2,Q1,3,8\r\n', "row 3"),
    "endless cell": ("t.csv", lambda: TABLE + b"9" * 140_000, "A cell in row 3 never ends"),
    "same header twice": (
        "t.csv",
        lambda: TABLE.replace(b"re\r", b"re,score\r", 1),
        "say the same thing",
    ),
    "web page": ("t.csv", lambda: b"<html><table>", "web page or program data"),
    "PDF named CSV": ("t.csv", lambda: b"%PDF-1.7\n\xe2\xe3\x01", "This is a PDF document"),
    "picture named CSV": ("t.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "a picture (PNG)"),
    "other name": ("t.exe", lambda: TABLE, "must be a CSV or XLSX file"),
}
BOOKS: dict[str, Odd] = {
    "bomb": ("t.xlsx", lambda: _in_sheet(b"?>", b"?>" + b" " * 64 * MEGABYTE), "far more than"),
    "no sheet": ("t.xlsx", _without_sheets, "no sheets"),
    "sheet that is not there": ("t.xlsx", lambda: repacked(BOOK, {SHEET: None}), "damaged"),
    "blank sheet": ("t.xlsx", lambda: workbook([]), NOTHING),
    "table far down": ("t.xlsx", lambda: workbook([*[[]] * 40, HEADS, CELLS]), NOTHING),
    "entity": ("t.xlsx", _with_entity, "document type definition"),
    "formula": ("t.xlsx", lambda: _written(_formula), "Cell D2 holds a formula"),
    "two tables": ("t.xlsx", lambda: _written(_hidden_old_figures), "New and Old both hold"),
    "101 columns": ("t.xlsx", lambda: workbook([[*HEADS, *"x" * 97], CELLS]), "or 100 columns"),
    "row 700,000": ("t.xlsx", lambda: _in_sheet(END, ROW_700_000), "more than 600,000 rows"),
    "101 columns beside notes": (
        "t.xlsx",
        lambda: workbook(NOTES, Data=[[*HEADS, *"x" * 97], CELLS]),
        "The sheet Data has more than 600,000 rows or 100 columns",
    ),
    "row 700,000 beside notes": (
        "t.xlsx",
        lambda: _in_sheet(END, ROW_700_000, workbook(NOTES, Data=[HEADS, CELLS]), SECOND),
        "The sheet Data has more than 600,000 rows or 100 columns",
    ),
    "notes beside a blank sheet": ("t.xlsx", lambda: workbook(NOTES, Data=[]), "Missing: "),
    "OpenDocument": ("t.xlsx", lambda: _archive(**{"mimetype": b"x", "content.xml": b"x"}), ".ods"),
    "old Excel": ("t.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999), "(.xls"),
    "zip": ("t.xlsx", lambda: _archive(**{"table.csv": TABLE}), "a zip archive"),
    "text that is no number": (
        "t.xlsx",
        lambda: _in_sheet(b'<c r="A2" t="s"><v>', b'<c r="A2" t="s"><v>99'),
        "damaged",
    ),
}
REFUSED_WHOLE = TEXTS | BOOKS

REFUSED_BY_ROW: dict[str, Odd] = {
    "ragged": ("t.csv", lambda: TABLE + b"NM1\r\n\r\n,,,,\r\n", "This row has 1 cell, the header"),
    "control characters": ("t.csv", lambda: TABLE + b"NM1,Q59,300,\x07\r\n", "Not a number"),
    "quotes in a cell": ("t.csv", lambda: TABLE + b'N"M"1,Q59,300,8\r\n', "No trust has this code"),
    "120,000 digits": ("t.csv", lambda: TABLE + b"NM1,Q59," + b"9" * 120_000 + b",8\r\n", "More"),
    "day as score": ("t.xlsx", lambda: _written(_day_as_score), "Not a number"),
    "merged code": ("t.xlsx", lambda: _written(_merged_code), "The trust's code is missing"),
    "yes and no": ("t.xlsx", lambda: workbook([HEADS, ("NM1", "Q1", True, False)]), "Not a whole"),
    "huge number": ("t.xlsx", lambda: workbook([HEADS, ("NM1", "Q1", 1e300, 5)]), "in full"),
    "NaN": ("t.xlsx", lambda: _in_sheet(SCORE, SCORE.replace(b"75.5", b"NaN")), "Not a number"),
}
READ: dict[str, Odd] = {
    "UTF-16 with mark": ("t.csv", lambda: TABLE.decode().encode("utf-16"), ""),
    "line feeds lost": ("t.csv", lambda: TABLE.replace(b"\r\n", b"\r"), ""),
    "doubled line ends": ("t.csv", lambda: TABLE.replace(b"\r\n", b"\r\r\n"), ""),
    "a title of semicolons": ("t.csv", lambda: b";" * 120 + b"\r\n" + TABLE, ""),
    "workbook named CSV": ("t.csv", lambda: BOOK, ""),
    "CSV named workbook": ("t.xlsx", lambda: TABLE, ""),
    "numbers as text": ("t.xlsx", lambda: workbook([HEADS, ("NM1", "Q1", "449", "75.5")]), ""),
    "a million empty rows": (
        "t.xlsx",
        lambda: _in_sheet(END, _empty_rows(MILLION - 1) + END),
        "",
    ),
}

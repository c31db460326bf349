"""Tables as files: numbers stay numbers, no text is run as a formula, the same bytes every time."""

import csv
import datetime
import io
import itertools
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from buddy_portal.design import downloads
from buddy_portal.design.downloads import csv_bytes, harmless, table_response, xlsx_bytes
from buddy_portal.tests.design.naughty import NAUGHTY

COLUMNS = ["Trust", "Score", "On", "Text"]
ROW = ["Northmoor", Decimal("63.8"), datetime.date(2015, 2, 9), None]
# Every way to begin that a spreadsheet program, or a later one that saves the sheet on, may run.
STARTS = [
    "=",
    "+",
    "-",
    "@",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
    "\t=",
    "\r=",
    "\n=",
    " =",
    "\u00a0=",
]
STARTS += ["\ufeff=", "\u200b=", '"=', "'=", "\u2060@", "\ufe62", "\ufe63", "\ufe66", "\ufe6b"]
PAYLOADS = ["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x.example","y")', "SUM(A1:A2)"]
FORMULAS = [start + payload for start, payload in itertools.product(STARTS, PAYLOADS)]


def cells_of_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def cells_of_xlsx(content: bytes, sheet: str = "Table") -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_is_made_plain_text(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "-", "-3.5", "+9.6", "−1.8", "+2.2 to +16.8", "1,234", "63.8%", "a=b", "A-level"]
)
def test_plain_text_and_numbers_stay(text):
    assert harmless(text) == text


@pytest.mark.parametrize("write, read", [(csv_bytes, cells_of_csv), (xlsx_bytes, cells_of_xlsx)])
def test_no_cell_of_a_file_begins_like_a_formula(write, read):
    names = [*FORMULAS, *NAUGHTY]
    cells = read(write([names[0]], [[name] for name in names], []))
    for row in cells:
        text = str(row[0]) if row else ""
        assert not text.startswith(("=", "+", "@", "\t", "\r"))
        assert not text.startswith("-") or harmless(text) == text


def test_naughty_strings_come_back_from_csv_as_they_were():
    rows = cells_of_csv(csv_bytes(["Text"], [[text] for text in NAUGHTY]))[1:]
    expected = [harmless(text) for text in NAUGHTY]
    assert [row[0] if row else "" for row in rows] == expected
    assert sum(a != b for a, b in zip(NAUGHTY, expected, strict=True)) < len(NAUGHTY) / 4


def test_naughty_strings_come_back_from_a_workbook():
    cells = cells_of_xlsx(xlsx_bytes(["Text"], [[f"x{text}"] for text in NAUGHTY]))[1:]
    for text, row in zip(NAUGHTY, cells, strict=True):
        kept = downloads._NOT_IN_XML.sub("\ufffd", f"x{text}")
        assert str(row[0]).splitlines() == kept.splitlines()


def test_csv_opens_as_unicode_and_writes_values_plainly():
    content = csv_bytes(COLUMNS, [[*ROW[:3], "naïve, “quoted”"]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert cells_of_csv(content)[1] == ["Northmoor", "63.8", "2015-02-09", "naïve, “quoted”"]


def test_workbook_keeps_numbers_and_dates_as_such():
    cells = cells_of_xlsx(xlsx_bytes(COLUMNS, [ROW]))
    assert cells[0] == COLUMNS
    assert cells[1][:3] == ["Northmoor", 63.8, datetime.date(2015, 2, 9)]


def test_missing_value_is_empty_never_zero():
    assert cells_of_csv(csv_bytes(["A", "B"], [[None, 0]]))[1] == ["", "0"]
    assert cells_of_xlsx(xlsx_bytes(["A", "B"], [[None, 0]]))[1] == ["", 0]


def test_notes_follow_the_table_and_fill_the_second_sheet():
    notes = ["Source: national tables", "=not a formula"]
    assert cells_of_csv(csv_bytes(["A"], [["x"]], notes))[-2:] == [[notes[0]], ["'=not a formula"]]
    assert cells_of_xlsx(xlsx_bytes(["A"], [["x"]], notes), "Notes")[0] == [notes[0]]


@pytest.mark.parametrize("write", [csv_bytes, xlsx_bytes])
def test_same_table_gives_the_same_bytes_a_year_later(write, time_machine):
    time_machine.move_to("2015-02-09T10:00:00Z")
    first = write(COLUMNS, [ROW], ["n"])
    time_machine.move_to("2016-03-01T23:59:59Z")
    assert write(COLUMNS, [ROW], ["n"]) == first


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_response_is_an_attachment_with_a_plain_name(kind):
    response = table_response(name="Trüsts/../2015", columns=["A"], rows=[["x"]], kind=kind)
    assert response["Content-Disposition"] == f'attachment; filename="trusts-2015.{kind}"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_unknown_kind_is_refused():
    with pytest.raises(KeyError):
        table_response(name="x", columns=[], rows=[], kind="pdf")


def test_table_longer_than_a_sheet_is_refused(monkeypatch):
    monkeypatch.setattr(downloads, "MOST_ROWS", 3)
    with pytest.raises(downloads.TableTooLong):
        xlsx_bytes(["A"], [["x"]] * 3)

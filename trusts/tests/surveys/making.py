"""Small tables and files for the tests of surveys. Trusts and scores are invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

import xlsxwriter

from trusts.surveys.catalogue import QUESTIONS
from trusts.surveys.checking import check_rows
from trusts.surveys.columns import SCORE_FAMILIES
from trusts.surveys.files import LIMITS, open_survey_file
from trusts.surveys.score_rows import CheckedTable
from trusts.surveys.tables import read_table

KNOWN = {
    "NM1": "Northmoor Hospitals NHS Trust",
    "HM2": "Highmere Teaching Hospitals NHS Foundation Trust",
    "ZQ9": "St Penhallow’s Infirmary NHS Trust",
}
SCORES = "org_code,org_name,year,question,n,score,suppressed"
ADJUSTED = (
    "org_code,question,n,unadj,adj_score,adj_unrounded,adj_lci,adj_uci,"
    "expected_lower,expected_upper,band,suppressed"
)
GROUPS = "org_code,tumour_group,question,n,score,suppressed"


def as_file(content: bytes | str) -> io.BytesIO:
    return io.BytesIO(content.encode() if isinstance(content, str) else content)


def csv_text(header: str, *rows: str) -> str:
    return "\r\n".join([header, *rows]) + "\r\n"


def rows_of(content: bytes | str, *, limits=LIMITS, sheet: int = 0) -> list[list[str]]:
    """All rows of a file."""
    with open_survey_file(as_file(content), "table", limits) as file:
        return [cells for _, rows in file.tables.batches(sheet) for cells in rows]


def check(
    content: bytes | str, *, year: int | None = 2016, known=KNOWN, questions=QUESTIONS, totals=None
) -> CheckedTable:
    """Check a whole file of scores."""
    with open_survey_file(as_file(content), "table.csv") as file:
        return check_rows(
            read_table(file, SCORE_FAMILIES),
            year=year,
            known_trusts=known,
            questions=questions,
            totals=totals,
        )


def check_scores(*rows: str, header: str = SCORES, **options) -> CheckedTable:
    """Check rows below a header, as CSV."""
    return check(csv_text(header, *rows), **options)


def only_refusal(table: CheckedTable) -> tuple[int, str, str, str]:
    """The one refused cell of a table as (row, column, value, reason)."""
    (cell,) = table.refused
    return cell.row, cell.column, cell.value, cell.reason


def workbook(rows: Iterable[Sequence[object]], **sheets: Iterable[Sequence[object]]) -> bytes:
    """An Excel workbook with a sheet of rows, and further sheets by name."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, table in {"Scores": rows, **sheets}.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(table):
                sheet.write_row(number, 0, cells)
    return content.getvalue()


def repacked(content: bytes, changes: dict[str, bytes | None]) -> bytes:
    """A workbook with parts replaced, added, or (None) taken out."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        parts = {name: old.read(name) for name in old.namelist()}
        for name, part in {**parts, **changes}.items():
            if part is not None:
                new.writestr(name, part)
    return packed.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)

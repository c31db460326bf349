"""Rows of a CSV file, a workbook or pasted text, through the safe readers of survey files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from improvement_plans.comment_files.columns import Columns, columns_of
from trusts.surveys.files import HEAD_ROWS, MEGABYTE, Limits, open_survey_file
from trusts.surveys.refusals import FileRefused

MOST_ROWS = 20_000
LONGEST_HEADER = 10_000
LIMITS = Limits(bytes=20 * MEGABYTE, rows=MOST_ROWS, columns=100, unpacked_bytes=100 * MEGABYTE)
NO_COMMENTS = (
    "No column holds comments. Give the column of the comments the header “Comment”, then try "
    "again."
)
TOO_LARGE = (
    f"The sheet {{}} has more than {MOST_ROWS:,} rows or {LIMITS.columns} columns. Bring its "
    "comments in parts, and delete empty columns."
)
_ONE_COLUMN = Columns({"excerpt": 0}, {"excerpt": "Comment"}, ())


@dataclass(frozen=True, slots=True)
class Table:
    """A table of comments: its columns and its rows, numbered as a spreadsheet shows them."""

    columns: Columns
    rows: Iterator[tuple[int, list[str]]]


@contextmanager
def open_file(source: IO[bytes], name: str) -> Iterator[Table]:
    """The table in a CSV file or a workbook. Raises FileRefused, also while rows are read."""
    with open_survey_file(source, name, LIMITS) as file:
        for index, sheet in enumerate(file.tables.sheets):
            for place, head in enumerate(sheet.head[:HEAD_ROWS], start=1):
                if (columns := columns_of(head)) is not None:
                    yield Table(columns, _below(file.tables.batches(index), place))
                    return
        for sheet in file.tables.sheets:
            if sheet.too_large:
                raise FileRefused(TOO_LARGE.format(sheet.name))
        raise FileRefused(NO_COMMENTS)


def read_pasted(text: str) -> Table:
    """Pasted text: a table with a header (from a spreadsheet), else one comment a line."""
    first = text.split("\n", 1)[0]
    # A longer line holds no headers, and csv refuses to divide it.
    for divider in ("\t", ",", ";") if len(first) <= LONGEST_HEADER else ():
        header = next(csv.reader([first], delimiter=divider), [])
        columns = columns_of(header)
        if columns is not None and (len(header) > 1 or divider == ";"):
            return Table(columns, _divided(text, divider))
    lines = enumerate(text.split("\n"), start=1)
    return Table(_ONE_COLUMN, ((row, [line]) for row, line in lines))


def _divided(text: str, divider: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    try:
        for row, cells in enumerate(reader, start=1):
            if row > 1:
                yield row, cells
    except csv.Error as error:
        raise FileRefused(
            "A quotation mark is opened and not closed, or stands in the middle of a cell. Mend "
            "it, or paste one comment a line without a header."
        ) from error


def _below(
    batches: Iterator[tuple[int, list[list[str]]]], header_row: int
) -> Iterator[tuple[int, list[str]]]:
    for first, rows in batches:
        for row, cells in enumerate(rows, start=first):
            if row > header_row:
                yield row, cells

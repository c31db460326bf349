"""From an opened file to the one table in it that we understand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from trusts.surveys.columns import SCORE_FAMILIES, Columns, Family, find_header
from trusts.surveys.files import HEAD_ROWS, Batch, SurveyFile
from trusts.surveys.refusals import FileRefused, HeadersNotUnderstood, TableRefused

_FAMILY_SAID = {
    Family.SCORES: "a table of scores",
    Family.ADJUSTED: "a table of adjusted scores",
    Family.SUBGROUP: "a table of scores by patient group",
    Family.NATIONAL: "a table of national scores",
    Family.QUESTIONS: "a list of questions",
    Family.TRUSTS: "a list of trusts",
    Family.SUCCESSIONS: "a list of mergers",
}


@dataclass(frozen=True, slots=True)
class SurveyTable:
    """An understood table: ``batches`` are the rows below the header, to be read once."""

    columns: Columns
    batches: Iterable[Batch]
    sheet: str = ""

    @property
    def family(self) -> Family:
        return self.columns.family


def read_table(file: SurveyFile, wanted: Collection[Family] = SCORE_FAMILIES) -> SurveyTable:
    """The table in ``file``, which must be one of the ``wanted`` kinds.

    A workbook may hold other sheets (notes, contents), but only one such table. Raises
    HeadersNotUnderstood, FileRefused or TableRefused.
    """
    found: list[tuple[int, int, Columns]] = []
    refusals: list[HeadersNotUnderstood] = []
    for index, sheet in enumerate(file.tables.sheets):
        try:
            header_row, columns = find_header(sheet.head, wanted)
        except HeadersNotUnderstood as refusal:
            refusals.append(refusal)
        else:
            found.append((index, header_row, columns))
    fitting = [entry for entry in found if entry[2].family in wanted]
    if len(fitting) > 1:
        names = " and ".join(file.tables.sheets[index].name for index, _, _ in fitting[:2])
        raise FileRefused(f"The sheets {names} both hold a table. Keep one table in a file.")
    if not fitting:
        _refuse_what_cannot_hold_it(file)
        raise _none(found, refusals, wanted)
    index, header_row, columns = fitting[0]
    batches = _below(file.tables.batches(index), header_row)
    return SurveyTable(columns, batches, file.tables.sheets[index].name)


def _refuse_what_cannot_hold_it(file: SurveyFile) -> None:
    """Raise where a sheet is too large to be looked at, or all are blank at the top."""
    sheets = file.tables.sheets
    for index, sheet in enumerate(sheets):
        if sheet.too_large:
            next(file.tables.batches(index))
    if sheets and not any(cell.strip() for sheet in sheets for row in sheet.head for cell in row):
        raise FileRefused(
            f"There is nothing in the first {HEAD_ROWS} rows of the file. Choose a file with a "
            "table that begins there."
        )


def _below(batches: Iterable[Batch], header_row: int) -> Iterator[Batch]:
    for first, rows in batches:
        above = max(0, header_row + 1 - first)
        if above < len(rows):
            yield first + above, rows[above:]


def _none(
    found: list[tuple[int, int, Columns]],
    refusals: list[HeadersNotUnderstood],
    wanted: Collection[Family],
) -> TableRefused:
    if found:
        said = _FAMILY_SAID[found[0][2].family]
        asked = _FAMILY_SAID[next(family for family in Family if family in wanted)]
        return FileRefused(f"This is {said}; {asked} is needed here. Choose another file.")
    if refusals:
        return min(refusals, key=lambda refusal: (len(refusal.missing), -len(refusal.found)))
    return FileRefused("The workbook has no sheets with a table.")

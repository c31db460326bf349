"""Reading reference lists: trusts, mergers, questions. Refusals as for scores."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from trusts.surveys.columns import Columns
from trusts.surveys.reference_rows import (
    CheckedReference,
    QuestionRow,
    SuccessionKind,
    SuccessionRow,
    TrustRow,
)
from trusts.surveys.refusals import RefusedCell, refused
from trusts.surveys.row_texts import row_texts
from trusts.surveys.scales import Scale
from trusts.surveys.tables import SurveyTable
from trusts.surveys.values import (
    FORMULA_REASON,
    State,
    figure,
    looks_like_a_formula,
    question_number,
    scale_in_words,
    survey_year,
)

LONGEST_TEXT = 500
SOUTH, NORTH, WEST, EAST = 49.0, 61.0, -9.0, 3.0
"""Degrees within which the United Kingdom lies."""

_CODE = re.compile(r"[A-Z0-9]{3,6}")
_NO_CODE = "An ODS code has three to six letters and digits, such as RTK."
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}")
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]+)?")
_YES_OR_NO: Mapping[str, bool | None] = {
    "yes": True,
    "true": True,
    "y": True,
    "1": True,
    "no": False,
    "false": False,
    "n": False,
    "0": False,
    "": None,
}

Row = TypeVar("Row")


class _Cells:
    """The cells of one row by column name; remembers what was wrong with them."""

    def __init__(self, row: int, columns: Columns, texts: Mapping[str, str]) -> None:
        self.row = row
        self._columns = columns
        self._texts = texts
        self.refused: list[RefusedCell] = []

    def refuse(self, column: str, reason: str) -> None:
        header = self._columns.header.get(column, column)
        self.refused.append(refused(self.row, header, self._texts.get(column, ""), reason))

    def text(self, column: str, *, needed: str = "") -> str:
        """The cell with single spaces; ``needed`` is the reason given where it is blank."""
        text = " ".join(self._texts.get(column, "").split())
        if not text:
            if needed:
                self.refuse(column, needed)
        elif looks_like_a_formula(text):
            self.refuse(column, FORMULA_REASON)
        elif len(text) > LONGEST_TEXT or not text.isprintable():
            self.refuse(column, f"Longer than {LONGEST_TEXT} characters, or not printable.")
        return text

    def code(self, column: str) -> str:
        code = self.text(column, needed="The code is missing.").upper()
        if code and not _CODE.fullmatch(code):
            self.refuse(column, _NO_CODE)
        return code

    def codes(self, column: str) -> tuple[str, ...]:
        """Any number of codes, divided by a stroke: "RM3|R0A"."""
        codes = tuple(code.strip() for code in self.text(column).upper().split("|") if code.strip())
        if not all(_CODE.fullmatch(code) for code in codes):
            self.refuse(column, _NO_CODE)
        return codes

    def answer(self, column: str) -> bool | None:
        text = self._texts.get(column, "").strip().lower()
        if text not in _YES_OR_NO:
            self.refuse(column, "Say yes or no, or leave it blank.")
        return _YES_OR_NO.get(text)

    def degrees(self, column: str, lowest: float, highest: float) -> float | None:
        text = self._texts.get(column, "").strip().replace("\N{MINUS SIGN}", "-")
        if not text:
            return None
        if not _DEGREES.fullmatch(text) or not lowest <= float(text) <= highest:
            self.refuse(column, f"Degrees between {lowest:g} and {highest:g} are needed here.")
            return None
        return float(text)

    def date(self, column: str) -> date:
        text = self.text(column, needed="The date is missing. Write it as 2017-10-01.")
        found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text, re.ASCII)
        day_first = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text, re.ASCII)
        parts = found.groups() if found else day_first.groups()[::-1] if day_first else None
        try:
            if parts:
                return date(*map(int, parts))
        except ValueError:
            parts = None
        if text:
            self.refuse(column, "Not a date. Write it as 2017-10-01 or 01/10/2017.")
        return date.min


def read_trusts(table: SurveyTable) -> CheckedReference[TrustRow]:
    """A list of trusts. Codes are in capitals; latitude and longitude come together."""
    return _read(table, _trust, lambda row: row.code, "code")


def _trust(cells: _Cells) -> TrustRow:
    latitude = cells.degrees("latitude", SOUTH, NORTH)
    longitude = cells.degrees("longitude", WEST, EAST)
    if (latitude is None) != (longitude is None) and not cells.refused:
        cells.refuse("latitude", "Latitude and longitude must be given together.")
    postcode = cells.text("postcode").upper()
    if postcode and not _POSTCODE.fullmatch(postcode):
        cells.refuse("postcode", "Not a postcode such as KT16 0PZ.")
    return TrustRow(
        row=cells.row,
        code=cells.code("code"),
        name=cells.text("name", needed="The name is missing."),
        town=cells.text("town"),
        postcode=postcode,
        alliance=cells.text("alliance"),
        icb_code=cells.text("icb_code").upper(),
        icb_name=cells.text("icb_name"),
        region=cells.text("region"),
        latitude=latitude,
        longitude=longitude,
        foundation_trust=cells.answer("foundation_trust"),
        specialist=cells.answer("specialist"),
        current_codes=cells.codes("current_code"),
        current_name=cells.text("current_name"),
    )


def read_successions(table: SurveyTable) -> CheckedReference[SuccessionRow]:
    """A list of mergers. A chain that leads back to its own start is refused."""
    checked = _read(
        table,
        _succession,
        lambda row: (row.predecessor_code, row.successor_code),
        "predecessor_code",
    )
    return _without_circles(checked, table.columns)


def _succession(cells: _Cells) -> SuccessionRow:
    said = cells.text("type").lower()
    kind = next((kind for kind in SuccessionKind if kind.value in said), SuccessionKind.MERGER)
    if said and kind.value not in said:
        cells.refuse("type", "Say merger, acquisition or split.")
    before, after = cells.code("predecessor_code"), cells.code("successor_code")
    if before and before == after:
        cells.refuse("successor_code", "A trust cannot succeed itself.")
    return SuccessionRow(
        row=cells.row,
        predecessor_code=before,
        predecessor_name=cells.text("predecessor_name"),
        successor_code=after,
        successor_name=cells.text("successor_name"),
        on=cells.date("date"),
        kind=kind,
        evidence=cells.text("evidence"),
    )


def _without_circles(
    checked: CheckedReference[SuccessionRow], columns: Columns
) -> CheckedReference[SuccessionRow]:
    following: dict[str, set[str]] = {}
    kept: list[SuccessionRow] = []
    circles: list[RefusedCell] = []
    for row in checked.rows:
        if row.predecessor_code in _reached(row.successor_code, following):
            reason = "By the rows above, this trust came later itself. Correct one of them."
            header = columns.header["successor_code"]
            circles.append(refused(row.row, header, row.successor_code, reason))
            continue
        following.setdefault(row.predecessor_code, set()).add(row.successor_code)
        kept.append(row)
    refusals = tuple(sorted((*checked.refused, *circles), key=lambda cell: cell.row))
    return CheckedReference(tuple(kept), checked.rows_read, refusals)


def _reached(start: str, following: Mapping[str, set[str]]) -> set[str]:
    reached, ahead = set(), [start]
    while ahead:
        code = ahead.pop()
        if code not in reached:
            reached.add(code)
            ahead.extend(following.get(code, ()))
    return reached


def read_questions(table: SurveyTable) -> CheckedReference[QuestionRow]:
    """A list of scored questions. Without a scale column they are percentages."""
    return _read(table, _question, lambda row: (row.year, row.number), "question")


def _question(cells: _Cells) -> QuestionRow:
    year = survey_year(cells.text("year"))
    if year.state is State.BAD:
        cells.refuse("year", year.reason)
    said = cells.text("question", needed="The question number is missing.")
    number = question_number(said)
    if said and not number:
        cells.refuse("question", "Not a question number. Write it as Q and a number, such as Q18.")
    scale_said = cells.text("scale")
    scale = scale_in_words(scale_said) if scale_said else Scale.PERCENT
    if scale is None:
        cells.refuse("scale", "Not a scale we know. Say percent positive, or mean 0-10.")
        scale = Scale.PERCENT
    national = figure(cells.text("national"), fraction=False, scale=scale)
    if national.state is State.BAD:
        cells.refuse("national", national.reason)
    return QuestionRow(
        row=cells.row,
        year=int(year.value),
        number=number,
        section=cells.text("section", needed="The section is missing."),
        text=cells.text("text", needed="The question's wording is missing."),
        scale=scale,
        national=national.value if national.state is State.GIVEN else None,
    )


def _read(
    table: SurveyTable,
    make: Callable[[_Cells], Row],
    identity: Callable[[Row], object],
    key_column: str,
) -> CheckedReference[Row]:
    rows: list[Row] = []
    refusals: list[RefusedCell] = []
    first_row: dict[object, int] = {}
    read = 0
    for cells in _rows(table, refusals):
        read += 1
        if cells is None:
            continue
        row = make(cells)
        earlier = first_row.setdefault(identity(row), cells.row)
        if earlier != cells.row and not cells.refused:
            cells.refuse(key_column, f"Row {earlier:,} gives this already. Keep one of the two.")
        refusals.extend(cells.refused)
        if not cells.refused:
            rows.append(row)
    return CheckedReference(tuple(rows), read, tuple(sorted(refusals, key=lambda cell: cell.row)))


def _rows(table: SurveyTable, refusals: list[RefusedCell]) -> Iterator[_Cells | None]:
    """The cells of each row; None for a row refused as a whole."""
    for batch in table.batches:
        texts, ragged = row_texts(batch, table.columns)
        refusals.extend(ragged)
        yield from [None] * len(ragged)
        for i, number in enumerate(texts.number.tolist()):
            values = {name: column[i] for name, column in texts.column.items()}
            yield _Cells(number, table.columns, values)

"""A file's rows in the staging table, less those that would give a hidden score away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.backends.utils import CursorWrapper

from trusts.models import SurveyYear
from trusts.services.differencing import GivenAway
from trusts.services.staging import StagedScores
from trusts.services.survey_files import ReadFile
from trusts.surveys.refusals import RefusedCell
from trusts.surveys.scales import Level

if TYPE_CHECKING:
    from trusts.surveys.score_rows import CheckedTable

Part = tuple[str, str, str, str]


def staged_safely(
    cursor: CursorWrapper, survey_year: SurveyYear, read: ReadFile
) -> tuple[StagedScores, ReadFile]:
    """The rows that may be stored, staged, and the file with the others among its refused rows.

    Rows of a trust and question that, beside what is stored, would give a hidden group away are
    refused together: what is stored of them stays as it is, and gives nothing away.
    """
    while True:
        staged = StagedScores(cursor, survey_year, read.table)
        staged.fill()
        found = staged.given_away()
        table = _without(read.table, found, read.score_header) if found else read.table
        if len(table.scores) == len(read.table.scores):
            return staged, read
        read = replace(read, table=table)


def _without(table: CheckedTable, found: Sequence[GivenAway], header: str) -> CheckedTable:
    """The table without the rows at fault, which are named among its refused rows."""
    import numpy as np  # a web worker does not need it at start

    from trusts.surveys.score_rows import REFUSALS_KEPT

    by_part = {_part(each): each for each in found}
    scores = table.scores
    at_fault = [
        (position, reason)
        for position in _positions(table, found)
        if (reason := _reason_of(table, position, by_part))
    ]
    mask = np.zeros(len(scores), np.bool_)
    mask[[position for position, _ in at_fault]] = True
    cells = [
        RefusedCell(int(scores.row[position]), header, "", reason, hidden=True)
        for position, reason in at_fault
    ]
    return replace(
        table,
        scores=scores.chosen(~mask),
        refused_rows=table.refused_rows + len(cells),
        refused=tuple(sorted((*table.refused, *cells), key=lambda cell: cell.row)[:REFUSALS_KEPT]),
    )


def _positions(table: CheckedTable, found: Sequence[GivenAway]) -> list[int]:
    """Rows of the organisations and questions concerned."""
    import numpy as np  # as above

    scores = table.scores
    codes = {each.org_code for each in found}
    numbers = {each.question for each in found}
    concerned = np.isin(
        scores.organisation, [i for i, o in enumerate(scores.organisations) if _code(o) in codes]
    ) & np.isin(scores.question, [i for i, q in enumerate(scores.questions) if q in numbers])
    return [int(position) for position in np.flatnonzero(concerned)]


def _reason_of(table: CheckedTable, position: int, by_part: dict[Part, GivenAway]) -> str:
    """Why a row is refused; nothing where it has no part in giving a group away."""
    key = table.scores.key(position)
    code = "All" if key.level is Level.NATIONAL else key.organisation
    start = (str(key.level), code, key.question)
    if key.dimension:
        found = by_part.get((*start, key.dimension))
    else:
        found = next((each for part, each in by_part.items() if part[:3] == start), None)
    if found is None:
        return ""
    return (
        f"Beside what is stored already, the hidden score of {found.whose} {found.hidden} could "
        "be worked out by subtracting the other groups from the total. Hide "
        f"{found.also_hide} as well, in this file or in a corrected one imported first."
    )


def _part(found: GivenAway) -> Part:
    return found.level, found.org_code, found.question, found.kind


def _code(organisation: tuple[Level, str]) -> str:
    return "All" if organisation[0] is Level.NATIONAL else organisation[1]

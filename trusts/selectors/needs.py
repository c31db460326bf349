"""The needs of one trust by the survey, as the pairing sees them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trusts.models import SurveyYear, Trust

if TYPE_CHECKING:
    from trusts.selectors.survey_tables import SurveyArrays

FEWEST_TO_CHOOSE_FROM = 10


@dataclass(frozen=True)
class Need:
    """A question on which the trust lies below the country, in percent."""

    number: str
    label: str
    section: str
    score: float
    national: float
    shortfall: float

    @property
    def words(self) -> str:
        """ "64%, country 74%"."""
        return f"{self.score:.0f}%, country {self.national:.0f}%"


def needs_of(trust: Trust, survey_year: SurveyYear) -> list[Need]:
    """The trust's needs, largest first; without any, the questions where it stands lowest.

    A trust without needs by this measure chooses its own themes, so it is offered the ten
    questions on which it lies furthest below (or least above) the country. 3 queries.
    """
    from trusts.matching.evidence import weigh_evidence  # brings numpy: not at start
    from trusts.selectors.survey_tables import survey_arrays

    arrays = survey_arrays(survey_year, also=(trust.ods_code,))
    if not arrays.table.questions:
        return []
    evidence = weigh_evidence(arrays.table)
    row = arrays.table.row_of(trust.ods_code)
    shortfall, distance = evidence.shortfall[row].tolist(), evidence.distance[row].tolist()
    known = [column for column, value in enumerate(shortfall) if not math.isnan(value)]
    needed = [column for column in known if shortfall[column] > 0]
    chosen = needed or sorted(known, key=lambda column: distance[column])[:FEWEST_TO_CHOOSE_FROM]
    chosen.sort(key=lambda column: (-shortfall[column], distance[column]))
    return [_need(arrays, row, column, shortfall[column]) for column in chosen]


def _need(arrays: SurveyArrays, row: int, column: int, shortfall: float) -> Need:
    question = arrays.questions[arrays.table.questions[column].code]
    return Need(
        number=question.number,
        label=question.label,
        section=question.section,
        score=100 * float(arrays.table.proportion[row, column]),
        national=100 * float(arrays.table.national[column]),
        shortfall=shortfall,
    )

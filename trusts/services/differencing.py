"""Hidden groups that could be worked out from what is stored, or would be after an import.

The rule is that of `trusts.surveys.disclosure`, put to everything that a survey year holds: group
tables, totals and corrections may come in files of their own, each harmless by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection
from psycopg2.sql import SQL, Composable

from trusts.models import Score, SurveyYear
from trusts.surveys.scales import SUPPRESSION_LIMIT

MOST_NAMED = 500


class GivenAway(NamedTuple):
    """A hidden group, and the smallest group shown beside it, which must be hidden as well."""

    level: str
    org_code: str
    question: str
    kind: str
    hidden: str
    also_hide: str

    @property
    def whose(self) -> str:
        """ "NM1 Q1 Skin"."""
        return f"{'England' if self.level == 'national' else self.org_code} {self.question}"


def hides_groups(survey_year: SurveyYear) -> bool:
    """Whether a group of patients is hidden in the stored results of a year."""
    hidden = Score.objects.filter(survey_year=survey_year, suppressed=True).exclude(group_kind="")
    return bool(hidden.exists())


def given_away_if_stored(
    incoming: Composable, parameters: Mapping[str, Any], survey_year: SurveyYear
) -> list[GivenAway]:
    """What would be given away once ``incoming`` (a SELECT of scores) is stored.

    Only parts that the incoming rows touch are looked at.
    """
    return _found(
        SQL(_AFTER_IMPORT).format(incoming=incoming),
        {**parameters, "year": survey_year.pk},
    )


def given_away_now(survey_year: SurveyYear) -> list[GivenAway]:
    """What the stored results of a year give away: nothing, while every import is checked."""
    return _found(SQL(_AS_STORED), {"year": survey_year.pk})


def _found(source: Composable, parameters: Mapping[str, Any]) -> list[GivenAway]:
    with connection.cursor() as cursor:
        cursor.execute(
            source + SQL(_JUDGED),
            {**parameters, "limit": SUPPRESSION_LIMIT, "most": MOST_NAMED},
        )
        rows: Sequence[Sequence[Any]] = cursor.fetchall()
    return [GivenAway(*row) for row in rows]


_CELL = "level, org_code, question_id, group_kind, group_name, n, suppressed"
# Rows of the file go before stored ones of the same key.
_AFTER_IMPORT = f"""
WITH incoming AS MATERIALIZED ({{incoming}}),
stored_hidden AS MATERIALIZED (
    SELECT level, org_code, question_id, group_kind FROM trusts_score
    WHERE survey_year_id = %(year)s AND suppressed AND group_kind <> ''
),
parts AS MATERIALIZED (
    SELECT level, org_code, question_id, group_kind FROM incoming
    WHERE suppressed AND group_kind <> ''
    UNION
    SELECT * FROM stored_hidden hidden WHERE EXISTS (
        SELECT FROM incoming WHERE incoming.question_id = hidden.question_id
        AND incoming.org_code = hidden.org_code AND incoming.level = hidden.level
        AND incoming.group_kind IN ('', hidden.group_kind))
),
cells AS (
    SELECT {_CELL} FROM incoming
    UNION ALL
    SELECT {_CELL} FROM trusts_score held WHERE survey_year_id = %(year)s AND NOT EXISTS (
        SELECT FROM incoming WHERE incoming.question_id = held.question_id
        AND incoming.org_code = held.org_code AND incoming.level = held.level
        AND incoming.group_kind = held.group_kind AND incoming.group_name = held.group_name)
)
"""  # noqa: S608 - built of constants of this module
_AS_STORED = f"""
WITH parts AS MATERIALIZED (
    SELECT DISTINCT level, org_code, question_id, group_kind FROM trusts_score
    WHERE survey_year_id = %(year)s AND suppressed AND group_kind <> ''
),
cells AS (SELECT {_CELL} FROM trusts_score WHERE survey_year_id = %(year)s)
"""  # noqa: S608 - built of constants of this module
_JUDGED = """
, sums AS (
    SELECT parts.level, parts.org_code, parts.question_id, parts.group_kind,
        max(cells.n) FILTER (WHERE cells.group_kind = '' AND NOT suppressed) AS total,
        coalesce(sum(cells.n) FILTER (WHERE cells.group_kind <> ''), 0) AS listed,
        count(*) FILTER (
            WHERE cells.group_kind <> '' AND suppressed AND n IS DISTINCT FROM 0) AS hidden,
        count(*) FILTER (WHERE cells.group_kind <> '' AND suppressed AND n IS NULL) AS unknown,
        max(cells.group_name) FILTER (
            WHERE cells.group_kind <> '' AND suppressed AND n IS DISTINCT FROM 0) AS hidden_name,
        (array_agg(cells.group_name ORDER BY cells.n, cells.group_name) FILTER (
            WHERE cells.group_kind <> '' AND NOT suppressed))[1] AS smallest
    FROM parts JOIN cells ON cells.level = parts.level AND cells.org_code = parts.org_code
        AND cells.question_id = parts.question_id
        AND cells.group_kind IN ('', parts.group_kind)
    GROUP BY 1, 2, 3, 4
)
SELECT sums.level, sums.org_code, question.number, group_kind, hidden_name, smallest
FROM sums JOIN trusts_question question ON question.id = question_id
WHERE hidden = 1 AND smallest IS NOT NULL AND total IS NOT NULL
    AND CASE WHEN unknown > 0 THEN listed < total ELSE abs(total - listed) <= %(limit)s END
ORDER BY 2, question.position, question.number, 4 LIMIT %(most)s
"""

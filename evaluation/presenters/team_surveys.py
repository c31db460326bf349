"""Tables of the team survey."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.urls import reverse

from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag
from evaluation.models import TeamSurvey
from evaluation.team_results import ItemResult, TeamResults

HIDDEN = "not shown, fewer than 5 answers"


def surveys_table(surveys: Iterable[TeamSurvey], today: datetime.date) -> Table:
    """Every survey: how many were asked and have answered."""
    return Table(
        caption="Team surveys",
        columns=[Column("Who is asked"), Column("State"), Column("Last day"), Column("Answered")],
        rows=[
            Row(
                cells=[
                    Cell(
                        survey.whom,
                        href=reverse("team_survey_detail", args=[survey.pk]),
                        strong=True,
                    ),
                    Cell(
                        tag=Tag("Open", "green", "disc")
                        if survey.is_open(today)
                        else Tag("Closed", "grey", "tick")
                    ),
                    dates.day(survey.closes_on),
                    numbers.share(survey.answered, survey.asked),  # type: ignore[attr-defined]
                ]
            )
            for survey in surveys
        ],
        empty="No team survey has been opened yet.",
    )


def results_table(results: TeamResults) -> Table:
    """Percent positive with how many answered; nothing from fewer than five."""
    return Table(
        caption="Results",
        columns=[
            Column("Statement"),
            Column("Positive", numeric=True),
            Column("Answers", numeric=True),
        ],
        rows=[_row(item) for item in (*results.items, results.recommends)],
    )


def _row(item: ItemResult) -> Row:
    shown = HIDDEN if item.percent is None else numbers.whole_percent(item.percent)
    return Row(cells=[Cell(item.text, strong=True), shown, numbers.thousands(item.n)])

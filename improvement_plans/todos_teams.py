"""What waits around project teams, for the start pages of their people and of the programme."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import Access
from buddy_portal.design.charts import numbers
from buddy_portal.design.todos import Todo
from improvement_plans.collaborating.monthly import month_of
from improvement_plans.printing.team_reports import month_words
from improvement_plans.selectors.team_duties import (
    first_abstracts,
    first_reports_due,
    month_to_report,
)
from improvement_plans.selectors.waiting import Waiting


def waiting_in_teams(access: Access, waits: Waiting, *, today: datetime.date) -> list[Todo]:
    """The todos of a person, at most ten of each kind."""
    return [
        *(_reports(access, today) if waits.reports else ()),
        *(_abstracts(access, today) if waits.abstracts else ()),
    ]


def _reports(access: Access, today: datetime.date) -> list[Todo]:
    month = month_to_report(today)
    return [
        Todo(
            title=f"Send in the report of “{team.name}” for {month_words(month)}",
            url=reverse("team_report", args=[team.pk, f"{month:%Y-%m}"]),
            reason="It is built from your team’s entries. Add one sentence.",
            rank=43,
            button="Open the report",
        )
        for team in first_reports_due(access, month, month_of(today))
    ]


def _abstracts(access: Access, today: datetime.date) -> list[Todo]:
    return [
        Todo(
            title=f"Answer the abstract “{abstract.title}”",
            url=reverse("abstract_decide", args=[abstract.pk]),
            reason=f"“{abstract.team.name}” offers it for the recognition event.",
            when=_since(timezone.localdate(abstract.submitted_at), today),
            rank=55,
            button="Read and answer",
        )
        for abstract in first_abstracts(access)
    ]


def _since(day: datetime.date, today: datetime.date) -> str:
    days = (today - day).days
    return f"Waiting {numbers.counted(days, 'day')}" if days > 0 else "New today"

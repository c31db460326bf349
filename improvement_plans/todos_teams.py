"""What waits in project teams, for the start pages of their people."""

from __future__ import annotations

import datetime

from django.urls import reverse

from buddy_portal.accounts.access import Access
from buddy_portal.design.todos import Todo
from improvement_plans.collaborating.monthly import month_of
from improvement_plans.printing.team_reports import month_words
from improvement_plans.selectors.team_duties import first_reports_due, month_to_report


def reports_to_send(access: Access, *, today: datetime.date) -> list[Todo]:
    """The monthly reports of the person's teams, at most ten."""
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

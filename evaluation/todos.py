"""What waits for a person in evaluations: reports to move on, and facts to check."""

from __future__ import annotations

import datetime

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.design.todos import Todo
from evaluation.selectors.fact_checks import facts_to_check
from evaluation.selectors.reports import reports_that_wait, reports_to_move_on


def waiting_for(user: User, *, today: datetime.date) -> list[Todo]:
    """Reports to send, to sign off and to publish, comments to reply to, facts to check."""
    access = access_of(user, on=today)
    moves_reports = access.may_in_programme(Permission.SIGN_OFF_REPORTS) or access.may_in_programme(
        Permission.COMPILE_EVALUATIONS
    )
    reports = reports_that_wait() if moves_reports else []
    return [
        *reports_to_move_on(access, reports, today=today),
        *facts_to_check(access, reports, today=today),
    ]

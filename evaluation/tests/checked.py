"""A report whose mentees have agreed to the facts."""

from __future__ import annotations

from django.utils import timezone

from buddy_portal.accounts.models import User
from evaluation.models import FactAnswer, Report
from evaluation.services.fact_checks import open_fact_check


def facts_agreed(report: Report, *, by: User) -> Report:
    """Open the fact check and agree for every mentee, as if each had done so on its page."""
    check = open_fact_check(by=by, report=report, today=timezone.localdate())
    check.trusts.update(
        answer=FactAnswer.AGREED, answered_at=timezone.now(), answered_by_name="Ruth Amoah"
    )
    report.refresh_from_db()
    return report

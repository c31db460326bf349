"""The mentees of the running scheme that still wait for a mentor, and the drafts made for them."""

from __future__ import annotations

import datetime
from functools import partial

from buddy_portal.demonstration.enrolment import Enrolment
from buddy_portal.demonstration.schedule import SATURDAY
from buddy_portal.demonstration.worker import do_waiting_jobs
from trusts.models import PairingDraft
from trusts.services import drafts
from trusts.services.decisions import Decision

DAY = datetime.timedelta(days=1)
TWO = 2
NAME = "After the call with both regions"
WHY_NOT = (
    "Both trusts have a new lead cancer nurse from next month. Two newcomers should not start "
    "together."
)


def tell_waiting_board(enrolment: Enrolment, mentees: tuple[str, ...]) -> None:
    """Accepted late and not paired yet: a first draft, and a second with a lock and a ban."""
    now = enrolment.schedule.last_day
    for code in mentees:
        enrolment.applies(code, enrolment.day("volunteering", 24))
        enrolment.sponsor_agrees(code, _weekday(now - 11 * DAY))
        # After the set of six days ago went out: a mentee more would have made that out of date.
        enrolment.decided(code, _weekday(now - 3 * DAY), Decision.ACCEPT)
    if mentees:
        enrolment.suggested(_weekday(now))
        enrolment.schedule.add(_weekday(now), partial(_second_draft, enrolment), hour=11)


def _second_draft(enrolment: Enrolment, today: datetime.date) -> None:
    """A copy of the first draft in which the best pair is locked and the worst ruled out."""
    first = PairingDraft.objects.filter(scheme=enrolment.scheme).latest("pk")
    ranked = sorted(first.result["pairs"], key=lambda pair: (pair["score"], pair["mentee"]))
    if len(ranked) < TWO:
        return
    by, worst, best = enrolment.lead, ranked[0], ranked[-1]
    second = drafts.save_draft_as(draft_id=first.pk, name=NAME, by=by, today=today)
    drafts.lock_pair(draft_id=second.pk, pair=(best["mentor"], best["mentee"]), by=by, today=today)
    drafts.forbid_pair(
        draft_id=second.pk,
        pair=(worst["mentor"], worst["mentee"]),
        reason=WHY_NOT,
        by=by,
        today=today,
    )
    do_waiting_jobs()


def _weekday(last: datetime.date) -> datetime.date:
    """The last of three days that is no weekend: one of any three is a working day."""
    return next(day for day in (last, last - DAY, last - 2 * DAY) if day.weekday() < SATURDAY)

"""Reminders before volunteering closes and before a proposal's last day, each written once.

Each step is a number of days before the day that matters. A step that a sleeping server missed is
caught up on the next day; a person who comes late gets the nearest step only, not all of them.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from buddy_portal.accounts.roles import Role
from trusts.models import (
    BuddyPair,
    PairAnswer,
    PairState,
    Participation,
    ParticipationState,
    SponsorRequest,
)
from trusts.presenters import reminder_letters as letters
from trusts.presenters import sponsor_letters
from trusts.services import mails, sponsor_mails
from trusts.sponsor_links import can_answer

DAYS_BEFORE_CLOSING = (7, 1)
DAYS_BEFORE_ANSWER = (5, 1)
DAYS_AFTER_AGREEING = 7
UNFINISHED = (ParticipationState.DRAFT, ParticipationState.ASKED_AGAIN)
UNANSWERED = (ParticipationState.APPLIED, ParticipationState.ASKED_AGAIN)


@transaction.atomic
def send_reminders(*, today: datetime.date) -> int:
    """Write the reminders that are due today and were not written before. Returns how many."""
    return (
        _unfinished_applications(today)
        + _sponsors_asked(today)
        + _unanswered_proposals(today)
        + _unsigned_terms(today)
    )


def step_due(days_left: int, steps: tuple[int, ...]) -> int | None:
    """The step that holds with so many days left; None before the first and after the day."""
    if days_left < 0:
        return None
    reached = [step for step in steps if days_left <= step]
    return min(reached) if reached else None


def _unfinished_applications(today: datetime.date) -> int:
    """Trusts that began an application and have not sent it (again)."""
    count = 0
    for found in _closing_soon(today).filter(state__in=UNFINISHED).select_related("lead"):
        step = step_due((found.scheme.volunteering_to - today).days, DAYS_BEFORE_CLOSING)
        if step is not None:
            people = mails.people_of([found.trust.ods_code], (Role.TRUST_LEAD,), today)
            people += [found.lead] if found.lead and found.lead.is_active else []
            key = f"reminder:application:{found.pk}:{found.scheme.volunteering_to}:{step}"
            letter = letters.unfinished(found)
            count += mails.send_once(people, letter, mails.application_path(found), key=key)
    return count


def _sponsors_asked(today: datetime.date) -> int:
    """Sponsors whose agreement is missing: those with an account, and those sent a link."""
    count, now = 0, timezone.now()
    waiting = _closing_soon(today).filter(state__in=UNANSWERED, sponsor_agreed_at=None)
    for found in waiting.prefetch_related("sponsor_requests"):
        step = step_due((found.scheme.volunteering_to - today).days, DAYS_BEFORE_CLOSING)
        if step is None:
            continue
        key = f"reminder:sponsor:{found.pk}:{found.scheme.volunteering_to}:{step}"
        people = mails.people_of([found.trust.ods_code], (Role.SPONSOR,), today)
        letter = letters.sponsor_missing(found)
        count += mails.send_once(people, letter, mails.application_path(found), key=key)
        for request in found.sponsor_requests.all():
            count += _remind_by_link(request, found, now, key)
    return count


def _remind_by_link(
    request: SponsorRequest, found: Participation, now: datetime.datetime, key: str
) -> int:
    request.participation = found
    if not can_answer(request, now=now):
        return 0
    letter = sponsor_letters.reminder(request)
    return int(sponsor_mails.send_to_sponsor(request, letter, key=f"{key}:link:{request.pk}"))


def _unanswered_proposals(today: datetime.date) -> int:
    """The trusts of a proposal that have not answered; one that has answered is left in peace."""
    pairs = BuddyPair.objects.filter(
        state=PairState.PROPOSED,
        answer_by__gte=today,
        answer_by__lte=today + datetime.timedelta(days=max(DAYS_BEFORE_ANSWER)),
    ).select_related("scheme", "mentor", "mentee")
    count = 0
    for pair in pairs.order_by("pk"):
        step = step_due((pair.answer_by - today).days, DAYS_BEFORE_ANSWER)
        codes = [
            getattr(pair, side).ods_code
            for side in ("mentor", "mentee")
            if getattr(pair, f"{side}_answer") == PairAnswer.WAITING
        ]
        people = mails.people_of(codes, mails.ANSWERING, today)
        key = f"reminder:proposal:{pair.pk}:{pair.answer_by}:{step}"
        count += mails.send_once(people, letters.unanswered(pair), mails.pair_path(pair), key=key)
    return count


def _unsigned_terms(today: datetime.date) -> int:
    """A week after both trusts accepted: the sponsors who have not signed."""
    long_agreed = BuddyPair.objects.filter(
        Q(mentor_signed_at=None) | Q(mentee_signed_at=None),
        state=PairState.AGREED,
        agreed_at__date__lte=today - datetime.timedelta(days=DAYS_AFTER_AGREEING),
    ).select_related("scheme", "mentor", "mentee")
    count = 0
    for pair in long_agreed.order_by("pk"):
        codes = [
            getattr(pair, side).ods_code
            for side in ("mentor", "mentee")
            if getattr(pair, f"{side}_signed_at") is None
        ]
        people = mails.people_of(codes, (Role.SPONSOR,), today)
        key = f"reminder:terms:{pair.pk}"
        count += mails.send_once(people, letters.unsigned(pair), mails.pair_path(pair), key=key)
    return count


def _closing_soon(today: datetime.date) -> QuerySet[Participation]:
    last = today + datetime.timedelta(days=max(DAYS_BEFORE_CLOSING))
    return (
        Participation.objects.filter(
            scheme__volunteering_to__gte=today, scheme__volunteering_to__lte=last
        )
        .select_related("scheme", "trust")
        .order_by("pk")
    )

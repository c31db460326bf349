"""Ending an involvement group: what becomes of its members, meetings and invitations."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.accounts.services.invitations import withdraw_invitations_to
from buddy_portal.design import dates
from buddy_portal.outbox.mail import enqueue_mail
from improvement_plans.models import EventState, InvolvementGroup
from improvement_plans.selectors.groups import last_entry_of, meeting_to_tell_of
from improvement_plans.services.engagement import cancel_event
from improvement_plans.services.groups import ENDED, guest_of, led_group, record_group


def end_group(
    *, by: User, group: InvolvementGroup, on: datetime.date, reason: str, today: datetime.date
) -> None:
    """End a group, for good. What it advised stays, and what waits is still answered.

    Its members see it no more, its open invitations are withdrawn, and its meetings planned for
    after today are called off. Of earlier ones after the last day it must be said first whether
    they were held.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal("Say why the group ends", field="reason")
    with transaction.atomic():
        found = led_group(group, by)
        if found.has_ended:
            raise WrongState(ENDED)
        _check_last_day(found, on, today)
        members = [each.user for each in found.members.on(today).select_related("user")]
        ahead = found.meetings.filter(state=EventState.PLANNED, on__gt=on)
        for meeting in ahead.order_by("on", "pk"):
            cancel_event(by=by, event=meeting, reason=f"The group has ended: {reason}")
        withdraw_invitations_to(by=by, guest_of=guest_of(found))
        found.ended_on, found.ended_why = on, reason
        found.version += 1
        found.save()
        record_group(group=found, by=by, action="involvement group ended", reason=reason)
        _tell(members, found, on, by)


def _check_last_day(group: InvolvementGroup, on: datetime.date, today: datetime.date) -> None:
    if not group.founded_on <= on <= today:
        raise Refusal("The last day must lie between the founding and today", field="on")
    last = last_entry_of(group)
    if last is not None and on < last:
        raise Refusal(
            f"The group met or advised on {dates.day(last)}, so its last day is not before that",
            field="on",
        )
    waiting = meeting_to_tell_of(group, after=on, today=today)
    if waiting is not None:
        meeting = f"The meeting of {dates.day(waiting)}"
        raise Refusal(f"{meeting} waits: say first whether it was held or cancelled", field="on")


def _tell(members: Iterable[User], group: InvolvementGroup, on: datetime.date, by: User) -> None:
    sentences = [
        f"{group.trust.name} has ended the group “{group.name}”. Its last day was {dates.day(on)}.",
        f"Why: {group.ended_why}",
        "What the group advised stays on record, credited as its members chose. You no longer see "
        "the group in the portal, but you can change how you are named at any time. Thank you for "
        "all you gave to it.",
    ]
    naming = reverse("member_credit", args=[group.pk])
    for person in members:
        if person.is_active and person != by:
            enqueue_mail(
                to=person.email,
                subject=f"The group has ended: {group.name}",
                template="plan_step",
                context={
                    "name": person.get_short_name(),
                    "sentences": sentences,
                    "link_address": f"{settings.PORTAL_URL}{naming}",
                    "link_words": "Choose how you are named",
                },
            )

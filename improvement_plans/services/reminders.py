"""Sending reminders, each once whatever dies, and what people say about getting them."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import asdict

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from buddy_portal.accounts.audit import changed_fields, record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import NotFound
from buddy_portal.outbox.mail import enqueue_mail
from improvement_plans.models import ReminderWishes, SentReminder
from improvement_plans.reminders import cadence, finding
from improvement_plans.reminders.letters import write_reminder

logger = structlog.get_logger(__name__)
# What a mail program sends when a person presses its own "unsubscribe" (RFC 8058).
ONE_CLICK = "List-Unsubscribe=One-Click"
KINDS = ("due_dates", "weekly", "monthly")


class RemindersFailed(RuntimeError):
    """Some people's reminders could not be written; everybody else's were."""


def send_due_reminders(*, by: User | None = None, today: datetime.date) -> int:
    """Write everybody's reminders of a day, one mail a person; say how many mails.

    Can be run as often as one likes: what was sent is remembered in the transaction that writes
    the mail. One person's fault does not keep the others waiting; it is raised at the end.
    """
    found = finding.everybody(on=today)
    mails, faults = 0, 0
    for user_id in sorted(found.people):
        try:
            mails += _send_to(user_id, found, today)
        except Exception:
            faults += 1
            logger.exception("reminder_failed", user_id=user_id)
    if faults:
        raise RemindersFailed(f"Reminders of {faults} people could not be written.")
    return mails


def choose_reminders(*, by: User, due_dates: bool, weekly: bool, monthly: bool) -> None:
    """A person says which reminders they want."""
    values: dict[str, object] = {"due_dates": due_dates, "weekly": weekly, "monthly": monthly}
    with transaction.atomic():
        _choose(_locked_wishes(by.pk), values, action="reminders chosen", by=by)


def stop_reminders(*, by: User | None = None, token: uuid.UUID) -> None:
    """Whoever holds the link of a reminder stops all reminders of the person it was sent to."""
    with transaction.atomic():
        wishes = ReminderWishes.objects.select_for_update().filter(stop_token=token).first()
        if wishes is None:
            raise NotFound("This link does not work. Sign in to choose your reminders.")
        _choose(wishes, dict.fromkeys(KINDS, False), action="reminders stopped by link", by=by)


def _choose(
    wishes: ReminderWishes, values: dict[str, object], *, action: str, by: User | None
) -> None:
    changes = changed_fields(wishes, values)
    if not changes:
        return
    for name, value in values.items():
        setattr(wishes, name, value)
    wishes.save(update_fields=list(values))
    record_event(by=by, action=action, thing=wishes, changes=changes)


def _send_to(user_id: int, found: finding.Found, today: datetime.date) -> bool:
    """One person's mail and the memory of it, together or not at all."""
    with transaction.atomic():
        wishes = _locked_wishes(user_id)
        due = finding.for_person(wishes, found, on=today)
        SentReminder.objects.bulk_create(
            SentReminder(user_id=user_id, key=key, sent_on=today) for key in due.keys
        )
        if not due.says_something:
            return False
        _write_mail(wishes, due, today)
    return True


def _write_mail(wishes: ReminderWishes, due: finding.DueReminders, today: datetime.date) -> None:
    reminder = write_reminder(due, on=today)
    stop = f"{settings.PORTAL_URL}{reverse('stop_reminders', args=[wishes.stop_token])}"
    enqueue_mail(
        to=due.user.email,
        subject=reminder.subject,
        template="reminder",
        context={
            "name": due.user.get_short_name(),
            **asdict(reminder),
            "address": f"{settings.PORTAL_URL}{reminder.path}",
            "choose": f"{settings.PORTAL_URL}{reverse('your_reminders')}",
            "stop": stop,
        },
        key=f"reminders:{due.user.pk}:{cadence.day_key(today)}",
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": ONE_CLICK},
    )


def _locked_wishes(user_id: int) -> ReminderWishes:
    """A person's wishes; two runs at the same moment take turns here."""
    ReminderWishes.objects.get_or_create(user_id=user_id)
    return ReminderWishes.objects.select_for_update().get(user_id=user_id)

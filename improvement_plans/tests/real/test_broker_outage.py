"""The broker is gone while 200 updates come in: nobody waits, nothing is lost or doubled."""

import re
import time
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.models import User
from buddy_portal.local_services.waiting import until
from buddy_portal.outbox.models import Message
from improvement_plans.models import PlanState, ProgressUpdate
from improvement_plans.services.reminders import choose_reminders
from improvement_plans.tests.real.portal import LONGEST_ANSWER, RealPortal
from improvement_plans.tests.real.windows import open_today
from improvement_plans.tests.services.worlds import make_world

pytestmark = [pytest.mark.worker, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
UPDATES, AT_ONCE = 200, 4
AWAY, PATIENCE_AFTER_RETURN = 30, 60


@pytest.fixture
def portal(tmp_path):
    portal = RealPortal(tmp_path)
    portal.start_broker()
    for name in ("web", "worker", "beat"):
        portal.start(name)
    yield portal
    portal.stop_all()


def updates_of(world):
    """Each asks the buddy for help, so each is worth a mail."""
    path = reverse("action_update", args=[world.action.pk])
    return [
        (
            world.member,
            path,
            {
                "claim": "on_track",
                "text": f"Card {number:03d}",
                "help_wanted": "on",
                "form_key": str(uuid.uuid4()),
            },
        )
        for number in range(UPDATES)
    ]


def stop_reminders():
    """Beat keeps the real clock: at five past the hour it would send mails of its own."""
    for person in User.objects.all():
        choose_reminders(by=person, due_dates=False, weekly=False, monthly=False)


def mail_ids(portal):
    found = [re.findall(r"^Message-ID: (\S+)", mail.read_text(), re.M) for mail in portal.mails]
    return [one for ids in found for one in ids]


def test_two_hundred_updates_without_a_broker_are_taken_in_and_their_mails_sent_once(portal):
    world = make_world(PlanState.ACTIVE)
    open_today(timezone.localdate())
    stop_reminders()
    portal.post_all(updates_of(world)[:1], at_once=1)
    assert until(lambda: len(mail_ids(portal)) == 1, seconds=PATIENCE_AFTER_RETURN)

    portal.stop("broker")
    gone = time.monotonic()
    portal.patience = LONGEST_ANSWER
    answers = portal.post_all(updates_of(world), at_once=AT_ONCE)
    assert {status for status, _page in answers} == {302}
    assert ProgressUpdate.objects.count() == UPDATES + 1
    until(lambda: time.monotonic() > gone + AWAY, seconds=AWAY)
    assert len(mail_ids(portal)) == 1

    portal.start_broker()
    assert until(lambda: _all_done(portal), seconds=PATIENCE_AFTER_RETURN, every=0.5)
    ids = mail_ids(portal)
    assert len(ids) == len(set(ids)) == UPDATES + 1
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}


def _all_done(portal):
    return (
        not Message.objects.filter(done_at=None).exists() and len(mail_ids(portal)) == UPDATES + 1
    )

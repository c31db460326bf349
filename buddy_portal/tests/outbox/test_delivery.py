"""A worker's side: claim by lease, work, finish in one transaction."""

import datetime
import uuid

import pytest
from django.utils import timezone

from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import AuditEvent
from buddy_portal.outbox import delivery, jobs
from buddy_portal.outbox.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(monkeypatch):
    """Register jobs for one test."""
    monkeypatch.setattr(jobs, "_jobs", dict(jobs._jobs))
    return jobs.register


def effect(name: str):
    return lambda: record_event(by=None, action="effect", kind="test", name=name)


def effects() -> int:
    return AuditEvent.objects.filter(action="effect").count()


def message(job: str = "test_job", **fields: object) -> Message:
    return Message.objects.create(job=job, **fields)


def test_a_delivered_message_is_done_with_its_effect(register):
    register("test_job", effect)
    sent = message(payload={"name": "a"})
    assert delivery.deliver(sent.pk) is True
    sent.refresh_from_db()
    assert sent.done_at is not None
    assert effects() == 1


def test_a_done_message_is_not_delivered_again(register):
    register("test_job", lambda: effect("a"))
    sent = message()
    delivery.deliver(sent.pk)
    assert delivery.deliver(sent.pk) is False
    assert effects() == 1


def test_a_message_that_is_not_there_is_nothing():
    assert delivery.deliver(uuid.uuid4()) is False


def test_a_held_message_cannot_be_claimed():
    held = message()
    assert delivery.claim(held.pk) is not None
    assert delivery.claim(held.pk) is None


def test_an_old_lease_can_be_claimed_and_the_old_holder_finishes_nothing():
    claimed = delivery.claim(message().pk)
    past = timezone.now() - datetime.timedelta(seconds=1)
    Message.objects.filter(pk=claimed.pk).update(lease_until=past)
    second = delivery.claim(claimed.pk)
    assert second.attempts == 2
    assert delivery.finish(second, effect("second")) is True
    assert delivery.finish(claimed, effect("first")) is False
    assert effects() == 1


def test_an_old_holder_that_fails_does_not_disturb_the_new_one():
    first = delivery.claim(message().pk)
    past = timezone.now() - datetime.timedelta(seconds=1)
    Message.objects.filter(pk=first.pk).update(lease_until=past)
    second = delivery.claim(first.pk)
    delivery.put_back(first, "late")
    delivery.give_up(first, "late")
    assert delivery.finish(second, None) is True


def test_an_effect_that_fails_leaves_the_message_open(register):
    def break_down() -> None:
        raise ValueError("no")

    register("test_job", lambda: break_down)
    sent = message()
    assert delivery.deliver(sent.pk) is False
    sent.refresh_from_db()
    assert (sent.done_at, sent.lease_token) == (None, None)
    assert sent.last_error == "ValueError: no"
    assert sent.due_at > timezone.now()


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 2), (2, 8), (3, 32), (7, 3600)])
def test_the_wait_before_another_try_grows(attempt: int, seconds: int):
    held = delivery.claim(message(attempts=attempt - 1).pk)
    delivery.put_back(held, "away")
    held.refresh_from_db()
    wait = (held.due_at - timezone.now()).total_seconds()
    assert seconds - 5 < wait <= seconds + 1


def test_the_last_failure_gives_up_and_tells_who_asked(register, settings):
    told: list[str] = []

    def fail() -> None:
        raise OSError("mail server away")

    register("test_job", fail, gave_up=lambda **said: told.append(said["error"]))
    sent = message(attempts=settings.OUTBOX_MOST_ATTEMPTS - 1)
    delivery.deliver(sent.pk)
    sent.refresh_from_db()
    assert sent.failed_at is not None
    assert told == ["OSError: mail server away"]


def test_a_job_nobody_knows_is_given_up_in_the_end(settings):
    sent = message("no_such_job", attempts=settings.OUTBOX_MOST_ATTEMPTS - 1)
    delivery.deliver(sent.pk)
    sent.refresh_from_db()
    assert sent.failed_at is not None
    assert "UnknownJob" in sent.last_error


def test_a_notice_of_giving_up_that_fails_itself_still_ends_the_message(register, settings):
    def fail(**_payload: object) -> None:
        raise ValueError("no")

    register("test_job", fail, gave_up=fail)
    sent = message(attempts=settings.OUTBOX_MOST_ATTEMPTS - 1)
    delivery.deliver(sent.pk)
    sent.refresh_from_db()
    assert sent.failed_at is not None


def test_what_a_job_says_to_forget_is_gone_once_done(register):
    register("test_job", lambda **_payload: None, forget=("link",))
    sent = message(payload={"name": "a", "link": "secret"})
    delivery.deliver(sent.pk)
    sent.refresh_from_db()
    assert sent.payload == {"name": "a"}


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_renews_the_lease(settings):
    held = delivery.claim(message().pk)
    before = timezone.now() - datetime.timedelta(seconds=30)
    Message.objects.filter(pk=held.pk).update(lease_until=before)
    delivery._Heartbeat(held)._renew()
    held.refresh_from_db()
    assert held.lease_until > timezone.now()


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_of_a_lost_lease_renews_nothing():
    held = delivery.claim(message().pk)
    Message.objects.filter(pk=held.pk).update(lease_token=uuid.uuid4(), lease_until=None)
    delivery._Heartbeat(held)._renew()
    held.refresh_from_db()
    assert held.lease_until is None

"""Writing messages, and handing them to workers."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, NotFound, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox import selectors, services
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed(monkeypatch):
    """The messages given to the broker, instead of the broker."""
    given: list[str] = []

    def hand(message_id: str) -> bool:
        given.append(message_id)
        return True

    monkeypatch.setattr(services, "nudge", hand)
    return given


def message(**fields: object) -> Message:
    return Message.objects.create(**{"job": "test_job", **fields})


@pytest.mark.django_db(transaction=True)
def test_enqueue_outside_a_transaction_is_refused():
    with pytest.raises(services.OutsideTransaction):
        services.enqueue(job="test_job", payload={})


def test_enqueue_nudges_after_commit_only(handed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        written = services.enqueue(job="test_job", payload={"a": 1})
        assert handed == []
    assert handed == [str(written.pk)]


@pytest.mark.django_db(transaction=True)
def test_a_change_rolled_back_leaves_no_message(handed):
    with transaction.atomic():
        services.enqueue(job="test_job", payload={})
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert handed == []


def test_the_same_key_twice_is_written_once():
    assert services.enqueue(job="test_job", payload={}, key="reminder:1") is not None
    assert services.enqueue(job="test_job", payload={}, key="reminder:1") is None
    assert Message.objects.count() == 1


def test_a_message_due_later_is_not_nudged(handed, django_capture_on_commit_callbacks):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    with django_capture_on_commit_callbacks(execute=True):
        services.enqueue(job="test_job", payload={}, due_at=tomorrow)
    assert handed == []
    assert services.sweep() == 0


def test_sweep_hands_over_what_is_due(handed):
    waiting = message()
    assert services.sweep() == 1
    assert handed == [str(waiting.pk)]


def test_sweep_leaves_alone_what_it_has_just_handed_over(handed):
    message()
    services.sweep()
    assert services.sweep() == 0


def test_sweep_hands_over_again_what_the_broker_lost(handed):
    lost = message(swept_at=timezone.now() - datetime.timedelta(minutes=1))
    services.sweep()
    assert handed == [str(lost.pk)]


def test_sweep_leaves_alone_what_a_worker_holds(handed):
    message(lease_until=timezone.now() + datetime.timedelta(minutes=1))
    assert services.sweep() == 0


def test_sweep_hands_over_what_a_dead_worker_held(handed):
    now = timezone.now()
    message(lease_until=now - datetime.timedelta(seconds=1), swept_at=now)
    assert services.sweep() == 1


def test_sweep_stops_where_the_broker_is_away(monkeypatch):
    monkeypatch.setattr(services, "nudge", lambda _pk: False)
    waiting = message()
    assert services.sweep() == 0
    waiting.refresh_from_db()
    assert waiting.swept_at is None


def test_nudge_without_a_broker_says_so_and_then_does_not_try_for_a_while(monkeypatch):
    from buddy_portal.outbox import tasks

    tries: list[dict] = []

    def refuse(**options: object) -> None:
        tries.append(options)
        raise ConnectionError

    monkeypatch.setattr(tasks.deliver_message, "apply_async", refuse)
    monkeypatch.setattr(services, "_closed_until", 0.0)
    assert services.nudge("1") is False
    assert services.nudge("2") is False
    assert len(tries) == 1
    assert tries[0]["retry"] is False


def test_poison_is_given_up_and_shown(handed, settings):
    dead = message(
        attempts=settings.OUTBOX_MOST_ATTEMPTS,
        lease_until=timezone.now() - datetime.timedelta(seconds=1),
    )
    assert services.sweep() == 0
    assert [failed.pk for failed in selectors.failed_messages()] == [dead.pk]
    assert "stopped at every attempt" in selectors.failed_messages()[0].last_error


def test_trying_again_starts_from_zero_and_is_in_the_trail(handed):
    failed = message(attempts=8, failed_at=timezone.now(), last_error="SMTPError: no")
    lead = make_person(Role.PROGRAMME_LEAD)
    again = services.try_again(by=lead, message_id=failed.pk)
    assert (again.attempts, again.failed_at) == (0, None)
    assert AuditEvent.objects.get(action="message tried again").actor_id == lead.pk


def test_trying_again_what_did_not_fail_is_refused():
    lead = make_person(Role.PROGRAMME_LEAD)
    with pytest.raises(WrongState):
        services.try_again(by=lead, message_id=message().pk)
    with pytest.raises(NotFound):
        services.try_again(by=lead, message_id=Message().pk)


def test_trying_again_by_somebody_of_a_trust_is_refused():
    failed = message(failed_at=timezone.now())
    with pytest.raises(NotAllowed):
        services.try_again(by=make_person(Role.TRUST_LEAD, "T1"), message_id=failed.pk)


def test_seconds_behind_is_the_age_of_the_oldest_due_message():
    assert selectors.seconds_behind() == 0
    message(due_at=timezone.now() - datetime.timedelta(minutes=10))
    message()
    assert 599 < selectors.seconds_behind() < 660

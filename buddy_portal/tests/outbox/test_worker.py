"""A real worker, a real broker: delivered once, whatever is killed in between."""

from pathlib import Path

import pytest
from django.db import transaction

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.local_services.waiting import until
from buddy_portal.outbox import services
from buddy_portal.outbox.models import Message
from buddy_portal.tests.outbox.slow_job.apps import JOB

pytestmark = [
    pytest.mark.worker,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
PATIENCE = 60


@pytest.fixture
def worker(monkeypatch, request):
    """A worker that knows the slow job and whose leases last two seconds."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "buddy_portal.tests.outbox.slow_settings")
    monkeypatch.setenv("OUTBOX_LEASE_SECONDS", "2")
    monkeypatch.setattr(services, "_closed_until", 0.0)
    return request.getfixturevalue("celery_worker_process")


def ask_for(folder: Path) -> Message:
    with transaction.atomic():
        message = services.enqueue(job=JOB, payload={"folder": str(folder)})
    assert message is not None
    return message


def runs(folder: Path) -> int:
    return len(list(folder.glob("run-*")))


def effects() -> int:
    return AuditEvent.objects.filter(action="slow job done").count()


def is_done(message: Message) -> bool:
    message.refresh_from_db()
    return message.done_at is not None


def test_a_job_killed_in_the_middle_is_done_once_by_the_next_worker(worker, tmp_path):
    folder = tmp_path / "job"
    folder.mkdir()
    message = ask_for(folder)
    assert until(lambda: runs(folder) == 1, seconds=PATIENCE)

    worker.kill()
    (folder / "go").touch()
    worker.start()
    assert until(lambda: swept(is_done(message)), seconds=PATIENCE, every=0.5)

    assert runs(folder) == 2
    assert effects() == 1
    assert message.attempts == 2


def test_a_long_job_keeps_its_lease_and_runs_once(worker, tmp_path):
    """Three leases long: the heartbeat renews it, and no sweep gives it to another."""
    folder = tmp_path / "job"
    folder.mkdir()
    message = ask_for(folder)
    assert until(lambda: runs(folder) == 1, seconds=PATIENCE)
    first = lease_of(message)

    assert until(lambda: swept(lease_of(message) > first), seconds=PATIENCE, every=0.2)
    second = lease_of(message)
    assert until(lambda: swept(lease_of(message) > second), seconds=PATIENCE, every=0.2)
    (folder / "go").touch()
    assert until(lambda: is_done(message), seconds=PATIENCE)

    assert (runs(folder), effects(), message.attempts) == (1, 1, 1)


def swept(answer: bool) -> bool:
    """The answer, after a sweep such as beat makes."""
    services.sweep()
    return answer


def lease_of(message: Message):
    message.refresh_from_db()
    assert message.lease_until is not None
    return message.lease_until

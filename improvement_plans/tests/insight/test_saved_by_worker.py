"""Many comments at once, as others see it meanwhile: all or none of them, and it can be stopped."""

from threading import Thread

import pytest
from django.db import connection

from buddy_portal.local_services.waiting import until
from buddy_portal.outbox import services as outbox
from improvement_plans.models import CommentImport, CommentImportState, Insight
from improvement_plans.services import comment_imports as services
from improvement_plans.services import comment_saving
from improvement_plans.tests.insight.test_imports import bring, deliver, save
from improvement_plans.tests.services.worlds import make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NUMBER = 10_000
PATIENCE = 90


def state_of(batch):
    connection.close()  # a fresh look, outside of what an earlier one saw
    outbox.sweep()
    return CommentImport.objects.values_list("state", flat=True).get(pk=batch.pk)


@pytest.mark.worker
def test_a_worker_checks_and_saves_all_and_nobody_sees_a_part_of_them(
    monkeypatch, celery_worker_process
):
    monkeypatch.setattr(outbox, "_closed_until", 0.0)
    world, seen = make_world(), set()
    batch = bring(world, "\n".join(f"We waited long, visit {n}." for n in range(NUMBER)))
    assert until(lambda: state_of(batch) == CommentImportState.CHECKED, seconds=PATIENCE)
    save(world, batch)

    def is_saved():
        seen.add(Insight.objects.count())
        return state_of(batch) == CommentImportState.SAVED

    assert until(is_saved, seconds=PATIENCE)
    assert Insight.objects.count() == NUMBER
    assert seen <= {0, NUMBER}


@pytest.fixture
def asked(monkeypatch):
    """Three comments that a worker is to save one by one, and their world."""
    monkeypatch.setattr(services, "MOST_ROWS_AT_ONCE", 1)
    monkeypatch.setattr(comment_saving, "ROWS_IN_A_SET", 1)
    world = make_world()
    return world, save(world, bring(world, "One\nTwo\nThree"))


def elsewhere(act):
    """Done by somebody else, with a connection of their own; the saving waits for them."""

    def do():
        try:
            act()
        finally:
            connection.close()

    somebody = Thread(target=do)
    somebody.start()
    somebody.join(timeout=PATIENCE)
    assert not somebody.is_alive()


def test_saving_stopped_halfway_keeps_nobody_waiting_and_saves_nothing(asked, monkeypatch):
    world, batch = asked

    def stop(_batch_id, rows):
        if rows == 2:
            elsewhere(lambda: services.stop_comments(by=world.nurse, batch=batch))

    monkeypatch.setattr(services, "tell_beside", stop)
    deliver()
    batch.refresh_from_db()
    assert (batch.state, batch.problem) == (CommentImportState.CHECKED, services.STOPPED)
    assert (batch.rows.count(), Insight.objects.count()) == (3, 0)
    monkeypatch.setattr(services, "tell_beside", lambda *_told: None)
    save(world, batch)
    deliver()
    assert Insight.objects.count() == 3


def test_how_far_the_saving_is_is_seen_before_it_ends(asked, monkeypatch):
    _, batch = asked
    seen, tell = [], services.tell_beside

    def look():
        done = CommentImport.objects.values_list("rows_done", flat=True).get(pk=batch.pk)
        seen.append((done, Insight.objects.count()))

    def tell_and_look(*told):
        tell(*told)
        elsewhere(look)

    monkeypatch.setattr(services, "tell_beside", tell_and_look)
    deliver()
    assert seen == [(1, 0), (2, 0), (3, 0)]
    assert Insight.objects.count() == 3

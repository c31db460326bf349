"""A worker killed in the middle of a compile: the run is taken up again and ends compiled once."""

import os
import random
import time

import pytest
from django.db import connection, transaction

from buddy_portal.local_services.waiting import until
from buddy_portal.outbox import delivery, services
from buddy_portal.outbox.models import Message
from evaluation.models import EvaluationRun, Report, RunState
from evaluation.services import runs
from evaluation.tests.factories import make_evaluable_scheme
from evaluation.tests.wide_scheme import make_wide_scheme

pytestmark = pytest.mark.worker
# `make kill-worker` kills it 20 times; the whole suite has no time for that.
KILLS = int(os.environ.get("WORKER_KILLS", "5"))
LONGEST_STEP = 0.5  # seconds, more or less


@pytest.fixture(autouse=True)
def short_lease(monkeypatch):
    """A dead worker's message is free again after two seconds; the fixture's worker reads this."""
    monkeypatch.setenv("OUTBOX_LEASE_SECONDS", "2")


@pytest.fixture
def scheme(transactional_db):
    return make_wide_scheme(trusts=60, questions=20, pairs=8)


def ask(scheme) -> EvaluationRun:
    from buddy_portal.accounts.roles import Role
    from buddy_portal.tests.factories import make_person

    return runs.request_evaluation(
        by=make_person(Role.PROGRAMME_LEAD),
        scheme=scheme,
        baseline=scheme.baseline,
        follow_up=scheme.follow_up,
    )


def state_of(run: EvaluationRun) -> str:
    return EvaluationRun.objects.values_list("state", flat=True).get(pk=run.pk)


def reached(run: EvaluationRun, step: int) -> bool:
    """Whether the compile is at this step or beyond."""
    row = EvaluationRun.objects.values("state", "steps_done", "step").get(pk=run.pk)
    at_work = row["state"] == RunState.COMPILING and bool(row["step"])
    return row["state"] == RunState.COMPILED or (at_work and row["steps_done"] >= step)


def at_random_moment(run: EvaluationRun, chance: random.Random) -> None:
    """Return at some moment of some step."""
    step, further = chance.randrange(5), chance.uniform(0, LONGEST_STEP)
    until(lambda: reached(run, step), seconds=60, every=0.01)
    moment = time.monotonic() + further
    until(lambda: time.monotonic() > moment, seconds=60, every=0.01)


def swept_until_compiled(run: EvaluationRun) -> bool:
    """What beat does every few seconds."""
    services.sweep()
    return state_of(run) == RunState.COMPILED


def test_each_killed_compile_ends_compiled_exactly_once(scheme, celery_worker_process):
    worker, interrupted, chance = celery_worker_process, 0, random.Random(2015)
    for _kill in range(KILLS):
        run = ask(scheme)
        at_random_moment(run, chance)
        interrupted += state_of(run) != RunState.COMPILED
        worker.kill()
        worker.start()
        until(lambda run=run: swept_until_compiled(run), seconds=120, every=0.5)
        assert Report.objects.filter(run=run).count() == 1
    assert interrupted >= KILLS // 2
    assert Report.objects.count() == KILLS
    assert not Message.objects.filter(job=runs.COMPILE, done_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_without_the_lease_a_frozen_worker_s_late_end_would_compile_twice(monkeypatch):
    """The twin: take the protection away, and the doubled work shows."""
    scheme = make_evaluable_scheme()
    ask(scheme)
    message = Message.objects.get(job=runs.COMPILE)
    frozen = delivery.claim(message.pk)
    effect = runs.compile_run(**frozen.payload)
    lose_lease(message)
    assert delivery.deliver(message.pk)
    assert not delivery.finish(frozen, effect)
    assert Report.objects.count() == 1
    monkeypatch.setattr("evaluation.services.reports.OPEN_RUNS", tuple(RunState))
    with pytest.raises(Exception, match="unique"), transaction.atomic():
        effect()


def lose_lease(message: Message) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outbox_message SET lease_until = now() - interval '1 second' WHERE id = %s",
            [message.pk],
        )

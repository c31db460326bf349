"""An import beside readers, and beside somebody who rolls back what it builds on."""

import threading
import time

import pytest
from django.db import connection, connections, transaction

from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import ImportState, Score, SurveyImport
from trusts.refusals import BeingWritten, ImportBuiltUpon
from trusts.services.imports import locked_import
from trusts.services.rolling_back import roll_back_import
from trusts.services.stopping_imports import stop_import
from trusts.tests.surveys.importing import ROWS, checked, imported, make_survey

pytestmark = pytest.mark.django_db(transaction=True)
CHANGED = [row.replace("63.8", "64.1").replace("70.6", "70.9") for row in ROWS[:3]]


@pytest.fixture
def lead():
    return make_person(Role.PROGRAMME_LEAD)


@pytest.fixture
def year():
    return make_survey()


def meanwhile(act):
    """Start an act in a transaction of its own; the thread, and where its result will be."""
    results = []

    def run():
        try:
            results.append(act())
        except Refusal as refusal:
            results.append(refusal)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, results


def figures() -> set:
    return set(Score.objects.values_list("org_code", "score"))


def until_somebody_waits() -> None:
    """Until another connection waits for a lock that this one holds."""
    deadline = time.monotonic() + 60
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted"
                " AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waited.")


def test_readers_see_the_scores_as_they_were_until_an_import_is_done(lead, year):
    imported(lead, year)
    before = figures()
    with transaction.atomic():
        imported(lead, year, *CHANGED)
        thread, seen = meanwhile(figures)
        thread.join(timeout=60)
        assert figures() != before
    assert seen == [before]
    assert ("NM1", 64.1) in figures()


def test_what_an_unfinished_import_builds_on_is_not_rolled_back(lead, year):
    first = imported(lead, year)
    with transaction.atomic():
        imported(lead, year, *CHANGED)
        thread, results = meanwhile(
            lambda: roll_back_import(by=lead, survey_import=first, reason="Wrong year")
        )
        until_somebody_waits()
    thread.join(timeout=60)
    assert [type(result) for result in results] == [ImportBuiltUpon]
    first.refresh_from_db()
    assert (first.state, Score.objects.count()) == (ImportState.COMMITTED, len(ROWS))


def test_what_a_worker_is_just_keeping_is_not_stopped_and_nobody_waits_for_it(lead, year):
    found = checked(lead, year)
    SurveyImport.objects.update(state=ImportState.COMMITTING)
    with transaction.atomic():
        locked_import(found.pk)
        thread, results = meanwhile(lambda: stop_import(by=lead, survey_import=found))
        thread.join(timeout=60)
        assert not thread.is_alive()
    assert [type(result) for result in results] == [BeingWritten]

"""The edition of the survey data: another one after every change, for those who see the change."""

from __future__ import annotations

import io
import threading

import pytest
from django.db import connection, connections, transaction

from trusts.models import Trust
from trusts.selectors.edition import survey_edition
from trusts.tests.factories import make_trust

pytestmark = pytest.mark.django_db


def elsewhere(act):
    """What an act in a transaction of its own, in another connection, gives back."""
    found = []

    def run():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '5s'")
            found.append(act())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=30)
    assert found, "the other transaction waited or failed"
    return found[0]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO trusts_survey (slug, name, attribution, is_fictional)"
        " VALUES ('a', 'b', '', true)",
        "UPDATE trusts_trust SET name = name",
        "DELETE FROM trusts_comparability",
        "COPY trusts_survey (slug, name, attribution, is_fictional) FROM STDIN",
        "TRUNCATE trusts_questionspread",
    ],
)
def test_every_statement_that_writes_begins_an_edition(statement):
    before = survey_edition()
    with connection.cursor() as cursor:
        if statement.startswith("COPY"):
            cursor.copy_expert(statement, io.StringIO("c\td\t\tt\n"))
        else:
            cursor.execute(statement)
    assert survey_edition() not in (None, before)


def test_a_statement_taken_back_leaves_the_edition_as_it_was():
    before = survey_edition()
    with transaction.atomic():
        make_trust()
        transaction.set_rollback(True)
    assert survey_edition() == before


@pytest.mark.django_db(transaction=True)
def test_two_transactions_at_once_do_not_wait_and_each_is_seen_when_it_ends():
    first, second = make_trust(), make_trust()
    seen = [survey_edition()]

    def change_second():
        Trust.objects.filter(pk=second.pk).update(name="Second")
        return survey_edition()

    with transaction.atomic():
        Trust.objects.filter(pk=first.pk).update(name="First")
        seen.append(elsewhere(survey_edition))
        seen.append(elsewhere(change_second))
    seen.append(survey_edition())
    assert seen[0] == seen[1]  # nobody sees what is not committed
    assert len({*seen}) == 3


@pytest.mark.django_db(transaction=True)
def test_transactions_one_after_the_other_share_a_row():
    for _ in range(5):
        make_trust()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM trusts_edition")
        assert cursor.fetchone()[0] <= 2

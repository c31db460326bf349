"""Plans that a connection keeps: the same answers, in each connection, for every statement."""

import datetime

import pytest
from django.db import DataError, ProgrammingError, connection, transaction

from buddy_portal.accounts.access import Access, access_of
from buddy_portal.accounts.models import Membership, User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.roles import Role
from buddy_portal.prepared import PREPARED, Prepared
from buddy_portal.tests.factories import make_person, make_user
from buddy_portal.tests.test_prepared import ACCESSES, DAY, load_all_modules, people_in, sample


@pytest.fixture
def prepared(monkeypatch, settings):
    """Marks a function as `prepared` does, for this test only, with plans that are kept."""
    settings.DATABASE_KEEPS_PLANS = True
    monkeypatch.setattr("buddy_portal.prepared.PREPARED", [])
    return Prepared


def kept_plans() -> list[tuple[int, int]]:
    """How often each statement was run by a plan for all values, and by one for its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements "
            "WHERE name LIKE 'portal\\_%%' AND statement LIKE '%%planned_once_trial%%'"
        )
        return cursor.fetchall()


def tried(code: str):
    """A statement that can be told from those of the portal by a constant in it."""
    found = Membership.objects.filter(trust_code=code)
    return found.exclude(trust_code="planned_once_trial").values_list("trust_code", flat=True)


@pytest.mark.django_db
def test_each_call_gives_the_rows_of_its_own_arguments(prepared):
    ask = prepared(people_in)
    one, other = make_person(Role.TRUST_LEAD, "AAA"), make_person(Role.TRUST_LEAD, "BBB")
    assert [row.user for row in ask("AAA", DAY)] == [one]
    assert [row.user for row in ask("BBB", day=DAY)] == [other]
    assert ask("AAA", datetime.date(1900, 1, 1)) == []


@pytest.mark.django_db(transaction=True)
def test_plan_is_made_once_in_each_connection(prepared):
    ask = prepared(tried)
    make_person(Role.TRUST_LEAD, "AAA")
    connection.close()
    assert [ask(code) for code in ("AAA", "BBB", "O'Brien % \\")] == [["AAA"], [], []]
    assert kept_plans() == [(3, 0)]
    connection.close()
    assert kept_plans() == []
    assert ask("AAA") == ["AAA"]
    assert kept_plans() == [(1, 0)]


@pytest.mark.django_db
def test_no_plan_is_kept_where_that_is_switched_off(prepared, settings):
    settings.DATABASE_KEEPS_PLANS = False
    make_person(Role.TRUST_LEAD, "AAA")
    assert prepared(tried)("AAA") == ["AAA"]
    assert kept_plans() == []


@pytest.mark.django_db
def test_nothing_that_was_answered_is_kept(prepared):
    ask = prepared(tried)
    assert ask("AAA") == []
    make_person(Role.TRUST_LEAD, "AAA")
    assert ask("AAA") == ["AAA"]
    Membership.objects.all().delete()
    assert ask("AAA") == []


@pytest.mark.django_db
def test_two_people_of_one_role_see_what_each_may_see(prepared):
    def seen(access: Access):
        codes = access.trusts_where(Permission.WRITE_PLANS)
        return Membership.objects.filter(trust_code__in=codes).values_list("trust_code", flat=True)

    ask = prepared(seen)
    lead, other = make_person(Role.TRUST_LEAD, "AAA"), make_person(Role.TRUST_LEAD, "BBB")
    assert [ask(access_of(person)) for person in (lead, other, lead)] == [["AAA"], ["BBB"], ["AAA"]]


@pytest.mark.django_db
def test_number_too_large_for_a_key_finds_nothing(prepared):
    user = make_user()
    ask = prepared(lambda pk: User.objects.filter(pk=pk))
    assert (ask(user.pk), ask(10**30), ask(-(10**30))) == ([user], [], [])


@transaction.atomic
def ask_and_fail(ask: Prepared) -> None:
    assert ask("AAA") == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


@pytest.mark.django_db
def test_plan_that_was_made_before_a_transaction_failed_is_still_known(prepared):
    ask = prepared(tried)
    with pytest.raises(DataError):
        ask_and_fail(ask)
    assert ask("AAA") == []


def unplannable(found: list[Prepared]) -> list[str]:
    """The functions of which PostgreSQL cannot plan the statement for all values at once."""
    refused = []
    for each in found:
        for access in ACCESSES:
            arguments = {name: sample(name, access) for name in each.names}
            try:
                with transaction.atomic():
                    each.statement_for(arguments).run(arguments)
            except ProgrammingError:
                refused.append(each.__qualname__)
    return refused


@pytest.mark.django_db
def test_every_prepared_statement_can_be_planned_for_all_values(settings):
    settings.DATABASE_KEEPS_PLANS = True
    load_all_modules()
    assert PREPARED
    assert unplannable(PREPARED) == []


@pytest.mark.django_db
def test_a_statement_that_cannot_be_planned_for_all_values_is_found(prepared):
    ask = prepared(lambda pk: User.objects.filter(pk=pk).extra(where=["date_joined = $1"]))
    assert set(unplannable([ask])) == {ask.__qualname__}

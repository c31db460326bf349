"""Queries that are put together once: the same rows as ever, for anybody and on any day."""

import datetime
import importlib
import pkgutil

import pytest
import time_machine
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import buddy_portal
import evaluation
import improvement_plans
import trusts
from buddy_portal.accounts.access import NOBODY, Access, access_of
from buddy_portal.accounts.models import Membership, User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.roles import Role
from buddy_portal.prepared import PREPARED, NotPrepared, Prepared, hold, listed
from buddy_portal.tests.factories import make_person, make_user
from trusts.models import BuddyPair
from trusts.tests.factories import make_pair, make_scheme, make_trust

DAY = datetime.date(2015, 4, 16)
ACCESSES = (
    Access(1, frozenset({Role.PROGRAMME_LEAD})),
    Access(1, trusts={"MEE": frozenset({Role.TRUST_LEAD, Role.SPONSOR})}),
    Access(1),
)


@pytest.fixture
def prepared(monkeypatch):
    """Marks a function as `prepared` does, for this test only."""
    monkeypatch.setattr("buddy_portal.prepared.PREPARED", [])
    return Prepared


def people_in(code: str, day: datetime.date) -> QuerySet:
    return Membership.objects.filter(trust_code=code, starts_on__lte=day).select_related("user")


@pytest.mark.django_db
def test_each_call_gives_the_rows_of_its_own_arguments(prepared):
    ask = prepared(people_in)
    one, other = make_person(Role.TRUST_LEAD, "AAA"), make_person(Role.TRUST_LEAD, "BBB")
    assert [row.user for row in ask("AAA", DAY)] == [one]
    assert [row.user for row in ask("BBB", day=DAY)] == [other]
    assert ask("AAA", datetime.date(1900, 1, 1)) == []


@pytest.mark.django_db
def test_objects_come_whole_with_what_they_point_at(prepared):
    make_person(Role.TRUST_LEAD, "AAA")
    [row] = prepared(people_in)("AAA", DAY)
    with CaptureQueriesContext(connection) as asked:
        assert row.user.name
    assert len(asked) == 0
    assert row == Membership.objects.get()


@pytest.mark.django_db
def test_nothing_that_was_answered_is_kept(prepared):
    ask = prepared(lambda code: Membership.objects.filter(trust_code=code).values_list("role"))
    assert ask("AAA") == []
    make_person(Role.TRUST_LEAD, "AAA")
    assert ask("AAA") == [(Role.TRUST_LEAD,)]
    Membership.objects.all().delete()
    assert ask("AAA") == []


@pytest.mark.django_db
def test_single_values_come_as_they_are(prepared):
    user = make_user()
    keys = prepared(
        lambda day: User.objects.filter(date_joined__date__gte=day).values_list("pk", flat=True)
    )
    assert keys(DAY) == [user.pk]


@pytest.mark.django_db
def test_trusts_of_a_person_are_filled_in_and_their_roles_decide_the_statement(prepared):
    def seen(access: Access) -> QuerySet:
        codes = access.trusts_where(Permission.WRITE_PLANS)
        return Membership.objects.filter(trust_code__in=codes).values_list("trust_code", flat=True)

    ask = prepared(seen)
    lead, other = make_person(Role.TRUST_LEAD, "AAA"), make_person(Role.TRUST_LEAD, "BBB")
    observer = make_person(Role.OBSERVER, "AAA")
    assert ask(access_of(lead)) == ["AAA", "AAA"]
    assert ask(access_of(other)) == ["BBB"]
    assert ask(access_of(observer)) == []


@pytest.mark.django_db
def test_trusts_of_a_person_are_filled_in_for_an_array_column(prepared):
    def seen(access: Access) -> QuerySet:
        codes = ArrayAgg("memberships__trust_code")
        mine = listed(access.trusts_where(Permission.WRITE_PLANS))
        return User.objects.annotate(codes=codes).filter(codes__overlap=mine)

    lead, other = make_person(Role.TRUST_LEAD, "AAA"), make_person(Role.TRUST_LEAD, "BBB")
    ask = prepared(seen)
    assert (ask(access_of(lead)), ask(access_of(other))) == ([lead], [other])
    assert list(seen(access_of(lead))) == [lead]


def test_function_that_looks_into_a_list_is_refused(prepared):
    ask = prepared(
        lambda access: Membership.objects.filter(
            trust_code__in=list(access.trusts_where(Permission.WRITE_PLANS))
        )
    )
    with pytest.raises(TypeError, match="not iterable"):
        ask.statement_for({"access": ACCESSES[1]})


def test_function_that_asks_in_which_trust_a_role_is_held_is_refused(prepared):
    ask = prepared(
        lambda access: User.objects.filter(
            is_active=access.may(Permission.WRITE_PLANS, trust_code="AAA")
        )
    )
    with pytest.raises(NotPrepared, match="In which trust"):
        ask.statement_for({"access": ACCESSES[1]})


def test_function_that_takes_the_name_of_a_trust_out_of_a_stand_in_is_refused(prepared):
    ask = prepared(lambda access: Membership.objects.filter(trust_code__in=[*access.trusts]))
    with pytest.raises(NotPrepared, match="only stands for another"):
        ask.statement_for({"access": ACCESSES[1]})


def test_nobody_has_no_stand_in(prepared):
    with pytest.raises(NotPrepared, match="for people only"):
        prepared(lambda access: User.objects.filter(pk=access.user_id))(NOBODY)


def test_rows_that_would_need_further_queries_are_refused(prepared):
    ask = prepared(lambda pk: User.objects.filter(pk=pk).prefetch_related("memberships"))
    with pytest.raises(NotPrepared, match="prefetch them after"):
        ask.statement_for({"pk": 1})


@pytest.mark.django_db
def test_objects_are_as_django_makes_them(prepared):
    pair = make_pair(make_scheme(), make_trust("AAA"), make_trust("BBB"))
    pairs = BuddyPair.objects.select_related("scheme__baseline", "scheme__prior", "mentor", "draft")
    [usual] = pairs.filter(pk=pair.pk)
    [ours] = prepared(lambda pk: pairs.filter(pk=pk))(pair.pk)
    assert ours == usual
    assert not ours._state.adding
    assert plain(ours) == plain(usual)
    assert plain(ours.scheme.baseline) == plain(usual.scheme.baseline)
    assert ours._state.fields_cache.keys() == usual._state.fields_cache.keys()
    assert ours.draft is None is usual.draft


def plain(one: Model) -> dict:
    return {name: value for name, value in vars(one).items() if name != "_state"}


@pytest.mark.django_db
def test_object_can_be_changed_and_saved(prepared):
    user = make_user()
    [found] = prepared(lambda pk: User.objects.filter(pk=pk))(user.pk)
    found.name = "Another name"
    found.save()
    assert User.objects.get(pk=user.pk).name == "Another name"


@pytest.mark.django_db
def test_field_that_is_left_out_is_read_when_it_is_asked_for(prepared):
    user = make_user()
    [found] = prepared(lambda pk: User.objects.filter(pk=pk).defer("name"))(user.pk)
    assert found.name == user.name


@pytest.mark.django_db
def test_rows_that_are_held_are_given_without_a_query_and_know_whose_they_are(prepared):
    user = make_person(Role.TRUST_LEAD, "AAA")
    rows = prepared(lambda pk: Membership.objects.filter(user=pk))(user.pk)
    hold(user, "memberships", rows)
    with CaptureQueriesContext(connection) as asked:
        assert [each.user for each in user.memberships.all()] == [user]
    assert len(asked) == 0


@pytest.mark.django_db
def test_number_too_large_for_a_key_finds_nothing(prepared):
    assert prepared(lambda pk: User.objects.filter(pk=pk))(10**30) == []


@pytest.mark.django_db(transaction=True)
def test_row_is_locked_in_a_transaction_only(prepared):
    user = make_user()
    ask = prepared(lambda pk: User.objects.select_for_update().filter(pk=pk))
    with transaction.atomic():
        assert ask(user.pk) == [user]
    with pytest.raises(TransactionManagementError):
        ask(user.pk)


def load_all_modules() -> None:
    """Marks are made when modules are read."""
    for package in (buddy_portal, trusts, improvement_plans, evaluation):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if any(part in module.name for part in (".selectors", ".services", ".accounts.")):
                importlib.import_module(module.name)


def statements_on(ask: Prepared, day: str) -> list[tuple[str, str]]:
    """What a prepared function asks on a day, for people of each shape."""
    with time_machine.travel(f"{day}T12:00:00+00:00", tick=False):
        found = []
        for access in ACCESSES:
            statement = ask.statement_for({name: sample(name, access) for name in ask.names})
            found.append((statement.sql, str(statement.parameters)))
        return found


def sample(name: str, access: Access) -> object:
    """A value for an argument by its name; a number where nothing else is said."""
    if name == "access":
        return access
    if name in ("after", "day", "month", "on", "since", "soon", "today"):
        return timezone.localdate()
    if name == "now":
        return timezone.now()
    if name in ("paths", "codes", "plans", "groups", "actions", "trusts"):
        return ["text"] if name in ("paths", "codes") else [7]
    return "text" if name in ("key", "code") else 7


def clock_watchers(found: list[Prepared]) -> list[str]:
    """The functions of which the statement is another one on another day."""
    return [
        each.__qualname__
        for each in found
        if statements_on(each, "2015-04-16") != statements_on(each, "2016-11-02")
    ]


@pytest.mark.django_db
def test_no_prepared_statement_holds_the_day_on_which_it_was_put_together():
    load_all_modules()
    assert PREPARED
    assert clock_watchers(PREPARED) == []


@pytest.mark.django_db
def test_a_statement_that_holds_its_day_is_found(prepared):
    def members_today(access: Access) -> QuerySet:
        return Membership.objects.on(timezone.localdate()).filter(user_id=access.user_id)

    assert clock_watchers([prepared(members_today)]) == [members_today.__qualname__]

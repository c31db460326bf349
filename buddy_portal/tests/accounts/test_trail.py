"""The audit trail: what the database refuses, what outlives its person, the page and the file."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import AuditOutsideTransaction, changed_fields, record_event
from buddy_portal.accounts.models import AuditEvent, User
from buddy_portal.accounts.roles import Role
from buddy_portal.accounts.selectors.trail import TrailFilter, events_visible_to
from buddy_portal.accounts.views import trail
from buddy_portal.tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def event(**fields: object) -> AuditEvent:
    return AuditEvent.objects.create(**{"actor": "Jo <jo@test.example>", "action": "x", **fields})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditevent SET actor = 'somebody else'",
        "DELETE FROM accounts_auditevent",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_row(statement):
    event()
    with (
        pytest.raises(DatabaseError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEvent.objects.get().actor == "Jo <jo@test.example>"


def test_the_database_refuses_to_empty_the_table():
    event()
    with (
        pytest.raises(DatabaseError, match="never emptied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL buddy.tests_may_truncate = 'off'; TRUNCATE accounts_auditevent")
    assert AuditEvent.objects.count() == 1


def test_the_orm_is_refused_too():
    row = event()
    row.reason = "Because"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


def test_rows_outlive_the_person_they_speak_of():
    user = make_user("Jo Okafor", email="jo@test.example")
    with transaction.atomic():
        record_event(by=user, action="tried", thing=user)
    pk = user.pk
    User.objects.filter(pk=pk).delete()
    row = AuditEvent.objects.get(action="tried")
    assert (row.actor_id, row.actor) == (pk, "Jo Okafor <jo@test.example>")


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    with pytest.raises(AuditOutsideTransaction):
        record_event(by=None, action="x")


def test_changed_fields_are_those_whose_value_differs():
    user = make_user("Jo")
    assert changed_fields(user, {"name": "Sam", "email": user.email}) == {"name": ("Jo", "Sam")}


def test_the_filters_narrow_the_trail():
    lead = access_of(make_person(Role.PROGRAMME_LEAD))
    old = event(action="plan approved", object_name="Northmoor", trust_code="T1")
    AuditEvent.objects.filter(pk=0).count()
    for wanted in (
        TrailFilter(who="jo@"),
        TrailFilter(what="plan approved"),
        TrailFilter(thing="northm"),
        TrailFilter(trust_code="T1"),
        TrailFilter(first_day=timezone.localdate(), last_day=timezone.localdate()),
    ):
        assert list(events_visible_to(lead, wanted=wanted).filter(pk=old.pk)) == [old], wanted
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    for wanted in (TrailFilter(who="nobody"), TrailFilter(last_day=yesterday)):
        assert not events_visible_to(lead, wanted=wanted).filter(pk=old.pk).exists()


def test_a_day_of_the_trail_is_a_day_in_london():
    """Half past midnight in British Summer Time is still the day before in UTC."""
    lead = access_of(make_person(Role.PROGRAMME_LEAD))
    late = event(at=datetime.datetime(2015, 6, 9, 23, 30, tzinfo=datetime.UTC))
    day = datetime.date(2015, 6, 10)
    wanted = TrailFilter(first_day=day, last_day=day)
    assert list(events_visible_to(lead, wanted=wanted)) == [late]


@pytest.mark.parametrize("role", [Role.TRUST_LEAD, Role.SPONSOR, Role.OBSERVER])
def test_roles_of_trusts_see_nothing_of_the_trail(role):
    event(trust_code="T1")
    assert not events_visible_to(access_of(make_person(role, "T1"))).exists()


@pytest.fixture
def lead_client(client):
    client.force_login(make_person(Role.PROGRAMME_LEAD), backend=BACKEND)
    return client


def test_the_page_shows_who_did_what(lead_client):
    event(action="plan approved", object_name="<b>Northmoor</b>")
    page = lead_client.get("/audit/").content.decode()
    assert "Plan approved" in page
    assert "&lt;b&gt;Northmoor" in page


def test_the_page_of_one_event_shows_before_and_after(lead_client):
    row = event(changes={"due": ["2015-02-09", "2015-03-09"], "open": [None, True]})
    page = lead_client.get(f"/audit/{row.pk}/").content.decode()
    assert "2015-02-09" in page
    assert "nothing" in page


def test_an_export_is_itself_in_the_trail_and_runs_no_formula(lead_client):
    event(object_name="=HYPERLINK(1)")
    file = lead_client.get("/audit/?download=csv")
    assert file["Content-Disposition"] == 'attachment; filename="audit-trail.csv"'
    assert "'=HYPERLINK(1)" in file.content.decode()
    assert lead_client.get("/audit/?download=xlsx").content[:2] == b"PK"
    assert AuditEvent.objects.filter(action="downloaded").count() == 2


def test_a_file_of_any_other_app_is_in_the_trail_too(lead_client):
    assert lead_client.get("/plans/?download=csv").status_code == 200
    assert AuditEvent.objects.get(action="downloaded").object_name == "plans.csv"


def test_a_trail_too_long_for_a_file_is_refused_with_a_sentence(lead_client, monkeypatch):
    monkeypatch.setattr(trail, "MOST_EXPORTED", 2)
    for _number in range(3):
        event()
    page = lead_client.get("/audit/?download=xlsx").content.decode()
    assert "more than 100,000 events" in page


@pytest.mark.parametrize(
    "query",
    [
        "?page=zzz",
        "?page=-1",
        "?what=nothing-like-this",
        "?first_day-day=31&first_day-month=2&first_day-year=2015",
        "?first_day-day=2&first_day-month=2&first_day-year=2015&last_day-day=1&last_day-month=2&last_day-year=2015",
        "?last_day-day=31&last_day-month=12&last_day-year=9999",
        "?first_day-day=1&first_day-month=1&first_day-year=1",
        "?who=" + "x" * 5000,
        "?who=%00",
        "?download=pdf",
    ],
)
def test_whatever_is_asked_the_answer_is_a_page(lead_client, query):
    assert lead_client.get("/audit/" + query).status_code == 200


def test_the_page_asks_as_much_for_two_events_as_for_twenty(
    lead_client, django_assert_num_queries, django_assert_max_num_queries
):
    event()
    lead_client.get("/audit/")  # the first request of a session writes it
    with django_assert_max_num_queries(8) as few:
        lead_client.get("/audit/")
    for _number in range(18):
        event()
    with django_assert_num_queries(len(few)):
        lead_client.get("/audit/")

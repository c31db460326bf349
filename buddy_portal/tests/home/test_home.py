"""The front page for everybody, and the start page of each role."""

import datetime
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client

from buddy_portal.accounts.models import User
from buddy_portal.accounts.roles import Role
from buddy_portal.design.todos import Todo
from buddy_portal.home import presenters, selectors
from buddy_portal.tests.factories import LONG_AGO, make_person, make_user
from improvement_plans.models import Plan, PlanGuest, PlanState
from improvement_plans.tests.factories import make_action, make_plan
from trusts.models import ParticipationState, Scheme, SchemeKind
from trusts.tests.factories import make_pair, make_participation, make_scheme, make_trust

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TODAY = datetime.date(2015, 4, 16)


@pytest.fixture(autouse=True)
def in_the_middle_of_the_scheme():
    with time_machine.travel(datetime.datetime(2015, 4, 16, 9, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def plan() -> Plan:
    scheme = make_scheme("Buddy scheme 2015")
    mentor, mentee = make_trust("MOR", name="Northmoor"), make_trust("MEE", name="Calderwick")
    plan = make_plan(
        make_pair(scheme, mentor, mentee),
        state=PlanState.ACTIVE,
        title="Calderwick’s plan",
        midpoint=datetime.date(2015, 5, 1),
    )
    make_action(plan)
    return plan


def make_collaborative() -> Scheme:
    """A collaborative whose action begins later than the buddy scheme's plans."""
    return make_scheme(
        "Better cancer care together",
        kind=SchemeKind.COLLABORATIVE,
        implementation_from=datetime.date(2015, 3, 2),
    )


def start_page(user: User, query: str = "") -> str:
    client = Client()
    client.force_login(user, backend=BACKEND)
    page = client.get(f"/home/{query}")
    assert page.status_code == 200
    return page.content.decode()


def test_the_front_page_says_what_the_scheme_is_and_asks_nothing_of_a_session(client):
    page = client.get("/")
    assert "Trusts helping trusts with cancer care" in page.content.decode()
    assert "sessionid" not in page.cookies


def test_the_front_page_shows_no_report_that_is_not_published(client):
    assert "No report has been published yet" in client.get("/").content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_start_page(plan, role):
    assert "What needs you today" in start_page(make_person(role, "MEE"))


def test_the_programme_sees_the_scheme_its_phase_and_its_numbers(plan):
    page = start_page(make_person(Role.PROGRAMME_LEAD))
    assert "<h1>Buddy scheme 2015</h1>" in page
    assert "1 pair. Implementation, week 11 of 26, ends 31 July 2015." in page
    assert "How the scheme is doing" in page
    assert "/plans/actions/?show=overdue" in page


def test_the_warning_about_the_follow_up_survey_stands_on_the_page(plan):
    assert "The follow-up survey overlaps the plans." in start_page(
        make_person(Role.PROGRAMME_ANALYST)
    )


def test_a_collaborative_is_told_by_its_teams_and_stands_behind_buddy_schemes(plan):
    newer = make_collaborative()
    lead = make_person(Role.PROGRAMME_LEAD)
    first, other = start_page(lead), start_page(lead, f"?scheme={newer.pk}")
    assert "<h1>Buddy scheme 2015</h1>" in first
    assert f'href="?scheme={newer.pk}"' in first
    assert "<h1>Better cancer care together</h1>" in other
    assert "0 project teams. Implementation, week 7 of " in other


@pytest.mark.parametrize("asked", ["0", "x", "9" * 30, "٣", "\x00"])
def test_a_scheme_that_is_none_chooses_nothing(plan, asked):
    make_collaborative()
    lead = make_person(Role.PROGRAMME_LEAD)
    assert "<h1>Buddy scheme 2015</h1>" in start_page(lead, "?" + urlencode({"scheme": asked}))


def test_a_number_opens_the_rows_of_the_scheme_it_was_counted_in(plan):
    other = make_scheme("Another scheme")
    pair = make_pair(other, make_trust("ELS"), make_trust("WHE"))
    make_action(make_plan(pair, state=PlanState.ACTIVE))
    page = start_page(make_person(Role.PROGRAMME_LEAD), f"?scheme={plan.scheme.pk}")
    assert f"/plans/actions/?show=overdue&amp;scheme={plan.scheme.pk}" in page


def test_what_is_coming_up_is_in_order_and_ahead(plan):
    ahead = presenters.coming_up(
        plan.scheme,
        selectors.start_of(make_person(Role.PROGRAMME_LEAD), today=TODAY).overviews,
        make_user(),
        TODAY,
    )
    assert [line["day"] for line in ahead[:2]] == ["1 May 2015", "31 July 2015"]
    assert ahead[0]["text"] == "Midpoint review of 1 plan"


def test_an_owner_sees_when_their_own_action_is_due(plan):
    owner = make_person(Role.TEAM_MEMBER, "MEE")
    make_action(plan, owner=owner, text="Give out the card", due=datetime.date(2015, 4, 20))
    assert "Due: Give out the card" in start_page(owner)


def test_a_trust_sees_its_own_scheme_only(plan):
    other = make_scheme("Another scheme")
    make_participation(other, make_trust("ELS"), state=ParticipationState.ACCEPTED)
    nurse = make_person(Role.TRUST_LEAD, "ELS")
    page = start_page(nurse)
    assert "<h1>Another scheme</h1>" in page
    assert "Calderwick" not in page


def test_a_guest_is_led_to_their_plan_and_to_nothing_else(plan):
    guest = make_user("Jo Okafor")
    PlanGuest.objects.create(plan=plan, user=guest, starts_on=LONG_AGO)
    page = start_page(guest)
    assert "Welcome, Jo" in page
    assert f"/plans/{plan.pk}/" in page
    assert "Buddy scheme 2015" not in page


def test_somebody_without_any_role_gets_a_page_that_says_so():
    assert "Nothing waits for you today" in start_page(make_user("Sam Taylor"))


def test_the_most_urgent_thing_is_the_next_step_and_the_rest_is_a_list(monkeypatch, plan):
    todos = [Todo(f"Do {rank}", f"/{rank}/", "Because.", rank=rank) for rank in range(9, 0, -1)]
    monkeypatch.setattr(selectors, "WAITING", ("buddy_portal.tests.home.test_home.given",))
    monkeypatch.setattr("buddy_portal.tests.home.test_home.GIVEN", todos)
    page = start_page(make_person(Role.PROGRAMME_LEAD))
    assert "<b>Do 1.</b>" in page
    assert "See all 9 open items" in page
    assert "Do 6" not in page


GIVEN: list[Todo] = []


def given(user: User, *, today: datetime.date) -> list[Todo]:
    return GIVEN


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (datetime.date(2014, 1, 1), "Begins 1 November 2014."),
        (datetime.date(2015, 2, 2), "Implementation, week 1 of 26, ends 31 July 2015."),
        (datetime.date(2015, 7, 31), "Implementation, week 26 of 26, ends 31 July 2015."),
        (datetime.date(2015, 8, 1), "Between phases."),
        (datetime.date(2017, 1, 1), "Ended."),
    ],
)
def test_where_a_scheme_stands_in_words(day, words):
    assert presenters.standing_words(make_scheme(), day) == words


def test_the_page_asks_as_much_for_two_plans_as_for_twenty(
    plan, django_assert_num_queries, django_assert_max_num_queries
):
    def add(number: int) -> None:
        pair = make_pair(plan.scheme, make_trust(), make_trust())
        make_action(make_plan(pair, state=PlanState.ACTIVE))

    client = Client()
    client.force_login(make_person(Role.PROGRAMME_LEAD), backend=BACKEND)
    add(1)
    client.get("/home/")
    with django_assert_max_num_queries(15) as few:
        client.get("/home/")
    for number in range(18):
        add(number)
    with django_assert_num_queries(len(few)):
        client.get("/home/")

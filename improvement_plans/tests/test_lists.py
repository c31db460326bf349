"""The list of plans: numbers, filters, order, where to start; never a query more for more rows."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_user
from improvement_plans.lists import plan_list_page
from improvement_plans.models import Action, ExtensionRequest, PlanGuest, PlanState
from improvement_plans.presenters.overviews import gaps, next_words
from improvement_plans.selectors import plan_overviews
from improvement_plans.tests.factories import make_action, make_contact, make_plan
from improvement_plans.tests.services.worlds import IN_WINDOW, make_world
from trusts.tests.factories import make_pair, make_scheme, make_trust

pytestmark = pytest.mark.django_db
PAST = datetime.date(2015, 4, 1)
EVERYTHING = Access(1, frozenset({Role.PROGRAMME_LEAD}))


def plan_with(name, *, red=0, state=PlanState.ACTIVE, updated=IN_WINDOW, **fields):
    """A plan of a mentee of this name with some red and one green action."""
    pair = make_pair(make_scheme(), make_trust(), make_trust(name=name))
    plan = make_plan(pair, state=state, **fields)
    moment = timezone.make_aware(datetime.datetime.combine(updated, datetime.time(9)))
    for _action in range(red):
        make_action(plan, due=PAST, last_update_at=moment)
    make_action(plan, last_update_at=moment)
    return plan


def listed(**query):
    return plan_list_page(plan_overviews(EVERYTHING, on=IN_WINDOW), query)


def names(page):
    return [each.plan.trust_name for each in page.chosen]


def test_who_needs_help_comes_first_then_watch_then_by_name_and_what_ended_last():
    plan_with("Ashen", state=PlanState.WITHDRAWN)
    plan_with("Birch", state=PlanState.SUBMITTED)
    plan_with("Cedar")
    plan_with("Dogwood", red=2)
    plan_with("Elm", red=3)
    assert names(listed()) == ["Elm", "Dogwood", "Cedar", "Birch", "Ashen"]
    assert names(listed(sort="name")) == ["Ashen", "Birch", "Cedar", "Dogwood", "Elm"]


def test_the_page_says_with_which_plan_to_start_and_why():
    plan_with("Cedar")
    plan_with("Elm", red=3)
    start = listed().start
    assert start["strong"] == "Start with Elm."
    assert start["text"].startswith("3 actions are red.")


def test_nobody_is_named_where_all_is_well():
    plan_with("Cedar", red=1)
    assert listed().start is None


def test_each_number_opens_the_plans_that_it_counts():
    plan_with("Cedar")
    plan_with("Dogwood", red=2)
    plan_with("Elm", red=3, updated=datetime.date(2015, 2, 10))
    for kpi in listed().kpis:
        show = kpi["href"].partition("?show=")[2]
        if show in ("on-track", "watch", "help", "stale"):
            assert str(len(names(listed(show=show)))) == kpi["number"], kpi["label"]
    assert names(listed(show="stale")) == ["Elm"]


@pytest.mark.parametrize("query", [{"show": "<script>"}, {"sort": "-nothing"}, {"page": "99999"}])
def test_an_address_that_makes_no_sense_shows_all(query):
    plan_with("Cedar")
    assert names(listed(**query)) == ["Cedar"]


def test_a_search_finds_mentee_mentor_and_scheme():
    plan = plan_with("Cedar")
    plan_with("Elm")
    for words in ("ceda", plan.pair.mentor.name, plan.scheme.name):
        assert "Cedar" in names(listed(q=words))
    assert names(listed(q="nobody")) == []


def test_gaps_are_said_in_words():
    plan = plan_with("Cedar", red=1)
    Action.objects.filter(due=PAST).update(
        state="blocked", state_since=datetime.date(2015, 3, 17), claim="on_track"
    )
    ExtensionRequest.objects.create(plan=plan, until=plan.window_to, reason="Late")
    (overview,) = plan_overviews(EVERYTHING, on=IN_WINDOW)
    said = list(gaps(overview))
    assert said[:2] == [
        "1 action blocked, longest 30 days",
        "1 action differs from the facts",
    ]
    assert said[3:] == ["No midpoint date", "No contact for 73 days", "No partner yet"]
    assert next_words(overview) == "Decision on more time"


def test_a_partner_who_left_is_not_one_who_never_came():
    plan = plan_with("Cedar")
    PlanGuest.objects.create(
        plan=plan,
        user=make_user("Lin Carter"),
        starts_on=plan.window_from,
        ends_on=datetime.date(2015, 3, 9),
    )
    (overview,) = plan_overviews(EVERYTHING, on=IN_WINDOW)
    assert gaps(overview)[-1] == "No partner since 9 March"


def test_what_comes_next_is_the_nearest_day():
    plan_with("Cedar", midpoint=datetime.date(2015, 5, 4))
    (overview,) = plan_overviews(EVERYTHING, on=IN_WINDOW)
    assert next_words(overview) == "Midpoint, 4 May"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_rows_download_and_an_unknown_kind_shows_the_page(kind):
    world = make_world(PlanState.ACTIVE)
    client = Client()
    client.force_login(world.lead)
    file = client.get(reverse("plan_list"), {"download": kind})
    assert file["Content-Disposition"] == f'attachment; filename="plans.{kind}"'
    assert client.get(reverse("plan_list"), {"download": "exe"}).status_code == 200


def queries_of(person, address, counted):
    client = Client()
    client.force_login(person)
    client.get(address)  # what is loaded once for the process is loaded now
    with counted() as made:
        assert client.get(address).status_code == 200
    return len(made)


@pytest.fixture
def counted(django_assert_max_num_queries):
    return lambda: django_assert_max_num_queries(15)


@pytest.mark.parametrize("who", ["lead", "nurse", "partner"])
def test_every_page_asks_as_often_for_two_rows_as_for_twenty(who, counted):
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        world = make_world(PlanState.ACTIVE)
        person = getattr(world, who)
        world.action.owner = person
        world.action.save()
        addresses = [
            reverse("plan_list"),
            reverse("plan_detail", args=[world.plan.pk]),
            reverse("action_detail", args=[world.action.pk]),
            reverse("check_in"),
            reverse("plan_versions", args=[world.plan.pk]),
        ]
        grow(world, person, 2)
        few = [queries_of(person, address, counted) for address in addresses]
        grow(world, person, 18)
        many = [queries_of(person, address, counted) for address in addresses]
    assert many == few


def grow(world, person, count):
    """So many more plans, actions, updates, answers, comments, versions and partners."""
    from buddy_portal.tests.factories import LONG_AGO, make_user
    from improvement_plans.models import PlanComment, PlanGuest, PlanVersion
    from improvement_plans.tests.services.records import tell_all

    for n in range(count):
        plan_with(f"Trust {world.plan.versions.count()}", red=1)
        action = make_action(world.plan, owner=person)
        tell_all(world.action, by=world.member)
        tell_all(action, by=world.member)
        number = world.plan.versions.count() + 1
        PlanVersion.objects.create(plan=world.plan, number=number, why="T", content={})
        PlanComment.objects.create(plan=world.plan, by=world.mentor, text=f"{n}", speaks_for="x")
        PlanGuest.objects.create(plan=world.plan, user=make_user(), starts_on=LONG_AGO)


def test_a_pair_out_of_touch_is_flagged_found_and_sorted_by_its_last_contact():
    apart, near = plan_with("Apart"), plan_with("Near")
    make_contact(near, on=IN_WINDOW - datetime.timedelta(days=9))
    assert names(listed(show="apart")) == ["Apart"]
    assert names(listed(sort="contact")) == ["Near", "Apart"]
    found = {each.plan.pk: each for each in plan_overviews(EVERYTHING, on=IN_WINDOW)}
    assert "No contact for 73 days" in gaps(found[apart.pk])
    assert not [gap for gap in gaps(found[near.pk]) if gap.startswith("No contact")]

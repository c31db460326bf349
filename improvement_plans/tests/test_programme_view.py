"""The programme's view of all pairs: every number leads to the rows behind it in one click."""

import datetime
import re

import pytest
from django.urls import reverse

from improvement_plans.action_list import action_list_page
from improvement_plans.models import Action, ActionState, Claim, PlanGuest, PlanState
from improvement_plans.selectors.action_lists import actions_under_way
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.factories import make_action, make_plan
from improvement_plans.tests.services.worlds import IN_WINDOW, make_world
from trusts.models import PairState
from trusts.tests.factories import make_pair, make_scheme, make_trust

pytestmark = [pytest.mark.django_db]
PAST = datetime.date(2015, 4, 1)


@pytest.fixture(autouse=True)
def in_the_window(time_machine):
    time_machine.move_to("2015-04-16T12:00:00+01:00", tick=False)


@pytest.fixture
def world():
    """One overdue, one confirmed and one open action in a plan under way."""
    world = make_world(PlanState.ACTIVE)
    make_action(world.plan, text="Late", due=PAST, owner=world.member, claim=Claim.ON_TRACK)
    make_action(world.plan, text="Done", state=ActionState.CONFIRMED)
    return world


def page_of(user, name="plan_list", **query):
    return client_of(user).get(reverse(name), query)


def number_and_link(page, label):
    """The number above a label, and where the label leads."""
    kpi = rf'<b>([\d,]+)(?: <small>[^<]*</small>)?</b>\s*<a class="app-k" href="([^"]+)">{label}<'
    found = re.search(kpi, page)
    return int(found[1]), found[2].replace("&amp;", "&")


@pytest.mark.parametrize(
    "label,texts", [("actions overdue", ["Late"]), ("actions complete", ["Done"])]
)
def test_a_number_of_actions_leads_to_just_these_actions(world, label, texts):
    number, link = number_and_link(page_of(world.lead).content.decode(), label)
    assert number == len(texts)
    client = client_of(world.lead)
    page = client.get(link).content.decode()
    links = re.findall(r'<th scope="row"[^>]*><a href="[^"]+">([^<]+)<', page)
    assert links == texts


def test_each_row_counts_its_actions_by_status_and_leads_to_them(world):
    page = page_of(world.lead).content.decode()
    assert "1 red, 1 green" in page
    assert "Under way. 1 action is red" in page
    there = reverse("plan_detail", args=[world.plan.pk])
    assert f'href="{there}?show=overdue#actions"' in page
    assert f'href="{there}?show=complete#actions"' in page


def test_a_scheme_narrows_the_plans_the_numbers_and_the_actions_behind_them(world):
    other = make_plan(
        make_pair(make_scheme(), make_trust(), make_trust(name="Elsewhere")), state=PlanState.ACTIVE
    )
    make_action(other, text="Late elsewhere", due=PAST)
    scheme = world.plan.scheme
    page = page_of(world.lead, scheme=scheme.pk).content.decode()
    assert "Elsewhere" not in page
    number, link = number_and_link(page, "actions overdue")
    assert (number, f"scheme={scheme.pk}" in link) == (1, True)
    client = client_of(world.lead)
    assert "Late elsewhere" not in client.get(link).content.decode()


@pytest.mark.parametrize("scheme", ["0", "x", "\x00", "9" * 40])
def test_a_scheme_that_is_none_shows_all(world, scheme):
    page = page_of(world.lead, scheme=scheme)
    assert page.status_code == 200
    assert "Trust MEE" in page.content.decode()
    assert "Late" in page_of(world.lead, "action_list", scheme=scheme).content.decode()


def test_the_phases_of_the_scheme_stand_above_the_plans_for_the_programme(world):
    page = page_of(world.lead).content.decode()
    assert "Implementation (now)" in page
    assert "Implementation (now)" not in page_of(world.nurse).content.decode()


def test_a_pair_without_a_plan_is_listed_for_the_programme_only(world):
    pair = make_pair(world.pair.scheme, make_trust(), make_trust(name="Not begun"))
    pair.state = PairState.AGREED
    pair.save()
    assert "Not begun" in page_of(world.lead).content.decode()
    assert "Not begun" not in page_of(world.nurse).content.decode()


def test_a_plan_without_an_update_for_36_days_is_stale_and_not_red(world):
    Action.objects.filter(text="Late").delete()
    page = page_of(world.lead).content.decode()
    assert "Stale, 73 days" in page
    assert number_and_link(page, "needs help")[0] == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_actions_download(world, kind):
    file = page_of(world.lead, "action_list", download=kind, show="overdue")
    assert file["Content-Disposition"] == f'attachment; filename="actions.{kind}"'


def test_the_csv_of_the_actions_holds_the_chosen_rows_with_their_reasons(world):
    text = page_of(world.lead, "action_list", download="csv", show="overdue").content.decode()
    assert "Late" in text
    assert "Due 1 April 2015, not claimed done" in text
    assert "Done" not in text


@pytest.mark.parametrize("who", ["nurse", "member", "sponsor", "mentor", "observer", "partner"])
def test_everybody_sees_the_actions_of_their_plans_only(world, who):
    other = make_plan(make_pair(make_scheme(), make_trust(), make_trust()), state=PlanState.ACTIVE)
    make_action(other, text="Not yours", due=PAST)
    page = page_of(getattr(world, who), "action_list").content.decode()
    assert "Late" in page
    assert "Not yours" not in page


def test_an_outsider_sees_no_action(world):
    assert "No plan is under way" in page_of(world.outsider, "action_list").content.decode()


def test_a_partner_who_owns_an_action_is_named_as_they_wish(world):
    PlanGuest.objects.update(credit="alias", credited_as="Robin")
    Action.objects.filter(text="Late").update(owner=world.partner)
    page = page_of(world.lead, "action_list").content.decode()
    assert "Robin, partner" in page
    assert "Lin Carter" not in page


@pytest.mark.parametrize(
    "query", [{"show": "<b>"}, {"sort": "-x"}, {"page": "0"}, {"q": "\x00=1+1" + "x" * 5000}]
)
def test_an_address_that_makes_no_sense_still_answers(world, query):
    assert page_of(world.lead, "action_list", **query).status_code == 200


def test_the_worst_status_comes_first_when_sorted_by_status(world):
    from buddy_portal.accounts.access import access_of

    listed = actions_under_way(access_of(world.lead), on=IN_WINDOW)
    page = action_list_page(listed, {"sort": "status"}, {})
    kinds = [each.status.kind.value for each in page.chosen]
    assert kinds == ["red", "green", "complete"]


@pytest.mark.parametrize("name", ["plan_list", "action_list"])
def test_75_pairs_and_600_actions_take_no_more_queries_than_one(
    world, name, django_assert_max_num_queries
):
    for _pair in range(74):
        plan = make_plan(
            make_pair(world.pair.scheme, make_trust(), make_trust()), state=PlanState.ACTIVE
        )
        Action.objects.bulk_create(
            Action(
                plan=plan,
                text="A",
                due=PAST,
                original_due=PAST,
                starts_on=PAST,
                state_since=PAST,
                owner=world.member,
            )
            for _action in range(8)
        )
    client = client_of(world.lead)
    with django_assert_max_num_queries(12):
        assert client.get(reverse(name)).status_code == 200

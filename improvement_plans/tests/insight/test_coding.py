"""Coding by one and by two, blind to each other, and the agreed coding."""

import pytest
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.refusals import NotAllowed, Refusal, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from improvement_plans.models import CodingState, Insight, Reconciliation
from improvement_plans.selectors import coding as selectors
from improvement_plans.services import coding as services
from improvement_plans.tests.insight.comments import make_insight
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def insight(world):
    return make_insight(world.pair.mentee)


def code(by, insight, *themes, sentiment=4):
    return services.code_insight(
        by=by, insight=insight, themes=themes or ["timeliness"], sentiment=sentiment
    )


def differ(world, insight):
    code(world.nurse, insight)
    services.ask_for_second(by=world.nurse, insight=insight)
    code(world.member, insight, "staffing")
    insight.refresh_from_db()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_the_first_coding_stands_until_there_is_a_second(world, insight):
    assert code(world.nurse, insight, "pain", "food") == CodingState.CODED
    insight.refresh_from_db()
    assert (insight.themes, insight.sentiment) == (["pain", "food"], 4)


def test_a_person_may_code_their_own_anew(world, insight):
    code(world.nurse, insight)
    code(world.nurse, insight, "pain", sentiment=5)
    insight.refresh_from_db()
    assert (insight.themes, insight.sentiment, insight.codings.count()) == (["pain"], 5, 1)


def test_a_second_person_codes_only_where_it_is_asked_for(world, insight):
    code(world.nurse, insight)
    with pytest.raises(WrongState, match="second coder"):
        code(world.member, insight)


@pytest.mark.parametrize(
    ("second", "state"), [("timeliness", CodingState.AGREED), ("food", CodingState.DIFFERS)]
)
def test_two_codings_that_are_the_same_are_agreed_at_once(world, insight, second, state):
    code(world.nurse, insight)
    services.ask_for_second(by=world.nurse, insight=insight)
    assert code(world.member, insight, second) == state
    with pytest.raises(WrongState):
        code(world.nurse, insight)


def test_the_second_coder_is_not_shown_the_first_coding(world, insight):
    code(world.nurse, insight, "mental-health-act")
    services.ask_for_second(by=world.nurse, insight=insight)
    client = signed_in(world.member)
    page = client.get(reverse("insight_code", args=[insight.pk])).content.decode()
    assert "You are the second coder" in page
    assert "checked" not in page
    detail = client.get(reverse("insight_detail", args=[insight.pk])).content.decode()
    assert "Mental Health Act" not in detail
    assert "Negative" not in detail


@pytest.mark.parametrize(
    ("themes", "sentiment", "said"),
    [
        ([], 4, "at least one"),
        (["no-such"], 4, "no theme"),
        (["not-possible", "pain"], 4, "alone"),
        (["pain"], 0, "sentiment"),
        (["pain"], 6, "sentiment"),
    ],
)
def test_a_coding_with_a_fault_is_refused(world, insight, themes, sentiment, said):
    with pytest.raises(Refusal, match=said):
        services.code_insight(by=world.nurse, insight=insight, themes=themes, sentiment=sentiment)


@pytest.mark.parametrize("who", ["mentor", "observer", "sponsor", "partner", "outsider"])
def test_others_do_not_code(world, insight, who):
    with pytest.raises(NotAllowed):
        code(getattr(world, who), insight)


def test_the_programme_may_be_the_second_coder(world, insight):
    code(world.nurse, insight)
    services.ask_for_second(by=world.nurse, insight=insight)
    analyst = make_person(Role.PROGRAMME_ANALYST)
    assert selectors.next_to_code(access_of(analyst)) == insight
    assert code(analyst, insight) == CodingState.AGREED


def test_a_difference_is_reconciled_with_a_reason(world, insight):
    differ(world, insight)
    agree = {"by": world.nurse, "insight": insight, "themes": ["staffing"], "sentiment": 5}
    with pytest.raises(Refusal, match="how you came"):
        services.reconcile(**agree, reason=" ")
    services.reconcile(**agree, reason="Too few staff was meant")
    insight.refresh_from_db()
    assert (insight.coding_state, insight.themes) == (CodingState.AGREED, ["staffing"])
    assert Reconciliation.objects.get().by == world.nurse
    (twice,) = selectors.coded_twice(access_of(world.nurse))
    assert (twice.first, twice.second) == ({"timeliness"}, {"staffing"})


def test_what_one_person_coded_is_not_reconciled(world, insight):
    code(world.nurse, insight)
    with pytest.raises(WrongState):
        services.reconcile(
            by=world.nurse, insight=insight, themes=["pain"], sentiment=1, reason="x"
        )


def test_a_sample_goes_to_a_second_coder(world):
    for n in range(10):
        code(world.nurse, make_insight(world.pair.mentee, f"Comment {n}"))
    asked = services.ask_for_sample(by=world.nurse, trust=world.pair.mentee, percent=25)
    assert asked == 3
    assert Insight.objects.filter(coding_state=CodingState.SECOND).count() == 3
    assert selectors.next_to_code(access_of(world.nurse)) is None
    with pytest.raises(Refusal):
        services.ask_for_sample(by=world.nurse, trust=world.pair.mentee, percent=0)


def test_skipped_comments_come_last(world):
    old, new = (make_insight(world.pair.mentee, text) for text in ("Old", "New"))
    access = access_of(world.nurse)
    assert selectors.next_to_code(access) == new
    assert selectors.next_to_code(access, skipped=str(new.pk)) == old
    assert selectors.next_to_code(access, skipped=str(old.pk)) == new
    assert selectors.next_to_code(access, skipped="x" * 99) == new


def test_coding_goes_from_one_comment_to_the_next_through_the_pages(world, insight):
    client = signed_in(world.nurse)
    there = client.get(reverse("coding_next"))["Location"]
    page = client.get(there).content.decode()
    assert "Suggested because of “waited”" in page
    assert "There is a problem" in client.post(there, {}).content.decode()
    assert "There is a problem" in client.post(there, {"sentiment": "4"}).content.decode()
    bad = {"sentiment": "9", "themes_3": ["x" * 1000, "=1+1"]}
    assert client.post(there, bad).status_code == 200
    answer = client.post(there, {"sentiment": "4", "themes_2": ["timeliness"]})
    assert answer["Location"] == reverse("coding_next")
    assert client.get(reverse("coding_next"))["Location"] == reverse("coding_overview")


def test_both_codings_stand_side_by_side_and_the_agreement_is_told(world, insight):
    differ(world, insight)
    client = signed_in(world.nurse)
    page = client.get(reverse("insight_reconcile", args=[insight.pk])).content.decode()
    assert "Timeliness of care" in page
    assert world.member.name in page
    whole = {"sentiment": "4", "themes_1": ["staffing"], "reason": "Staffing was meant"}
    assert client.post(reverse("insight_reconcile", args=[insight.pk]), whole).status_code == 302
    overview = client.get(reverse("coding_overview")).content.decode()
    assert "Both gave the very same themes to 0 of 1 comment" in overview
    assert client.post(reverse("coding_overview"), {"trust": "MOR"}).status_code == 200

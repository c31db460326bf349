"""An event before and after a correction: the two versions together point at nobody."""

import pytest
from django.urls import reverse

from improvement_plans.listening.presence import CORRECTED, NOT_YET, corrected_by_few
from improvement_plans.models import EngagementEvent, PlanState
from improvement_plans.presenters.presence import NOT_APART
from improvement_plans.selectors.engagement import presences_of_events
from improvement_plans.services import engagement as services
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.listening.factories import make_held_event, make_shown_event
from improvement_plans.tests.services.worlds import IN_WINDOW, make_world

pytestmark = pytest.mark.django_db
SEX = {"female": 20, "male": 25}


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


@pytest.fixture
def event(world):
    return make_shown_event(world.pair.mentee, people=45, sex=SEX)


def page_of(person, event, **asked):
    answer = client_of(person).get(reverse("event", args=[event.pk]), asked)
    return (b"".join(answer) if answer.streaming else answer.content).decode()


def count(world, event, **numbers):
    services.count_people(by=world.nurse, event=event, characteristic="sex", numbers=numbers)
    event.refresh_from_db()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 20, "b": 25}, {"a": 20, "b": 25}, False),
        ({"a": 20, "b": 25}, {"a": 21, "b": 25}, True),
        ({"a": 20}, {"a": 20, "b": 9}, True),
        ({"a": 20, "b": 9}, {"a": 29}, True),
        ({"a": 20, "b": 10}, {"a": 30}, False),
    ],
)
def test_a_correction_by_few_is_one_that_moves_1_to_9_people(before, after, expected):
    assert corrected_by_few(before, after) is expected


def test_others_see_who_came_when_the_findings_are_written_up(world):
    event = make_held_event(world.pair.mentee, people=45, sex=SEX)
    assert "Women" in page_of(world.nurse, event)
    assert "Women" not in (page := page_of(world.lead, event))
    assert NOT_YET in page
    count(world, event, female=21, male=24)
    values = {"good": "Kind", "better": "", "who_was_missing": "", "minutes": ""}
    services.write_up(by=world.nurse, event=event, read_at=event.version, values=values)
    assert "Women" in page_of(world.lead, event)


@pytest.mark.parametrize("who", ["nurse", "lead"])
def test_a_correction_by_few_people_takes_the_division_off_for_good(world, event, who):
    assert "Women" in page_of(getattr(world, who), event)
    count(world, event, female=20, male=24, own_words=1)
    for _again in range(2):
        page = page_of(getattr(world, who), event)
        assert CORRECTED in page
        assert "Women" not in page + page_of(getattr(world, who), event, download="csv")
        count(world, event, female=40, male=5)


def test_one_person_more_takes_every_division_off(world, event):
    services.count_people(by=world.nurse, event=event, characteristic="age", numbers={"65_74": 45})
    services.hold_event(by=world.nurse, event=event, people=46, today=IN_WINDOW)
    event.refresh_from_db()
    assert event.not_divided == ["age", "sex"]
    found = presences_of_events([event])[event.pk]
    assert [each.groups for each in found] == [(), ()]


def test_two_corrections_by_many_that_are_one_by_few_take_the_division_off(world, event):
    count(world, event)
    assert "Women" not in page_of(world.lead, event)
    count(world, event, female=22, male=23)
    assert event.not_divided == ["sex"]
    assert "Women" not in page_of(world.lead, event)


def test_the_same_by_the_number_of_people_in_all(world, event):
    for people in (60, 46):
        services.hold_event(by=world.nurse, event=event, people=people, today=IN_WINDOW)
    event.refresh_from_db()
    assert event.not_divided == ["sex"]


def test_going_back_to_a_division_that_was_shown_is_no_correction_by_few(world, event):
    count(world, event, female=35, male=10)
    count(world, event, **SEX)
    assert event.not_divided == []
    assert "Women" in page_of(world.lead, event)


def test_what_was_shown_is_kept_in_no_history(world, event):
    count(world, event, female=35, male=10)
    assert not hasattr(event.history.first(), "divided_before")


def test_a_correction_by_many_people_is_shown(world, event):
    count(world, event, female=35, male=10)
    assert event.not_divided == []
    assert "Women" in page_of(world.lead, event)


def test_the_form_says_beforehand_what_a_correction_leads_to(world, event):
    there = reverse("event_count", args=[event.pk, "sex"])
    assert "for good" in client_of(world.nurse).get(there).content.decode()
    EngagementEvent.objects.update(state="held")
    assert "for good" not in client_of(world.nurse).get(there).content.decode()


def test_a_planted_rule_that_forgets_the_first_version_is_noticed(world, event, monkeypatch):
    monkeypatch.setattr(services, "corrected_by_few", lambda *_versions: False)
    count(world, event, female=20, male=24, own_words=1)
    assert "Women" in page_of(world.lead, event)


def serve(world, **numbers):
    services.give_population(
        by=world.nurse,
        trust=world.pair.mentee,
        characteristic="sex",
        source="Registrations",
        year=2014,
        numbers=numbers,
    )
    address = reverse("population", args=[world.pair.mentee.ods_code])
    return client_of(world.lead).get(address).content.decode()


def test_people_served_corrected_by_few_are_shown_no_more(world):
    assert "1,204" in serve(world, female=1204, male=980)
    page = serve(world, female=1204, male=984)
    assert NOT_APART in page
    assert "1,204" not in page
    assert "984" not in page


def test_people_served_that_are_not_shown_are_not_compared_with_a_room_either(world, event):
    serve(world, female=1204, male=980)
    assert "Registrations, 2014" in page_of(world.lead, event)
    serve(world, female=1204, male=984)
    assert "Registrations, 2014" not in page_of(world.lead, event)


def test_people_served_are_shown_again_when_no_shown_version_is_near(world):
    serve(world, female=1204, male=980)
    serve(world, female=1204, male=984)
    assert "1,210" in serve(world, female=1300, male=1210)
    assert "980" in serve(world, female=1204, male=980)
    assert NOT_APART in serve(world, female=1303, male=1210)


def test_a_version_that_was_not_shown_keeps_no_later_one_back(world):
    serve(world, female=1200, male=980)
    serve(world, female=1204, male=980)
    assert "1,210" in serve(world, female=1210, male=980)


def test_rounding_numbers_that_were_shown_unrounded_is_not_promised_to_show_them(world):
    serve(world, female=1204, male=980)
    page = serve(world, female=1200, male=980)
    assert NOT_APART in page
    assert "1,200" not in page
    address = reverse("population_give", args=[world.pair.mentee.ods_code, "sex"])
    form = client_of(world.nurse).get(address).content.decode()
    for said in (page, form):
        assert "differs by 10 or more" in said
        assert "rounded" not in said


def test_whole_tens_after_whole_tens_are_shown(world):
    serve(world, female=1200, male=980)
    assert "1,190" in serve(world, female=1190, male=980)
    assert "1,200" in serve(world, female=1200, male=990)

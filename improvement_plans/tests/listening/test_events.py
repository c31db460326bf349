"""Engagement events: from the day that is set to what was said and who was missing."""

import csv
import datetime
import io

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, NotFound, Refusal, StaleVersion, WrongState
from improvement_plans.listening.states import COMMITMENT_MOVES, EVENT_MOVES, check_event_move
from improvement_plans.models import (
    CommitmentState,
    EngagementEvent,
    EventCount,
    EventKind,
    EventState,
    PlanState,
)
from improvement_plans.selectors import engagement as selectors
from improvement_plans.services import engagement as services
from improvement_plans.tests.factories import make_plan
from improvement_plans.tests.listening.factories import (
    DAY,
    make_event,
    make_group,
    make_held_event,
    make_shown_event,
)
from improvement_plans.tests.services.worlds import make_world
from trusts.tests.factories import make_trust

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 4, 16)
VALUES = {"title": "Lung cancer focus group", "kind": EventKind.FOCUS_GROUP, "on": DAY}


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


def get(person, name, *args, **query):
    client = Client()
    client.force_login(person)
    return client.get(reverse(name, args=args), query)


def planned(world, **changed):
    return services.plan_event(
        by=world.member, trust=world.pair.mentee, plan=world.plan, values={**VALUES, **changed}
    )


@pytest.mark.parametrize("current", EventState)
@pytest.mark.parametrize("new", EventState)
def test_only_moves_of_the_table_are_made(current, new):
    if new in EVENT_MOVES[current]:
        check_event_move(current, new)
    else:
        with pytest.raises(WrongState):
            check_event_move(current, new)


def test_every_state_has_its_row():
    assert set(EVENT_MOVES) == set(EventState)
    assert set(COMMITMENT_MOVES) == set(CommitmentState)


def test_from_the_day_to_the_findings(world):
    event = planned(world)
    services.hold_event(by=world.member, event=event, people=14, today=TODAY)
    event.refresh_from_db()
    aim = world.plan.aims.get()
    services.write_up(
        by=world.member,
        event=event,
        read_at=event.version,
        values={"good": "Kind nurses", "better": "One number to ring", "who_was_missing": "Men"},
        aims=[aim],
    )
    event.refresh_from_db()
    assert (event.state, event.people) == (EventState.WRITTEN_UP, 14)
    assert list(event.aims.all()) == [aim]
    assert "one number to ring" in get(world.mentor, "event", event.pk).content.decode().lower()


def test_an_event_is_not_held_before_its_day(world):
    event = planned(world, on=TODAY + datetime.timedelta(days=1))
    with pytest.raises(Refusal, match="later day"):
        services.hold_event(by=world.member, event=event, people=3, today=TODAY)


def test_a_cancelled_event_says_why_and_can_be_set_for_another_day(world):
    event = planned(world)
    with pytest.raises(Refusal, match="why"):
        services.cancel_event(by=world.member, event=event, reason="  ")
    services.cancel_event(by=world.member, event=event, reason="Snow")
    assert "Snow" in get(world.nurse, "event", event.pk).content.decode()
    services.set_anew(by=world.member, event=event, on=TODAY)
    event.refresh_from_db()
    assert (event.state, event.on) == (EventState.PLANNED, TODAY)


def test_an_event_to_which_nobody_came_is_said_to_be_so(world):
    event = planned(world)
    services.hold_event(by=world.member, event=event, people=0, today=TODAY)
    page = get(world.nurse, "event", event.pk).content.decode()
    assert "Nobody came" in page
    assert reverse("event_counts", args=[event.pk]) not in page


def test_a_room_of_one_is_never_shown_as_one(world):
    event = make_held_event(world.pair.mentee, people=1, sex={"female": 1})
    page = get(world.nurse, "event", event.pk).content.decode()
    assert "Fewer than 10 people" in page
    assert "Too few people took part" in page


def test_counts_are_replaced_and_stand_in_no_record(world):
    event = make_held_event(world.pair.mentee, people=40, sex={"female": 7})
    services.count_people(
        by=world.member, event=event, characteristic="sex", numbers={"female": 37, "male": 3}
    )
    assert EventCount.objects.get(group="male").number == 3
    said = AuditEvent.objects.latest("pk")
    assert (said.changes, said.reason) == ({}, "Sex or gender")
    assert not hasattr(EngagementEvent.history.model(), "people")


@pytest.mark.parametrize("numbers", [{"female": 41}, {"nobody": 3}])
def test_counts_that_cannot_be_are_refused(world, numbers):
    event = make_held_event(world.pair.mentee, people=40)
    with pytest.raises(Refusal):
        services.count_people(by=world.member, event=event, characteristic="sex", numbers=numbers)


def test_fewer_people_than_are_in_the_groups_are_refused(world):
    event = make_held_event(world.pair.mentee, people=40, sex={"female": 30})
    with pytest.raises(Refusal, match="counted in the groups"):
        services.hold_event(by=world.member, event=event, people=29, today=TODAY)


def test_a_small_count_is_nowhere_on_the_page_nor_in_the_file(world):
    event = make_held_event(
        world.pair.mentee, people=73, sex={"female": 40, "male": 26, "own_words": 7}
    )
    page = get(world.nurse, "event", event.pk).content.decode()
    file = get(world.nurse, "event", event.pk, download="csv").content.decode("utf-8-sig")
    rows = {row[1]: row[2] for row in csv.reader(io.StringIO(file)) if len(row) > 3}
    assert rows["In their own words"] == "fewer than 10"
    assert (rows["Men"], rows["Women"]) == ("not shown", "40")
    assert ">26<" not in page
    assert ">7<" not in page


def test_the_room_is_set_against_the_people_served(world):
    services.give_population(
        by=world.nurse,
        trust=world.pair.mentee,
        characteristic="sex",
        source="Cancer registrations",
        year=2014,
        numbers={"female": 510, "male": 490, "own_words": 0},
    )
    event = make_shown_event(world.pair.mentee, people=60, sex={"female": 60})
    page = get(world.lead, "event", event.pk).content.decode()
    assert "Nobody was there from: Men" in page
    assert "Cancer registrations, 2014" in page


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        *((who, True) for who in ("nurse", "member", "sponsor", "observer", "lead")),
        *((who, False) for who in ("mentor", "partner", "outsider")),
    ],
)
def test_a_trusts_own_event_is_for_its_own_people_and_the_programme(world, who, sees):
    event = make_event(world.pair.mentee)
    assert (get(getattr(world, who), "event", event.pk).status_code == 200) is sees


@pytest.mark.parametrize(
    ("who", "sees"), [("mentor", True), ("partner", True), ("observer", True), ("outsider", False)]
)
def test_an_event_of_a_plan_is_also_for_the_buddy_and_the_partner(world, who, sees):
    event = make_event(world.pair.mentee, plan=world.plan)
    assert (get(getattr(world, who), "event", event.pk).status_code == 200) is sees


def test_an_event_of_the_programme_is_for_everybody_with_a_role_but_guests(world):
    event = make_event(None, scheme=world.pair.scheme)
    assert get(world.outsider, "event", event.pk).status_code == 200
    assert get(world.partner, "event", event.pk).status_code == 404


@pytest.mark.parametrize("who", ["sponsor", "mentor", "lead", "observer", "partner"])
def test_only_the_trusts_team_writes(world, who):
    event = make_event(world.pair.mentee, plan=world.plan)
    with pytest.raises(NotAllowed):
        services.hold_event(by=getattr(world, who), event=event, people=3, today=TODAY)


def test_only_a_programme_lead_sets_an_event_of_the_programme(world):
    with pytest.raises(NotAllowed):
        services.plan_event(by=world.nurse, trust=None, scheme=world.pair.scheme, values=VALUES)
    services.plan_event(by=world.lead, trust=None, scheme=world.pair.scheme, values=VALUES)


def test_only_the_trusts_lead_says_whom_it_serves(world):
    with pytest.raises(NotAllowed):
        services.give_population(
            by=world.member,
            trust=world.pair.mentee,
            characteristic="sex",
            source="Us",
            year=2014,
            numbers={"female": 5},
        )


def test_a_plan_of_another_trust_is_refused(world):
    with pytest.raises(Refusal, match="plan"):
        services.plan_event(
            by=world.member, trust=world.pair.mentee, plan=make_plan(), values=VALUES
        )


def test_a_group_of_another_trust_is_refused(world):
    with pytest.raises(Refusal, match="group"):
        services.plan_event(
            by=world.member,
            trust=world.pair.mentee,
            group=make_group(make_trust("OTH")),
            values=VALUES,
        )


def test_a_stale_save_is_refused(world):
    event = planned(world)
    values = {**VALUES, "plan": None, "group": None}
    change = {"by": world.member, "event": event, "facilitators": [], "concerns": []}
    services.change_event(read_at=1, values=values, **change)
    with pytest.raises(StaleVersion):
        services.change_event(read_at=1, values=values, **change)


@pytest.mark.parametrize(
    "fields",
    [{"trust": None}, {"state": "cancelled"}, {"state": "written_up"}],
)
def test_the_database_holds_what_an_event_must_have(world, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_event(**{"trust": world.pair.mentee, **fields})


def test_the_list_asks_as_often_for_twenty_events_as_for_two(world):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert get(world.nurse, "listening").status_code == 200
        return len(asked)

    for _ in range(2):
        make_event(world.pair.mentee)
    few = queries()
    for _ in range(18):
        make_event(world.pair.mentee)
    assert queries() == few


def test_filters_and_the_file_hold_the_same_rows(world):
    make_event(world.pair.mentee, title="Tweet chat", kind=EventKind.TWEET_CHAT)
    make_event(world.pair.mentee)
    page = get(world.nurse, "listening", kind="tweet_chat").content.decode()
    file = get(world.nurse, "listening", kind="tweet_chat", download="csv").content.decode()
    assert "Tweet chat" in page
    assert "Lung cancer focus group" not in page + file


def test_a_foreign_event_is_not_found(world):
    event = make_event(make_trust("OTH"))
    with pytest.raises(NotFound):
        selectors.event_visible_to(access_of(world.nurse), event.pk)

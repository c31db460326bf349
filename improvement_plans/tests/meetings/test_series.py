"""Standing schedules: set up, changed, ended, called from; their dates in a calendar."""

import datetime

import icalendar
import pytest
import time_machine
from django.db import IntegrityError, transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import Membership
from buddy_portal.accounts.refusals import NotAllowed, Refusal
from improvement_plans.calendars.feed import DayEntry, feed_bytes
from improvement_plans.calendars.meetings import meeting_entries
from improvement_plans.models import PlanState, Rhythm
from improvement_plans.selectors.meeting_series import next_uncalled
from improvement_plans.services import meeting_series as services
from improvement_plans.services.meetings import change_meeting
from improvement_plans.tests.meetings.factories import make_meeting, make_series, series_values
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 4, 16)
NOW = datetime.datetime(2015, 4, 16, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


def set_up(world, *, by=None, **changed):
    return services.set_up_series(
        by=by or world.nurse,
        trust=world.pair.mentee,
        people=[world.member, world.nurse],
        values=series_values(**changed),
        today=TODAY,
    )


def test_next_meeting_is_called_with_people_and_plans(world):
    meeting = services.call_next(by=world.sponsor, series=set_up(world), today=TODAY)
    assert meeting.on == datetime.date(2015, 5, 5)
    assert list(meeting.plans.all()) == [world.plan]
    assert {each.user for each in meeting.members.all()} == {world.member, world.nurse}


def test_meeting_after_the_next_is_called_once_the_next_is(world):
    series = set_up(world)
    called = [services.call_next(by=world.nurse, series=series, today=TODAY) for _ in range(2)]
    assert [each.on.month for each in called] == [5, 6]


def test_somebody_who_left_the_trust_is_not_asked_by_the_schedule(world):
    series = set_up(world)
    Membership.objects.filter(user=world.member).update(ends_on=datetime.date(2015, 4, 1))
    meeting = services.call_next(by=world.nurse, series=series, today=TODAY)
    assert [each.user for each in meeting.members.all()] == [world.nurse]


@pytest.mark.parametrize("who", ["member", "observer", "mentor", "partner", "outsider", "lead"])
def test_only_lead_and_sponsor_set_up_schedules_of_the_trust(world, who):
    with pytest.raises(NotAllowed):
        set_up(world, by=getattr(world, who))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"weekday": None}, "weekday"),
        ({"ends_on": datetime.date(2015, 1, 1)}, "ends_on"),
        ({"ends_on": datetime.date(2015, 2, 2)}, "ends_on"),
        ({"kind": "programme"}, "kind"),
    ],
)
def test_schedule_without_a_day_is_refused(world, changed, field):
    with pytest.raises(Refusal) as refused:
        set_up(world, **changed)
    assert refused.value.field == field


@pytest.mark.parametrize("last", [datetime.date(2015, 1, 1), datetime.date(2015, 2, 2)])
def test_schedule_is_not_changed_to_end_before_its_first_meeting(world, last):
    series = set_up(world)
    with pytest.raises(Refusal) as refused:
        services.change_series(
            by=world.nurse,
            series=series,
            read_at=1,
            people=[],
            values=series_values(ends_on=last),
            today=TODAY,
        )
    assert refused.value.field == "ends_on"
    series.refresh_from_db()
    assert (series.version, series.ends_on) == (1, None)


def test_meeting_is_not_moved_onto_another_one_of_its_schedule(world):
    series = set_up(world)
    first, second = (
        services.call_next(by=world.nurse, series=series, today=TODAY) for _ in range(2)
    )
    with pytest.raises(Refusal) as refused:
        change_meeting(by=world.nurse, meeting=second, read_at=1, plans=[], values={"on": first.on})
    assert refused.value.field == "on"
    change_meeting(by=world.nurse, meeting=second, read_at=1, plans=[], values={"on": second.on})


def test_ended_schedule_has_no_more_dates(world):
    series = set_up(world)
    services.end_series(by=world.nurse, series=series, today=TODAY)
    with pytest.raises(Refusal):
        services.call_next(by=world.nurse, series=series, today=TODAY)
    with pytest.raises(Refusal):
        services.end_series(by=world.nurse, series=series, today=TODAY)


def test_schedule_changed_to_weeks_forgets_its_weekday(world):
    series = set_up(world)
    values = series_values(rhythm=Rhythm.WEEKS, every=4, begins_on=datetime.date(2015, 4, 20))
    services.change_series(
        by=world.nurse, series=series, read_at=1, people=[], values=values, today=TODAY
    )
    series.refresh_from_db()
    assert (series.week, series.weekday) == (None, None)
    assert next_uncalled(series, since=TODAY, most=2)[1] == datetime.date(2015, 5, 18)


@pytest.mark.parametrize("broken", [{"every": 0}, {"every": 13}, {"week": None}])
def test_database_refuses_a_schedule_that_breaks_a_rule(world, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_series(world.pair.mentee, **broken)


def test_calendar_holds_called_meetings_and_the_dates_after_them(world):
    series = set_up(world)
    services.call_next(by=world.nurse, series=series, today=TODAY)
    make_meeting(world.pair.mentee, on=datetime.date(2015, 4, 20))
    entries = meeting_entries(access_of(world.member), on=TODAY)
    assert [each.first_day.month for each in entries] == [5, 6, 7, 8, 9, 10, 11]
    assert [each.note for each in entries][:2] == [
        "MDT operational meeting",
        "MDT operational meeting. Not called yet.",
    ]


def test_calendar_of_a_date_and_of_its_meeting_is_one_entry(world):
    series = set_up(world)
    before = meeting_entries(access_of(world.member), on=TODAY)[0]
    services.call_next(by=world.nurse, series=series, today=TODAY)
    assert meeting_entries(access_of(world.member), on=TODAY)[0].key == before.key


def test_schedule_leaves_the_calendar_of_somebody_who_left(world):
    set_up(world)
    Membership.objects.filter(user=world.member).update(ends_on=datetime.date(2015, 4, 1))
    assert meeting_entries(access_of(world.member), on=TODAY) == []


@pytest.mark.parametrize(
    ("day", "utc_hour"), [(datetime.date(2015, 3, 24), 9), (datetime.date(2015, 3, 31), 8)]
)
def test_nine_in_london_stays_nine_when_the_clocks_change(day, utc_hour):
    entry = DayEntry("m", "MDT", day, day, "https://x.example/", at=datetime.time(9), lasts=90)
    file = feed_bytes([entry], name="x", host="x.example", made_at=NOW)
    (event,) = icalendar.Calendar.from_ical(file).walk("VEVENT")
    start, end = event.decoded("DTSTART"), event.decoded("DTEND")
    assert start.astimezone(datetime.UTC).hour == utc_hour
    assert end - start == datetime.timedelta(minutes=90)
    assert event["TRANSP"] == "OPAQUE"

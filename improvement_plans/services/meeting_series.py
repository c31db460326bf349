"""Standing schedules of meetings: set up, changed, ended; and the next meeting called from one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import changed_fields
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.versions import save_version
from improvement_plans.meetings import rules
from improvement_plans.meetings.standing import next_dates
from improvement_plans.models import Meeting, MeetingSeries, Rhythm
from improvement_plans.planned_days import check_planned_day
from improvement_plans.selectors.meeting_series import next_uncalled, standing_of
from improvement_plans.selectors.meetings import people_to_ask, plans_to_cover
from improvement_plans.services.meetings import call_meeting, check_kind, record
from trusts.models import Scheme, Trust

SHARED = ("kind", "title", "at", "lasts", "place", "chair")


def set_up_series(
    *,
    by: User,
    trust: Trust | None,
    scheme: Scheme | None = None,
    people: Iterable[User] = (),
    values: Mapping[str, Any],
    today: datetime.date,
) -> MeetingSeries:
    """Set up a standing schedule of a trust or a scheme."""
    with transaction.atomic():
        made = MeetingSeries(trust=trust, scheme=None if trust else scheme, **_fitting(values))
        rules.keep_meetings.require(access_of(by), rules.Side.of(made))
        check_kind(made.kind, trust)
        _check_dates(made)
        made.save()
        _ask(made, people, today)
        record(thing=made, by=by, action="schedule of meetings set up")
    return made


def change_series(
    *,
    by: User,
    series: MeetingSeries,
    read_at: int,
    people: Iterable[User],
    values: Mapping[str, Any],
    today: datetime.date,
) -> None:
    """Change a schedule from now on; meetings that are called already stay as they are."""
    with transaction.atomic():
        found = _locked(series, by)
        known = _fitting(values)
        check_kind(known.get("kind", found.kind), found.trust)
        # Checked apart from the stored one, which keeps its dates for somebody who comes too late.
        _check_dates(MeetingSeries(**known))
        changes = changed_fields(found, dict(known))
        save_version(found, read_at=read_at, values=known)
        _ask(found, people, today)
        record(thing=found, by=by, action="schedule of meetings changed", changes=changes)


def end_series(*, by: User, series: MeetingSeries, today: datetime.date) -> None:
    """End a schedule: it has no more dates after today."""
    with transaction.atomic():
        found = _locked(series, by)
        if found.ends_on is not None and found.ends_on <= today:
            raise Refusal("This schedule has ended already")
        found.ends_on = max(today, found.begins_on)
        found.version += 1
        found.save()
        record(thing=found, by=by, action="schedule of meetings ended")


def call_next(*, by: User, series: MeetingSeries, today: datetime.date) -> Meeting:
    """Call the next meeting of a schedule, with its people and all plans under way."""
    with transaction.atomic():
        found = _locked(series, by)
        ahead = next_uncalled(found, since=today, most=1)
        if not ahead:
            raise Refusal("This schedule has no more dates")
        people = people_to_ask(found.trust, found.scheme, on=today)
        return call_meeting(
            by=by,
            trust=found.trust,
            scheme=found.scheme,
            series=found,
            plans=plans_to_cover(found.trust, found.scheme),
            people=people.filter(meeting_series=found),
            values={**{name: getattr(found, name) for name in SHARED}, "on": ahead[0]},
        )


def _fitting(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without a weekday where meetings are held every so many weeks."""
    known = dict(values)
    if known.get("rhythm") == Rhythm.WEEKS:
        known |= {"week": None, "weekday": None}
    elif known.get("week") is None or known.get("weekday") is None:
        raise Refusal("Choose which weekday of the month", field="weekday")
    return known


def _check_dates(series: MeetingSeries) -> None:
    check_planned_day(series.begins_on, field="begins_on", what="The first day")
    if series.ends_on is not None:
        check_planned_day(series.ends_on, field="ends_on", what="The last day")
        if series.ends_on < series.begins_on:
            raise Refusal("The last day must be the same as or after the first", field="ends_on")
    if not next_dates(standing_of(series), since=series.begins_on, most=1):
        raise Refusal("There is no such day between these dates", field="ends_on")


def _ask(series: MeetingSeries, people: Iterable[User], today: datetime.date) -> None:
    chosen = {person.pk for person in people}
    fitting = people_to_ask(series.trust, series.scheme, on=today)
    if fitting.filter(pk__in=chosen).count() != len(chosen):
        raise Refusal("Choose people who belong to this trust or scheme", field="people")
    series.people.set(chosen)


def _locked(series: MeetingSeries, by: User) -> MeetingSeries:
    found = (
        MeetingSeries.objects.select_for_update(of=("self",))
        .select_related("trust", "scheme")
        .get(pk=series.pk)
    )
    rules.keep_meetings.require(access_of(by), rules.Side.of(found))
    return found

"""Meetings: called, changed, people asked, called off, minuted. Agenda and papers: see beside."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import changed_fields, record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.versions import save_version
from improvement_plans.meetings import rules
from improvement_plans.meetings.standing import is_date
from improvement_plans.meetings.states import check_is_ahead, check_meeting_move
from improvement_plans.models import (
    Attendance,
    Meeting,
    MeetingKind,
    MeetingMember,
    MeetingSeries,
    MeetingState,
    Plan,
)
from improvement_plans.planned_days import check_planned_day
from improvement_plans.selectors.meeting_series import standing_of
from improvement_plans.selectors.meetings import members_of, people_to_ask, plans_to_cover
from improvement_plans.services.meeting_mails import meeting_called_off
from trusts.models import Scheme, Trust


def call_meeting(
    *,
    by: User,
    trust: Trust | None,
    scheme: Scheme | None = None,
    series: MeetingSeries | None = None,
    plans: Iterable[Plan] = (),
    people: Iterable[User] = (),
    values: Mapping[str, Any],
) -> Meeting:
    """Call a meeting of a trust or, for the programme, of a scheme."""
    with transaction.atomic():
        made = Meeting(
            trust=trust, scheme=None if trust else scheme, series=series, called_by=by, **values
        )
        rules.keep_meetings.require(access_of(by), rules.Side.of(made))
        check_kind(made.kind, trust)
        check_planned_day(made.on, field="on", what="The day")
        _check_day_of_series(made)
        made.save()
        _cover(made, plans)
        _ask(made, people)
        record(thing=made, by=by, action="meeting called")
    return made


def change_meeting(
    *,
    by: User,
    meeting: Meeting,
    read_at: int,
    plans: Iterable[Plan],
    values: Mapping[str, Any],
) -> None:
    """Change the day, place, chair or plans of a meeting that is ahead."""
    with transaction.atomic():
        found = locked_meeting(meeting, by)
        check_is_ahead(found.state)
        check_kind(values.get("kind", found.kind), found.trust)
        check_planned_day(values["on"], field="on", what="The day")
        _check_day_is_free(found, values["on"])
        changes = changed_fields(found, dict(values))
        save_version(found, read_at=read_at, values=dict(values))
        _cover(found, plans)
        record(thing=found, by=by, action="meeting changed", changes=changes)


def ask_people(*, by: User, meeting: Meeting, people: Iterable[User]) -> None:
    """Say who is asked: those who are left out are asked no longer, and see it no longer by it."""
    with transaction.atomic():
        found = locked_meeting(meeting, by)
        before = {each.user_id: str(each.user) for each in members_of(found)}
        chosen = {each.pk: each for each in people}
        found.members.exclude(user__in=chosen).delete()
        _ask(found, (each for key, each in chosen.items() if key not in before))
        after = ", ".join(sorted(str(each) for each in chosen.values()))
        changes: dict[str, tuple[object, object]] = {
            "people": (", ".join(sorted(before.values())), after)
        }
        record(thing=found, by=by, action="people asked to a meeting", changes=changes)


def call_off(*, by: User, meeting: Meeting, reason: str) -> None:
    """Call a meeting off; who was asked learns so."""
    if not reason.strip():
        raise Refusal("Say why it is called off", field="reason")
    with transaction.atomic():
        found = locked_meeting(meeting, by)
        check_meeting_move(found.state, MeetingState.CANCELLED)
        found.state, found.cancelled_why = MeetingState.CANCELLED, reason.strip()
        found.version += 1
        found.save()
        record(thing=found, by=by, action="meeting called off", reason=found.cancelled_why)
        meeting_called_off(found, by=by)


def write_minutes(
    *,
    by: User,
    meeting: Meeting,
    read_at: int,
    minutes: str,
    others: str,
    attendance: Mapping[int, Attendance],
    today: datetime.date,
) -> None:
    """Write down what was said and who came. Minutes that are changed must be sent anew."""
    if not minutes.strip():
        raise Refusal("Write down what was said", field="minutes")
    with transaction.atomic():
        found = locked_meeting(meeting, by)
        check_meeting_move(found.state, MeetingState.HELD)
        if found.on > today:
            raise Refusal("Minutes are written from the day of the meeting on")
        values = {
            "minutes": minutes.strip(),
            "others": others.strip(),
            "state": MeetingState.HELD,
        }
        changes = changed_fields(found, dict(values))
        save_version(found, read_at=read_at, values=values)
        _note_attendance(found, attendance)
        record(thing=found, by=by, action="minutes written", changes=changes)


def locked_meeting(meeting: Meeting, by: User) -> Meeting:
    """The meeting, locked, for somebody who keeps it."""
    found = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("trust", "scheme", "series")
        .get(pk=meeting.pk)
    )
    rules.keep_meetings.require(access_of(by), rules.Side.of(found))
    return found


def check_kind(kind: str, trust: Trust | None) -> None:
    """Programme meetings are the programme's, all others a trust's."""
    if (kind == MeetingKind.PROGRAMME) == (trust is not None):
        raise Refusal("Choose a kind of meeting that fits whose it is", field="kind")


def record(*, thing: Meeting | MeetingSeries, by: User, action: str, **more: Any) -> None:
    """The event of the audit trail."""
    record_event(by=by, action=action, thing=thing, trust_code=thing.trust_code, **more)


def _check_day_of_series(meeting: Meeting) -> None:
    series = meeting.series
    if series is None:
        return
    if (series.trust_id, series.scheme_id) != (meeting.trust_id, meeting.scheme_id):
        raise Refusal("This schedule is not one of theirs")
    if not is_date(standing_of(series), meeting.on):
        raise Refusal("This day is not one of the schedule", field="on")
    _check_day_is_free(meeting, meeting.on)


def _check_day_is_free(meeting: Meeting, day: datetime.date) -> None:
    """A schedule has one meeting a day, wherever a meeting of it was moved to."""
    if meeting.series is None:
        return
    if meeting.series.meetings.filter(on=day).exclude(pk=meeting.pk).exists():
        raise Refusal("The meeting of this day has been called already", field="on")


def _cover(meeting: Meeting, plans: Iterable[Plan]) -> None:
    chosen = {plan.pk for plan in plans}
    # What a meeting covers already stays possible when the plan has ended since.
    fitting = set(plans_to_cover(meeting.trust, meeting.scheme).values_list("pk", flat=True))
    fitting |= set(meeting.plans.values_list("pk", flat=True))
    if not chosen <= fitting:
        raise Refusal("Choose plans of this trust or scheme that are under way", field="plans")
    meeting.plans.set(chosen)


def _ask(meeting: Meeting, people: Iterable[User]) -> None:
    chosen = {person.pk for person in people}
    fitting = people_to_ask(meeting.trust, meeting.scheme, on=timezone.localdate())
    if fitting.filter(pk__in=chosen).count() != len(chosen):
        raise Refusal("Choose people who belong to this trust or scheme", field="people")
    MeetingMember.objects.bulk_create(
        MeetingMember(meeting=meeting, user_id=key) for key in sorted(chosen)
    )


def _note_attendance(meeting: Meeting, attendance: Mapping[int, Attendance]) -> None:
    for member in meeting.members.all():
        noted = attendance.get(member.user_id)
        if noted is not None and noted != member.attendance:
            member.attendance = noted
            member.save(update_fields=["attendance"])

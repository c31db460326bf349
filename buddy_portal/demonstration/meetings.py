"""Meetings of the mentee of the sign-ins: a monthly MDT, a board; and one of the programme."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from buddy_portal.accounts.models import User
from buddy_portal.demonstration import meeting_texts as texts
from buddy_portal.demonstration.enrolment import Enrolment
from buddy_portal.demonstration.plan_writing import DAY, Day
from buddy_portal.demonstration.schedule import working_day
from improvement_plans.meetings.standing import Standing, next_dates
from improvement_plans.models import (
    Attendance,
    Meeting,
    MeetingKind,
    MeetingSeries,
    Rhythm,
    Weekday,
    WeekOfMonth,
)
from improvement_plans.selectors.meetings import people_to_ask, plans_to_cover
from improvement_plans.services import agendas, meeting_papers, meeting_series, meetings
from improvement_plans.services import meeting_decisions as decisions

MOST = 6
NINE, TWO = datetime.time(9), datetime.time(14)


def tell_meetings(enrolment: Enrolment, *, mentee: str, plan_from: Day) -> None:
    """A standing MDT with its minutes, a board, and a programme meeting that is ahead."""
    MeetingsTold(enrolment, mentee, plan_from).tell()


@dataclass
class MeetingsTold:
    """Tells how one trust meets about its plan. `plan_from` is a day on which its plan is there."""

    enrolment: Enrolment
    mentee: str
    plan_from: Day

    def tell(self) -> None:
        begins = self.plan_from + 7 * DAY
        last = self.enrolment.schedule.last_day
        standing = Standing(
            Rhythm.MONTHS, 1, begins, week=WeekOfMonth.FIRST, weekday=Weekday.TUESDAY
        )
        days = next_dates(standing, since=begins, most=MOST)
        self._add(self.plan_from + DAY, self._set_up(begins))
        held = [day for day in days if day + 2 * DAY <= last]
        for turn, day in enumerate(held):
            self._add(day - 5 * DAY, self._call)
            self._add(day, self._minute(turn), hour=15)
            self._add(day + 2 * DAY, self._send_minutes(sends=turn == len(held) - 1))
        if len(held) < len(days):
            self._add(last - DAY, self._call_with_pack, hour=11)
        self._tell_board(working_day(self.plan_from + 30 * DAY))
        self._add(last - DAY, self._call_programme, hour=15)

    def _tell_board(self, day: Day) -> None:
        self._add(day - 7 * DAY, self._call_board(day))
        self._add(day, self._minute_board, hour=16)

    def _add(self, day: Day, step: Callable[[Day], object], hour: int = 10) -> None:
        self.enrolment.schedule.add(working_day(day), step, hour=hour)

    @property
    def _nurse(self) -> User:
        return self.enrolment.staff(self.mentee).lead

    @property
    def _people(self) -> list[User]:
        staff = self.enrolment.staff(self.mentee)
        found = {person.pk: person for person in (staff.lead, staff.sponsor, *staff.owners)}
        return [person for person in found.values() if person.is_active]

    def _set_up(self, begins: Day) -> Callable[[Day], None]:
        def set_up(today: Day) -> None:
            meeting_series.set_up_series(
                by=self._nurse,
                trust=self.enrolment.trusts[self.mentee],
                people=self._own_people(today),
                values={
                    **texts.MDT,
                    "kind": MeetingKind.MDT,
                    "at": NINE,
                    "lasts": 60,
                    "ends_on": None,
                    "rhythm": Rhythm.MONTHS,
                    "every": 1,
                    "begins_on": begins,
                    "week": WeekOfMonth.FIRST,
                    "weekday": Weekday.TUESDAY,
                },
                today=today,
            )

        return set_up

    def _own_people(self, today: Day) -> list[User]:
        """Those of the trust; its plan's partners are asked to nothing here."""
        trust = self.enrolment.trusts[self.mentee]
        fitting = {person.pk for person in people_to_ask(trust, None, on=today)}
        return [person for person in self._people if person.pk in fitting]

    def _series(self) -> MeetingSeries:
        return MeetingSeries.objects.get(trust__ods_code=self.mentee)

    def _call(self, today: Day) -> Meeting:
        made = meeting_series.call_next(by=self._nurse, series=self._series(), today=today)
        agendas.make_agenda(by=self._nurse, meeting=made, today=today)
        return made

    def _call_with_pack(self, today: Day) -> None:
        made = self._call(today)
        agendas.add_item(
            by=self._nurse, meeting=made, plan=None, text=texts.OWN_ITEM, why=texts.OWN_WHY
        )
        meeting_papers.send_pack(by=self._nurse, meeting=made, today=today)

    def _newest(self, kind: MeetingKind, today: Day) -> Meeting:
        found = Meeting.objects.filter(trust__ods_code=self.mentee, kind=kind, on__lte=today)
        return found.order_by("-on")[0]

    def _minute(self, turn: int) -> Callable[[Day], None]:
        told = texts.MINUTES[turn % len(texts.MINUTES)]

        def minute(today: Day) -> None:
            self._write(self._newest(MeetingKind.MDT, today), told, today)

        return minute

    def _write(self, meeting: Meeting, told: texts.Told, today: Day) -> None:
        came = {each.user_id: Attendance.CAME for each in meeting.members.all()}
        meetings.write_minutes(
            by=self._nurse,
            meeting=meeting,
            read_at=meeting.version,
            minutes=told.minutes,
            others=told.others,
            attendance=came,
            today=today,
        )
        for text, due_after in told.decisions:
            decisions.decide(
                by=self._nurse,
                meeting=meeting,
                text=text,
                plan=meeting.plans.first(),
                follows=decisions.Follows(owner=self._nurse, due=today + due_after * DAY),
                today=today,
            )

    def _send_minutes(self, *, sends: bool) -> Callable[[Day], None]:
        """Of the last meeting the minutes go out; what earlier ones decided has been settled."""

        def send(today: Day) -> None:
            meeting = self._newest(MeetingKind.MDT, today)
            if sends:
                meeting_papers.send_minutes(by=self._nurse, meeting=meeting, today=today)
                return
            for each in meeting.decisions.all():
                decisions.settle(
                    by=self._nurse,
                    decision=each,
                    read_at=each.version,
                    became=texts.SETTLED,
                    today=today,
                )

        return send

    def _call_board(self, day: Day) -> Callable[[Day], None]:
        def call(today: Day) -> None:
            trust = self.enrolment.trusts[self.mentee]
            made = meetings.call_meeting(
                by=self._nurse,
                trust=trust,
                plans=plans_to_cover(trust, None),
                people=self._own_people(today),
                values={
                    **texts.BOARD,
                    "kind": MeetingKind.BOARD,
                    "on": day,
                    "at": TWO,
                    "lasts": 90,
                },
            )
            agendas.make_agenda(by=self._nurse, meeting=made, today=today)

        return call

    def _minute_board(self, today: Day) -> None:
        self._write(self._newest(MeetingKind.BOARD, today), texts.BOARD_TOLD, today)

    def _call_programme(self, today: Day) -> None:
        lead, scheme = self.enrolment.lead, self.enrolment.scheme
        made = meetings.call_meeting(
            by=lead,
            trust=None,
            scheme=scheme,
            plans=plans_to_cover(None, scheme),
            people=[lead],
            values={
                **texts.PROGRAMME,
                "kind": MeetingKind.PROGRAMME,
                "at": TWO,
                "lasts": 120,
                "on": working_day(today + 9 * DAY),
            },
        )
        agendas.make_agenda(by=lead, meeting=made, today=today)

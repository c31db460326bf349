"""Listening at the mentee of the sign-ins: a focus group, a tweet chat, promises, a group."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from buddy_portal.accounts.models import Invitation, User
from buddy_portal.accounts.services.invitations import accept_invitation
from buddy_portal.demonstration import listening_texts as texts
from buddy_portal.demonstration.enrolment import Enrolment
from buddy_portal.demonstration.plan_writing import DAY, Day
from buddy_portal.demonstration.schedule import working_day
from improvement_plans.listening.states import HAS_HAPPENED
from improvement_plans.models import (
    AdviceOutcome,
    Commitment,
    CommitmentState,
    Credit,
    EngagementEvent,
    GroupAdvice,
    GroupMember,
    InvolvementGroup,
    Plan,
)
from improvement_plans.services import commitments, engagement, groups, recommendations

MEMBERS = 4


def tell_listening(enrolment: Enrolment, *, mentee: str, plan_from: Day) -> None:
    """Everything of one trust, and what the programme asks of its alliance."""
    Listening(enrolment, mentee, plan_from).tell()


@dataclass
class Listening:
    """Tells how one trust listens. `plan_from` is a day on which its plan is there."""

    enrolment: Enrolment
    mentee: str
    plan_from: Day

    def tell(self) -> None:
        begins = self.enrolment.day("pairing", 3)
        self._add(begins, self._served)
        self._add(begins + 7 * DAY, self._found_group)
        for turn in range(MEMBERS):
            self._add(begins + (9 + turn) * DAY, self._joining(turn), hour=12)
        self._add(begins + 20 * DAY, self._choose_chair)
        self._tell_events()
        self._tell_promises()

    def _tell_events(self) -> None:
        first, last = self.plan_from, self.enrolment.schedule.last_day
        for place, told in enumerate(texts.EVENTS):
            day = working_day(first + told.after * DAY)
            self._add(day - 2 * DAY, self._planning(told, day))
            self._add(day, self._holding(told), hour=15)
            self._add(day + 4 * DAY, self._writing_up(told), hour=11 + place)
        ahead = working_day(last + 12 * DAY)
        self._add(last - 3 * DAY, self._planning(texts.AHEAD, ahead), hour=16)

    def _tell_promises(self) -> None:
        said_on = working_day(self.plan_from + (texts.CHAT.after + 5) * DAY)
        for place, promise in enumerate(texts.PROMISES):
            self._add(said_on, self._promising(promise), hour=10 + place)
            for after, state, note, did in promise.told:
                self._add(said_on + after * DAY, self._telling(promise.text, state, note, did))
        self._add(said_on + 24 * DAY, self._publish, hour=16)
        self._add(said_on + 5 * DAY, self._advise, hour=13)
        self._add(said_on + 15 * DAY, self._answer_advice, hour=13)
        self._add(said_on + 6 * DAY, self._recommend)

    def _add(self, day: Day, step: Callable[[Day], object], hour: int = 10) -> None:
        self.enrolment.schedule.add(working_day(day), step, hour=hour)

    @property
    def _nurse(self) -> User:
        return self.enrolment.staff(self.mentee).lead

    def _plan(self) -> Plan | None:
        plans = Plan.objects.select_related("trust")
        pair = {"scheme": self.enrolment.scheme, "trust__ods_code": self.mentee}
        return plans.filter(**pair).first()

    def _group(self) -> InvolvementGroup:
        return InvolvementGroup.objects.get(trust__ods_code=self.mentee, name=texts.GROUP)

    def _served(self, _today: Day) -> None:
        for characteristic, numbers in texts.SERVED.items():
            engagement.give_population(
                by=self._nurse,
                trust=self.enrolment.trusts[self.mentee],
                characteristic=characteristic,
                source=texts.SERVED_SOURCE,
                year=self.enrolment.scheme.baseline.year,
                numbers=numbers,
            )

    def _found_group(self, today: Day) -> None:
        groups.found_group(
            by=self._nurse,
            trust=self.enrolment.trusts[self.mentee],
            values={
                "name": texts.GROUP,
                "constitution": texts.CONSTITUTION,
                "founded_on": today,
            },
        )

    def _joining(self, turn: int) -> Callable[[Day], None]:
        people = self.enrolment.people
        person = people.partner if turn == 0 else people.partners[turn]

        def join(today: Day) -> None:
            group = self._group()
            groups.invite_member(by=self._nurse, group=group, name=person.name, email=person.email)
            invitation = Invitation.objects.get(
                email=person.email, guest_of=f"{groups.GUEST_KIND}:{group.pk}"
            )
            accept_invitation(by=person, token=invitation.token)
            noon = datetime.datetime.combine(today + 7 * DAY, datetime.time(12))
            Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.make_aware(noon))
            credit = Credit.NAME if turn < 2 else Credit.NONE
            GroupMember.objects.filter(group=group, user=person).update(
                starts_on=today, credit=credit
            )

        return join

    def _choose_chair(self, _today: Day) -> None:
        chair = self.enrolment.people.partner
        groups.choose_chair(by=self._nurse, group=self._group(), user_id=chair.pk)

    def _planning(self, told: texts.Told, day: Day) -> Callable[[Day], None]:
        def plan(_today: Day) -> None:
            engagement.plan_event(
                by=self._nurse,
                trust=self.enrolment.trusts[self.mentee],
                plan=self._plan(),
                group=self._group() if told.of_group else None,
                values={**told.values, "on": day},
                facilitators=told.facilitators,
                concerns=told.concerns,
            )

        return plan

    def _holding(self, told: texts.Told) -> Callable[[Day], None]:
        def hold(today: Day) -> None:
            event = self._event(told)
            engagement.hold_event(by=self._nurse, event=event, people=told.people, today=today)
            for characteristic, numbers in told.counts.items():
                engagement.count_people(
                    by=self._nurse, event=event, characteristic=characteristic, numbers=numbers
                )

        return hold

    def _writing_up(self, told: texts.Told) -> Callable[[Day], None]:
        def write(_today: Day) -> None:
            event = self._event(told)
            plan = self._plan()
            engagement.write_up(
                by=self._nurse,
                event=event,
                read_at=event.version,
                values=told.findings,
                aims=plan.aims.order_by("position")[:1] if plan else (),
            )

        return write

    def _event(self, told: texts.Told) -> EngagementEvent:
        return EngagementEvent.objects.get(title=told.values["title"])

    def _promising(self, promise: texts.Promise) -> Callable[[Day], None]:
        owners = self.enrolment.staff(self.mentee).owners

        def make(today: Day) -> None:
            values: dict[str, Any] = {
                "source": "event",
                "said": promise.said,
                "text": promise.text,
                "owner": owners[promise.owner % len(owners)],
                "due": today + promise.due_after * DAY,
            }
            commitments.make_commitment(
                by=self._nurse,
                trust=self.enrolment.trusts[self.mentee],
                event=self._event(texts.CHAT),
                plan=self._plan(),
                values=values,
            )

        return make

    def _telling(
        self, text: str, state: CommitmentState, note: str, did: str
    ) -> Callable[[Day], None]:
        def tell(_today: Day) -> None:
            found = self._promise(text)
            commitments.tell(
                by=self._nurse,
                commitment=found,
                read_at=found.version,
                state=state,
                note=note,
                did=did,
            )

        return tell

    def _publish(self, _today: Day) -> None:
        found = self._promise(texts.PROMISES[0].text)
        commitments.publish(by=self._nurse, commitment=found, read_at=found.version, did=found.did)

    def _promise(self, text: str) -> Commitment:
        return Commitment.objects.get(text=text)

    def _advise(self, today: Day) -> None:
        groups.give_advice(
            by=self.enrolment.people.partner,
            group=self._group(),
            plan=self._plan(),
            values={"text": texts.ADVICE, "on": today},
            today=today,
        )

    def _answer_advice(self, _today: Day) -> None:
        advice = GroupAdvice.objects.get(text=texts.ADVICE)
        groups.answer_advice(
            by=self._nurse,
            advice=advice,
            read_at=advice.version,
            outcome=AdviceOutcome.TAKEN,
            became=texts.ADVICE_BECAME,
        )

    def _latest_event(self, today: Day) -> EngagementEvent | None:
        held = EngagementEvent.objects.filter(
            trust__ods_code=self.mentee, state__in=HAS_HAPPENED, on__lte=today
        )
        return held.order_by("-on", "-pk").first()

    def _recommend(self, today: Day) -> None:
        trust = self.enrolment.trusts[self.mentee]
        if trust.alliance:
            recommendations.recommend(
                by=self.enrolment.lead,
                scheme=self.enrolment.scheme,
                event=self._latest_event(today),
                values={
                    "alliance": trust.alliance,
                    "text": texts.RECOMMENDATION,
                    "made_on": today,
                    "answer_by": today + 90 * DAY,
                },
            )

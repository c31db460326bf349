"""How trusts came into a scheme: applications, decisions, proposals, answers, terms."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from buddy_portal.accounts.models import User
from buddy_portal.demonstration import enrolment_texts as texts
from buddy_portal.demonstration.people import People, Staff
from buddy_portal.demonstration.schedule import Schedule, working_day
from buddy_portal.demonstration.worker import do_waiting_jobs
from improvement_plans.services import approval
from trusts.models import (
    BuddyPair,
    PairingDraft,
    Participation,
    ParticipationRole,
    Scheme,
    Trust,
)
from trusts.pair_gates import gate_between
from trusts.services import applications, decisions, drafts, pairs, proposals
from trusts.services.applications import Application
from trusts.states import LIVE

Day = datetime.date
Role = ParticipationRole
DAY = datetime.timedelta(days=1)


@dataclass
class Enrolment:
    """One scheme's trusts as they come in. `priorities`: question numbers each mentee puts first;
    `pairs`: each mentee's newest pair by the mentee's code."""

    scheme: Scheme
    people: People
    trusts: dict[str, Trust]
    mentees: tuple[str, ...]
    mentors: dict[str, int]
    priorities: dict[str, tuple[str, ...]]
    schedule: Schedule
    pairs: dict[str, BuddyPair] = field(default_factory=dict)
    parts: dict[str, Participation] = field(default_factory=dict)

    @property
    def lead(self) -> User:
        return self.people.lead

    def staff(self, code: str) -> Staff:
        return self.people.staff[code]

    def day(self, phase: str, after: int) -> Day:
        """A working day so many days after a phase begins."""
        first: Day = getattr(self.scheme, f"{phase}_from")
        return working_day(first + after * DAY)

    # Applications

    def all_apply(self) -> None:
        """Every mentee and mentor applies, its sponsor agrees, and it is accepted."""
        for place, code in enumerate((*self.mentors, *self.mentees)):
            start = 2 + place % 20
            self.applies(code, self.day("volunteering", start))
            self.sponsor_agrees(code, self.day("volunteering", start + 5))
            self.decided(code, self.day("volunteering", start + 9), decisions.Decision.ACCEPT)

    def applies(self, code: str, day: Day, *, send: bool = True) -> None:
        """The lead cancer nurse writes the application and, two hours later, sends it."""
        nurse = self.staff(code).lead

        def write(today: Day) -> None:
            self.parts[code] = applications.save_application(
                scheme=self.scheme,
                trust=self.trusts[code],
                application=self._application(code),
                by=nurse,
                today=today,
            )

        self.schedule.add(day, write, hour=9)
        if send:
            self.schedule.add(day, self._on_part(code, applications.send_application, nurse))

    def sponsor_agrees(self, code: str, day: Day) -> None:
        sponsor = self.staff(code).sponsor
        self.schedule.add(day, self._on_part(code, applications.agree_application, sponsor))

    def decided(self, code: str, day: Day, decision: decisions.Decision, reason: str = "") -> None:
        def decide(today: Day) -> None:
            decisions.decide_application(
                participation_id=self.parts[code].pk,
                decision=decision,
                reason=reason,
                by=self.lead,
                today=today,
            )

        self.schedule.add(day, decide, hour=14)

    def withdraws(self, code: str, day: Day, reason: str) -> None:
        nurse = self.staff(code).lead

        def withdraw(today: Day) -> None:
            applications.withdraw(
                participation_id=self.parts[code].pk, reason=reason, by=nurse, today=today
            )

        self.schedule.add(day, withdraw, hour=11)

    def _on_part(
        self, code: str, service: Callable[..., object], by: User
    ) -> Callable[[Day], object]:
        return lambda today: service(participation_id=self.parts[code].pk, by=by, today=today)

    def _application(self, code: str) -> Application:
        place = sorted(self.trusts).index(code)
        nurse = self.staff(code).lead
        if code in self.mentors:
            return Application(
                role=Role.MENTOR,
                capacity=self.mentors[code],
                longest_journey_km=None if place % 3 else 350,
                offers=texts.OFFERS[place % len(texts.OFFERS)],
                statement=texts.WHY_MENTOR[place % len(texts.WHY_MENTOR)],
                lead=nurse,
            )
        first = self.priorities.get(code, ())
        return Application(
            role=Role.MENTEE,
            can_work_remotely=bool(place % 4),
            statement=texts.WHY_MENTEE[place % len(texts.WHY_MENTEE)],
            priorities=dict.fromkeys(first[:3], 2),
            lead=nurse,
        )

    def plans_begin(self) -> None:
        """On the first day of the implementation the portal starts the approved plans."""
        self.schedule.add(
            self.scheme.implementation_from,
            lambda today: approval.begin_due_plans(today=today),
            hour=8,
        )

    # Pairing

    def suggested(self, day: Day, *, locked: tuple[str, str] | None = None) -> None:
        """The portal works out a set; the lead may lock a pair in it."""

        def suggest(today: Day) -> None:
            draft = drafts.suggest_draft(scheme=self.scheme, by=self.lead, today=today)
            if locked:
                drafts.lock_pair(draft_id=draft.pk, pair=locked, by=self.lead, today=today)
            do_waiting_jobs()

        self.schedule.add(day, suggest, hour=9)

    def proposed(self, day: Day, *, answer_by: Day, mentees: tuple[str, ...]) -> None:
        """The newest set goes out; a mentee that it left unmatched is proposed by hand."""

        def propose(today: Day) -> None:
            draft = PairingDraft.objects.filter(scheme=self.scheme).latest("pk")
            made: list[BuddyPair] = []
            if draft.result["pairs"]:
                made = drafts.propose_draft(
                    draft_id=draft.pk, answer_by=answer_by, by=self.lead, today=today
                )
            matched = {pair.mentee.ods_code for pair in made}
            by_hand = [self._by_hand(code) for code in mentees if code not in matched]
            if by_hand:
                made += proposals.propose_pairs(
                    scheme=self.scheme,
                    pairs=by_hand,
                    answer_by=answer_by,
                    by=self.lead,
                    today=today,
                )
            self.pairs.update({pair.mentee.ods_code: pair for pair in made})

        self.schedule.add(day, propose, hour=15)

    def _by_hand(self, mentee: str) -> proposals.PairToPropose:
        """A mentor with a free place whom no rule keeps from this mentee."""
        declined = proposals.declined_codes(self.scheme)
        live = BuddyPair.objects.filter(scheme=self.scheme, state__in=LIVE)
        rows = self.scheme.participations.select_related("trust")
        parts = {row.trust.ods_code: row for row in rows}
        taken = Counter(live.values_list("mentor__ods_code", flat=True))
        for code, places in self.mentors.items():
            gate = gate_between(parts[code], parts[mentee], declined=declined)
            if gate is None and taken[code] < places:
                return proposals.PairToPropose(self.trusts[code], self.trusts[mentee])
        raise LookupError(f"No mentor is left for {mentee}: take another seed.")

    def agreed(self, mentee: str, day: Day) -> None:
        """Both trusts accept, on two days."""
        self.answered(mentee, "mentee", day)
        self.answered(mentee, "mentor", day + DAY)

    def answered(self, mentee: str, side: str, day: Day, reason: str = "") -> None:
        """One side accepts, or with a reason declines."""

        def answer(today: Day) -> None:
            pair = self.pairs[mentee]
            code = getattr(pair, side).ods_code
            pairs.answer_proposal(
                pair_id=pair.pk,
                ods_code=code,
                accepts=not reason,
                reason=reason,
                by=self.staff(code).lead,
                today=today,
            )

        self.schedule.add(day, answer, hour=11)

    def signed(
        self, mentee: str, day: Day, *, sides: tuple[str, ...] = ("mentee", "mentor")
    ) -> None:
        """The sponsors sign the terms, a day apart."""
        for place, side in enumerate(sides):
            self.schedule.add(day + place * DAY, self._sign(mentee, side), hour=13)

    def _sign(self, mentee: str, side: str) -> Callable[[Day], object]:
        def sign(today: Day) -> None:
            pair = self.pairs[mentee]
            code = getattr(pair, side).ods_code
            pairs.sign_terms(
                pair_id=pair.pk, ods_code=code, by=self.staff(code).sponsor, today=today
            )

        return sign

    def unanswered(self, day: Day) -> None:
        """The portal ends the proposals that nobody answered in time."""
        self.schedule.add(day, lambda today: proposals.expire_proposals(today=today), hour=8)

    def completed(self, mentee: str, day: Day) -> None:
        def complete(today: Day) -> None:
            pairs.complete_pair(pair_id=self.pairs[mentee].pk, by=self.lead, today=today)

        self.schedule.add(day, complete, hour=16)

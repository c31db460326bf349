"""How a plan came to be: written, submitted, commented on, approved."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.utils import timezone

from buddy_portal.accounts.models import Invitation, User
from buddy_portal.accounts.services.invitations import accept_invitation
from buddy_portal.demonstration import plan_texts as texts
from buddy_portal.demonstration.action_texts import ACTIONS
from buddy_portal.demonstration.enrolment import Enrolment
from buddy_portal.demonstration.fates import Fate
from buddy_portal.demonstration.questions import QUESTIONS
from improvement_plans.models import Action, Credit, Plan, PlanGuest
from improvement_plans.services import approval, guests, writing
from improvement_plans.services.moves import record_on_plan
from trusts.models import Question, Score

Day = datetime.date
DAY = datetime.timedelta(days=1)
_ASKED = {question.number: question for question in QUESTIONS}
STEPS = (6.0, 7.0, 8.0, 9.0, 10.0)
"""Points by which aims want to rise."""
HIGHEST_TARGET = 97.0


@dataclass
class PlanStory:
    """The plan of one mentee as it grows. `reference` is the day that the fates count from."""

    enrolment: Enrolment
    mentee: str
    targets: tuple[str, ...]
    fates: tuple[Fate, ...]
    reference: Day
    rng: np.random.Generator
    partner: User | None = None
    begins_late: Day | None = None
    plan: Plan | None = None
    actions: list[Action] = field(default_factory=list)

    @property
    def nurse(self) -> User:
        return self.enrolment.staff(self.mentee).lead

    @property
    def sponsor(self) -> User:
        return self.enrolment.staff(self.mentee).sponsor

    @property
    def buddy(self) -> User:
        """The lead cancer nurse of the mentor."""
        return self.enrolment.staff(self.enrolment.pairs[self.mentee].mentor.ods_code).lead

    @property
    def programme(self) -> User:
        return self.enrolment.lead

    def the_plan(self) -> Plan:
        if self.plan is None:
            raise LookupError(f"The plan of {self.mentee} has not been started.")
        return self.plan

    def add(self, day: Day, step: Callable[[Day], object], *, hour: int = 10) -> None:
        self.enrolment.schedule.add_at_work(day, step, hour=hour)

    def pick(self, choices: Sequence[str]) -> str:
        return choices[int(self.rng.integers(len(choices)))]

    # From the first word to approval

    def written(self, day: Day) -> None:
        """The nurse starts the plan and writes it in two sittings."""
        self.add(day, self._start, hour=9)
        self.add(day, self._write_aims, hour=11)
        if self.partner is not None:
            self.add(day, self._invite, hour=14)
            self.add(day + 3 * DAY, self._join)
        self.add(day + 3 * DAY, self._write_actions, hour=15)

    def submitted(self, day: Day) -> None:
        self.add(
            day,
            lambda today: approval.submit_plan(by=self.nurse, plan=self.the_plan(), today=today),
        )

    def commented(self, day: Day) -> None:
        """The mentor comments, and the nurse answers."""
        self.add(day, lambda _today: self._comment(self.buddy, texts.MENTOR_COMMENTS), hour=11)
        self.add(day, lambda _today: self._comment(self.nurse, texts.MENTEE_COMMENTS), hour=15)
        if self.partner is not None:
            self.add(day, self._partner_comments, hour=16)

    def backed(self, day: Day) -> None:
        self.add(
            day, lambda _today: approval.approve_as_sponsor(by=self.sponsor, plan=self.the_plan())
        )

    def approved(self, day: Day) -> None:
        self.add(
            day,
            lambda today: approval.approve_for_programme(
                by=self.programme, plan=self.the_plan(), today=today
            ),
            hour=14,
        )

    def sent_back(self, day: Day) -> None:
        self.add(
            day,
            lambda _today: approval.request_changes(
                by=self.programme, plan=self.the_plan(), reason=texts.CHANGES_ASKED
            ),
            hour=15,
        )

    def approved_in_time(self, day: Day) -> None:
        """The usual way: written, submitted, commented on, backed and approved in two weeks."""
        self.written(day)
        self.submitted(day + 6 * DAY)
        self.commented(day + 9 * DAY)
        self.backed(day + 12 * DAY)
        self.approved(day + 15 * DAY)

    # The steps

    def _start(self, _today: Day) -> None:
        self.plan = writing.start_plan(by=self.nurse, pair=self.enrolment.pairs[self.mentee])
        if self.begins_late is not None:
            self._begin_late(self.begins_late)

    def _begin_late(self, first_day: Day) -> None:
        """Give the plan a later start than the scheme's; the portal has no form for it yet."""
        plan = self.the_plan()
        before, plan.window_from = plan.window_from, first_day
        plan.save(update_fields=["window_from"])
        record_on_plan(
            plan,
            by=self.programme,
            action="plan's window set",
            changes={"window from": (before, first_day)},
            reason="The lead cancer nurse was away in the first months of the scheme.",
        )

    def _write_aims(self, today: Day) -> None:
        plan = self.the_plan()
        for number in self.targets:
            writing.add_aim(by=self.nurse, plan=plan, values=self._aim(number), today=today)
        middle = plan.window_from + (plan.window_to - plan.window_from) / 2
        sections = sorted({_ASKED[number].section.lower() for number in self.targets})
        values = {
            "summary": f"We work on what patients told us about {_listed(sections)}, with our "
            "buddy and with the people who do the work every day.",
            "public_summary": "Patients told us what could be better. This plan says what we "
            "change until the end of the scheme, who does it, and how we shall know.",
            "sponsor": self.sponsor,
            "midpoint": middle,
            "no_partner_reason": "" if self.partner else texts.NO_PARTNER,
        }
        writing.change_plan(
            by=self.nurse, plan=plan, read_at=plan.version, values=values, today=today
        )

    def _aim(self, number: str) -> dict[str, object]:
        plan, asked = self.the_plan(), _ASKED[number]
        question = Question.objects.get(
            survey_year_id=self.enrolment.scheme.baseline_id, number=number
        )
        score = Score.objects.get(
            question=question, trust__ods_code=self.mentee, group_kind="", level="trust"
        )
        step = STEPS[int(self.rng.integers(len(STEPS)))]
        target = min(round(score.score or 0.0) + step, HIGHEST_TARGET)
        return {
            "title": f"More patients {asked.good}",
            "question": question,
            "population": self.pick(texts.POPULATION),
            "target": target,
            "by_date": plan.window_to,
            "why": self.pick(texts.WHY_AIM),
        }

    def _write_actions(self, today: Day) -> None:
        plan = self.the_plan()
        aims = list(plan.aims.select_related("question").order_by("position"))
        owners = self.enrolment.staff(self.mentee).owners
        used: set[str] = set()
        for place, fate in enumerate(self.fates):
            aim = aims[place % len(aims)]
            number = aim.question.number if aim.question else ""
            text, evidence = self._action_text(number, used)
            starts = max(self.reference + fate.starts * DAY, plan.window_from)
            values = {
                "aim": aim,
                "text": text,
                "evidence_expected": evidence,
                "owner": owners[place % len(owners)],
                "starts_on": starts,
                "due": min(max(self.reference + fate.due * DAY, starts), plan.window_to),
                "within_our_control": fate.ours,
            }
            made = writing.add_action(by=self.nurse, plan=plan, values=values, today=today)
            self.actions.append(made)

    def _action_text(self, number: str, used: set[str]) -> tuple[str, str]:
        """An action of the question's section that the plan does not have yet."""
        section = _ASKED[number].section
        every = [*ACTIONS[section], *(line for lines in ACTIONS.values() for line in lines)]
        found = next(line for line in every if line[0] not in used)
        used.add(found[0])
        return found

    def _invite(self, _today: Day) -> None:
        partner = self._partner()
        guests.invite_guest(
            by=self.nurse, plan=self.the_plan(), name=partner.name, email=partner.email
        )

    def _join(self, today: Day) -> None:
        partner, plan = self._partner(), self.the_plan()
        invitation = Invitation.objects.get(email=partner.email, guest_of=f"plan:{plan.pk}")
        accept_invitation(by=partner, token=invitation.token)
        expires = timezone.make_aware(datetime.datetime.combine(today + 7 * DAY, datetime.time(10)))
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=expires)
        PlanGuest.objects.filter(plan=plan, user=partner).update(
            starts_on=today, credit=Credit.NAME
        )

    def _partner_comments(self, _today: Day) -> None:
        approval.comment_on_plan(
            by=self._partner(),
            plan=self.the_plan(),
            text=self.pick(texts.PARTNER_COMMENTS),
        )

    def _comment(self, by: User, choices: Sequence[str]) -> None:
        approval.comment_on_plan(by=by, plan=self.the_plan(), text=self.pick(choices))

    def _partner(self) -> User:
        if self.partner is None:
            raise LookupError(f"The plan of {self.mentee} has no partner.")
        return self.partner


def _listed(words: Sequence[str]) -> str:
    """ "a, b and c"."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last

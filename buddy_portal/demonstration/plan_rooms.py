"""What stands beside a plan's actions: drivers and ideas, contacts, risks, looks at lasting change.

Each plan draws from a chance of its own, so that nothing told here changes the rest of the story.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from django.utils import timezone

from buddy_portal.demonstration import room_texts as texts
from buddy_portal.demonstration.plan_writing import DAY, Day, PlanStory
from buddy_portal.demonstration.schedule import working_day
from improvement_plans import time_box
from improvement_plans.models import ChangeIdea, Contact, Plan, PlanGuest
from improvement_plans.services import contacts, drivers, involvement, risks, sustaining
from improvement_plans.states import OVER
from improvement_plans.sustainability import FACTORS, MONTHS_AFTER, months_later

BETWEEN_CONTACTS = 26
TESTED_AFTER, ADOPTED_AFTER = 24 * DAY, 66 * DAY
LATER = ("A", "A", "A", "B", "A", "B", "A", "C")
STILL = ("yes", "yes", "yes", "partly", "yes", "yes", "partly", "no")
LEVELS = ("A", "A", "B", "B", "B", "C", "C", "D")


@dataclass
class Beside:
    """Tells what stands beside one plan."""

    story: PlanStory
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng([4, *self.story.mentee.encode()])

    def tell(self, written: Day) -> None:
        """Drivers and a risk while the plan is written; contacts and trials on their days."""
        story = self.story
        story.add(written + 3 * DAY, self._drivers, hour=16)
        story.add(written + 3 * DAY, self._risk, hour=17)
        first = written + (8 + int(self.rng.integers(6))) * DAY
        # Every fourth pair lost touch, so that there is a gap to see.
        most = 2 if int(self.rng.integers(4)) == 0 else 6
        for turn in range(most):
            story.add(first + turn * BETWEEN_CONTACTS * DAY, self._contact, hour=12)
        begins = story.enrolment.scheme.implementation_from
        story.add(begins + TESTED_AFTER, self._partners_part, hour=14)
        story.add(begins + TESTED_AFTER, lambda today: self._idea("testing", "", today), hour=13)
        story.add(
            begins + ADOPTED_AFTER,
            lambda today: self._idea("adopted", texts.ADOPTED, today),
            hour=13,
        )

    def looked_at(self, day: Day) -> None:
        """The nurse says how far each factor is in place."""

        def look(today: Day) -> None:
            if sustaining.moment_due(self._plan(), today=today) is None:
                return
            levels = {each.key: LEVELS[int(self.rng.integers(len(LEVELS)))] for each in FACTORS}
            sustaining.check_sustainability(
                by=self.story.nurse,
                plan=self._plan(),
                levels=levels,
                today=today,
                note=texts.LASTS[int(self.rng.integers(len(texts.LASTS)))],
            )

        self.story.add(day, look, hour=15)

    def looked_back(self, closed_on: Day) -> None:
        """Three, six and for most plans twelve months later the nurse says what became of it."""
        turns = int(self.rng.integers(4))
        for moment in MONTHS_AFTER if turns else list(MONTHS_AFTER)[:2]:
            day = working_day(months_later(closed_on, MONTHS_AFTER[moment]) + 3 * DAY)
            self.story.add(day, self._look_back(closed_on), hour=15)

    def _look_back(self, closed_on: Day) -> Callable[[Day], None]:
        def look(today: Day) -> None:
            plan = self._plan()
            noon = datetime.datetime.combine(closed_on, datetime.time(12))
            # The diary moves this moment to its day only when all is told.
            Plan.objects.filter(pk=plan.pk).update(closed_at=timezone.make_aware(noon))
            plan = self._plan()
            if sustaining.moment_due(plan, today=today) is None:
                return
            sustaining.check_sustainability(
                by=self.story.nurse,
                plan=plan,
                levels={each.key: LATER[int(self.rng.integers(len(LATER)))] for each in FACTORS},
                today=today,
                still_done=STILL[int(self.rng.integers(len(STILL)))],
                note=texts.LASTS[int(self.rng.integers(len(texts.LASTS)))],
            )

        return look

    def _plan(self) -> Plan:
        return Plan.objects.get(pk=self.story.the_plan().pk)

    def _drivers(self, today: Day) -> None:
        nurse = self.story.nurse
        for aim in self.story.the_plan().aims.order_by("position")[:2]:
            start = int(self.rng.integers(len(texts.DRIVERS)))
            for label, part, ideas in (texts.DRIVERS * 2)[start : start + 2]:
                driver = drivers.add_driver(
                    by=nurse, aim=aim, label=label, parent=None, today=today
                )
                if part:
                    driver = drivers.add_driver(
                        by=nurse, aim=aim, label=part, parent=driver, today=today
                    )
                for text, source in ideas:
                    drivers.add_idea(by=nurse, driver=driver, text=text, source=source, today=today)

    def _idea(self, state: str, learnt: str, today: Day) -> None:
        """Two ideas of the plan are tested; the first of them is adopted later."""
        plan = self._plan()
        ideas = ChangeIdea.objects.filter(driver__aim__plan=plan).select_related("driver__aim")
        if not time_box.may_report(plan, on=today):
            return
        for idea in ideas.order_by("pk")[: 1 if learnt else 2]:
            values = {"text": idea.text, "source": idea.source, "state": state, "learnt": learnt}
            drivers.change_idea(
                by=self.story.nurse, idea=idea, read_at=idea.version, values=values, today=today
            )

    def _risk(self, today: Day) -> None:
        plan = self.story.the_plan()
        text, mitigation, likelihood, impact = texts.RISKS[int(self.rng.integers(len(texts.RISKS)))]
        look = plan.window_to - int(self.rng.integers(20, 120)) * DAY
        values = {
            "text": text,
            "mitigation": mitigation,
            "likelihood": likelihood,
            "impact": impact,
            "owner": self.story.nurse,
            "review_on": max(look, plan.window_from),
        }
        risks.add_risk(by=self.story.nurse, plan=plan, values=values, today=today)

    def _partners_part(self, _today: Day) -> None:
        """The nurse says what the partners of the plan do, and what changed because of them."""
        plan = self._plan()
        for guest in PlanGuest.objects.filter(plan=plan):
            role, stages, difference = texts.PARTS[int(self.rng.integers(len(texts.PARTS)))]
            involvement.tell_part(
                by=self.story.nurse,
                plan=plan,
                user_id=guest.user_id,
                role=role,
                stages=stages,
                difference=difference,
                read_at=guest.version,
            )

    def _contact(self, today: Day) -> None:
        plan = self._plan()
        if plan.state in OVER:
            return
        kind, minutes, who, learnt, agreed = texts.CONTACTS[
            int(self.rng.integers(len(texts.CONTACTS)))
        ]
        values = {
            "on": today,
            "kind": kind,
            "minutes": minutes,
            "who": who,
            "learnt": learnt,
            "agreed": agreed,
        }
        by = self.story.buddy if int(self.rng.integers(3)) else self.story.nurse
        made = contacts.log_contact(by=by, plan=plan, values=values, today=today)
        noon = datetime.datetime.combine(today, datetime.time(12))
        Contact.objects.filter(pk=made.pk).update(written_at=timezone.make_aware(noon))

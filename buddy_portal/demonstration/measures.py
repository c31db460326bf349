"""Measures and tests of change of the plans: believable figures, month by month. All fictional.

Each plan draws from a chance of its own, so that nothing told here changes the rest of the story.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

import numpy as np

from buddy_portal.demonstration import measure_texts as texts
from buddy_portal.demonstration.calendar import month_start
from buddy_portal.demonstration.measure_texts import Followed
from buddy_portal.demonstration.plan_writing import DAY, Day, PlanStory
from improvement_plans import time_box
from improvement_plans.measures.figures import DateStyle
from improvement_plans.models import ChangeIdea, IdeaState, Measure, Plan
from improvement_plans.services import cycles, figures, measures
from improvement_plans.services.figures import Paste

MONTHS_BEFORE = 13
LATEST_PASTE = 18 * DAY
WEEKS = 8


@dataclass
class Following:
    """Tells what one plan follows, and one idea that it tests three times."""

    story: PlanStory
    is_full: bool
    """All three measures, as the plan of the sign-ins has them; else the first only."""
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng([5, *self.story.mentee.encode()])

    def tell(self, written: Day) -> None:
        """Measures while the plan is written; their figures then, and late in the window."""
        story = self.story
        story.add(written + 3 * DAY, self._start, hour=17)
        story.add(story.reference - LATEST_PASTE, self._latest, hour=9)
        begins = story.enrolment.scheme.implementation_from
        for turn, days in enumerate((8, 22, 40)):
            story.add(begins + days * DAY, partial(self._begin, turn), hour=9)
            story.add(begins + (days + 6) * DAY, partial(self._decide, turn))

    def _plan(self) -> Plan:
        return Plan.objects.get(pk=self.story.the_plan().pk)

    def _start(self, today: Day) -> None:
        """Each measure, with a year of figures from before the plan."""
        plan = self._plan()
        aim = plan.aims.order_by("position").first()
        for place, followed in enumerate(texts.MEASURES if self.is_full else texts.MEASURES[:1]):
            measure = measures.start_measure(
                by=self.story.nurse,
                plan=plan,
                values={**followed.settings, "aim": None if place else aim},
                meaning=followed.meaning,
                today=today,
            )
            if followed.frequency == "monthly":
                months = [month_start(today, -n) for n in range(MONTHS_BEFORE, 0, -1)]
                self._paste(measure, followed, months, today)

    def _latest(self, today: Day) -> None:
        """The figures since then, better where the plan worked on them."""
        plan = self._plan()
        if not time_box.may_report(plan, on=today):
            return
        for followed in texts.MEASURES:
            measure = plan.measures.filter(name=followed.name).first()
            if measure is None:
                continue
            last = measure.points.order_by("on").values_list("on", flat=True).last()
            if followed.frequency == "weekly":
                days = [today - 7 * n * DAY for n in range(WEEKS, 0, -1)]
            else:
                months = [
                    month_start(today, -n) for n in range(MONTHS_BEFORE, followed.ends - 1, -1)
                ]
                days = [day for day in months if last is None or day > last]
            self._paste(measure, followed, days, today)

    def _paste(self, measure: Measure, followed: Followed, days: list[Day], today: Day) -> None:
        rows = [f"{day.isoformat()}\t{self._figure(measure.plan, followed, day)}" for day in days]
        if rows:
            paste = Paste("\n".join(rows), style=DateStyle.YEAR_FIRST)
            figures.add_column(by=self.story.nurse, measure=measure, paste=paste, today=today)

    def _figure(self, plan: Plan, followed: Followed, day: Day) -> str:
        level = followed.level + (followed.gain if day >= plan.window_from else 0)
        value = float(self.rng.normal(level, followed.spread))
        if followed.settings["entered_as"] == "counts":
            whole = int(self.rng.integers(52, 74))
            return f"{round(whole * value / 100)}\t{whole}"
        return f"{value:.0f}"

    # One idea, tested three times

    def _idea(self, plan: Plan) -> ChangeIdea | None:
        """The last idea of the plan that nobody has tried otherwise."""
        ideas = ChangeIdea.objects.filter(driver__aim__plan=plan).select_related("driver__aim")
        with_cycles = ideas.filter(cycles__isnull=False).first()
        return with_cycles or ideas.filter(state=IdeaState.IDEA).order_by("-pk").first()

    def _begin(self, turn: int, today: Day) -> None:
        plan = self._plan()
        if not time_box.may_report(plan, on=today):
            return
        idea = self._idea(plan)
        if idea is None or idea.cycles.count() != turn:
            return
        told = texts.CYCLES[turn]
        values = {
            "question": told.question,
            "prediction": told.prediction,
            "scale": told.scale,
            "plan_words": told.plan,
            "measure": plan.measures.first(),
            "starts_on": today,
            "ends_on": today + 5 * DAY,
        }
        nurse = self.story.nurse
        cycle = cycles.plan_cycle(by=nurse, idea=idea, values=values, today=today)
        cycles.begin_cycle(by=nurse, cycle=cycle, today=today)

    def _decide(self, turn: int, today: Day) -> None:
        plan = self._plan()
        idea = self._idea(plan)
        cycle = idea.cycles.filter(number=turn + 1, state="doing").first() if idea else None
        if cycle is None or not time_box.may_report(plan, on=today):
            return
        told, nurse = texts.CYCLES[turn], self.story.nurse
        cycles.tell_what_was_done(by=nurse, cycle=cycle, did=told.did, today=today)
        cycles.decide_cycle(
            by=nurse,
            cycle=cycle,
            found=told.found,
            prediction_met=told.met,
            decision=told.decision,
            today=today,
        )

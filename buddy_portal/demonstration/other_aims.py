"""Two aims of another kind beside those from the survey: what the team counts, and one tumour
group. All fictional."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from buddy_portal.demonstration.measure_texts import CALL
from buddy_portal.demonstration.plan_writing import DAY, HIGHEST_TARGET, Day, PlanStory
from buddy_portal.demonstration.questions import QUESTIONS
from improvement_plans.models import Aim, Plan
from improvement_plans.selectors.targets import TUMOUR_GROUPS, group_score
from improvement_plans.services import writing
from trusts.models import Scale, Score

_ASKED = {question.number: question for question in QUESTIONS}
STEP = 8.0
"""Points by which the aim of the tumour group wants to rise."""
BEGINS = 12 * DAY
OWN = {
    "title": "Patients hear from a nurse within eight days of their referral",
    "baseline": 10.5,
    "target": 8.0,
    "why": "The calls to our helpline are about waiting without a word.",
}
OWN_ACTION = "Give one nurse each morning to the calls to new patients"
GROUP_WHY = "Our other aims are for everybody; these patients told us most about it."
GROUP_ACTION = "Go through the aim with the nurses of this tumour group and their patients"
EVIDENCE = "The figures of the measure, month by month"


@dataclass
class OtherAims:
    """How the plan of the sign-ins got an aim of its own measure and one of a tumour group."""

    story: PlanStory

    def tell(self, written: Day) -> None:
        """On the day of the actions, after the measures of the same hour."""
        self.story.add(written + 3 * DAY, self._write, hour=17)

    def _write(self, today: Day) -> None:
        plan = Plan.objects.select_related("scheme__baseline", "trust").get(
            pk=self.story.the_plan().pk
        )
        self._act(plan, self._own(plan, today), OWN_ACTION, today)
        if (aim := self._of_a_group(plan, today)) is not None:
            self._act(plan, aim, GROUP_ACTION, today)

    def _own(self, plan: Plan, today: Day) -> Aim:
        measure = plan.measures.get(name=CALL)
        values = {**OWN, "own_measure": measure, "by_date": plan.window_to, "population": ""}
        return writing.add_own_aim(by=self.story.nurse, plan=plan, values=values, today=today)

    def _of_a_group(self, plan: Plan, today: Day) -> Aim | None:
        """The lowest score of a tumour group that the hiding rules show."""
        for score in self._scores_of_groups(plan):
            found = group_score(plan, score.question, score.group_name)
            if found is not None:
                asked = _ASKED[score.question.number]
                values = {
                    "title": f"More patients {asked.good} ({score.group_name})",
                    "question": score.question,
                    "tumour_group": score.group_name,
                    "population": f"Patients with this diagnosis: {score.group_name.lower()}",
                    "target": min(round(found[0]) + STEP, HIGHEST_TARGET),
                    "by_date": plan.window_to,
                    "why": GROUP_WHY,
                }
                return writing.add_aim(by=self.story.nurse, plan=plan, values=values, today=today)
        return None

    def _scores_of_groups(self, plan: Plan) -> QuerySet[Score]:
        """Of the percentages asked of tumour groups; groups of few are not there at all."""
        return (
            Score.objects.filter(
                survey_year=plan.scheme.baseline,
                trust=plan.trust,
                group_kind=TUMOUR_GROUPS,
                question__scale=Scale.PERCENT,
                score__isnull=False,
            )
            .select_related("question")
            .order_by("score", "question__position", "group_name")
        )

    def _act(self, plan: Plan, aim: Aim, text: str, today: Day) -> None:
        """An aim needs an action before the plan can be submitted; it lies ahead."""
        story = self.story
        values = {
            "aim": aim,
            "text": text,
            "evidence_expected": EVIDENCE,
            "owner": story.enrolment.staff(story.mentee).owners[0],
            "starts_on": min(max(story.reference + BEGINS, plan.window_from), plan.window_to),
            "due": plan.window_to,
            "within_our_control": True,
        }
        writing.add_action(by=story.nurse, plan=plan, values=values, today=today)

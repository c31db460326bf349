"""A small collaborative beside the current scheme: one cohort of three teams. All fictional."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from buddy_portal.demonstration import collaborating_texts as texts
from buddy_portal.demonstration.calendar import month_start
from buddy_portal.demonstration.collaborating_texts import TeamStory
from buddy_portal.demonstration.enrolment import Enrolment
from buddy_portal.demonstration.plan_writing import DAY, Day
from buddy_portal.demonstration.schedule import working_day
from improvement_plans.collaborating.monthly import month_of
from improvement_plans.measures.ceiling import Stage
from improvement_plans.measures.figures import DateStyle
from improvement_plans.models import (
    Abstract,
    Aim,
    Cohort,
    GatheringKind,
    IdeaState,
    Plan,
    Priority,
    ProjectTeam,
)
from improvement_plans.selectors.ceilings import ceilings_of
from improvement_plans.services import (
    approval,
    collaboratives,
    drivers,
    figures,
    measures,
    teams,
    writing,
)
from improvement_plans.services.figures import Paste
from trusts.models import Question, Scheme, SchemeKind
from trusts.services.schemes import create_scheme

MONTHS_BEFORE = 13
BASELINE, GAIN, SPREAD = 58.0, 9.0, 2.0


@dataclass
class Collaborating:
    """The collaborative as it grows."""

    enrolment: Enrolment
    leading: Sequence[str]
    joining: Sequence[str]
    settle: Callable[[], None]
    cohort: Cohort | None = None
    made: dict[str, ProjectTeam] = field(default_factory=dict)

    def tell(self) -> None:
        """From the first day of the cohort to the reports of its teams."""
        add, first = self.enrolment.schedule.add, self.enrolment.scheme.implementation_from
        begins = working_day(first - 30 * DAY)
        add(begins, self._begin, hour=9)
        add(begins, self._put_on_timeline, hour=10)
        for place, story in enumerate(texts.TEAMS):
            add(begins, partial(self._start, place, story), hour=11)
            add(working_day(begins + 3 * DAY), partial(self._write, place, story), hour=11)
            add(working_day(begins + 12 * DAY), partial(self._approve, place, story), hour=14)
            add(working_day(first + 20 * DAY), partial(self._enter, place, story), hour=15)
        for month in range(1, 4):
            day = working_day(month_start(first, month) + 4 * DAY)
            # A report tells what was entered when, so the moments of all entries must stand.
            add(day, lambda _today: self.settle(), hour=15)
            for place, story in enumerate(texts.TEAMS):
                add(day, partial(self._report, place, story), hour=16)
        add(working_day(first + 9 * DAY), self._say_who_came, hour=12)
        add(working_day(first + 60 * DAY), self._offer, hour=13)

    def _begin(self, _today: Day) -> None:
        lead, scheme = self.enrolment.lead, self._scheme()
        self.cohort = collaboratives.make_cohort(
            by=lead,
            scheme=scheme,
            values={
                "name": "Cohort 1",
                "starts_on": scheme.implementation_from,
                "ends_on": scheme.implementation_to,
            },
        )
        for values in texts.PRIORITIES:
            collaboratives.add_priority(by=lead, values=dict(values))

    def _scheme(self) -> Scheme:
        beside = self.enrolment.scheme
        same = [f"{name}_{end}" for name in texts.PHASES for end in ("from", "to")]
        values = {name: getattr(beside, name) for name in [*same, "publish_by", "baseline"]}
        values |= {"follow_up": beside.follow_up, "prior": beside.prior, "is_fictional": True}
        values |= {"name": texts.NAME, "summary": texts.SUMMARY}
        return create_scheme(
            values={**values, "kind": SchemeKind.COLLABORATIVE}, by=self.enrolment.lead
        )

    def _the_cohort(self) -> Cohort:
        if self.cohort is None:
            raise LookupError("The cohort has not begun.")
        return self.cohort

    def _put_on_timeline(self, _today: Day) -> None:
        cohort = self._the_cohort()
        for told in texts.GATHERINGS:
            first = min(working_day(cohort.starts_on + (told.after + 7) * DAY), cohort.ends_on)
            last = min(first + told.lasts * DAY, cohort.ends_on)
            collaboratives.plan_gathering(
                by=self.enrolment.lead,
                cohort=cohort,
                values={
                    "kind": told.kind,
                    "title": told.title,
                    "starts_on": first,
                    "ends_on": last,
                    "place": told.place,
                    "agenda": told.agenda,
                    "materials": told.materials,
                },
            )

    def _start(self, place: int, story: TeamStory, _today: Day) -> None:
        enrolment, codes = self.enrolment, (self.leading[place], self.joining[place])
        team = teams.start_team(
            by=enrolment.lead,
            cohort=self._the_cohort(),
            values={"name": story.name, "summary": story.summary},
            organisations=[enrolment.trusts[code] for code in codes],
        )
        self.made[story.name] = team
        for code, part, is_sponsor in (
            (codes[0], "Lead cancer nurse", False),
            (codes[1], "Nurse specialist", False),
            (codes[0], "Executive sponsor", True),
        ):
            staff = enrolment.staff(code)
            person = staff.sponsor if is_sponsor else staff.lead
            values = {"name": person.name, "part": part, "trust": enrolment.trusts[code]}
            flags = {"is_sponsor": is_sponsor, "is_partner": False}
            teams.add_member(by=enrolment.lead, team=team, values={**values, **flags})
        partner = {"name": story.partner, "part": "Patient", "trust": None}
        flags = {"is_sponsor": False, "is_partner": True}
        teams.add_member(by=enrolment.lead, team=team, values={**partner, **flags})

    def _plan(self, story: TeamStory) -> Plan:
        return Plan.objects.get(team=self.made[story.name])

    def _write(self, place: int, story: TeamStory, today: Day) -> None:
        """The team writes its plan: an aim, a driver, an idea, an action, a measure."""
        staff, plan = self.enrolment.staff(self.leading[place]), self._plan(story)
        nurse = staff.lead
        values = {
            "lead": nurse,
            "sponsor": staff.sponsor,
            "summary": story.summary,
            "public_summary": story.plain,
            "no_partner_reason": "Our partner works with us without an account.",
        }
        writing.change_plan(by=nurse, plan=plan, read_at=plan.version, values=values, today=today)
        aim = self._write_aim(place, story, plan, today)
        driver = drivers.add_driver(by=nurse, aim=aim, label=story.driver, parent=None, today=today)
        drivers.add_idea(by=nurse, driver=driver, text=story.idea, source="", today=today)
        writing.add_action(
            by=nurse,
            plan=plan,
            values={
                "aim": aim,
                "text": story.action,
                "evidence_expected": "A count of four weeks",
                "owner": staff.team[0],
                "starts_on": plan.window_from,
                "due": plan.window_to,
                "within_our_control": True,
            },
            today=today,
        )
        measures.start_measure(
            by=nurse,
            plan=plan,
            values={**texts.MEASURE, "name": story.measure, "aim": aim},
            meaning=texts.MEANING,
            today=today,
        )
        self._name_priorities(plan, story)

    def _write_aim(self, place: int, story: TeamStory, plan: Plan, today: Day) -> Aim:
        number = self.enrolment.priorities[self.leading[place]][0]
        question = Question.objects.get(survey_year=plan.scheme.baseline, number=number)
        return writing.add_aim(
            by=self.enrolment.staff(self.leading[place]).lead,
            plan=plan,
            values={
                "title": story.aim,
                "question": question,
                "population": "All patients of the clinics that take part",
                "target": 90.0,
                "by_date": plan.window_to,
                "why": "Patients told us so in the survey and in our clinics.",
            },
            today=today,
        )

    def _name_priorities(self, plan: Plan, story: TeamStory) -> None:
        named = Priority.objects.filter(title__in=story.priorities)
        collaboratives.name_priorities(by=self.enrolment.lead, plan=plan, priorities=named)

    def _approve(self, place: int, story: TeamStory, today: Day) -> None:
        staff, plan = self.enrolment.staff(self.leading[place]), self._plan(story)
        approval.submit_plan(by=staff.lead, plan=plan, today=today)
        approval.approve_as_sponsor(by=staff.sponsor, plan=plan)
        approval.approve_for_programme(by=self.enrolment.lead, plan=plan, today=today)

    def _enter(self, place: int, story: TeamStory, today: Day) -> None:
        """Figures of the year before and since; the idea is tried. One team is slower."""
        if not story.enters:
            return
        nurse, plan = self.enrolment.staff(self.leading[place]).lead, self._plan(story)
        measure = plan.measures.get()
        rng = np.random.default_rng([7, place])
        months = [month_start(today, -n) for n in range(MONTHS_BEFORE, 0, -1)]
        rows = [f"{day.isoformat()}\t{rng.normal(BASELINE, SPREAD):.0f}" for day in months]
        rows.append(f"{today.isoformat()}\t{BASELINE + GAIN:.0f}")
        paste = Paste("\n".join(rows), style=DateStyle.YEAR_FIRST)
        figures.add_column(by=nurse, measure=measure, paste=paste, today=today)
        idea = plan.aims.get().drivers.get().ideas.get()
        values = {"text": idea.text, "source": idea.source, "state": IdeaState.TESTING}
        drivers.change_idea(
            by=nurse, idea=idea, read_at=idea.version, values={**values, "learnt": ""}, today=today
        )

    def _report(self, place: int, story: TeamStory, today: Day) -> None:
        """Last month's report, with the stage that the evidence bears."""
        team = ProjectTeam.objects.get(pk=self.made[story.name].pk)
        nurse, key = self.enrolment.staff(self.leading[place]).lead, self._plan(story).pk
        stage = ceilings_of([key])[key].stage
        if stage > Stage(team.stage):
            teams.say_stage(by=nurse, team=team, read_at=team.version, stage=stage)
        month = month_of(month_of(today) - DAY)
        teams.submit_report(by=nurse, team=team, month=month, sentence=story.sentence, today=today)

    def _say_who_came(self, today: Day) -> None:
        session = self._the_cohort().gatherings.filter(kind=GatheringKind.LEARNING_SESSION).first()
        if session is not None and session.starts_on <= today:
            collaboratives.say_who_came(
                by=self.enrolment.lead,
                gathering=session,
                read_at=session.version,
                teams=list(self.made.values()),
                people=26,
                today=today,
            )

    def _offer(self, _today: Day) -> None:
        """Two teams offer something to tell; one is answered, the other waits."""
        offered: list[Abstract] = []
        for place, story in enumerate(texts.TEAMS[:2]):
            offered.append(
                teams.submit_abstract(
                    by=self.enrolment.staff(self.leading[place]).lead,
                    team=self.made[story.name],
                    values={"title": story.abstract, "text": story.plain},
                )
            )
        teams.decide_abstract(
            by=self.enrolment.lead, abstract=offered[0], read_at=1, accept=True, answer=""
        )


def tell_collaborative(
    enrolment: Enrolment,
    *,
    leading: Sequence[str],
    joining: Sequence[str],
    settle: Callable[[], None],
) -> None:
    """Three teams, each led by one trust and joined by another. `settle` is the diary's."""
    Collaborating(enrolment, leading, joining, settle).tell()

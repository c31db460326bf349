"""The scheme that is over: twelve plans, all closed, and its two evaluations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from buddy_portal.demonstration import plan_progress
from buddy_portal.demonstration.checking import most_of, tell_fact_check
from buddy_portal.demonstration.enrolment import Enrolment
from buddy_portal.demonstration.fates import WHOLE_WINDOW
from buddy_portal.demonstration.measures import Following
from buddy_portal.demonstration.plan_rooms import Beside
from buddy_portal.demonstration.plan_writing import DAY, Day, PlanStory
from buddy_portal.demonstration.schedule import working_day
from buddy_portal.demonstration.telling import tell_team_survey
from buddy_portal.demonstration.worker import do_waiting_jobs
from evaluation.models import EvaluationRun, Report
from evaluation.services import protocols, reports, runs
from evaluation.working_days import add_working_days, subtract_working_days
from trusts.models import SurveyYear

NAME = "First demonstration scheme"
SUMMARY = (
    "Twelve trusts learnt from others for six months. The scheme is over and its evaluation "
    "is published; a second one looks a year further."
)
FEWEST_ACTIONS = 5
ANSWERED_SO_FAR = 3
SIGN_OFF_NOTE = "Figures checked against the tables, wording against the rules."


@dataclass(frozen=True)
class Years:
    """The survey years that the evaluations compare."""

    baseline: SurveyYear
    follow_up: SurveyYear
    later: SurveyYear


def tell_finished(
    enrolment: Enrolment, targets: dict[str, tuple[str, ...]], rng: np.random.Generator
) -> None:
    """Enrolment, pairs and plans of the finished scheme, into the schedule."""
    enrolment.all_apply()
    enrolment.plans_begin()
    enrolment.suggested(enrolment.day("pairing", 3))
    enrolment.proposed(
        enrolment.day("pairing", 4),
        answer_by=enrolment.day("pairing", 15),
        mentees=enrolment.mentees,
    )
    for place, mentee in enumerate(enrolment.mentees):
        enrolment.agreed(mentee, enrolment.day("pairing", 7 + place % 4))
        enrolment.signed(mentee, enrolment.day("pairing", 13 + place % 3))
        story = PlanStory(
            enrolment=enrolment,
            mentee=mentee,
            targets=targets[mentee],
            fates=WHOLE_WINDOW[: FEWEST_ACTIONS + place % 4],
            reference=enrolment.scheme.implementation_to,
            rng=rng.spawn(1)[0],
            partner=enrolment.people.partners[place] if place % 3 else None,
        )
        _tell_plan(story, enrolment.day("pairing", 17))
        enrolment.completed(mentee, enrolment.scheme.implementation_to + (20 + place) * DAY)


def _tell_plan(story: PlanStory, first_day: Day) -> None:
    scheme = story.enrolment.scheme
    story.approved_in_time(first_day)
    beside = Beside(story)
    beside.tell(first_day)
    Following(story, is_full=False).tell(first_day)
    plan_progress.turns_taken(story)
    middle = scheme.implementation_from + 90 * DAY
    plan_progress.midpoint_reviewed(story, middle, until=middle + 7 * DAY)
    plan_progress.began_to_close(story, scheme.implementation_to - 4 * DAY)
    beside.looked_at(scheme.implementation_to - 2 * DAY)
    plan_progress.closed(story, scheme.implementation_to + 6 * DAY)
    beside.looked_back(scheme.implementation_to + 6 * DAY)


def tell_evaluations(enrolment: Enrolment, years: Years, *, today: Day) -> None:
    """One evaluation compiled, checked and published; a later one whose facts are being checked."""
    people, schedule = enrolment.people, enrolment.schedule
    _freeze(enrolment, years)
    begun = enrolment.day("evaluation", 10)
    tell_team_survey(enrolment, subtract_working_days(begun, 15))
    schedule.add(begun, _compile(enrolment, years.baseline, years.follow_up))
    last = tell_fact_check(
        enrolment,
        add_working_days(begun, 1),
        lambda: _report(years.follow_up),
        most_of(enrolment.mentees),
    )
    schedule.add(
        add_working_days(last, 1),
        lambda today: reports.sign_off_report(
            by=people.second_lead, report=_report(years.follow_up), note=SIGN_OFF_NOTE, today=today
        ),
    )
    schedule.add(
        add_working_days(last, 5),
        lambda _today: reports.publish_report(by=people.lead, report=_report(years.follow_up)),
    )
    again = working_day(today - 6 * DAY)
    schedule.add(again, _compile(enrolment, years.baseline, years.later))
    few = enrolment.mentees[:ANSWERED_SO_FAR]
    tell_fact_check(enrolment, add_working_days(again, 1), lambda: _report(years.later), few)


def _freeze(enrolment: Enrolment, years: Years) -> None:
    """Both evaluations are settled once the plans are approved, a year before any result."""

    def freeze_now(_today: Day) -> None:
        for follow_up in (years.follow_up, years.later):
            protocols.freeze_protocol(
                by=enrolment.lead, scheme=enrolment.scheme, follow_up=follow_up
            )

    enrolment.schedule.add(enrolment.day("implementation", 10), freeze_now)


def _compile(
    enrolment: Enrolment, baseline: SurveyYear, follow_up: SurveyYear
) -> Callable[[Day], None]:
    """Ask for an evaluation and do the worker's part at once."""

    def compile_now(_today: Day) -> None:
        run = runs.request_evaluation(
            by=enrolment.lead, scheme=enrolment.scheme, baseline=baseline, follow_up=follow_up
        )
        do_waiting_jobs()
        run.refresh_from_db()
        if not Report.objects.filter(run=run).exists():
            raise RuntimeError(f"The demonstration's evaluation was not compiled: {run.error}")

    return compile_now


def _report(follow_up: SurveyYear) -> Report:
    run = EvaluationRun.objects.get(follow_up=follow_up)
    return Report.objects.get(run=run)

"""What a cohort's report is built from: every team with its aims, measures and learning."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from django.db.models import Prefetch

from improvement_plans.collaborating.team_survey import TeamSurveyResults, team_survey_of
from improvement_plans.measures.reading import Reading, read_measure
from improvement_plans.models import Aim, Cohort, Measure, ProjectTeam
from improvement_plans.selectors.collaboratives import ListedTeam, listed
from improvement_plans.selectors.measures import with_figures
from trusts.models import Trust


@dataclass(frozen=True)
class TeamResult:
    """A team with what it set out to do and what its charts show."""

    listed: ListedTeam
    aims: tuple[Aim, ...]
    measures: tuple[Reading, ...]
    reports: int


@dataclass(frozen=True)
class CohortResults:
    """A cohort as it stands: the teams that stayed, how many left, and what was answered."""

    cohort: Cohort
    teams: tuple[TeamResult, ...]
    left: int
    survey: TeamSurveyResults | None


def cohort_results(cohort: Cohort, *, on: datetime.date) -> CohortResults:
    """Every team of a cohort as at a day; the number of queries does not grow with the teams."""
    teams = list(
        cohort.teams.select_related("lead_trust", "plan__scheme", "plan__trust")
        .prefetch_related(
            Prefetch("organisations", Trust.objects.order_by("name")),
            "plan__priorities",
            "reports",
            Prefetch("plan__aims", Aim.objects.select_related("question")),
            Prefetch("plan__measures", with_figures(Measure.objects.order_by("pk"))),
        )
        .order_by("name", "pk")
    )
    staying = [team for team in teams if team.withdrawn_at is None]
    return CohortResults(
        cohort=cohort,
        teams=tuple(_result(each) for each in listed(staying)),
        left=len(teams) - len(staying),
        survey=team_survey_of(cohort.pk, on),
    )


def with_teams_asked_for(results: CohortResults, *, words: str, stage: str) -> CohortResults:
    """The report of those teams only that fit: part of the name of a team or one of its
    organisations, and a stage. Asks the database nothing."""
    small = words.casefold()
    kept = [
        each
        for each in results.teams
        if any(small in name.casefold() for name in _names(each.listed.team))
        and (not stage or str(each.listed.stage.value) == stage)
    ]
    return replace(results, teams=tuple(kept))


def _names(team: ProjectTeam) -> list[str]:
    return [team.name, *(each.name for each in team.organisations.all())]


def _result(each: ListedTeam) -> TeamResult:
    plan = each.team.plan
    return TeamResult(
        listed=each,
        aims=tuple(plan.aims.all()),
        # A report travels, so it never holds a small number of patients.
        measures=tuple(read_measure(one, sees_small=False) for one in plan.measures.all()),
        reports=len(each.team.reports.all()),
    )

"""A project team: its organisations, its people, how far it is, what it sends in."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import changed_fields, record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.accounts.versions import save_version
from improvement_plans.collaborating import rules
from improvement_plans.collaborating.monthly import month_of
from improvement_plans.measures.ceiling import STAGE_WORDS, Stage
from improvement_plans.models import (
    Abstract,
    AbstractState,
    Cohort,
    Plan,
    ProjectTeam,
    TeamMember,
    TeamReport,
)
from improvement_plans.printing.team_reports import facts_of
from improvement_plans.rules import PlanSides
from improvement_plans.selectors.ceilings import ceilings_of
from improvement_plans.selectors.team_reports import month_entries
from improvement_plans.services import team_mails
from improvement_plans.services.moves import record_on_plan
from trusts.models import Participation, ParticipationRole, ParticipationState, Trust

FEWEST_ORGANISATIONS = 2


class StageAboveEvidence(Refusal):
    """A team cannot say that it is further than there is something to show for."""


def start_team(
    *, by: User, cohort: Cohort, values: dict[str, Any], organisations: Sequence[Trust]
) -> ProjectTeam:
    """Start a project team with its plan. The first organisation leads it."""
    with transaction.atomic():
        rules.run_collaborative.require(access_of(by), None)
        cohort = Cohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
        _check_name(cohort, values["name"])
        lead = _lead_of(organisations)
        team = ProjectTeam.objects.create(
            cohort=cohort, lead_trust=lead, codes=_codes(organisations), **values
        )
        team.organisations.set(organisations)
        _take_part(cohort, organisations, by)
        plan = Plan.objects.create(
            team=team,
            trust=lead,
            scheme=cohort.scheme,
            title=f"{team.name}: improvement plan",
            window_from=cohort.scheme.implementation_from,
            window_to=cohort.scheme.implementation_to,
        )
        _record(team, by=by, action="project team started")
        record_on_plan(plan, by=by, action="plan started")
        team_mails.team_started(team, plan, by=by)
    return team


def change_team(
    *,
    by: User,
    team: ProjectTeam,
    read_at: int,
    values: dict[str, Any],
    organisations: Sequence[Trust],
) -> None:
    """Save a team's words and its organisations. Who leads it stays: the plan is theirs."""
    with transaction.atomic():
        team = _locked(team)
        rules.run_collaborative.require(access_of(by), None)
        _require_there(team)
        _check_name(team.cohort, values["name"], but=team.pk)
        if _lead_of(organisations).pk != team.lead_trust_id:
            raise Refusal(
                f"{team.lead_trust.name} must stay first: it holds the team’s plan",
                field="organisations",
            )
        _check_members_stay(team, organisations)
        known = {**values, "codes": _codes(organisations)}
        changes = changed_fields(team, known)
        save_version(team, read_at=read_at, values=known)
        team.organisations.set(organisations)
        _take_part(team.cohort, organisations, by)
        _record(team, by=by, action="project team changed", changes=changes)


def add_member(*, by: User, team: ProjectTeam, values: dict[str, Any]) -> TeamMember:
    """Put somebody into the team, by the name that shall stand on their certificate."""
    with transaction.atomic():
        team = _locked(team)
        rules.lead_team.require(access_of(by), _sides(team))
        _require_there(team)
        if values["trust"] is not None and values["trust"].ods_code not in team.codes:
            raise Refusal("Choose one of the team’s organisations", field="trust")
        if values["is_sponsor"] and values["is_partner"]:
            raise Refusal("A partner is not the executive sponsor", field="is_partner")
        if team.members.filter(name__iexact=values["name"]).exists():
            raise Refusal("Somebody of this name is in the team already", field="name")
        member = TeamMember.objects.create(team=team, **values)
        _record(team, by=by, action="team member added", changes={"member": ("", member.name)})
    return member


def remove_member(*, by: User, member: TeamMember) -> None:
    """Take somebody off the team's list."""
    with transaction.atomic():
        team = _locked(member.team)
        rules.lead_team.require(access_of(by), _sides(team))
        name = member.name
        member.delete()
        _record(team, by=by, action="team member removed", changes={"member": (name, "")})


def say_stage(*, by: User, team: ProjectTeam, read_at: int, stage: Stage) -> None:
    """Say how far the team is: at most what there is evidence for."""
    with transaction.atomic():
        team = _locked(team)
        rules.report_for_team.require(access_of(by), _sides(team))
        _require_there(team)
        ceiling = ceilings_of([team.plan.pk])[team.plan.pk]
        if stage > ceiling.stage:
            missing = ceiling.missing[0] if ceiling.missing else "evidence"
            raise StageAboveEvidence(
                f"The evidence reaches to “{STAGE_WORDS[ceiling.stage]}”. "
                f"To go further, show {missing}",
                field="stage",
            )
        before = STAGE_WORDS[Stage(team.stage)]
        values = {"stage": stage.value, "stage_said_at": timezone.now()}
        save_version(team, read_at=read_at, values=values)
        _record(team, by=by, action="stage said", changes={"stage": (before, STAGE_WORDS[stage])})


def submit_report(
    *, by: User, team: ProjectTeam, month: datetime.date, sentence: str, today: datetime.date
) -> TeamReport:
    """Send in a month's report: the team adds a sentence, everything else is its entries."""
    if not sentence.strip():
        raise Refusal("Enter a sentence about the month", field="sentence")
    with transaction.atomic():
        team = _locked(team)
        rules.report_for_team.require(access_of(by), _sides(team))
        _require_there(team)
        if month != month_of(month) or month > month_of(today):
            raise WrongState("A month is reported when it has begun.")
        if month < month_of(team.cohort.starts_on) or month > team.cohort.ends_on:
            raise WrongState("This month is outside the cohort’s time.")
        if team.reports.filter(month=month).exists():
            raise WrongState("The report of this month has been sent in already.")
        facts = facts_of(team, month_entries(team, month=month, on=today))
        report = TeamReport.objects.create(
            team=team,
            month=month,
            sentence=sentence.strip(),
            facts=facts.as_stored(),
            submitted_by=by,
        )
        _record(team, by=by, action="monthly report sent in")
        team_mails.report_sent_in(report, facts, by=by)
    return report


def submit_abstract(*, by: User, team: ProjectTeam, values: dict[str, Any]) -> Abstract:
    """Offer something to tell at the recognition event."""
    with transaction.atomic():
        team = _locked(team)
        rules.report_for_team.require(access_of(by), _sides(team))
        _require_there(team)
        if team.abstracts.filter(title__iexact=values["title"]).exists():
            raise Refusal("The team has an abstract with this title", field="title")
        abstract = Abstract.objects.create(team=team, submitted_by=by, **values)
        _record(team, by=by, action="abstract submitted", changes={"title": ("", abstract.title)})
    return abstract


def decide_abstract(
    *, by: User, abstract: Abstract, read_at: int, accept: bool, answer: str
) -> None:
    """Accept an abstract into the programme, or say why not this time; the team is told."""
    if not accept and not answer.strip():
        raise Refusal("Say why, so that the team learns from it", field="answer")
    with transaction.atomic():
        rules.run_collaborative.require(access_of(by), None)
        locked = Abstract.objects.select_for_update().get(pk=abstract.pk)
        if locked.state != AbstractState.SUBMITTED:
            raise WrongState("This abstract has been answered already.")
        state = AbstractState.ACCEPTED if accept else AbstractState.DECLINED
        values = {
            "state": state,
            "answer": answer.strip(),
            "decided_by": by,
            "decided_at": timezone.now(),
        }
        save_version(abstract, read_at=read_at, values=values)
        abstract.refresh_from_db()
        _record(
            abstract.team, by=by, action="abstract answered", changes={"state": ("", state.label)}
        )
        team_mails.abstract_answered(abstract, by=by)


def withdraw_team(*, by: User, team: ProjectTeam, reason: str) -> None:
    """A team leaves its cohort; what it did stays on record."""
    if not reason.strip():
        raise Refusal("Say why the team leaves", field="reason")
    with transaction.atomic():
        team = _locked(team)
        rules.run_collaborative.require(access_of(by), None)
        _require_there(team)
        save_version(team, read_at=team.version, values={"withdrawn_at": timezone.now()})
        _record(team, by=by, action="project team withdrew", reason=reason.strip())


def _locked(team: ProjectTeam) -> ProjectTeam:
    return (
        ProjectTeam.objects.select_for_update(of=("self",))
        .select_related("cohort__scheme", "lead_trust", "plan__trust")
        .get(pk=team.pk)
    )


def _sides(team: ProjectTeam) -> PlanSides:
    return PlanSides("", team.lead_trust.ods_code, team_codes=frozenset(team.codes))


def _require_there(team: ProjectTeam) -> None:
    if team.withdrawn_at is not None:
        raise WrongState("This team has left its cohort.")


def _lead_of(organisations: Sequence[Trust]) -> Trust:
    if len(organisations) < FEWEST_ORGANISATIONS:
        raise Refusal(
            "Enter at least two organisations: a team joins several", field="organisations"
        )
    return organisations[0]


def _codes(organisations: Sequence[Trust]) -> list[str]:
    return [each.ods_code for each in organisations]


def _check_name(cohort: Cohort, name: str, *, but: int = 0) -> None:
    if cohort.teams.filter(name__iexact=name).exclude(pk=but).exists():
        raise Refusal("The cohort has a team of this name", field="name")


def _check_members_stay(team: ProjectTeam, organisations: Sequence[Trust]) -> None:
    stays = {each.pk for each in organisations}
    for member in team.members.exclude(trust=None):
        if member.trust_id not in stays:
            raise Refusal(
                f"{member.name} is in the team for an organisation that would leave",
                field="organisations",
            )


def _take_part(cohort: Cohort, organisations: Sequence[Trust], by: User) -> None:
    """Each organisation takes part in the scheme as a team's, so that none is a comparator."""
    for trust in organisations:
        part, is_new = Participation.objects.get_or_create(
            scheme=cohort.scheme,
            trust=trust,
            defaults={
                "role": ParticipationRole.TEAM,
                "state": ParticipationState.ACCEPTED,
                "decided_by": by,
                "decided_at": timezone.now(),
            },
        )
        if is_new:
            record_event(
                by=by, action="takes part in a team", thing=part, trust_code=trust.ods_code
            )


def _record(team: ProjectTeam, *, by: User, action: str, **more: Any) -> None:
    record_event(by=by, action=action, thing=team, trust_code=team.lead_trust.ods_code, **more)

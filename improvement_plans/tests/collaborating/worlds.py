"""A collaborative with a cohort and a team of two organisations, and the people around it."""

import datetime
from dataclasses import dataclass

from buddy_portal.accounts.models import User
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import LONG_AGO, make_person, make_user
from improvement_plans.models import (
    Cohort,
    Gathering,
    GatheringKind,
    Plan,
    PlanGuest,
    PlanState,
    Priority,
    ProjectTeam,
)
from improvement_plans.tests.factories import make_action, make_aim
from trusts.models import Scheme, SchemeKind, Trust
from trusts.tests.factories import make_question, make_scheme, make_score, make_trust

TODAY = datetime.date(2015, 4, 16)
APRIL = datetime.date(2015, 4, 1)


@dataclass
class TeamWorld:
    """Who is there, and what they work on."""

    scheme: Scheme
    cohort: Cohort
    team: ProjectTeam
    plan: Plan
    leading: Trust
    joining: Trust
    lead: User
    nurse: User
    """Leads for the organisation that leads the team."""
    other_nurse: User
    """Leads for the other organisation."""
    member: User
    partner: User
    outsider: User


def make_collaborative(name: str = "Warm welcome", **fields: object) -> Scheme:
    return make_scheme(name, kind=SchemeKind.COLLABORATIVE, **fields)


def make_cohort(scheme: Scheme, **fields: object) -> Cohort:
    values = {
        "name": f"Cohort {scheme.cohorts.count() + 1}",
        "starts_on": scheme.implementation_from,
        "ends_on": scheme.implementation_to,
        **fields,
    }
    return Cohort.objects.create(scheme=scheme, **values)


def make_team(
    cohort: Cohort, *organisations: Trust, state: str = PlanState.ACTIVE, **fields: object
) -> ProjectTeam:
    """A team with its plan; the first organisation leads."""
    joined = list(organisations) or [make_trust(), make_trust()]
    team = ProjectTeam.objects.create(
        cohort=cohort,
        lead_trust=joined[0],
        codes=[each.ods_code for each in joined],
        **{"name": f"Team {cohort.teams.count() + 1}", **fields},
    )
    team.organisations.set(joined)
    scheme = cohort.scheme
    frozen = datetime.datetime(2015, 2, 2, tzinfo=datetime.UTC) if state != "draft" else None
    Plan.objects.create(
        team=team,
        trust=joined[0],
        scheme=scheme,
        title=f"{team.name}: improvement plan",
        window_from=scheme.implementation_from,
        window_to=scheme.implementation_to,
        state=state,
        baselines_frozen_at=frozen,
    )
    return team


def make_gathering(cohort: Cohort, **fields: object) -> Gathering:
    values = {
        "kind": GatheringKind.LEARNING_SESSION,
        "title": "Learning session 1",
        "starts_on": cohort.starts_on,
        "ends_on": cohort.starts_on,
        **fields,
    }
    return Gathering.objects.create(cohort=cohort, **values)


def make_priority(title: str = "Earlier diagnosis", **fields: object) -> Priority:
    return Priority.objects.create(**{"level": "national", "title": title, **fields})


def make_team_world(state: str = PlanState.ACTIVE) -> TeamWorld:
    scheme = make_collaborative()
    leading, joining = make_trust("TLA"), make_trust("TLB")
    cohort = make_cohort(scheme)
    team = make_team(cohort, leading, joining, state=state, name="Red team")
    question = make_question(scheme.baseline, "Q18")
    make_score(question, leading, 63.8, 298)
    member = make_person(Role.TEAM_MEMBER, "TLA")
    make_action(team.plan, make_aim(team.plan, question), owner=member)
    partner = make_user("Lin Carter")
    PlanGuest.objects.create(plan=team.plan, user=partner, starts_on=LONG_AGO)
    return TeamWorld(
        scheme=scheme,
        cohort=cohort,
        team=team,
        plan=team.plan,
        leading=leading,
        joining=joining,
        lead=make_person(Role.PROGRAMME_LEAD),
        nurse=make_person(Role.TRUST_LEAD, "TLA"),
        other_nurse=make_person(Role.TRUST_LEAD, "TLB"),
        member=member,
        partner=partner,
        outsider=make_person(Role.TRUST_LEAD, "OUT"),
    )

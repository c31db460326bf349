"""What a person may see of collaboratives: schemes, cohorts, teams, priorities."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from improvement_plans.collaborating import rules
from improvement_plans.measures.ceiling import Ceiling, Stage
from improvement_plans.models import (
    Abstract,
    Cohort,
    Gathering,
    Plan,
    Priority,
    ProjectTeam,
    TeamMember,
    TeamReport,
)
from improvement_plans.rules import PlanSides
from improvement_plans.selectors.ceilings import ceilings_of
from improvement_plans.selectors.visibility import plans_visible_to
from trusts.models import Scheme, SchemeKind, Trust


@dataclass(frozen=True)
class TeamQuery:
    """What is asked of a list of teams."""

    words: str = ""
    cohort: str = ""
    stage: str = ""
    priority: str = ""


@dataclass(frozen=True)
class ListedTeam:
    """A team with what is worked out of it."""

    team: ProjectTeam
    ceiling: Ceiling

    @property
    def stage(self) -> Stage:
        """How far it is: what it says, but never above its evidence."""
        return min(Stage(self.team.stage), self.ceiling.stage)


@dataclass(frozen=True)
class TeamPage:
    """Everything on a team's page."""

    listed: ListedTeam
    sides: PlanSides
    members: tuple[TeamMember, ...]
    reports: tuple[TeamReport, ...]
    abstracts: tuple[Abstract, ...]
    priorities: tuple[Priority, ...]


def teams_visible_to(access: Access) -> QuerySet[ProjectTeam]:
    """Teams whose plan the person may see: the programme's, their organisations', their own."""
    seen = plans_visible_to(access).exclude(team=None).order_by().values("team_id")
    return (
        ProjectTeam.objects.filter(pk__in=seen)
        .select_related("cohort__scheme", "lead_trust", "plan__trust", "plan__scheme")
        .prefetch_related(
            Prefetch("organisations", Trust.objects.order_by("name")),
            Prefetch("plan__priorities", Priority.objects.order_by("level", "title")),
        )
        .annotate(last_report=Max("reports__month"))
        .order_by("name", "pk")
    )


def team_visible_to(access: Access, team_id: int) -> tuple[ProjectTeam, PlanSides]:
    """One team with its sides, or NotFound."""
    team = teams_visible_to(access).filter(pk=team_id).first()
    if team is None:
        raise NotFound("There is no such project team, or it is not one of yours.")
    codes = frozenset(team.codes)
    held = access.trusts_where(Permission.SEE_PLANS)
    is_guest = not (codes & held) and not access.may_in_programme(Permission.SEE_PLANS)
    return team, PlanSides("", team.lead_trust.ods_code, is_guest, codes)


def team_page(access: Access, team_id: int) -> TeamPage:
    """A team with its people, its reports and its abstracts."""
    team, sides = team_visible_to(access, team_id)
    return TeamPage(
        listed=listed([team])[0],
        sides=sides,
        members=tuple(team.members.select_related("trust")),
        reports=tuple(team.reports.select_related("submitted_by")),
        abstracts=tuple(team.abstracts.all()),
        priorities=tuple(team.plan.priorities.all()),
    )


def listed(teams: list[ProjectTeam]) -> list[ListedTeam]:
    """Teams with their stage; one query however many there are."""
    ceilings = ceilings_of(team.plan.pk for team in teams)
    return [ListedTeam(team, ceilings[team.plan.pk]) for team in teams]


def teams_of(access: Access, scheme: Scheme, asked: TeamQuery = TeamQuery()) -> list[ListedTeam]:
    """The teams of a collaborative that a person may see, as asked for."""
    found = teams_visible_to(access).filter(cohort__scheme=scheme)
    if asked.words:
        named = Q(name__icontains=asked.words) | Q(summary__icontains=asked.words)
        holding = ProjectTeam.objects.filter(organisations__name__icontains=asked.words)
        found = found.filter(named | Q(pk__in=holding.values("pk")))
    if asked.cohort.isdecimal():
        found = found.filter(cohort_id=int(asked.cohort[:9]))
    if asked.priority.isdecimal():
        serving = Plan.objects.filter(priorities=int(asked.priority[:9]))
        found = found.filter(plan__in=serving.values("pk"))
    everything = listed(list(found))
    if asked.stage.isdecimal():
        everything = [each for each in everything if each.stage == int(asked.stage[:2])]
    return everything


def cohorts_visible_to(access: Access) -> QuerySet[Cohort]:
    """The programme sees all; anybody else the cohorts in which they have a team."""
    cohorts = (
        Cohort.objects.select_related("scheme")
        .annotate(team_count=Count("teams"))
        .order_by("starts_on", "pk")
    )
    if access.may_in_programme(Permission.SEE_PLANS):
        return cohorts
    own = teams_visible_to(access).filter(cohort=OuterRef("pk")).order_by()
    return cohorts.filter(Exists(own))


def cohort_visible_to(access: Access, cohort_id: int) -> Cohort:
    cohort = cohorts_visible_to(access).filter(pk=cohort_id).first()
    if cohort is None:
        raise NotFound("There is no such cohort, or you have no team in it.")
    return cohort


def teams_of_cohort(cohort: Cohort) -> list[ProjectTeam]:
    """Every team of a cohort, for those who are in it: who they are, not how they do."""
    return list(
        cohort.teams.select_related("lead_trust")
        .prefetch_related(Prefetch("organisations", Trust.objects.order_by("name")))
        .order_by("name", "pk")
    )


def teams_seen_in(access: Access, cohort: Cohort) -> frozenset[int]:
    """The keys of the cohort's teams whose pages the person may open."""
    seen = teams_visible_to(access).filter(cohort=cohort).order_by()
    return frozenset(seen.values_list("pk", flat=True))


def gatherings_of(cohort: Cohort) -> list[Gathering]:
    """The sessions and periods of a cohort in their order, with the teams that came."""
    return list(cohort.gatherings.prefetch_related("attended"))


def gathering_visible_to(access: Access, gathering_id: int) -> Gathering:
    seen = cohorts_visible_to(access).values("pk")
    found = Gathering.objects.filter(cohort__in=seen, pk=gathering_id)
    gathering = found.select_related("cohort__scheme").prefetch_related("attended").first()
    if gathering is None:
        raise NotFound("There is no such session, or it is not of a cohort of yours.")
    return gathering


def abstract_visible_to(access: Access, abstract_id: int) -> Abstract:
    seen = teams_visible_to(access).order_by().values("pk")
    found = Abstract.objects.filter(team__in=seen, pk=abstract_id)
    abstract = found.select_related("team__cohort__scheme", "team__lead_trust").first()
    if abstract is None:
        raise NotFound("There is no such abstract, or it is not your team’s.")
    return abstract


def abstracts_of(cohort: Cohort, access: Access) -> list[Abstract]:
    """What was offered for the recognition event: all for the programme, else what was accepted."""
    found = Abstract.objects.filter(team__cohort=cohort).select_related("team")
    if not rules.run_collaborative.allows(access, None):
        found = found.filter(state="accepted")
    return list(found)


def member_visible_to(access: Access, member_id: int) -> TeamMember:
    seen = teams_visible_to(access).order_by().values("pk")
    found = TeamMember.objects.filter(team__in=seen, pk=member_id)
    member = found.select_related("team__cohort__scheme", "team__lead_trust").first()
    if member is None:
        raise NotFound("There is nobody of this key in a team of yours.")
    return member


def collaboratives_visible_to(access: Access) -> QuerySet[Scheme]:
    """Schemes of the kind collaborative: all for the programme, else those with an own team."""
    schemes = (
        Scheme.objects.filter(kind=SchemeKind.COLLABORATIVE)
        .annotate(cohort_count=Count("cohorts", distinct=True), team_count=Count("cohorts__teams"))
        .order_by("-implementation_from", "name")
    )
    if access.may_in_programme(Permission.SEE_PLANS):
        return schemes
    own = teams_visible_to(access).order_by().values("cohort__scheme")
    return schemes.filter(pk__in=own)


def collaborative_visible_to(access: Access, scheme_id: int) -> Scheme:
    scheme = collaboratives_visible_to(access).filter(pk=scheme_id).first()
    if scheme is None:
        raise NotFound("There is no such collaborative, or you have no team in it.")
    return scheme


def priorities_to_name(plan: Plan | None = None) -> list[Priority]:
    """Priorities on the list, with those that a plan names already though they are retired."""
    on_list = Q(retired_at=None)
    if plan is not None:
        on_list |= Q(plans=plan)
    return list(Priority.objects.filter(on_list).distinct())


def priority_list(level: str = "", words: str = "") -> QuerySet[Priority]:
    """Every priority with how many plans name it."""
    found = Priority.objects.annotate(plan_count=Count("plans")).order_by(
        "level", "place", "title", "pk"
    )
    if level:
        found = found.filter(level=level)
    return found.filter(Q(title__icontains=words) | Q(place__icontains=words)) if words else found


def priority_with(priority_id: int) -> Priority:
    found = Priority.objects.filter(pk=priority_id).first()
    if found is None:
        raise NotFound("There is no such priority.")
    return found


def trusts_with_typed_codes(typed: list[str]) -> tuple[list[Trust], list[str]]:
    """The trusts of these ODS codes in the order typed, and the codes that no trust has."""
    found = {trust.ods_code: trust for trust in Trust.objects.filter(ods_code__in=typed)}
    return [found[code] for code in typed if code in found], [c for c in typed if c not in found]


def teams_with_members(cohort: Cohort) -> list[ProjectTeam]:
    """The teams that stayed in a cohort, with their members and what they told at its event."""
    return list(
        cohort.teams.filter(withdrawn_at=None)
        .select_related("lead_trust", "cohort__scheme")
        .prefetch_related(
            Prefetch("organisations", Trust.objects.order_by("name")),
            Prefetch("members", TeamMember.objects.select_related("trust")),
            Prefetch("abstracts", Abstract.objects.filter(state="accepted")),
        )
        .order_by("name", "pk")
    )

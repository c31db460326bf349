"""Two sets of things in one scheme: those of a person's own trust, and those of another."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from buddy_portal.accounts.invitations import expiry_from
from buddy_portal.accounts.models import AuditEvent, Invitation, Membership, User
from buddy_portal.accounts.roles import PROGRAMME_ROLES, Role
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import LONG_AGO, make_person, make_user
from evaluation.models import ComparatorExclusion, FactComment, TeamSurvey
from evaluation.services.fact_checks import open_fact_check
from evaluation.services.runs import compile_run
from evaluation.tests.factories import make_evaluable_scheme, make_run
from improvement_plans.models import (
    Abstract,
    CalendarLink,
    GroupMember,
    MeetingMember,
    Plan,
    PlanGuest,
    PlanState,
    Practice,
    PracticeState,
    Priority,
    ReminderWishes,
    TeamMember,
)
from improvement_plans.tests.collaborating.worlds import (
    make_cohort,
    make_collaborative,
    make_gathering,
    make_team,
)
from improvement_plans.tests.factories import (
    make_action,
    make_aim,
    make_contact,
    make_driver,
    make_evidence,
    make_plan,
    make_risk,
)
from improvement_plans.tests.insight.comments import make_import, make_insight
from improvement_plans.tests.listening.factories import (
    make_advice,
    make_commitment,
    make_event,
    make_group,
    make_recommendation,
)
from improvement_plans.tests.measure_factories import make_cycle, make_measure, make_rebase
from improvement_plans.tests.meetings.factories import (
    make_decision,
    make_meeting,
    make_paper,
    make_series,
)
from trusts.models import ImportState, PairingDraft, Participation, Scheme, SurveyImport
from trusts.tests.factories import make_pair, make_score, make_trust

OWN, FOREIGN = "own", "foreign"


@dataclass
class World:
    """Everything that addresses can name, of one trust."""

    trust_code: str
    plan: Plan
    things: dict[str, Any] = field(default_factory=dict)
    """The value of a URL's keyword, by the keyword."""


@dataclass
class Worlds:
    scheme: Scheme
    own: World
    foreign: World
    is_homeless: bool = False
    """Whether the person belongs to neither, so that nothing is their own."""


def make_worlds() -> Worlds:
    """One scheme with two pairs; the mentee of the first is the person's own trust."""
    scheme = make_evaluable_scheme()
    own_plan = Plan.objects.get(scheme=scheme)
    question = own_plan.aims.get().question
    mentor, mentee = make_trust("FOR", name="Foreign mentor"), make_trust("FEE", name="Foreign")
    plan = make_plan(make_pair(scheme, mentor, mentee), state=PlanState.ACTIVE)
    for trust, score in ((mentor, 92.0), (mentee, 58.0)):
        make_score(question, trust, score)
    make_action(plan, make_aim(plan, question, baseline=58.0))
    worlds = Worlds(scheme, _world(own_plan), _world(plan))
    _add_what_the_programme_has(worlds)
    return worlds


def _world(plan: Plan) -> World:
    code = plan.trust.ods_code
    scheme = plan.scheme
    colleague = make_person(Role.TEAM_MEMBER, code)
    group = make_group(plan.trust)
    GroupMember.objects.create(group=group, user=colleague, starts_on=LONG_AGO)
    return World(
        code,
        plan,
        {
            "ods_code": code,
            "mentee": code,
            "mentor": plan.pair.mentor.ods_code,
            "scheme_id": scheme.pk,
            "number": "Q1",
            "year_id": scheme.baseline_id,
            "participation_id": Participation.objects.get(scheme=scheme, trust=plan.trust).pk,
            "pair_id": plan.pair_id,
            "plan_id": plan.pk,
            "aim_id": plan.aims.get().pk,
            "action_id": plan.actions.get().pk,
            "evidence_id": make_evidence(plan.actions.get()).pk,
            "contact_id": make_contact(plan).pk,
            "risk_id": make_risk(plan).pk,
            "practice_id": _practice(plan).pk,
            "engagement_id": make_event(plan.trust, plan=plan).pk,
            "characteristic": "age",
            "group_id": group.pk,
            "advice_id": make_advice(group).pk,
            "commitment_id": make_commitment(plan.trust, plan=plan).pk,
            "insight_id": make_insight(plan.trust, plan=plan).pk,
            "batch_id": make_import(plan.trust).pk,
            **_measuring(plan),
            **_meetings(plan),
            "user_id": colleague.pk,
            "calendar_token": CalendarLink.objects.create(
                user=colleague, made_at=timezone.now()
            ).token,
            "stop_token": ReminderWishes.objects.create(user=colleague).stop_token,
            "membership_id": colleague.memberships.get().pk,
            "invitation_id": _invitation(code).pk,
            "token": _invitation(code).token,
            **_collaborative(plan),
        },
    )


def _measuring(plan: Plan) -> dict[str, int]:
    driver = make_driver(plan.aims.get())
    measure = make_measure(plan, [61, 64, 60, 63, 62, 65, 70, 74, 72, 75, 73, 76])
    return {
        "driver_id": driver.pk,
        "idea_id": driver.ideas.get().pk,
        "measure_id": measure.pk,
        "point_id": measure.points.all()[0].pk,
        "rebase_id": make_rebase(measure, position=6).pk,
        "cycle_id": make_cycle(driver.ideas.get()).pk,
    }


def _meetings(plan: Plan) -> dict[str, int]:
    trust = plan.trust
    meeting = make_meeting(trust, plan)
    return {
        "meeting_id": meeting.pk,
        "paper_id": make_paper(meeting).pk,
        "series_id": make_series(trust).pk,
        "decision_id": make_decision(meeting, plan=plan).pk,
    }


def _collaborative(plan: Plan) -> dict[str, Any]:
    """A collaborative of its own, in which the plan's trust leads a team."""
    cohort = make_cohort(make_collaborative(f"Collaborative of {plan.trust}"))
    team = make_team(cohort, plan.trust, make_trust())
    return {
        "collaborative_id": cohort.scheme_id,
        "cohort_id": cohort.pk,
        "gathering_id": make_gathering(cohort).pk,
        "team_id": team.pk,
        "member_id": TeamMember.objects.create(team=team, name="Jo Okafor", part="Matron").pk,
        "abstract_id": Abstract.objects.create(team=team, title="Calls", text="We rang.").pk,
        "month": "2015-04",
    }


def _practice(plan: Plan) -> Practice:
    return Practice.objects.create(
        trust=plan.trust,
        plan=plan,
        slug=f"practice-{plan.pk}",
        title="Ring every patient",
        effort="weeks",
    )


def _invitation(code: str) -> Invitation:
    return Invitation.objects.create(
        email=f"{code}{Invitation.objects.count()}@test.example",
        name="Jo Okafor",
        role=Role.OBSERVER,
        trust_code=code,
        expires_at=expiry_from(timezone.now()),
    )


def _add_what_the_programme_has(worlds: Worlds) -> None:
    """Things of no trust: they stand in both worlds under the same keys."""
    run = make_run(worlds.scheme, requested_by=make_user("Asked for it"))
    effect = compile_run(run_id=run.pk)
    assert effect is not None
    effect()
    report = run.report
    check = open_fact_check(
        by=make_person(Role.PROGRAMME_LEAD), report=report, today=timezone.localdate()
    )
    for world in (worlds.own, worlds.foreign):
        world.things["check_id"] = check.trusts.get(trust_code=world.trust_code).pk
    survey = TeamSurvey.objects.create(
        scheme=worlds.scheme, closes_on=timezone.localdate() + datetime.timedelta(days=9)
    )
    comment = FactComment.objects.create(trust_check=check.trusts.all()[0], figure="x", text="x")
    draft = PairingDraft.objects.create(
        scheme=worlds.scheme,
        name="A",
        result={"pairs": [], "unmatched": [], "matched": 0, "worst": 0, "total": 0},
        inputs_digest="0" * 64,
    )
    survey_import = SurveyImport.objects.create(
        survey_year=worlds.scheme.baseline,
        state=ImportState.CHECKED,
        family="scores",
        file_name="scores.csv",
        sha256="0" * 64,
        content=b"",
    )
    shared = {
        "practice_slug": _published_practice().slug,
        "priority_id": Priority.objects.create(level="national", title="Early diagnosis").pk,
        "recommendation_id": make_recommendation(worlds.scheme).pk,
        "run_id": run.pk,
        "report_id": report.pk,
        "comment_id": comment.pk,
        "survey_id": survey.pk,
        "slug": report.slug,
        "version": report.version,
        "kind": "pdf",
        "draft_id": draft.pk,
        "exclusion_id": _exclusion(worlds.scheme).pk,
        "import_id": survey_import.pk,
        "event_id": AuditEvent.objects.create(actor="x", action="x").pk,
        "message_id": Message.objects.create(job="x", failed_at=timezone.now()).pk,
        "status": 404,
    }
    worlds.own.things |= shared
    worlds.foreign.things |= shared


def _exclusion(scheme: Scheme) -> ComparatorExclusion:
    trust = make_trust("OUT", name="Left out")
    return ComparatorExclusion.objects.create(scheme=scheme, trust=trust, reason="Merged")


def _published_practice() -> Practice:
    return Practice.objects.create(
        trust=make_trust("LIB", name="Library trust"),
        slug="calls-before-surgery",
        title="Calls before surgery",
        effort="weeks",
        state=PracticeState.PUBLISHED,
        reviewed_at=timezone.now(),
        published_at=timezone.now(),
    )


# People, by the name that a failing case is reported under.
ANONYMOUS, GUEST, NOBODY = "anonymous", "guest of the plan", "signed in without a role"
PEOPLE: tuple[str, ...] = (ANONYMOUS, GUEST, NOBODY, *(role.value for role in Role))


def person_called(name: str, worlds: Worlds) -> User | None:
    """A person of this kind: with the role in their own trust, or a guest of their own plan."""
    if name == ANONYMOUS:
        return None
    if name == NOBODY:
        return make_user("Nobody")
    if name == GUEST:
        guest = make_user("Guest")
        PlanGuest.objects.create(plan=worlds.own.plan, user=guest, starts_on=LONG_AGO)
        team_plan = Plan.objects.get(team=worlds.own.things["team_id"])
        PlanGuest.objects.create(plan=team_plan, user=guest, starts_on=LONG_AGO)
        group_id = worlds.own.things["group_id"]
        GroupMember.objects.create(group_id=group_id, user=guest, starts_on=LONG_AGO)
        MeetingMember.objects.create(meeting_id=worlds.own.things["meeting_id"], user=guest)
        return guest
    role = Role(name)
    person = make_user(role.label)
    code = "" if role in PROGRAMME_ROLES else worlds.own.trust_code
    Membership.objects.create(user=person, role=role, trust_code=code, starts_on=LONG_AGO)
    return person

"""Reading plans, each query starting from what the person may see; numbers of queries constant."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from buddy_portal.accounts.access import Access, access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from improvement_plans import rules
from improvement_plans.models import (
    Action,
    Aim,
    Claim,
    Plan,
    PlanComment,
    PlanGuest,
    PlanStep,
    ProgressUpdate,
    Review,
)
from improvement_plans.states import BEING_WRITTEN, ENDED_ACTIONS, UNDER_WAY
from improvement_plans.status import (
    ActionFacts,
    PlanStatus,
    Status,
    action_status,
    plan_status,
)
from trusts.models import BuddyPair, Level, PairState, Question, Score

NO_SUCH_PLAN = "There is no such plan, or it is not one of yours."
NO_SUCH_ACTION = "There is no such action, or it is not in one of your plans."


@dataclass(frozen=True)
class StatedAction:
    """An action with its status worked out as at a day."""

    action: Action
    status: Status


@dataclass(frozen=True)
class PlanOverview:
    """A plan of a list with what is worked out from its actions."""

    plan: Plan
    status: PlanStatus
    actions: int
    complete: int
    overdue: int
    last_update_on: datetime.date | None


@dataclass(frozen=True)
class PlanPage:
    """Everything that a plan's page shows, fully loaded."""

    plan: Plan
    sides: rules.PlanSides
    status: PlanStatus
    aims: tuple[Aim, ...]
    actions: tuple[StatedAction, ...]
    comments: tuple[PlanComment, ...]
    steps: tuple[PlanStep, ...]
    guests: tuple[PlanGuest, ...]


def plans_visible_to(access: Access) -> QuerySet[Plan]:
    """The programme sees all plans; a trust's people those of its pairs; guests their own."""
    plans = Plan.objects.select_related(
        "pair__mentor", "pair__mentee", "pair__scheme__baseline__survey", "lead", "sponsor"
    )
    if access.may_in_programme(Permission.SEE_PLANS):
        return plans
    codes = access.trusts_where(Permission.SEE_PLANS)
    today = timezone.localdate()
    as_guest = PlanGuest.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), user_id=access.user_id or 0, starts_on__lte=today
    )
    return plans.filter(
        Q(pair__mentor__ods_code__in=codes)
        | Q(pair__mentee__ods_code__in=codes)
        | Q(pk__in=as_guest.values("plan_id"))
    )


def plan_visible_to(access: Access, plan_id: int) -> tuple[Plan, rules.PlanSides]:
    """One plan with its sides as this person sees them, or NotFound."""
    plan = plans_visible_to(access).filter(pk=plan_id).first()
    if plan is None:
        raise NotFound(NO_SUCH_PLAN)
    return plan, _sides(access, plan)


def aim_visible_to(access: Access, plan_id: int, aim_id: int) -> tuple[Aim, rules.PlanSides]:
    """One aim of a plan that the person may see, or NotFound."""
    plan, sides = plan_visible_to(access, plan_id)
    aim = Aim.objects.filter(plan=plan, pk=aim_id).select_related("question").first()
    if aim is None:
        raise NotFound("There is no such aim.")
    aim.plan = plan
    return aim, sides


def action_visible_to(access: Access, action_id: int) -> tuple[Action, rules.ActionSides]:
    """One action with its history, of a plan that the person may see, or NotFound."""
    action = (
        Action.objects.filter(pk=action_id, plan__in=plans_visible_to(access).values("pk"))
        .select_related(
            "plan__pair__mentor", "plan__pair__mentee", "plan__pair__scheme", "aim", "owner"
        )
        .prefetch_related(
            Prefetch("updates", ProgressUpdate.objects.select_related("by")),
            Prefetch("reviews", Review.objects.select_related("by")),
            "date_changes__by",
        )
        .first()
    )
    if action is None:
        raise NotFound(NO_SUCH_ACTION)
    sides = _sides(access, action.plan)
    return action, rules.ActionSides(sides, action.owner_id)


def plan_page(access: Access, plan_id: int, *, on: datetime.date) -> PlanPage:
    """A plan with its aims, actions, comments, history and guests."""
    plan, sides = plan_visible_to(access, plan_id)
    actions = tuple(
        stated(action, on=on)
        for action in plan.actions.select_related("owner", "aim").order_by("due", "pk")
    )
    return PlanPage(
        plan=plan,
        sides=sides,
        status=_rolled_up(plan, actions, on),
        aims=tuple(plan.aims.select_related("question")),
        actions=actions,
        comments=tuple(plan.comments.select_related("by")),
        steps=tuple(plan.steps.select_related("by")),
        guests=tuple(plan.guests.select_related("user")),
    )


def plan_overviews(plans: QuerySet[Plan], *, on: datetime.date) -> list[PlanOverview]:
    """Plans with their worked-out status: two queries however many there are."""
    loaded = plans.prefetch_related("actions")
    return [_overview(plan, on) for plan in loaded]


def stated(action: Action, *, on: datetime.date) -> StatedAction:
    """An action with its status as at a day."""
    return StatedAction(action, action_status(facts_of(action), on=on))


def facts_of(action: Action) -> ActionFacts:
    """What the status of a stored action is worked out from."""
    return ActionFacts(
        state=action.get_state(),
        starts_on=action.starts_on,
        due=action.due,
        state_since=action.state_since,
        last_update_on=_day_of(action.last_update_at),
        due_changes=action.due_changes,
        claim=Claim(action.claim) if action.claim else None,
    )


def pairs_without_plan(access: Access) -> QuerySet[BuddyPair]:
    """Agreed or active pairs whose plan this person may start."""
    codes = access.trusts_where(Permission.WRITE_PLANS)
    return BuddyPair.objects.filter(
        state__in=(PairState.AGREED, PairState.ACTIVE), plan=None, mentee__ods_code__in=codes
    ).select_related("mentor", "mentee", "scheme")


def actions_to_update(access: Access, *, on: datetime.date) -> list[Action]:
    """A person's own open actions in plans that are under way: the monthly check-in."""
    return list(
        Action.objects.filter(
            owner_id=access.user_id,
            plan__state__in=UNDER_WAY,
            plan__window_from__lte=on,
            plan__window_to__gte=on,
            plan__in=plans_visible_to(access).values("pk"),
        )
        .exclude(state__in=ENDED_ACTIONS)
        .select_related("plan__pair__mentee", "plan__pair__mentor", "aim")
        .prefetch_related("updates")
        .order_by("due", "pk")
    )


@dataclass(frozen=True)
class TargetFacts:
    """What stands beside the form of an aim: where the trust, its mentor and the country are."""

    question: Question
    own: Score
    mentor: Score | None
    national: Score | None


def questions_to_choose(plan: Plan) -> list[TargetFacts]:
    """Questions of the baseline survey with a shown score of the mentee, in survey order."""
    pair = plan.pair
    scores = (
        Score.objects.filter(survey_year_id=pair.scheme.baseline_id, group_kind="")
        .filter(
            Q(level=Level.TRUST, trust_id__in=[pair.mentee_id, pair.mentor_id])
            | Q(level=Level.NATIONAL)
        )
        .select_related("question")
        .order_by("question__position", "question__number")
    )
    by_question: dict[int, dict[str, Score]] = {}
    for score in scores:
        place = "national" if score.trust_id is None else str(score.trust_id)
        by_question.setdefault(score.question_id, {})[place] = score
    return [
        TargetFacts(
            own.question,
            own,
            found.get(str(pair.mentor_id)),
            found.get("national"),
        )
        for found in by_question.values()
        if (own := found.get(str(pair.mentee_id))) is not None and own.score is not None
    ]


def people_of_trust(ods_code: str) -> QuerySet[User]:
    """Who can own an action or lead a plan: people with a role in the trust today."""
    today = timezone.localdate()
    return (
        User.objects.filter(
            Q(memberships__ends_on=None) | Q(memberships__ends_on__gte=today),
            memberships__trust_code=ods_code,
            memberships__starts_on__lte=today,
            is_active=True,
        )
        .distinct()
        .order_by("name")
    )


def waiting_plans(access: Access) -> QuerySet[Plan]:
    """Plans in which something waits to be written or approved by this person's side."""
    return plans_visible_to(access).filter(state__in=[*BEING_WRITTEN, "submitted"])


def _overview(plan: Plan, on: datetime.date) -> PlanOverview:
    actions = [stated(action, on=on) for action in plan.actions.all()]
    complete = sum(each.status.kind == "complete" for each in actions)
    overdue = sum(
        each.action.due < on and each.action.state not in ENDED_ACTIONS for each in actions
    )
    return PlanOverview(
        plan=plan,
        status=_rolled_up(plan, actions, on),
        actions=len(actions),
        complete=complete,
        overdue=overdue,
        last_update_on=_last_update(each.action for each in actions),
    )


def _rolled_up(plan: Plan, actions: Iterable[StatedAction], on: datetime.date) -> PlanStatus:
    listed = list(actions)
    return plan_status(
        [each.status for each in listed],
        last_update_on=_last_update(each.action for each in listed),
        began_on=plan.window_from,
        on=on,
    )


def _last_update(actions: Iterable[Action]) -> datetime.date | None:
    return max((day for each in actions if (day := _day_of(each.last_update_at))), default=None)


def _day_of(moment: datetime.datetime | None) -> datetime.date | None:
    return timezone.localdate(moment) if moment else None


def _sides(access: Access, plan: Plan) -> rules.PlanSides:
    """A person without any role reaches a plan only as its guest."""
    in_pair = {plan.pair.mentor.ods_code, plan.pair.mentee.ods_code} & set(access.trusts)
    return rules.PlanSides.of(plan, is_guest=not access.is_programme and not in_pair)


def plans_of(user: User) -> QuerySet[Plan]:
    """The plans that a user may see."""
    return plans_visible_to(access_of(user))

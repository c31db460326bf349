"""The pairs that an evaluation counts, with what their approved plans set out to do."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from evaluation.inputs import PairInput, TargetInput
from evaluation.loading_apart import apart_of
from evaluation.loading_surveys import Days, SaidOf, compared
from evaluation.models import EvaluationRun
from improvement_plans.models import Action, ActionState, Aim, Plan, PlanState
from trusts.comparability import Asked
from trusts.models import BuddyPair, PairAnswer, PairState, Question, Scheme

# A pair that ended early is analysed as enrolled, if both trusts had ever agreed to it.
ENROLLED = (PairState.AGREED, PairState.ACTIVE, PairState.COMPLETED, PairState.ENDED_EARLY)
DONE = (ActionState.CONFIRMED, ActionState.EMBEDDED)
GIVEN_UP = (PlanState.WITHDRAWN,)


def enrolled_pairs(run: EvaluationRun) -> list[BuddyPair]:
    """In a fixed number of queries."""
    aims = Aim.objects.select_related("question__survey_year", "own_measure").prefetch_related(
        "own_measure__points"
    )
    return list(
        _enrolled_in(run)
        .select_related("mentor", "mentee", "plan")
        .prefetch_related(Prefetch("plan__aims", aims), "plan__actions")
        .order_by("mentee__name", "mentee__ods_code", "pk")
    )


def _enrolled_in(run: EvaluationRun) -> QuerySet[BuddyPair, BuddyPair]:
    return BuddyPair.objects.filter(
        scheme=run.scheme_id,
        state__in=ENROLLED,
        mentor_answer=PairAnswer.ACCEPTED,
        mentee_answer=PairAnswer.ACCEPTED,
    )


def plan_of(pair: BuddyPair) -> Plan | None:
    """The pair's plan, where one was begun."""
    plan: Plan | None = getattr(pair, "plan", None)
    return plan


def approved_plans(pairs: Iterable[BuddyPair]) -> list[int]:
    """The keys of the plans that were ever approved: of others the public hears nothing."""
    plans = [plan for pair in pairs if (plan := plan_of(pair)) is not None]
    return [plan.pk for plan in plans if plan.baselines_frozen_at is not None]


def approved_plans_of(run: EvaluationRun) -> list[int]:
    """The same of all pairs of a run, where nothing else of them is needed: one query."""
    plans = Plan.objects.filter(pair__in=_enrolled_in(run), baselines_frozen_at__isnull=False)
    return list(plans.order_by().values_list("pk", flat=True))


def pair_input(run: EvaluationRun, pair: BuddyPair, said: SaidOf) -> PairInput:
    """A pair with the targets that its plan has now, if it was approved."""
    plan = plan_of(pair)
    approved = plan is not None and plan.baselines_frozen_at is not None
    aims: list[Aim] = list(plan.aims.all()) if plan is not None and approved else []
    actions: list[Action] = list(plan.actions.all()) if plan is not None else []
    given_up = plan is not None and plan.state in GIVEN_UP
    return PairInput(
        pair_id=pair.pk,
        mentor_code=pair.mentor.ods_code,
        mentor=pair.mentor.name,
        mentee_code=pair.mentee.ods_code,
        mentee=pair.mentee.name,
        state=pair.get_state_display(),
        stayed=pair.state != PairState.ENDED_EARLY and not given_up,
        plan_state=plan.get_state_display() if plan else "No plan",
        plan_approved=approved,
        window=(str(plan.window_from), str(plan.window_to)) if plan else None,
        targets=tuple(
            _target(run, aim, aim.question, said)
            for aim in aims
            if aim.question is not None and not aim.tumour_group
        ),
        actions=len(actions),
        actions_complete=sum(action.state in DONE for action in actions),
        apart=apart_of(run, pair.mentee, aims),
    )


def _target(run: EvaluationRun, aim: Aim, question: Question, said: SaidOf) -> TargetInput:
    return TargetInput(
        question=question.number,
        title=aim.title,
        target=aim.target,
        by_date=str(aim.by_date or ""),
        chosen_in=question.survey_year.year,
        frozen=aim.baseline,
        frozen_n=aim.baseline_n,
        why_not=_why_not(run, question, said),
    )


def _why_not(run: EvaluationRun, chosen: Question, said: SaidOf) -> str:
    """Why a question that a plan chose in another survey is not the one evaluated; else nothing."""
    if chosen.survey_year_id == run.baseline_id:
        return ""
    if chosen.survey_year.survey_id != run.baseline.survey_id:
        return "The plan chose a question of another survey."
    here = next((q for q in run.baseline.questions.all() if q.number == chosen.number), None)
    if here is not None:
        there = Asked(chosen.survey_year.year, chosen.scale)
        base = Asked(run.baseline.year, here.scale)
        first, last = sorted((there, base), key=lambda each: each.year)
        if compared(run, chosen.number, first, last, said).is_comparable:
            return ""
    return (
        f"The plan chose it in the {chosen.survey_year.year} survey, where it is not the question "
        f"of the {run.baseline.year} survey."
    )


def whole_window(scheme: Scheme, pairs: Iterable[BuddyPair]) -> Days:
    """The scheme's implementation; a plan that began earlier or was extended makes it longer."""
    first, last = [scheme.implementation_from], [scheme.implementation_to]
    for pair in pairs:
        plan = plan_of(pair)
        if plan is not None and plan.baselines_frozen_at is not None:
            first.append(plan.window_from)
            last.append(plan.window_to)
    return min(first), max(last)

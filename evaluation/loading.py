"""Loading what an evaluation is worked out from: once, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable

from evaluation.inputs import Inputs, PairInput, QuestionInput, TargetInput, with_digest
from evaluation.loading_surveys import (
    Days,
    SaidOf,
    compared,
    mergers_of,
    prior_of,
    questions_alike,
    questions_of,
    rows_of,
    said_of,
    year_of,
)
from evaluation.models import EvaluationRun
from evaluation.refusals import CannotEvaluate
from evaluation.statistics import ScoreRow
from improvement_plans.models import Action, ActionState, Aim, Plan, PlanState
from trusts.comparability import Asked
from trusts.models import BuddyPair, PairAnswer, PairState, Question

# A pair that ended early is analysed as enrolled, if both trusts had ever agreed to it.
ENROLLED = (PairState.AGREED, PairState.ACTIVE, PairState.COMPLETED, PairState.ENDED_EARLY)
DONE = (ActionState.CONFIRMED, ActionState.EMBEDDED)
GIVEN_UP = (PlanState.WITHDRAWN,)


def load_inputs(run: EvaluationRun) -> Inputs:
    """Load what a run is worked out from. Raises CannotEvaluate where something is missing."""
    said = said_of(run)
    found = _enrolled(run)
    pairs = tuple(_pair(run, pair, said) for pair in found)
    _refuse_without_targets(pairs)
    questions = questions_of(run, said)
    rows = rows_of(run, questions_alike(run, said))
    _refuse_without_scores(run, questions, rows)
    window = _window(run, found)
    return with_digest(
        Inputs(
            scheme=run.scheme.name,
            scheme_kind=run.scheme.get_kind_display(),
            window=(str(window[0]), str(window[1])),
            survey=run.baseline.survey.name,
            attribution=run.baseline.survey.attribution,
            is_fictional=run.baseline.survey.is_fictional,
            baseline=year_of(run.baseline, window),
            follow_up=year_of(run.follow_up, window),
            prior=prior_of(run, rows),
            pairs=pairs,
            mentors=tuple(sorted({pair.mentor_code for pair in pairs})),
            mentees=tuple(sorted({pair.mentee_code for pair in pairs})),
            questions=questions,
            mergers=mergers_of(run, {row.org_code for row in rows}),
            rows=rows,
        )
    )


def _refuse_without_targets(pairs: tuple[PairInput, ...]) -> None:
    if not pairs:
        raise CannotEvaluate("No pair of this scheme has been agreed, so there is nothing to say.")
    if not any(pair.targets for pair in pairs):
        raise CannotEvaluate(
            "No approved plan of this scheme has an aim yet, so there is nothing to evaluate."
        )


def _refuse_without_scores(
    run: EvaluationRun, questions: tuple[QuestionInput, ...], rows: tuple[ScoreRow, ...]
) -> None:
    before, after = run.baseline.year, run.follow_up.year
    if run.follow_up.questions.all() and not any(question.comparable for question in questions):
        raise CannotEvaluate(
            f"No question of the {before} survey may be compared with the {after} survey."
        )
    for year in (before, after):
        if not any(row.year == year and row.score is not None for row in rows):
            raise CannotEvaluate(f"No scores of the {year} survey have been imported yet.")


def _enrolled(run: EvaluationRun) -> list[BuddyPair]:
    return list(
        BuddyPair.objects.filter(
            scheme=run.scheme,
            state__in=ENROLLED,
            mentor_answer=PairAnswer.ACCEPTED,
            mentee_answer=PairAnswer.ACCEPTED,
        )
        .select_related("mentor", "mentee", "plan")
        .prefetch_related("plan__aims__question__survey_year", "plan__actions")
        .order_by("mentee__name", "mentee__ods_code", "pk")
    )


def _plan_of(pair: BuddyPair) -> Plan | None:
    plan: Plan | None = getattr(pair, "plan", None)
    return plan


def _pair(run: EvaluationRun, pair: BuddyPair, said: SaidOf) -> PairInput:
    plan = _plan_of(pair)
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
        targets=tuple(_target(run, aim, said) for aim in aims),
        actions=len(actions),
        actions_complete=sum(action.state in DONE for action in actions),
    )


def _target(run: EvaluationRun, aim: Aim, said: SaidOf) -> TargetInput:
    return TargetInput(
        question=aim.question.number,
        title=aim.title,
        target=aim.target,
        by_date=str(aim.by_date or ""),
        chosen_in=aim.question.survey_year.year,
        frozen=aim.baseline,
        frozen_n=aim.baseline_n,
        why_not=_why_not(run, aim.question, said),
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


def _window(run: EvaluationRun, pairs: Iterable[BuddyPair]) -> Days:
    """The scheme's implementation; a plan that began earlier or was extended makes it longer."""
    first, last = [run.scheme.implementation_from], [run.scheme.implementation_to]
    for pair in pairs:
        plan = _plan_of(pair)
        if plan is not None and plan.baselines_frozen_at is not None:
            first.append(plan.window_from)
            last.append(plan.window_to)
    return min(first), max(last)

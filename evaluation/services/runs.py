"""Asking for an evaluation, and compiling it so that it ends compiled exactly once."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.outbox.jobs import Effect
from buddy_portal.outbox.services import enqueue
from evaluation import rules
from evaluation.models import EvaluationRun, RunState
from evaluation.refusals import CannotEvaluate
from evaluation.services.reports import keep_report
from evaluation.states import OPEN_RUNS
from trusts.models import Scheme, SurveyYear

COMPILE = "compile_evaluation"
STEPS = (
    "Reading the scores and plans",
    "Working out the changes",
    "Writing the report",
    "Making the PDF",
    "Saving every form",
)


class AlreadyCompiling(Refusal):
    """One evaluation of the same scheme and years is compiled at a time: this one now."""

    def __init__(self, run_id: int) -> None:
        super().__init__("This evaluation is being compiled already. Here is how far it is.")
        self.run_id = run_id


class _NoLongerWanted(Exception):
    """The run was cancelled while a worker was at it."""


def request_evaluation(
    *, by: User, scheme: Scheme, baseline: SurveyYear, follow_up: SurveyYear
) -> EvaluationRun:
    """Ask for a compile. It begins once this is saved, and survives whatever is killed."""
    rules.compile_evaluation.require(access_of(by), scheme)
    if baseline.survey_id != follow_up.survey_id:
        raise CannotEvaluate("Choose two years of the same survey", field="follow_up")
    if follow_up.year <= baseline.year:
        raise CannotEvaluate(
            "The follow-up must be a later year than the baseline", field="follow_up"
        )
    try:
        with transaction.atomic():
            run = EvaluationRun.objects.create(
                scheme=scheme,
                baseline=baseline,
                follow_up=follow_up,
                requested_by=by,
                steps_all=len(STEPS),
            )
            record_event(by=by, action="evaluation asked for", thing=run)
            enqueue(job=COMPILE, payload={"run_id": run.pk}, key=key_of(run.pk))
    except IntegrityError as error:
        if "one_open_run_per_question" not in str(error):
            raise
        at_work = EvaluationRun.objects.filter(
            scheme=scheme, baseline=baseline, follow_up=follow_up, state__in=OPEN_RUNS
        ).first()
        if at_work is None:  # it ended in this very moment: the next press begins a new one
            raise WrongState(
                "It was being compiled, and has just ended. Look at it first."
            ) from error
        raise AlreadyCompiling(at_work.pk) from error
    return run


def key_of(run_id: int) -> str:
    """The key of a run's outbox message."""
    return f"{COMPILE}:{run_id}"


def compile_run(*, run_id: int) -> Effect | None:
    """Do the work of a run and return what it leaves behind. Safe to run twice, safe to be killed.

    Nothing but progress is written while working. The effect writes the report, its files, the
    run's end and the event, in the transaction that ends the outbox message.
    """
    # Loaded by workers only: a web process does not pay for numpy and scipy.
    from evaluation.loading import load_inputs
    from evaluation.report.compiling import compile_report

    run = (
        EvaluationRun.objects.select_related(
            "scheme__prior", "baseline__survey", "follow_up__survey", "requested_by"
        )
        .prefetch_related("baseline__questions", "follow_up__questions")
        .get(pk=run_id)
    )
    if run.state not in OPEN_RUNS:
        return None
    EvaluationRun.objects.filter(pk=run.pk, state__in=OPEN_RUNS).update(
        state=RunState.COMPILING,
        attempts=F("attempts") + 1,
        started_at=run.started_at or timezone.now(),
    )
    try:
        _progress(run, 0)
        inputs = load_inputs(run)
        compiled = compile_report(inputs, progress=lambda step: _progress(run, step))
        _progress(run, len(STEPS) - 1)
    except _NoLongerWanted:
        return None
    except CannotEvaluate as refusal:
        sentence = refusal.sentence
        return lambda: end_with_error(run_id=run_id, error=sentence)
    return lambda: keep_report(run_id=run_id, inputs=inputs, compiled=compiled)


def cancel_run(*, by: User, run: EvaluationRun) -> None:
    """Stop a compile that is not wanted. A worker that is at it leaves nothing behind."""
    rules.cancel_run.require(access_of(by), run.scheme)
    with transaction.atomic():
        run = EvaluationRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if run.state not in OPEN_RUNS:
            raise WrongState("This evaluation has ended already, so there is nothing to cancel.")
        run.state, run.ended_at = RunState.CANCELLED, timezone.now()
        run.cancelled_by_name = by.name
        run.save(update_fields=["state", "ended_at", "cancelled_by_name"])
        record_event(by=by, action="evaluation cancelled", thing=run)


def end_with_error(*, run_id: int, error: str) -> None:
    """Say on the run, in words, why it stopped."""
    with transaction.atomic():
        run = EvaluationRun.objects.select_for_update().get(pk=run_id)
        if run.state not in OPEN_RUNS:
            return
        run.state, run.error, run.ended_at = RunState.FAILED, error, timezone.now()
        run.save(update_fields=["state", "error", "ended_at"])
        record_event(by=None, action="evaluation stopped", thing=run, reason=error)


def gave_up(*, run_id: int, error: str) -> None:
    """Every attempt ended in an error of the portal itself."""
    end_with_error(
        run_id=run_id,
        error="The portal could not finish this evaluation. Support has the details; you can ask "
        f"for the evaluation again. ({error.split(':')[0]})",
    )


def _progress(run: EvaluationRun, step: int) -> None:
    """Say how far it is. Raises _NoLongerWanted where the run was cancelled meanwhile."""
    still = EvaluationRun.objects.filter(pk=run.pk, state=RunState.COMPILING)
    if not still.update(step=STEPS[step], steps_done=step):
        raise _NoLongerWanted

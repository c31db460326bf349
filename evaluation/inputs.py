"""Everything that an evaluation is worked out from, loaded once and frozen, with its digest."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from evaluation.models import EvaluationRun
from evaluation.refusals import CannotEvaluate
from evaluation.statistics import ScoreRow
from improvement_plans.models import Action, ActionState, Aim, Plan
from trusts.comparability import REDESIGNED_IN, Asked, Said, comparability_of
from trusts.models import BuddyPair, Comparability, PairState, Question, Score, SurveyYear
from trusts.sample_window import sample_window_verdict

ENROLLED = (PairState.AGREED, PairState.ACTIVE, PairState.COMPLETED, PairState.ENDED_EARLY)


@dataclass(frozen=True)
class TargetInput:
    """One target of a mentee's approved plan, on the scale of its question."""

    question: str
    title: str
    target: float | None
    by_date: str


@dataclass(frozen=True)
class PairInput:
    """A pair as it was enrolled, with what its plan set out to do and how far that went."""

    pair_id: int
    mentor_code: str
    mentor: str
    mentee_code: str
    mentee: str
    state: str
    plan_state: str
    window: tuple[str, str] | None
    targets: tuple[TargetInput, ...]
    actions: int
    actions_complete: int


@dataclass(frozen=True)
class QuestionInput:
    """A question as the baseline year asked it, and whether the years may be compared."""

    number: str
    label: str
    section: str
    scale: str
    comparable: bool
    changed_wording: bool
    why: str


@dataclass(frozen=True)
class YearInput:
    """A survey year: when its patients were treated, and where that lies against the plans."""

    year: int
    sample: tuple[str, str] | None
    standing: str
    sentence: str
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Inputs:
    """All of it. `digest` is the SHA-256 of everything else: the same inputs, the same report."""

    scheme: str
    scheme_kind: str
    window: tuple[str, str]
    survey: str
    attribution: str
    is_fictional: bool
    baseline: YearInput
    follow_up: YearInput
    prior: int | None
    pairs: tuple[PairInput, ...]
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    questions: tuple[QuestionInput, ...]
    rows: tuple[ScoreRow, ...]
    digest: str = ""


def load_inputs(run: EvaluationRun) -> Inputs:
    """Load what a run is worked out from. Raises CannotEvaluate where something is missing."""
    scheme = run.scheme
    pairs = _pairs(run)
    if not any(pair.targets for pair in pairs):
        raise CannotEvaluate(
            "No approved plan of this scheme has an aim yet, so there is nothing to evaluate."
        )
    questions = _questions(run)
    rows = _rows(run, {question.number for question in questions})
    for year in (run.baseline, run.follow_up):
        if not any(row.year == year.year for row in rows):
            raise CannotEvaluate(f"No scores of the {year.year} survey have been imported yet.")
    window = (scheme.implementation_from, scheme.implementation_to)
    inputs = Inputs(
        scheme=scheme.name,
        scheme_kind=scheme.get_kind_display(),
        window=(str(window[0]), str(window[1])),
        survey=run.baseline.survey.name,
        attribution=run.baseline.survey.attribution,
        is_fictional=run.baseline.survey.is_fictional,
        baseline=_year(run.baseline, window),
        follow_up=_year(run.follow_up, window),
        prior=_prior(run, rows),
        pairs=pairs,
        mentors=tuple(sorted({pair.mentor_code for pair in pairs})),
        mentees=tuple(sorted({pair.mentee_code for pair in pairs})),
        questions=questions,
        rows=rows,
    )
    return _with_digest(inputs)


def _with_digest(inputs: Inputs) -> Inputs:
    facts: dict[str, Any] = asdict(inputs)
    facts.pop("digest")
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return Inputs(**{**vars(inputs), "digest": hashlib.sha256(text.encode()).hexdigest()})


def _pairs(run: EvaluationRun) -> tuple[PairInput, ...]:
    found = (
        BuddyPair.objects.filter(scheme=run.scheme, state__in=ENROLLED)
        .select_related("mentor", "mentee", "plan")
        .prefetch_related("plan__aims__question", "plan__actions")
        .order_by("mentee__name", "mentee__ods_code")
    )
    return tuple(_pair(pair) for pair in found)


def _pair(pair: BuddyPair) -> PairInput:
    plan: Plan | None = getattr(pair, "plan", None)
    approved = plan is not None and plan.baselines_frozen_at is not None
    aims: list[Aim] = list(plan.aims.all()) if plan is not None and approved else []
    actions: list[Action] = list(plan.actions.all()) if plan is not None else []
    complete = (ActionState.CONFIRMED, ActionState.EMBEDDED)
    return PairInput(
        pair_id=pair.pk,
        mentor_code=pair.mentor.ods_code,
        mentor=pair.mentor.name,
        mentee_code=pair.mentee.ods_code,
        mentee=pair.mentee.name,
        state=pair.get_state_display(),
        plan_state=plan.get_state_display() if plan else "No plan",
        window=(str(plan.window_from), str(plan.window_to)) if plan else None,
        targets=tuple(
            TargetInput(aim.question.number, aim.title, aim.target, str(aim.by_date or ""))
            for aim in aims
        ),
        actions=len(actions),
        actions_complete=sum(action.state in complete for action in actions),
    )


def _questions(run: EvaluationRun) -> tuple[QuestionInput, ...]:
    later = {question.number: question for question in run.follow_up.questions.all()}
    said = {
        row.question_number: Said(Comparability.Answer(row.answer), row.reason)
        for row in Comparability.objects.filter(
            survey=run.baseline.survey,
            earlier_year=run.baseline.year,
            later_year=run.follow_up.year,
        )
    }
    redesigned = REDESIGNED_IN.get(run.baseline.survey.slug, ())
    return tuple(
        _question(run, question, later.get(question.number), said.get(question.number), redesigned)
        for question in run.baseline.questions.all()
    )


def _question(
    run: EvaluationRun,
    earlier: Question,
    later: Question | None,
    said: Said | None,
    redesigned: tuple[int, ...],
) -> QuestionInput:
    verdict = comparability_of(
        earlier=Asked(run.baseline.year, earlier.scale),
        later=Asked(run.follow_up.year, later.scale) if later else None,
        said=said,
        redesigned_in=redesigned,
    )
    return QuestionInput(
        number=earlier.number,
        label=earlier.label,
        section=earlier.section,
        scale=earlier.scale,
        comparable=verdict.is_comparable,
        changed_wording=verdict.answer == Comparability.Answer.CHANGED,
        why=verdict.reason,
    )


def _rows(run: EvaluationRun, numbers: set[str]) -> tuple[ScoreRow, ...]:
    """Unadjusted scores of all patients, of every year of the survey up to the follow-up."""
    found = (
        Score.objects.filter(
            survey_year__survey=run.baseline.survey,
            survey_year__year__lte=run.follow_up.year,
            level="trust",
            group_kind="",
            question__number__in=numbers,
        )
        .order_by("org_code", "question__number", "survey_year__year")
        .values_list(
            "org_code", "survey_year__year", "question__number", "n", "score", "question__scale"
        )
    )
    return tuple(
        ScoreRow(code, year, number, n, score, "mean" if scale == "mean_0_10" else "percent")
        for code, year, number, n, score, scale in found
    )


def _prior(run: EvaluationRun, rows: tuple[ScoreRow, ...]) -> int | None:
    """The scheme's prior year, where its scores are there: it was not used to choose targets."""
    prior = run.scheme.prior
    if prior is None or prior.survey_id != run.baseline.survey_id:
        return None
    is_before = prior.year < run.baseline.year
    return prior.year if is_before and any(row.year == prior.year for row in rows) else None


def _year(year: SurveyYear, window: tuple[datetime.date, datetime.date]) -> YearInput:
    verdict = sample_window_verdict(window, (year.sample_from, year.sample_to))
    sample = (str(year.sample_from), str(year.sample_to)) if year.sample_from else None
    sources = (
        year.imports.filter(state="committed")
        .order_by("file_name", "sha256")
        .values_list("file_name", "sha256")
        .distinct()
    )
    return YearInput(
        year=year.year,
        sample=sample,
        standing=str(verdict.standing),
        sentence=verdict.sentence,
        sources=tuple((name, digest) for name, digest in sources),
    )

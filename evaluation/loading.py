"""Loading what an evaluation is worked out from: once, in a fixed number of queries."""

from __future__ import annotations

from evaluation.earlier_versions import published_counts
from evaluation.inputs import Inputs, PairInput, QuestionInput, with_digest
from evaluation.loading_groups import groups_of
from evaluation.loading_listening import listening_of
from evaluation.loading_mergers import merged_trusts
from evaluation.loading_pairs import approved_plans, enrolled_pairs, pair_input, whole_window
from evaluation.loading_people import (
    closed_surveys,
    cohort_surveys_of,
    partners_of,
    team_survey_of,
    words_of,
)
from evaluation.loading_protocol import (
    drafted_content,
    frozen_pairs,
    frozen_questions,
    protocol_input,
    protocol_versions,
)
from evaluation.loading_surveys import (
    held_back_rows,
    prior_of,
    questions_alike,
    questions_of,
    rows_of,
    said_of,
    year_of,
)
from evaluation.merged_trusts import put_together
from evaluation.models import EvaluationRun
from evaluation.refusals import CannotEvaluate
from evaluation.statistics import ScoreRow


def load_inputs(run: EvaluationRun) -> Inputs:
    """Load what a run is worked out from. Raises CannotEvaluate where something is missing.

    Where a protocol was frozen for these years, its targets, years and trusts left out are used.
    """
    said = said_of(run)
    found = enrolled_pairs(run)
    pairs = tuple(pair_input(run, pair, said) for pair in found)
    questions = questions_of(run, said)
    versions = protocol_versions(run)
    if versions:
        pairs = frozen_pairs(pairs, versions[-1].content)
        questions = frozen_questions(questions, versions[-1].content)
    _refuse_without_targets(pairs)
    public = published_counts(run.baseline.survey)
    published = rows_of(run, questions_alike(run, said))
    mergers, wholes = merged_trusts(run, {(row.org_code, row.year) for row in published}, pairs)
    rows, held_back = held_back_rows(put_together(published, wholes), public)
    _refuse_without_scores(run, questions, rows)
    window = whole_window(run.scheme, found)
    surveys = closed_surveys(run)
    prior = versions[-1].content["prior"] if versions else prior_of(run)
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
            prior=prior if any(row.year == prior for row in rows) else None,
            pairs=pairs,
            mentors=wholes.codes(pair.mentor_code for pair in pairs),
            mentees=wholes.codes(pair.mentee_code for pair in pairs),
            questions=questions,
            mergers=mergers,
            rows=rows,
            protocol=protocol_input(versions, drafted_content(run)) if versions else None,
            groups=groups_of(run, pairs, questions, public, wholes),
            held_back=held_back,
            words=words_of(run),
            team_survey=team_survey_of(surveys),
            cohort_surveys=cohort_surveys_of(surveys),
            partners=partners_of(run),
            listening=listening_of(run.scheme, approved_plans(found), run.baseline),
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

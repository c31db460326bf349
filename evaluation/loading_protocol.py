"""A scheme's protocol: as it would be frozen today, and as it was frozen, put into the inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from evaluation import protocol_content
from evaluation.inputs import (
    ExclusionInput,
    PairInput,
    ProtocolChange,
    ProtocolInput,
    QuestionInput,
    under_of,
)
from evaluation.loading_mergers import mergers_of
from evaluation.loading_pairs import enrolled_pairs, pair_input
from evaluation.loading_surveys import (
    planned_questions,
    prior_of,
    questions_alike,
    rows_of,
    said_of,
)
from evaluation.merged_trusts import Wholes, put_together
from evaluation.models import ComparatorExclusion, EvaluationRun, Protocol
from evaluation.protocol_content import Content
from evaluation.refusals import CannotEvaluate
from trusts.models import Level, Scheme, Score, SurveyImport, SurveyYear

if TYPE_CHECKING:
    from evaluation.statistics.planning import Detectable


def planned_run(scheme: Scheme, follow_up: SurveyYear) -> EvaluationRun:
    """The scheme and years that a protocol is about; the row is never saved."""
    if follow_up.survey_id != scheme.baseline.survey_id or follow_up.year <= scheme.baseline.year:
        raise CannotEvaluate(
            "Choose a later year of the survey that the scheme starts from", field="follow_up"
        )
    return EvaluationRun(scheme=scheme, baseline=scheme.baseline, follow_up=follow_up)


def protocol_versions(run: EvaluationRun) -> list[Protocol]:
    """The frozen versions for the run's years, oldest first; none where nothing was frozen."""
    return list(
        Protocol.objects.filter(
            scheme=run.scheme, baseline=run.baseline, follow_up=run.follow_up
        ).order_by("version")
    )


def drafted_content(run: EvaluationRun) -> Content:
    """What would be frozen today: the targets of approved plans, and who is compared with.

    run: it need not be saved; its scheme and years are all that is read.
    """
    said = said_of(run)
    return protocol_content.protocol_content(
        scheme=run.scheme.name,
        years=(run.baseline.year, run.follow_up.year, _prior_year(run)),
        pairs=[pair_input(run, pair, said) for pair in enrolled_pairs(run)],
        questions=planned_questions(run, said),
        exclusions=[
            ExclusionInput(each.trust.ods_code, each.trust.name, each.reason)
            for each in ComparatorExclusion.objects.filter(scheme=run.scheme).select_related(
                "trust"
            )
        ],
    )


def scores_were_in(follow_up: SurveyYear) -> bool:
    """Whether results could have been known: scores are there, or were imported at any time."""
    there = Score.objects.filter(survey_year=follow_up, level=Level.TRUST, score__isnull=False)
    was_there = SurveyImport.objects.filter(survey_year=follow_up, committed_at__isnull=False)
    return there.exists() or was_there.exists()


def planned_effect(run: EvaluationRun, content: Content) -> Detectable:
    """The smallest effect that these targets and trusts could show, from earlier surveys alone."""
    from evaluation.statistics import Panel, PanelError
    from evaluation.statistics.planning import Detectable, planned_detectable_effect

    known = {run.baseline.year, content["prior"]}
    left_out = protocol_content.not_compared(content)
    published = rows_of(run, questions_alike(run, said_of(run)))
    listed = {(row.org_code, row.year) for row in published}
    wholes = Wholes.of(under_of(mergers_of(run, listed, ())), listed)
    rows = [
        row
        for row in put_together(published, wholes)
        if row.year in known and row.question not in left_out
    ]
    pairs = content["pairs"]
    try:
        return planned_detectable_effect(
            Panel.from_rows(rows),
            mentees=wholes.codes(pair["mentee_code"] for pair in pairs),
            mentors=wholes.codes(
                [
                    *(pair["mentor_code"] for pair in pairs),
                    *(each["code"] for each in content["exclusions"]),
                ]
            ),
            targets=[
                (wholes.code(pair["mentee_code"]), target["question"])
                for pair in pairs
                for target in pair["targets"]
                if not target["why_not"] and target["question"] not in left_out
            ],
            baseline=run.baseline.year,
            prior=content["prior"],
        )
    except PanelError as error:
        return Detectable(reason=str(error))


def _prior_year(run: EvaluationRun) -> int | None:
    """The year before the baseline, where its scores are there."""
    year = prior_of(run)
    known = Score.objects.filter(
        survey_year=run.scheme.prior, level=Level.TRUST, score__isnull=False
    )
    return year if year is not None and known.exists() else None


def frozen_pairs(pairs: Sequence[PairInput], content: Content) -> tuple[PairInput, ...]:
    """The pairs with the targets that were frozen, whatever their plans say today."""
    targets = protocol_content.targets_by_pair(content)
    return tuple(replace(pair, targets=targets.get(pair.pair_id, ())) for pair in pairs)


def frozen_questions(
    questions: Sequence[QuestionInput], content: Content
) -> tuple[QuestionInput, ...]:
    """The questions, less those that the protocol settled not to compare."""
    left_out = protocol_content.not_compared(content)
    why = "The protocol settled beforehand not to compare it."
    return tuple(
        replace(question, comparable=False, why=why)
        if question.comparable and question.number in left_out
        else question
        for question in questions
    )


def protocol_input(versions: Sequence[Protocol], today: Content) -> ProtocolInput:
    """The protocol as the report tells of it. today: the draft as it would be frozen now."""
    first, newest = versions[0], versions[-1]
    return ProtocolInput(
        frozen_on=first.frozen_at.isoformat(timespec="seconds"),
        frozen_by=first.frozen_by_name,
        version=newest.version,
        digest=newest.digest,
        scores_were_in=first.scores_were_in,
        detectable=newest.content["detectable"]["effect"],
        exclusions=protocol_content.exclusions_of(newest.content),
        changes=tuple(
            ProtocolChange(
                on=later.frozen_at.isoformat(timespec="seconds"),
                by=later.frozen_by_name,
                reason=later.reason,
                what=tuple(protocol_content.changes_between(earlier.content, later.content)),
                known=later.scores_were_in,
            )
            for earlier, later in pairwise(versions)
        ),
        since=tuple(protocol_content.scheme_changes(newest.content, today)),
    )

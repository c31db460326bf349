"""What an evaluation would find today: there, missing, hidden, not comparable, left early."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.inputs import MergerInput, PairInput, QuestionInput, TargetInput, YearInput
from evaluation.loading_mergers import merged_trusts
from evaluation.loading_pairs import enrolled_pairs, pair_input, plan_of, whole_window
from evaluation.loading_protocol import (
    frozen_pairs,
    frozen_questions,
    planned_run,
    protocol_versions,
    scores_were_in,
)
from evaluation.loading_surveys import planned_questions, said_of, year_of
from evaluation.models import Protocol
from evaluation.protocol_content import exclusions_of
from evaluation.selectors.usable_scores import (
    Cell,
    Cells,
    cells_of,
    comparators_in_both,
    trusts_by_year,
    usable_scores,
)
from trusts.models import Scheme, SurveyYear
from trusts.surveys.scales import SUPPRESSION_LIMIT


@dataclass(frozen=True)
class TargetReadiness:
    """A target, and why the headline would leave it out (nothing where it would not)."""

    pair: PairInput
    target: TargetInput
    problem: str


@dataclass(frozen=True)
class YearReadiness:
    """A survey year of the evaluation. trusts: how many have a score; 0 where nothing is in."""

    year_id: int
    found: YearInput
    trusts: int


@dataclass(frozen=True)
class Readiness:
    """Everything that the readiness page says."""

    scheme: Scheme
    follow_up: SurveyYear
    versions: list[Protocol]
    scores_were_in: bool
    years: tuple[YearReadiness, YearReadiness]
    prior: tuple[int, int] | None
    pairs: tuple[PairInput, ...]
    plans: dict[int, int]
    targets: tuple[TargetReadiness, ...]
    questions: tuple[QuestionInput, ...]
    mergers: tuple[MergerInput, ...]
    comparators: int

    @property
    def left_out(self) -> tuple[TargetReadiness, ...]:
        return tuple(each for each in self.targets if each.problem)


def readiness_of(scheme: Scheme, follow_up: SurveyYear) -> Readiness:
    """What the evaluation of these years would be worked out from, in a fixed number of queries."""
    run = planned_run(scheme, follow_up)
    said, found, versions = said_of(run), enrolled_pairs(run), protocol_versions(run)
    pairs = tuple(pair_input(run, pair, said) for pair in found)
    questions = planned_questions(run, said)
    if versions:
        pairs = frozen_pairs(pairs, versions[-1].content)
        questions = frozen_questions(questions, versions[-1].content)
    trusts = trusts_by_year(scheme, follow_up)
    window = whole_window(scheme, found)
    usable = usable_scores(run)
    mergers, wholes = merged_trusts(run, usable.keys(), pairs)
    inside = {code for pair in pairs for code in (pair.mentor_code, pair.mentee_code)}
    outside = {each.code for each in exclusions_of(versions[-1].content)} if versions else set()
    return Readiness(
        scheme=scheme,
        follow_up=follow_up,
        versions=versions,
        scores_were_in=scores_were_in(follow_up),
        years=(
            YearReadiness(
                scheme.baseline_id, year_of(scheme.baseline, window), trusts[scheme.baseline_id]
            ),
            YearReadiness(follow_up.pk, year_of(follow_up, window), trusts[follow_up.pk]),
        ),
        prior=(scheme.prior.year, trusts[scheme.prior.pk]) if scheme.prior else None,
        pairs=pairs,
        plans={pair.pk: plan.pk for pair in found if (plan := plan_of(pair)) is not None},
        targets=_targets(
            pairs,
            questions,
            cells_of(run, pairs, wholes),
            (scheme.baseline.year, follow_up.year),
            trusts[follow_up.pk],
        ),
        questions=questions,
        mergers=tuple(
            each
            for each in mergers
            if inside & {each.predecessor_code, each.successor_code, each.counted_under}
        ),
        comparators=comparators_in_both(usable, wholes, inside | outside),
    )


def _targets(
    pairs: tuple[PairInput, ...],
    questions: tuple[QuestionInput, ...],
    cells: Cells,
    years: tuple[int, int],
    later_trusts: int,
) -> tuple[TargetReadiness, ...]:
    asked = {question.number: question for question in questions}
    # Before the follow-up is in, no target can be blamed for having no follow-up score.
    known = years if later_trusts else years[:1]
    return tuple(
        TargetReadiness(
            pair,
            target,
            _why_not_comparable(target, asked.get(target.question))
            or next(
                (
                    why
                    for year in known
                    if (
                        why := _why_not_usable(
                            cells.of(pair.mentee_code, target.question, year), year
                        )
                    )
                ),
                "",
            ),
        )
        for pair in pairs
        for target in pair.targets
    )


def _why_not_comparable(target: TargetInput, question: QuestionInput | None) -> str:
    if target.why_not:
        return target.why_not
    if question is None:
        return "Not a question of the baseline survey."
    if question.scale == "mean_0_10":
        return "Scored from 0 to 10: shown apart, not part of the headline."
    return "" if question.comparable else f"Not comparable: {question.why}"


def _why_not_usable(cell: Cell | None, year: int) -> str:
    if cell is None:
        return f"No score was published in {year}."
    n, score = cell
    if score is None:
        return f"Suppressed in {year}."
    if n is None:
        return f"The number of answers was not published in {year}."
    return f"{SUPPRESSION_LIMIT} answers or fewer in {year}." if n <= SUPPRESSION_LIMIT else ""

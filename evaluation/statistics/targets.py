"""Each trust and question against its expectation, in families of tests fixed beforehand.

Family 2 is every target of every mentee, family 3 the mentees' other questions (exploratory);
within each the p values are adjusted after Benjamini and Hochberg. After Jones and Spiegelhalter
2009 (The American Statistician 63:304-312) a cell is judged against what was expected of it, not
against its own starting score.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from evaluation.statistics.cells import CellChange, cell_changes
from evaluation.statistics.cohorts import Cohorts
from evaluation.statistics.comparisons import adjusted_or_none
from evaluation.statistics.design import Design
from evaluation.statistics.expectation import Expectation
from evaluation.statistics.panel import Panel
from evaluation.statistics.verdicts import LEVEL_OF_PROOF, CellCode, cell_verdict


@dataclass(frozen=True)
class TargetResult:
    """A change beside what was expected. Scores in per cent, differences in points.

    p: that the score is what was expected of the trust (None under 30 answers: no word of proof
    there); p_adjusted: within its family.
    """

    change: CellChange
    expected: float | None
    beyond_expected: float | None
    p: float | None
    p_adjusted: float | None
    verdict: CellCode


@dataclass(frozen=True)
class FamilyCount:
    """How many of a family stand out, and how many would by chance.

    rose: p below 0.05 and above expectation; rose_by_chance: how many would be, were there no
    effect at all (2.5% of those tested); rose_after_adjustment: those that stand out still after
    allowing for the many comparisons.
    """

    listed: int
    tested: int
    not_shown: int
    rose: int
    fell: int
    rose_by_chance: float
    rose_after_adjustment: int
    fell_after_adjustment: int


def target_results(
    panel: Panel,
    cohorts: Cohorts,
    fit: Expectation | None,
    design: Design,
    cells: Sequence[tuple[str, str]],
) -> tuple[TargetResult, ...]:
    """One family of tests. Without a fit (no comparators) the changes stand alone."""
    changes = cell_changes(panel, cells, design.baseline, design.follow_up)
    judged = [_against_expectation(cohorts, fit, change) for change in changes]
    adjusted = adjusted_or_none(p for _, _, p in judged)
    return tuple(
        TargetResult(
            change,
            expected,
            beyond,
            p,
            p_adjusted,
            cell_verdict(change.difference, beyond, p_adjusted, small_base=change.small_base),
        )
        for change, (expected, beyond, p), p_adjusted in zip(changes, judged, adjusted, strict=True)
    )


def family_count(results: Sequence[TargetResult]) -> FamilyCount:
    """Count a family's results."""
    tested = [result for result in results if result.p is not None]
    clear = [result for result in tested if result.p is not None and result.p < LEVEL_OF_PROOF]
    rose = sum((result.beyond_expected or 0) > 0 for result in clear)
    verdicts = [result.verdict for result in results]
    return FamilyCount(
        listed=len(results),
        tested=len(tested),
        not_shown=verdicts.count("cannot_be_assessed"),
        rose=rose,
        fell=len(clear) - rose,
        rose_by_chance=LEVEL_OF_PROOF / 2 * len(tested),
        rose_after_adjustment=verdicts.count("rose_beyond_expected"),
        fell_after_adjustment=verdicts.count("fell_short_of_expected"),
    )


def _against_expectation(
    cohorts: Cohorts, fit: Expectation | None, change: CellChange
) -> tuple[float | None, float | None, float | None]:
    """(expected, beyond expected, p) of one cell."""
    if fit is None or change.lower is None or change.after is None:
        return None, None, None
    trust = cohorts.trusts.index(change.org_code)
    question = cohorts.questions.index(change.question)
    if not cohorts.assessable[trust, question]:
        return None, None, None
    # A line has no end, a percentage has.
    expected = min(max(float(fit.predicted[trust, question]), 0.0), 1.0)
    beyond = change.after / 100 - expected
    error = np.sqrt(fit.variance[trust, question] + fit.shared * fit.scale[question] ** 2)
    p = None if change.small_base or not error > 0 else float(2 * ndtr(-abs(beyond) / error))
    return 100 * expected, 100 * beyond, p

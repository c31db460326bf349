"""Who is compared with whom, on which questions: the scheme laid out as arrays.

Proportions only: questions scored as a mean are taken up apart, in `mean_scores`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from evaluation.statistics.design import Design
from evaluation.statistics.intervals import Array
from evaluation.statistics.panel import HIGHEST_SCORE, Flags, Panel, Scale

FEWEST_ANSWERS_SHOWN = 10
FEWEST_ANSWERS_FOR_A_VERDICT = 30
FEWEST_COMPARATORS = 2

Positions = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Survey:
    """One survey year of the questions at hand: trusts x questions.

    n: answers, 0 where the cell is out of tests (suppressed, not published, under 10 answers).
    p: the score in units of its scale's top (a proportion for percentages); 0 where n is 0.
    """

    n: Array
    p: Array

    @property
    def known(self) -> Flags:
        known: Flags = self.n > 0
        return known

    def only(self, trusts: Positions) -> "Survey":
        return Survey(self.n[trusts], self.p[trusts])


@dataclass(frozen=True, eq=False)
class Cohorts:
    """A scheme's trusts and scores on one scale, ready to be worked on.

    mentees, comparators: positions in `trusts`. targets: mentees x questions, True where the
    mentee's plan targets the question (whether or not it can be assessed).
    """

    trusts: tuple[str, ...]
    questions: tuple[str, ...]
    before: Survey
    after: Survey
    prior: Survey | None
    mentees: Positions
    comparators: Positions
    targets: Flags

    @cached_property
    def assessable(self) -> Flags:
        """Trusts x questions known in both years, of questions with enough comparators."""
        both = self.before.known & self.after.known
        enough = both[self.comparators].sum(axis=0) >= FEWEST_COMPARATORS
        assessable: Flags = both & enough
        return assessable


def lay_out(panel: Panel, design: Design, scale: Scale = "percent") -> Cohorts:
    """Pick the years, the questions of one scale, and who is in which role.

    Comparators are the trusts in neither role, with a score in both years. Mentees without any row
    stay out of `mentees`; targets on questions of the other scale are left for its own analysis.
    """
    places = {code: place for place, code in enumerate(panel.trusts)}
    names = tuple(panel.questions[place] for place in panel.questions_on(scale))
    enrolled = [code for code in design.mentees if code in places]
    before, after = (
        survey_of(panel, design.baseline, scale),
        survey_of(panel, design.follow_up, scale),
    )
    taking_part = np.isin(panel.trusts, [*design.mentees, *design.mentors])
    in_both_years = (before.known & after.known).any(axis=1)
    return Cohorts(
        trusts=panel.trusts,
        questions=names,
        before=before,
        after=after,
        prior=None if design.prior is None else survey_of(panel, design.prior, scale),
        mentees=np.array([places[code] for code in enrolled], dtype=np.intp),
        comparators=np.flatnonzero(in_both_years & ~taking_part),
        targets=_target_flags(design.targets, enrolled, names),
    )


def _target_flags(
    targets: Mapping[str, tuple[str, ...]], mentees: list[str], questions: tuple[str, ...]
) -> Flags:
    flags = [[question in targets.get(code, ()) for question in questions] for code in mentees]
    return np.array(flags, dtype=bool).reshape(len(mentees), len(questions))


def survey_of(panel: Panel, year: int, scale: Scale) -> Survey:
    """One year of the questions on one scale, with cells under 10 answers left out of tests."""
    questions = panel.questions_on(scale)
    n, score = (values[:, questions] for values in panel.year(year))
    usable = (n >= FEWEST_ANSWERS_SHOWN) & ~np.isnan(score)
    return Survey(np.where(usable, n, 0.0), np.where(usable, score, 0.0) / HIGHEST_SCORE[scale])

"""Who is compared with whom, on which questions: the scheme laid out as arrays.

Proportions only: questions scored as a mean are taken up apart, in `mean_scores`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evaluation.statistics.intervals import Array
from evaluation.statistics.panel import HIGHEST_SCORE, Flags, Panel, PanelError, Scale

FEWEST_ANSWERS_SHOWN = 10
FEWEST_ANSWERS_FOR_A_VERDICT = 30
FEWEST_COMPARATORS = 2

TargetsBy = Mapping[str, Iterable[str]] | Iterable[tuple[str, str]]
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
        return np.asarray(self.n > 0)

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

    @property
    def assessable(self) -> Flags:
        """Trusts x questions known in both years, of questions with enough comparators."""
        both = self.before.known & self.after.known
        enough = both[self.comparators].sum(axis=0) >= FEWEST_COMPARATORS
        assessable: Flags = both & enough
        return assessable


def targets_by_mentee(targets: TargetsBy) -> dict[str, tuple[str, ...]]:
    """Targets as mentee -> questions, from such a mapping or from (mentee, question) pairs."""
    pairs: Iterable[tuple[str, str]]
    if isinstance(targets, Mapping):
        pairs = ((code, question) for code, listed in targets.items() for question in listed)
    else:
        pairs = targets
    collected: dict[str, dict[str, None]] = {}
    for code, question in pairs:
        collected.setdefault(code, {})[question] = None
    return {code: tuple(questions) for code, questions in collected.items()}


def lay_out(
    panel: Panel,
    *,
    mentees: Collection[str],
    mentors: Collection[str],
    targets: TargetsBy,
    baseline: int,
    follow_up: int,
    prior: int | None = None,
    scale: Scale = "percent",
) -> Cohorts:
    """Pick the years, the questions of one scale, and who is in which role.

    Comparators are the trusts in neither role; which of their cells count is decided cell by cell
    (known in both years). Mentees without any score stay out of `mentees`; targets on questions
    of the other scale are left for its own analysis.
    """
    _check_years(baseline, follow_up, prior)
    places = {code: place for place, code in enumerate(panel.trusts)}
    names = tuple(panel.questions[place] for place in panel.questions_on(scale))
    enrolled = [code for code in sorted(set(mentees)) if code in places]
    before, after = _survey(panel, baseline, scale), _survey(panel, follow_up, scale)
    taking_part = np.isin(panel.trusts, [*mentees, *mentors])
    in_both_years = (before.known & after.known).any(axis=1)
    return Cohorts(
        trusts=panel.trusts,
        questions=names,
        before=before,
        after=after,
        prior=None if prior is None else _survey(panel, prior, scale),
        mentees=np.array([places[code] for code in enrolled], dtype=np.intp),
        comparators=np.flatnonzero(in_both_years & ~taking_part),
        targets=_target_flags(targets_by_mentee(targets), enrolled, names),
    )


def _target_flags(
    targets: dict[str, tuple[str, ...]], mentees: list[str], questions: tuple[str, ...]
) -> Flags:
    flags = [[question in targets.get(code, ()) for question in questions] for code in mentees]
    return np.array(flags, dtype=bool).reshape(len(mentees), len(questions))


def _check_years(baseline: int, follow_up: int, prior: int | None) -> None:
    if follow_up <= baseline:
        raise PanelError(f"The follow-up ({follow_up}) must come after the baseline ({baseline}).")
    if prior is not None and prior >= baseline:
        raise PanelError(f"The prior year ({prior}) must come before the baseline ({baseline}).")


def _survey(panel: Panel, year: int, scale: Scale) -> Survey:
    questions = panel.questions_on(scale)
    n, score = (values[:, questions] for values in panel.year(year))
    usable = (n >= FEWEST_ANSWERS_SHOWN) & ~np.isnan(score)
    return Survey(np.where(usable, n, 0.0), np.where(usable, score, 0.0) / HIGHEST_SCORE[scale])

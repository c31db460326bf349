"""How far two people who coded the same comments agree.

Cohen's kappa (J. Cohen, Educational and Psychological Measurement 20, 1960, 37-46) is agreement
beyond what chance would give: (observed - expected) / (1 - expected). For each theme the question
is whether it was given to the comment. For sentiment, whose five steps have an order, it is
weighted by the square of the distance (J. Cohen, Psychological Bulletin 70, 1968, 213-220). Both
are worked out by statsmodels (`statsmodels.stats.inter_rater.cohens_kappa`), which is loaded only
here. The words for a kappa are those of J. R. Landis and G. G. Koch, Biometrics 33, 1977, 159-174.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from improvement_plans.coding.framework import SENTIMENTS, THEMES, Theme

# Below this number of comments an agreement says next to nothing.
FEWEST = 10
# A kappa on one theme is put into words only where each coder gave the theme to at least so many
# comments and left it away from as many. The interval rests on a normal approximation, which holds
# for a count only where about 5 are expected on either side (W. G. Cochran, Biometrics 10, 1954,
# 417-451); and where nearly all answers are the same, kappa can be 0 although the coders agree on
# all comments but one (A. R. Feinstein and D. V. Cicchetti, Journal of Clinical Epidemiology 43,
# 1990, 543-549).
FEWEST_EACH_WAY = 5
_WORDS = (
    (0.0, "poor"),
    (0.2, "slight"),
    (0.4, "fair"),
    (0.6, "moderate"),
    (0.8, "substantial"),
    (1.0, "almost perfect"),
)


@dataclass(frozen=True, slots=True)
class CodedTwice:
    """One comment as two people coded it: keys of themes, and sentiment from 1 to 5."""

    first: frozenset[str]
    second: frozenset[str]
    first_sentiment: int
    second_sentiment: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two coders on one question, over n comments.

    `agreed` is the number of comments coded alike. `kappa` and its 95% interval are proportions;
    None where kappa is not defined: fewer than two comments, or both gave one same answer always.
    """

    n: int
    agreed: int
    kappa: float | None
    low: float | None
    high: float | None
    is_enough: bool = False
    """Whether each coder gave two of the answers at least `FEWEST_EACH_WAY` times."""


@dataclass(frozen=True, slots=True)
class Report:
    """Agreement on sentiment, on all themes together, and on each theme that anybody gave."""

    n: int
    same_themes: int
    sentiment: Agreement
    overall: Agreement
    themes: tuple[tuple[Theme, Agreement], ...]


def report_on(coded: Sequence[CodedTwice]) -> Report:
    """Agreement over comments coded twice; any number of them, also none."""
    used = [
        theme for theme in THEMES if any(theme.key in each.first | each.second for each in coded)
    ]
    answers = {
        theme.key: [(theme.key in each.first, theme.key in each.second) for each in coded]
        for theme in used
    }
    every = [pair for pairs in answers.values() for pair in pairs]
    steps = [key for key, _ in SENTIMENTS]
    feelings = [
        (steps.index(each.first_sentiment), steps.index(each.second_sentiment)) for each in coded
    ]
    return Report(
        n=len(coded),
        same_themes=sum(each.first == each.second for each in coded),
        sentiment=agreement(feelings, len(steps), ordered=True),
        overall=agreement(every, 2),
        themes=tuple((theme, agreement(answers[theme.key], 2)) for theme in used),
    )


def agreement(
    answers: Iterable[tuple[int, int]], answers_there_are: int, *, ordered: bool = False
) -> Agreement:
    """Cohen's kappa of pairs of answers, each a number from 0 to below `answers_there_are`.

    Where answers are `ordered`, a disagreement weighs by the square of its distance.
    """
    pairs = [(int(one), int(other)) for one, other in answers]
    agreed = sum(one == other for one, other in pairs)
    if len(pairs) < 2 or len({answer for pair in pairs for answer in pair}) < 2:
        return Agreement(len(pairs), agreed, None, None, None)
    is_enough = all(_is_spread(coder) for coder in zip(*pairs, strict=True))
    import numpy as np
    from statsmodels.stats.inter_rater import cohens_kappa

    table = np.zeros((answers_there_are, answers_there_are))
    for one, other in pairs:
        table[one, other] += 1
    # It also works out a test whose variance may be 0; neither that nor its warning is used.
    with np.errstate(invalid="ignore", divide="ignore"):
        found = cohens_kappa(table, wt="quadratic" if ordered else None)
    kappa = float(found.kappa)
    low, high = max(-1.0, float(found.kappa_low)), min(1.0, float(found.kappa_upp))
    if not low <= high:  # not a number where the variance is none
        return Agreement(len(pairs), agreed, kappa, None, None, is_enough)
    return Agreement(len(pairs), agreed, kappa, low, high, is_enough)


def _is_spread(answers: Sequence[int]) -> bool:
    """Whether at least two different answers were given often enough."""
    often = [number for number in Counter(answers).values() if number >= FEWEST_EACH_WAY]
    return len(often) > 1


def words_for(kappa: float | None) -> str:
    """ "substantial" for a kappa of 0.7; a word, not a verdict."""
    if kappa is None:
        return "cannot be told"
    return next((words for most, words in _WORDS if kappa <= most), _WORDS[-1][1])

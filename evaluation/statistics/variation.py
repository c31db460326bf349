"""Did trusts come closer together? Variation between trusts before and after, net of sampling."""

from dataclasses import dataclass

import numpy as np

from evaluation.statistics.cohorts import Survey, survey_of
from evaluation.statistics.composites import divided, weighted_mean
from evaluation.statistics.heterogeneity import (
    Method,
    between_trust_variance,
    q_profile_interval,
)
from evaluation.statistics.intervals import Array
from evaluation.statistics.panel import Flags, Panel

FEWEST_TRUSTS = 5
RESAMPLES = 999
BLOCK = 250
TOO_FEW = f"Fewer than {FEWEST_TRUSTS} trusts have a score in both years"


@dataclass(frozen=True)
class Spread:
    """How far trusts lie apart on one question in one year, in percentage points.

    tau: standard deviation between trusts net of sampling noise, with its Q-profile interval; by
    the method of moments (tau), and beside it by Paule-Mandel and REML. The rest is as observed,
    noise included: standard deviation, interquartile range and distance from the 10th to the 90th
    percentile.
    """

    tau: float
    tau_lower: float
    tau_upper: float
    tau_paule_mandel: float
    tau_reml: float
    standard_deviation: float
    interquartile_range: float
    range_10_to_90: float


@dataclass(frozen=True)
class QuestionVariation:
    """One question before and after; change of tau in points with its bootstrap interval."""

    question: str
    trusts: int
    before: Spread | None = None
    after: Spread | None = None
    change: float | None = None
    lower: float | None = None
    upper: float | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Variation:
    """The figure pooled over questions, and each question's own.

    tau_before, tau_after: mean over questions of tau, in points; change: after less before; ratio:
    after divided by before. Intervals from a bootstrap of trusts, each with both of its years.
    """

    trusts: int
    questions: tuple[QuestionVariation, ...]
    tau_before: float | None = None
    tau_after: float | None = None
    change: float | None = None
    lower: float | None = None
    upper: float | None = None
    ratio: float | None = None
    ratio_lower: float | None = None
    ratio_upper: float | None = None
    reason: str | None = None


@dataclass(frozen=True, eq=False)
class Taus:
    """In points. point: 2 years x questions; draws: 2 years x resamples x questions."""

    point: Array
    draws: Array


def national_variation(
    panel: Panel, *, baseline: int, follow_up: int, resamples: int = RESAMPLES, seed: int = 0
) -> Variation:
    """Variation between all trusts with a score in both years, for every percentage question.

    The sampling noise of a score is p(1-p)/n at the question's national p, not at the trust's own:
    that would weigh trusts by their luck. Questions with fewer than five such trusts stay out.
    """
    names = tuple(panel.questions[place] for place in panel.questions_on("percent"))
    years = (survey_of(panel, baseline, "percent"), survey_of(panel, follow_up, "percent"))
    known = years[0].known & years[1].known
    enough = known.sum(axis=0) >= FEWEST_TRUSTS
    known &= enough
    taus = taus_of(years, known, resamples=resamples, seed=seed)
    questions = tuple(
        _question(name, years, known, place, taus.draws[:, :, place])
        for place, name in enumerate(names)
    )
    trusts = int(known.any(axis=1).sum())
    if not enough.any():
        return Variation(trusts, questions, reason=TOO_FEW)
    return _pooled(trusts, questions, Taus(taus.point[:, enough], taus.draws[:, :, enough]))


def taus_of(years: tuple[Survey, Survey], known: Flags, *, resamples: int, seed: int) -> Taus:
    """Tau of each question before and after, from all trusts and from resampled sets of them.

    known: trusts x questions that count in both years.
    """
    moments = [_moments(year, known) for year in years]
    everybody = np.ones((1, len(known)))
    point = np.stack([100 * _tau(everybody, moment)[0] for moment in moments])
    return Taus(point, _resampled(moments, len(known), resamples, seed))


def _moments(year: Survey, known: Flags) -> tuple[Array, ...]:
    """What DerSimonian and Laird's estimate adds up over trusts: 1, w, w^2, wy and wy^2."""
    n = np.where(known, year.n, 0.0)
    mean = weighted_mean(n, year.p)
    weight = divided(n, mean * (1 - mean))
    centred = np.where(known, year.p - mean, 0.0)
    return known.astype(float), weight, weight**2, weight * centred, weight * centred**2


def _tau(counts: Array, moments: tuple[Array, ...]) -> Array:
    """Tau of each question (proportions) for each row of counts: how often each trust is in."""
    trusts, weight, squared, first, second = (counts @ moment for moment in moments)
    q = second - divided(first**2, weight)
    scale = weight - divided(squared, weight)
    return np.sqrt(np.maximum(divided(q - (trusts - 1), scale), 0.0))


def _resampled(moments: list[tuple[Array, ...]], trusts: int, resamples: int, seed: int) -> Array:
    """Taus of resampled sets of trusts, each trust with both its years, in points."""
    rng = np.random.default_rng(seed)
    blocks = []
    for start in range(0, resamples, BLOCK):
        rows = min(BLOCK, resamples - start)
        counts = rng.multinomial(trusts, np.full(trusts, 1 / trusts), size=rows).astype(float)
        blocks.append(np.stack([100 * _tau(counts, moment) for moment in moments]))
    return np.concatenate(blocks, axis=1)


def _pooled(trusts: int, questions: tuple[QuestionVariation, ...], taus: Taus) -> Variation:
    before, after = (float(tau) for tau in taus.point.mean(axis=1))
    drawn_before, drawn_after = taus.draws.mean(axis=2)
    lower, upper = _middle_95(drawn_after - drawn_before)
    found = Variation(trusts, questions, before, after, after - before, lower, upper)
    if before <= 0 or not (drawn_before > 0).all():
        return found
    ratio = _middle_95(drawn_after / drawn_before)
    return Variation(
        trusts, questions, before, after, after - before, lower, upper, after / before, *ratio
    )


def _question(
    name: str, years: tuple[Survey, Survey], known: Flags, place: int, draws: Array
) -> QuestionVariation:
    picked = known[:, place]
    if not picked.any():
        trusts = int((years[0].known & years[1].known)[:, place].sum())
        return QuestionVariation(name, trusts, reason=TOO_FEW)
    before, after = (_spread(year.n[picked, place], year.p[picked, place]) for year in years)
    lower, upper = _middle_95(draws[1] - draws[0])
    change = after.tau - before.tau
    return QuestionVariation(name, int(picked.sum()), before, after, change, lower, upper)


def _spread(n: Array, p: Array) -> Spread:
    mean = float((n * p).sum() / n.sum())
    low, quarter, three_quarters, high = 100 * np.quantile(p, [0.1, 0.25, 0.75, 0.9])
    noise = mean * (1 - mean) / n
    if mean * (1 - mean) > 0:
        methods: tuple[Method, ...] = ("DL", "PM", "REML")
        taus = [between_trust_variance(p, noise, method) for method in methods]
        limits = q_profile_interval(p, noise)
    else:  # everybody answered alike: there is nothing between trusts
        taus, limits = [0.0, 0.0, 0.0], (0.0, 0.0)
    tau, paule_mandel, reml, tau_lower, tau_upper = 100 * np.sqrt([*taus, *limits])
    return Spread(
        tau=float(tau),
        tau_lower=float(tau_lower),
        tau_upper=float(tau_upper),
        tau_paule_mandel=float(paule_mandel),
        tau_reml=float(reml),
        standard_deviation=float(100 * p.std(ddof=1)),
        interquartile_range=float(three_quarters - quarter),
        range_10_to_90=float(high - low),
    )


def _middle_95(draws: Array) -> tuple[float, float]:
    lower, upper = np.quantile(draws, [0.025, 0.975])
    return float(lower), float(upper)

"""How far each trust lies from the country on each question, and how sure the survey is of it.

For trust i and question q, with score p, national score P and sampling variance v:

    tau2_q = variance between trusts (DerSimonian and Laird 1986, over all trusts of the table)
    z_iq   = (p_iq - P_q) / tau_q               distance in units of the usual spread of trusts
    R_iq   = tau2_q / (tau2_q + v_iq)           reliability, 0 to 1
    zs_iq  = R_iq z_iq                          the distance, shrunk by how sure it is
    ramp(u) = (u - 0.5) / 2, held within 0 to 1
    strength_iq = ramp(zs_iq),  shortfall_iq = ramp(-zs_iq)

v comes from the published 95% interval where there is one, ((upper - lower) / (2 x 1.96))^2, else
it is P(1 - P)/n. Where fewer than two trusts have a score, nothing can be said and the question is
missing for all; where trusts do not differ beyond chance (tau2 = 0) nobody has a strength or need.
"""

from dataclasses import dataclass

import numpy as np

from trusts.matching.inputs import FloatArray, SurveyTable

Z95 = 1.959963984540054
RAMP_START, RAMP_LENGTH = 0.5, 2.0


@dataclass(frozen=True, eq=False)
class Evidence:
    """All tables are trusts x questions, NaN where missing; `tau2` has one value a question."""

    survey: SurveyTable
    variance: FloatArray
    tau2: FloatArray
    reliability: FloatArray
    distance: FloatArray
    strength: FloatArray
    shortfall: FloatArray


def weigh_evidence(survey: SurveyTable) -> Evidence:
    """Strengths and shortfalls of all trusts on all questions."""
    variance = sampling_variance(survey)
    tau2 = between_trust_variance(survey.proportion, variance)
    with np.errstate(invalid="ignore"):
        reliability = tau2 / (tau2 + variance)
    return _from_scores(survey, survey.proportion, variance, tau2, reliability)


def redraw(evidence: Evidence, random: np.random.Generator) -> Evidence:
    """The same survey with its chance variation drawn again.

    Each score is drawn from a normal distribution about the observed one with the sampling
    variance, held within 0 to 1; the spread between trusts and the reliabilities stay as they are.
    Numbers are dealt out in the order of the trusts' and questions' codes, so that the draw does
    not depend on the order in which they are listed.
    """
    survey = evidence.survey
    in_code_order = np.ix_(
        sorted(range(len(survey.trusts)), key=lambda row: survey.trusts[row]),
        sorted(range(len(survey.questions)), key=lambda column: survey.questions[column].code),
    )
    noise = np.empty(evidence.variance.shape)
    noise[in_code_order] = random.standard_normal(noise.shape)
    drawn = np.clip(survey.proportion + noise * np.sqrt(evidence.variance), 0.0, 1.0)
    return _from_scores(
        evidence.survey, drawn, evidence.variance, evidence.tau2, evidence.reliability
    )


def _from_scores(
    survey: SurveyTable,
    proportion: FloatArray,
    variance: FloatArray,
    tau2: FloatArray,
    reliability: FloatArray,
) -> Evidence:
    spread = np.sqrt(np.where(tau2 > 0, tau2, 1.0))  # no spread: the reliability of 0 decides
    distance = np.where(np.isnan(tau2), np.nan, (proportion - survey.national) / spread)
    shrunk = reliability * distance
    return Evidence(
        survey=survey,
        variance=variance,
        tau2=tau2,
        reliability=np.where(np.isnan(shrunk), np.nan, reliability),
        distance=np.where(np.isnan(shrunk), np.nan, distance),
        strength=ramp(shrunk),
        shortfall=ramp(-shrunk),
    )


def sampling_variance(survey: SurveyTable) -> FloatArray:
    """The variance of each score by chance alone, in squared proportions, NaN where missing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        by_answers = survey.national * (1 - survey.national) / survey.answers
    variance = np.where(survey.answers > 0, by_answers, np.nan)
    if survey.lower is not None and survey.upper is not None:
        by_interval = ((survey.upper - survey.lower) / (2 * Z95)) ** 2
        variance = np.where(by_interval > 0, by_interval, variance)
    return np.where(np.isnan(survey.proportion), np.nan, variance)


def between_trust_variance(proportion: FloatArray, variance: FloatArray) -> FloatArray:
    """The variance between trusts of each question by DerSimonian and Laird, never below 0.

    tau2 = (Q - (k - 1)) / (sum w - sum w^2 / sum w) with w = 1/v and Q the weighted sum of squares
    about the weighted mean, over the k trusts whose score and variance are known; NaN for k < 2.
    """
    known = ~(np.isnan(proportion) | np.isnan(variance))
    weight = np.where(known, 1.0 / np.where(known, variance, 1.0), 0.0)
    score = np.where(known, proportion, 0.0)
    total = weight.sum(axis=0)
    count = known.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (weight * score).sum(axis=0) / total
        squares = (weight * (score - mean) ** 2).sum(axis=0)
        scale = total - (weight**2).sum(axis=0) / total
        tau2 = np.maximum(0.0, (squares - (count - 1)) / scale)
    return np.where(count >= 2, tau2, np.nan)


def ramp(distance: FloatArray) -> FloatArray:
    """0 up to half a spread, 1 from two and a half, straight between."""
    return np.clip((distance - RAMP_START) / RAMP_LENGTH, 0.0, 1.0)

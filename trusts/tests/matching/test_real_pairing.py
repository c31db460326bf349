"""Pairing from the published 2017 scores of real trusts."""

import csv
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings

from trusts.matching import (
    Mentor,
    PairingInputs,
    Question,
    SurveyTable,
    TrustFacts,
    explain,
    override_prices,
    score_pairs,
    suggest,
)
from trusts.matching.evidence import weigh_evidence

pytestmark = pytest.mark.real_data


def rows_of(name):
    path = settings.REAL_DATA_DIR / name
    if not path.exists():
        pytest.skip(f"{path} is not there; set REAL_DATA_DIR to find it.")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def survey():
    sections = {
        row["question"]: row["section"] for row in rows_of("survey/ncpes2018_questions.csv")
    }
    rows = [
        row
        for row in rows_of("survey/ncpes_trust_scores_2015_2017.csv")
        if row["year"] == "2017" and row["question"] != "Q59"
    ]
    trusts = sorted({row["org_code"] for row in rows})
    questions = sorted({row["question"] for row in rows}, key=lambda code: int(code[1:]))
    scores, answers = (np.full((len(trusts), len(questions)), np.nan) for _ in range(2))
    for row in rows:
        cell = trusts.index(row["org_code"]), questions.index(row["question"])
        answers[cell] = float(row["n"]) if row["n"] else np.nan
        if row["score"] and row["suppressed"] == "False":
            scores[cell] = float(row["score"]) / 100
    shown = np.where(np.isnan(scores), 0.0, answers)
    national = (np.nan_to_num(scores) * shown).sum(axis=0) / shown.sum(axis=0)
    asked = tuple(Question(code, sections[code]) for code in questions)
    return SurveyTable(tuple(trusts), asked, scores, answers, national)


@pytest.fixture(scope="module")
def scored(survey):
    """The better half offers a place each, the other half looks for a mentor."""
    evidence = weigh_evidence(survey)
    balance = np.nansum(evidence.strength, axis=1) - np.nansum(evidence.shortfall, axis=1)
    order = [survey.trusts[row] for row in np.argsort(-balance, kind="stable")]
    half = len(order) // 2
    reference = {
        row["ods_code"]: row for row in rows_of("reference/nhs_trusts_reference_2018_ncpes.csv")
    }
    facts = {code: facts_of(code, reference[code], survey) for code in survey.trusts}
    mentors = tuple(Mentor(code) for code in order[:half])
    return score_pairs(PairingInputs(survey, facts, mentors, tuple(order[half:])))


def facts_of(code, row, survey):
    return TrustFacts(
        code,
        icb=row["icb_code"] or None,
        size=float(np.nanmax(survey.answers[survey.row_of(code)])),
        kinds=frozenset(["foundation"] if row["foundation_trust"] == "yes" else []),
        place=(float(row["lat"]), float(row["lon"])) if row["lat"] else None,
    )


def test_about_half_of_a_real_score_is_reliable_and_a_quarter_are_needs(survey):
    evidence = weigh_evidence(survey)
    assert 0.4 < np.nanmean(evidence.reliability) < 0.7
    assert 0.15 < np.nanmean(evidence.shortfall > 0) < 0.30
    assert 0.15 < np.nanmean(evidence.strength > 0) < 0.30


def test_the_best_mentor_covers_what_the_page_says(scored):
    best = np.nanmax(scored.coverage[:, ~np.isnan(scored.shown).any(axis=0)], axis=0)
    page = (Path(__file__).parents[3] / "docs" / "pairing.md").read_text(encoding="utf-8")
    least, middle = f"{best.min():.0%}", f"{np.median(best):.0%}"
    assert f"at least {least} of it, {middle} for the mentee in the middle" in page.replace(
        "\n", " "
    )


def test_nearly_every_real_mentee_is_matched(scored):
    solution = suggest(scored.problem())
    without_needs = [u for u in solution.unmatched if "no chosen themes" in u.reason]
    assert solution.matched == len(scored.inputs.mentees) - len(without_needs)
    assert len(without_needs) <= 2


def test_every_real_pair_is_explained_by_sums_that_give_its_score(scored):
    for pair in suggest(scored.problem()).pairs:
        why = explain(scored, pair.mentor, pair.mentee)
        assert why.score == pair.score == int(why.points + 0.5)
        assert why.covered / why.need == pytest.approx(why.parts[0].share)


def test_no_override_of_the_real_set_beats_it(scored):
    problem = scored.problem()
    solution = suggest(problem)
    prices = override_prices(problem, solution)
    best = (solution.matched, solution.worst, solution.total)
    priced = prices.matched >= 0
    figures = zip(prices.matched[priced], prices.worst[priced], prices.total[priced], strict=True)
    assert all(tuple(map(int, row)) <= best for row in figures)

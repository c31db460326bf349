"""A survey of two years with trusts, groups of patients and hidden cells. All invented."""

from __future__ import annotations

from dataclasses import dataclass

from trusts.models import Question, SurveyYear, Trust
from trusts.services.spreads import refresh_spreads
from trusts.tests.factories import make_question, make_score, make_survey_year, make_trust

CODES = ("NM1", "HM2", "CW3", "AB4", "AC5", "AD6")
GROUPS = {
    "Breast": (150, 84.0),
    "Lung": (90, 61.5),
    "Prostate": (120, 72.0),
    "Skin": (17, None),
    "Sarcoma": (23, None),
}
FIFTHS = {"1 (most deprived)": (180, 66.0), "5 (least deprived)": (220, 81.0)}


@dataclass
class ExploreWorld:
    year: SurveyYear
    before: SurveyYear
    question: Question
    rating: Question
    trusts: list[Trust]


def make_explore_world(*, extra: int = 0) -> ExploreWorld:
    """Q18 of 2016 with groups of the first trust and of England; `extra` questions beside it."""
    before, year = make_survey_year(2015), make_survey_year(2016)
    year.survey.attribution = "Invented figures, for tests only."
    year.survey.save()
    trusts = [make_trust(code, name=f"{code} Hospitals") for code in CODES]
    for each in (before, year):
        for place in range(extra):
            _scores(make_question(each, f"Q{30 + place}", section="Ward", position=place), trusts)
        question = make_question(each, "Q18", label="Easy to contact", section="Nurse")
        rating = make_question(each, "Q59", label="Rating of care", scale="mean_0_10", position=99)
        _scores(question, trusts)
        for trust, score in zip(trusts, (8.2, 8.9, 8.6, 8.4, 8.7, None), strict=True):
            make_score(rating, trust, score, 300 if score else 11)
        _groups(question, trusts[0])
        refresh_spreads(each)
    return ExploreWorld(year, before, question, rating, trusts)


def _scores(question: Question, trusts: list[Trust]) -> None:
    make_score(question, None, 74.0, 41000)
    for trust, score in zip(trusts, (70.25, 52.0, 75.0, 73.5, 96.0, None), strict=True):
        make_score(question, trust, score, 400 if score else 12)


def _groups(question: Question, trust: Trust) -> None:
    for kind, groups in (("tumour_group", GROUPS), ("imd_quintile", FIFTHS)):
        for name, (n, score) in groups.items():
            for whose in (trust, None):
                make_score(question, whose, score, n, group_kind=kind, group_name=name)

"""The smallest scheme that can be evaluated: a pair, an approved plan, trusts to compare."""

from evaluation.models import EvaluationRun
from improvement_plans.models import PlanState
from improvement_plans.tests.factories import make_action, make_aim, make_plan
from trusts.models import Scheme
from trusts.tests.factories import (
    make_pair,
    make_question,
    make_scheme,
    make_score,
    make_survey_year,
    make_trust,
)

COMPARATORS = 12


def make_evaluable_scheme(*, comparators: int = COMPARATORS) -> Scheme:
    """A mentee whose score rises from 60 to 70 while the others stay near 80, one of them at 58."""
    scheme = make_scheme()
    before, after = scheme.baseline, scheme.follow_up
    mentor, mentee = make_trust("MOR", name="Mentor trust"), make_trust("MEE", name="Mentee trust")
    questions = [make_question(year, "Q1", label="Easy to contact") for year in (before, after)]
    pair = make_pair(scheme, mentor, mentee)
    plan = make_plan(pair, state=PlanState.ACTIVE)
    aim = make_aim(plan, questions[0], baseline=60.0, baseline_n=200, target=75.0)
    make_action(plan, aim)
    for question, scores in zip(questions, ((90.0, 60.0), (90.0, 70.0)), strict=True):
        make_score(question, mentor, scores[0])
        make_score(question, mentee, scores[1])
    for place in range(comparators):
        trust = make_trust(f"C{place:02d}")
        for year, question in enumerate(questions):
            make_score(question, trust, 58.0 + year if place == 0 else 80.0 + (place + year) % 3)
    return scheme


def make_run(scheme: Scheme | None = None, **fields: object) -> EvaluationRun:
    scheme = scheme or make_evaluable_scheme()
    values = {"baseline": scheme.baseline, "follow_up": scheme.follow_up, "steps_all": 5, **fields}
    return EvaluationRun.objects.create(scheme=scheme, **values)


def make_survey_years() -> tuple[object, object]:
    """Two years of one survey without any score."""
    return make_survey_year(2014), make_survey_year(2015)

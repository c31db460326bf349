"""A scheme of life's size with everything that can go wrong in it, drawn from a seed."""

import datetime

import numpy as np

from improvement_plans.models import PlanState
from improvement_plans.tests.factories import make_action, make_aim, make_plan
from trusts.models import PairState, Question, Scale, Scheme, Score, Trust
from trusts.tests.factories import make_pair, make_scheme, make_survey_year

PRIOR, BEFORE, AFTER = 2013, 2014, 2015
MEAN = "Q59"
TARGETS_EACH = 3


def make_wide_scheme(
    *, trusts: int = 40, questions: int = 12, pairs: int = 4, seed: int = 1
) -> Scheme:
    """Pairs of the last trusts (mentees, lowest on their targets) with the first ones.

    One target is suppressed at follow-up, one cell has 25 answers and one has 7, one question is
    a mean from 0 to 10, the last pair ended early, and the last pair but one has no plan.
    """
    scheme = make_scheme("wide scheme", prior=make_survey_year(PRIOR))
    made = Trust.objects.bulk_create(
        Trust(ods_code=f"W{place:03d}", name=f"Wide trust {place}") for place in range(trusts)
    )
    asked = {year: _ask(year, questions) for year in (PRIOR, BEFORE, AFTER)}
    for place in range(pairs):
        _make_pair(scheme, made, asked[BEFORE], place, pairs)
    _answer(made, asked, pairs, np.random.default_rng(seed))
    return scheme


def _ask(year: int, questions: int) -> list[Question]:
    survey_year = make_survey_year(year)
    numbers = [f"Q{number}" for number in range(1, questions)]
    return Question.objects.bulk_create(
        [
            *(
                Question(
                    survey_year=survey_year, number=number, position=place, label=f"Ask {number}"
                )
                for place, number in enumerate(numbers)
            ),
            Question(
                survey_year=survey_year,
                number=MEAN,
                position=len(numbers),
                label="Care overall",
                scale=Scale.MEAN_0_10,
            ),
        ]
    )


def _make_pair(
    scheme: Scheme, trusts: list[Trust], asked: list[Question], place: int, pairs: int
) -> None:
    ended = place == pairs - 1
    fields = {"state": PairState.ENDED_EARLY if ended else PairState.COMPLETED}
    if ended:
        fields["ended_on"] = datetime.date(2015, 5, 1)
    pair = make_pair(scheme, trusts[place], trusts[-1 - place], **fields)
    if place == pairs - 2:
        return
    plan = make_plan(pair, state=PlanState.CLOSED)
    first = place % (len(asked) - 1 - TARGETS_EACH)
    for question in [*asked[first : first + TARGETS_EACH], asked[-1]]:
        mean = question.number == MEAN
        make_aim(plan, question, baseline=None, target=9.0 if mean else 80.0)
    make_action(plan)


def _answer(
    trusts: list[Trust], asked: dict[int, list[Question]], pairs: int, rng: np.random.Generator
) -> None:
    level = rng.uniform(0.55, 0.95, len(asked[BEFORE]))
    lasting = rng.normal(0, 0.03, (len(trusts), len(level)))
    rows = []
    for year, listed in asked.items():
        for place, trust in enumerate(trusts):
            for number, question in enumerate(listed):
                n = int(rng.integers(120, 500))
                is_target = place >= len(trusts) - pairs and year != AFTER and number < pairs + 2
                p = level[number] + lasting[place, number] - (0.05 if is_target else 0.0)
                share = rng.binomial(n, min(max(p, 0.05), 0.95)) / n
                rows.append(_score(trust, question, n, share))
    _plant(rows, trusts)
    Score.objects.bulk_create(rows)


def _score(trust: Trust, question: Question, n: int, share: float) -> Score:
    return Score(
        survey_year=question.survey_year,
        question=question,
        level="trust",
        trust=trust,
        org_code=trust.ods_code,
        n=n,
        score=round(10 * share, 2) if question.scale == Scale.MEAN_0_10 else round(100 * share),
    )


def _plant(rows: list[Score], trusts: list[Trust]) -> None:
    """Trouble on the first mentee's targets: suppressed, few answers, under ten answers."""
    code = trusts[-1].ods_code
    cells = {
        (row.question.number, row.survey_year.year): row for row in rows if row.org_code == code
    }
    hidden = cells["Q1", AFTER]
    hidden.score, hidden.n, hidden.suppressed = None, None, True
    cells["Q2", AFTER].n = 25
    cells["Q3", BEFORE].n = 7

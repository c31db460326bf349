"""What an evaluation is worked out from: who counts as enrolled, which scores may be compared."""

import datetime

import pytest

from evaluation.loading import load_inputs
from evaluation.loading_people import closed_surveys
from evaluation.models import (
    EvaluationRun,
    TeamSurvey,
    TeamSurveyAnswer,
    TeamSurveyInvitation,
    TeamSurveyItem,
)
from evaluation.refusals import CannotEvaluate
from evaluation.team_results import FEWEST_SHOWN
from evaluation.tests.factories import make_evaluable_scheme, make_run
from evaluation.tests.wide_scheme import make_wide_scheme
from improvement_plans.models import Aim, Plan, PlanState
from improvement_plans.tests.collaborating.worlds import make_cohort
from improvement_plans.tests.factories import make_aim, make_plan
from trusts.models import BuddyPair, PairAnswer, PairState, Score, Survey, Trust, TrustSuccession
from trusts.tests.factories import (
    make_pair,
    make_question,
    make_score,
    make_survey_year,
    make_trust,
)

pytestmark = pytest.mark.django_db


def inputs_of(scheme, **fields):
    run = make_run(scheme, **fields)
    loaded = EvaluationRun.objects.select_related(
        "scheme__prior", "baseline__survey", "follow_up__survey"
    ).prefetch_related("baseline__questions", "follow_up__questions")
    return load_inputs(loaded.get(pk=run.pk))


@pytest.fixture
def scheme():
    return make_evaluable_scheme()


def test_a_pair_that_ended_early_counts_as_enrolled(scheme):
    BuddyPair.objects.update(state=PairState.ENDED_EARLY, ended_on=datetime.date(2015, 5, 1))
    (pair,) = inputs_of(scheme).pairs
    assert [target.question for target in pair.targets] == ["Q1"]
    assert not pair.stayed


def test_a_pair_whose_plan_was_withdrawn_did_not_stay(scheme):
    Plan.objects.update(state=PlanState.WITHDRAWN)
    (pair,) = inputs_of(scheme).pairs
    assert pair.targets
    assert not pair.stayed


def test_a_proposal_that_nobody_accepted_was_never_enrolled(scheme):
    waiting = make_pair(
        scheme,
        make_trust("AAA"),
        make_trust("BBB"),
        state=PairState.ENDED_EARLY,
        mentee_answer=PairAnswer.WAITING,
        ended_on=datetime.date(2015, 1, 9),
    )
    assert waiting.pk not in [pair.pair_id for pair in inputs_of(scheme).pairs]


def test_a_pair_without_a_plan_is_there_without_targets(scheme):
    make_pair(scheme, make_trust("AAA"), make_trust("BBB"))
    bare = next(pair for pair in inputs_of(scheme).pairs if pair.mentee_code == "BBB")
    assert (bare.plan_state, bare.plan_approved, bare.targets) == ("No plan", False, ())


def test_a_plan_that_was_extended_makes_the_window_longer(scheme):
    Plan.objects.update(window_to=datetime.date(2015, 9, 30))
    assert inputs_of(scheme).window == ("2015-02-02", "2015-09-30")


def test_scores_of_a_year_that_asked_otherwise_take_no_part(scheme):
    older = make_survey_year(2013)
    make_score(make_question(older, "Q1", scale="mean_0_10"), Trust.objects.get(ods_code="MEE"), 8)
    scheme.prior = older
    scheme.save()
    found = inputs_of(scheme)
    assert found.prior is None
    assert {row.year for row in found.rows} == {2014, 2015}


def test_a_redesigned_questionnaire_leaves_nothing_to_compare(scheme):
    Survey.objects.update(slug="ncpes")
    with pytest.raises(CannotEvaluate, match="No question of the 2014 survey may be compared"):
        inputs_of(scheme)


def test_a_target_chosen_in_another_survey_is_not_compared(scheme):
    other = make_survey_year(2014, slug="another")
    plan = Plan.objects.get()
    make_aim(plan, make_question(other, "Q1"))
    chosen = [target.why_not for target in inputs_of(scheme).pairs[0].targets]
    assert sorted(chosen) == ["", "The plan chose a question of another survey."]


def test_a_target_chosen_a_comparable_year_before_counts(scheme):
    earlier = make_survey_year(2013)
    Aim.objects.update(question=make_question(earlier, "Q1"))
    (target,) = inputs_of(scheme).pairs[0].targets
    assert (target.chosen_in, target.why_not) == (2013, "")


def test_a_merger_between_the_surveys_is_there(scheme):
    for date in (datetime.date(2015, 1, 1), datetime.date(2017, 1, 1)):
        TrustSuccession.objects.create(
            predecessor_code="OLD",
            predecessor_name="Old trust",
            successor_code="MEE",
            successor_name="Mentee trust",
            date=date,
            kind="merger",
        )
    assert [merger.date for merger in inputs_of(scheme).mergers] == ["2015-01-01"]


def test_the_digest_is_another_when_a_score_is(scheme):
    first = inputs_of(scheme, state="compiled").digest
    assert inputs_of(scheme, state="compiled").digest == first
    Score.objects.filter(org_code="C01").update(n=201)
    assert inputs_of(scheme).digest != first


def test_a_scheme_without_pairs_is_refused(scheme):
    Plan.objects.all().delete()
    BuddyPair.objects.all().delete()
    with pytest.raises(CannotEvaluate, match="No pair of this scheme has been agreed"):
        inputs_of(scheme)


@pytest.mark.parametrize("pairs", [3, 12])
def test_loading_asks_as_often_for_many_pairs(pairs, django_assert_max_num_queries):
    scheme = make_wide_scheme(pairs=pairs, trusts=30)
    with django_assert_max_num_queries(27):
        inputs_of(scheme)


@pytest.mark.parametrize("cohorts", [1, 4])
def test_loading_asks_as_often_for_the_surveys_of_many_cohorts(
    scheme, cohorts, django_assert_num_queries
):
    for _each in range(cohorts):
        make_closed_survey(make_cohort(scheme))
    with django_assert_num_queries(3):
        found = closed_surveys(EvaluationRun(scheme=scheme))
    assert [(each.answers, each.quotes) for each in found] == [
        (FEWEST_SHOWN, (("We talk more", "A nurse"),))
    ] * cohorts
    assert inputs_of(scheme).cohort_surveys == tuple(found)


def make_closed_survey(cohort):
    """Just enough answers to be shown; one person agreed to be quoted."""
    closed = datetime.date(2015, 7, 31)
    survey = TeamSurvey.objects.create(scheme=cohort.scheme, cohort=cohort, closes_on=closed)
    item = TeamSurveyItem.objects.create(survey=survey, place=1, text="We work better together")
    for place in range(FEWEST_SHOWN):
        invitation = TeamSurveyInvitation.objects.create(
            survey=survey, name="A nurse", email=f"p{place}@x.example", trust_code="MEE"
        )
        said = {"quote": "We talk more", "may_quote": True, "quoted_as": "A nurse"}
        TeamSurveyAnswer.objects.create(
            invitation=invitation,
            ratings={str(item.pk): 4},
            recommends=True,
            **(said if place == 0 else {}),
        )


def test_two_plans_of_one_mentee_both_count(scheme):
    BuddyPair.objects.update(state=PairState.ENDED_EARLY, ended_on=datetime.date(2015, 5, 1))
    second = make_pair(scheme, make_trust("AAA"), Trust.objects.get(ods_code="MEE"))
    make_aim(make_plan(second, state=PlanState.ACTIVE), make_question(scheme.baseline, "Q2"))
    found = inputs_of(scheme)
    assert found.mentees == ("MEE",)
    assert sum(len(pair.targets) for pair in found.pairs) == 2

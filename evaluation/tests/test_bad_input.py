"""Whatever the scores and pairs are: a stated result or refusal, never NaN, no traceback."""

import datetime
import re

import pytest

from evaluation.models import RunState
from evaluation.tests.compiled import compiled, not_finite, printed
from evaluation.tests.factories import make_evaluable_scheme, make_run
from evaluation.tests.wide_scheme import make_wide_scheme
from improvement_plans.models import Aim, Plan
from trusts.models import BuddyPair, Comparability, PairState, Score, Trust, TrustSuccession
from trusts.tests.factories import make_pair

pytestmark = pytest.mark.django_db

BARRED = re.compile(
    r"impact|\bcaus(e|es|ed|al|ing)\b|significan|no effect|\bnan\b|\binf\b", re.IGNORECASE
)


def no_pairs(scheme):
    Plan.objects.all().delete()
    BuddyPair.objects.all().delete()


def no_aims(scheme):
    Aim.objects.all().delete()


def nothing(scheme):
    """One mentee, twelve comparators: as the factory makes it."""


def no_comparators(scheme):
    Score.objects.filter(org_code__startswith="C").delete()


def nine_comparators(scheme):
    Score.objects.filter(org_code__in=("C00", "C01", "C02")).delete()


def lower_than_every_comparator(scheme):
    Score.objects.filter(org_code="C00").delete()


def one_comparator(scheme):
    Score.objects.filter(org_code__startswith="C").exclude(org_code="C00").delete()


def all_targets_suppressed(scheme):
    Score.objects.filter(org_code="MEE", survey_year=scheme.follow_up).update(
        score=None, n=None, suppressed=True
    )


def identical_scores(scheme):
    Score.objects.update(score=80)


def n_missing(scheme):
    Score.objects.update(n=None)


def n_missing_for_the_mentee(scheme):
    Score.objects.filter(org_code="MEE").update(n=None)


def few_answers(scheme):
    Score.objects.filter(org_code="MEE").update(n=7)


def twenty_answers(scheme):
    Score.objects.filter(org_code="MEE").update(n=20)


def twenty_one_answers(scheme):
    Score.objects.filter(org_code="MEE").update(n=21)


def all_none(scheme):
    Score.objects.update(score=0)


def all_full(scheme):
    Score.objects.update(score=100)


def from_none_to_full(scheme):
    Score.objects.filter(survey_year=scheme.baseline).update(score=0)
    Score.objects.filter(survey_year=scheme.follow_up).update(score=100)


def not_comparable(scheme):
    Comparability.objects.create(
        survey=scheme.baseline.survey,
        question_number="Q1",
        earlier_year=2014,
        later_year=2015,
        answer="no",
        reason="The answers were renamed.",
    )


def merged_mentee(scheme):
    TrustSuccession.objects.create(
        predecessor_code="MEE",
        predecessor_name="Mentee trust",
        successor_code="NEW",
        successor_name="New trust",
        date=datetime.date(2015, 1, 1),
        kind="merger",
    )
    Score.objects.filter(org_code="MEE", survey_year=scheme.follow_up).delete()


def mentor_and_mentee(scheme):
    pair = BuddyPair.objects.get()
    make_pair(scheme, pair.mentee, Trust.objects.get(ods_code="C00"))


def mentee_not_in_the_survey(scheme):
    Score.objects.filter(org_code="MEE").delete()


def ended_early(scheme):
    BuddyPair.objects.update(state=PairState.ENDED_EARLY, ended_on=datetime.date(2015, 5, 1))


def no_baseline_scores(scheme):
    Score.objects.filter(survey_year=scheme.baseline).delete()


def sample_not_known(scheme):
    for year in (scheme.baseline, scheme.follow_up):
        year.sample_from = year.sample_to = None
        year.save()


REFUSED = {
    no_pairs: "No pair of this scheme has been agreed",
    no_aims: "No approved plan of this scheme has an aim",
    no_baseline_scores: "No scores of the 2014 survey",
    not_comparable: "No question of the 2014 survey may be compared",
}
STATED = {
    nothing: "Compared with 12 trusts",
    no_comparators: "too few trusts outside the scheme",
    one_comparator: "too few trusts outside the scheme",
    nine_comparators: "Cannot be said: there are too few trusts outside the scheme",
    lower_than_every_comparator: "Cannot be said: the mentee started lower or higher than every",
    all_targets_suppressed: "no target has a usable score in both years",
    identical_scores: "do not vary",
    n_missing: "number of answers was not published",
    n_missing_for_the_mentee: "number of answers was not published",
    few_answers: "Not shown: suppressed or not published",
    twenty_answers: "Not shown: suppressed or not published",
    twenty_one_answers: "Too few answers for a verdict",
    all_none: "do not vary",
    all_full: "do not vary",
    from_none_to_full: "do not vary",
    merged_mentee: "Mentee trust \\(MEE\\) became part of New trust",
    mentor_and_mentee: "mentored and mentor to another",
    mentee_not_in_the_survey: "No score was published for this trust",
    ended_early: "did not stay to the end",
    sample_not_known: "not on record when the patients",
}


@pytest.mark.parametrize("spoil", REFUSED, ids=lambda spoil: spoil.__name__)
def test_what_cannot_be_evaluated_is_refused_in_words(spoil):
    scheme = make_evaluable_scheme()
    spoil(scheme)
    run = compiled(make_run(scheme))
    assert run.state == RunState.FAILED
    assert REFUSED[spoil] in run.error


@pytest.mark.parametrize("spoil", STATED, ids=lambda spoil: spoil.__name__)
def test_a_poor_basis_gives_a_stated_result(spoil):
    scheme = make_evaluable_scheme()
    spoil(scheme)
    run = compiled(make_run(scheme))
    assert run.state == RunState.COMPILED, run.error
    content = run.report.content
    assert not_finite(content) == []
    text = printed(content)
    assert re.search(STATED[spoil], text, re.IGNORECASE), text[:3000]
    assert BARRED.search(text) is None


@pytest.mark.parametrize("pairs", [1, 2, 5])
@pytest.mark.parametrize("seed", [1, 2])
def test_barred_words_stand_in_no_report_of_a_whole_scheme(pairs, seed):
    run = compiled(make_run(make_wide_scheme(pairs=max(pairs, 3), seed=seed)))
    assert run.state == RunState.COMPILED, run.error
    text = printed(run.report.content)
    assert not_finite(run.report.content) == []
    assert BARRED.search(text) is None


@pytest.mark.parametrize("word", ["an Impact", "it caused", "the cause", "Significant", "nan"])
def test_the_search_for_barred_words_finds_a_planted_one(word):
    assert BARRED.search(f"There was {word} of it.")

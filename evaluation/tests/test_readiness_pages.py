"""The readiness page: each lack in words, the place to mend it, and the compile that follows."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from evaluation.models import EvaluationRun
from evaluation.services.protocols import freeze_protocol
from evaluation.tests.factories import make_evaluable_scheme
from improvement_plans.models import Aim, Plan, PlanState
from improvement_plans.tests.factories import make_aim, make_plan
from trusts.models import BuddyPair, Comparability, PairState, Score, SurveyYear, TrustSuccession
from trusts.tests.factories import make_pair, make_score, make_trust

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme():
    return make_evaluable_scheme()


@pytest.fixture
def client(lead):
    client = Client()
    client.force_login(lead)
    return client


def shown(client, scheme, **query):
    page = client.get(reverse("evaluation_readiness", args=[scheme.pk]), query).content.decode()
    return re.sub(r"\s+", " ", page)


def follow_up_missing(scheme):
    Score.objects.filter(survey_year=scheme.follow_up).delete()


def suppressed(scheme):
    Score.objects.filter(org_code="MEE", survey_year=scheme.follow_up).update(
        score=None, n=None, suppressed=True
    )


def few_answers(scheme):
    Score.objects.filter(org_code="MEE", survey_year=scheme.baseline).update(n=20)


def n_missing(scheme):
    Score.objects.filter(org_code="MEE", survey_year=scheme.baseline).update(n=None)


def not_published(scheme):
    Score.objects.filter(org_code="MEE", survey_year=scheme.baseline).delete()


def not_comparable(scheme):
    Comparability.objects.create(
        survey=scheme.baseline.survey,
        question_number="Q1",
        earlier_year=2014,
        later_year=2015,
        answer="no",
        reason="The answers were renamed.",
    )


def ended_early(scheme):
    BuddyPair.objects.update(state=PairState.ENDED_EARLY, ended_on=datetime.date(2015, 5, 1))


def no_approval(scheme):
    Plan.objects.update(state=PlanState.DRAFT, baselines_frozen_at=None)


def no_target(scheme):
    Aim.objects.all().delete()


def no_pair(scheme):
    Plan.objects.all().delete()
    BuddyPair.objects.all().delete()


def overlapping(scheme):
    year = SurveyYear.objects.get(pk=scheme.follow_up_id)
    year.sample_from, year.sample_to = scheme.implementation_from, scheme.implementation_to
    year.save()


def window_unknown(scheme):
    SurveyYear.objects.update(sample_from=None, sample_to=None)


def nine_comparators(scheme):
    Score.objects.filter(org_code__in=("C00", "C01", "C02")).delete()


def merged(scheme):
    TrustSuccession.objects.create(
        predecessor_code="MEE",
        predecessor_name="Mentee trust",
        successor_code="NEW",
        successor_name="New trust",
        date=datetime.date(2015, 1, 1),
        kind="merger",
    )


@pytest.mark.parametrize(
    ("spoil", "words", "place"),
    [
        (follow_up_missing, "No scores have been imported.", "survey_upload"),
        (suppressed, "Suppressed in 2015.", "plan_detail"),
        (few_answers, "20 answers or fewer in 2014.", "plan_detail"),
        (n_missing, "The number of answers was not published in 2014.", "plan_detail"),
        (not_published, "No score was published in 2014.", "plan_detail"),
        (not_comparable, "Not comparable: The answers were renamed.", "comparability"),
        (ended_early, "Ended early.", "pair_detail"),
        (no_approval, "No approved plan, so no targets.", "plan_detail"),
        (no_target, "The plan has no target.", "plan_detail"),
        (no_pair, "No pair has been agreed.", "pairing"),
        (overlapping, "It overlaps the plan window: partial exposure", "survey_year_edit"),
        (window_unknown, "not on record when these patients were treated", "survey_year_edit"),
        (nine_comparators, "Under 10 no verdict can be said.", ""),
        (merged, "became part of New trust, but is not counted with it", "trust_detail"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_lack_is_said_with_the_place_to_mend_it(client, scheme, spoil, words, place):
    plan, pair = Plan.objects.get().pk, BuddyPair.objects.get().pk
    spoil(scheme)
    page = shown(client, scheme)
    places = {
        "survey_upload": [],
        "plan_detail": [plan],
        "pair_detail": [pair],
        "pairing": [scheme.pk],
        "comparability": [scheme.pk],
        "survey_year_edit": [scheme.follow_up_id],
        "trust_detail": ["NEW"],
    }
    assert words in page
    assert not place or reverse(place, args=places[place]) in page


def test_a_good_scheme_says_that_all_targets_would_be_used(client, scheme):
    assert "All 1 target would be used." in shown(client, scheme)


def test_the_compile_says_what_it_would_leave_out_and_begins(client, scheme):
    suppressed(scheme)
    address = reverse("evaluation_compile", args=[scheme.pk])
    page = client.get(address).content.decode()
    assert "1 of 1 target would be left out of the headline: Mentee trust, Q1" in page
    client.post(address)
    run = EvaluationRun.objects.get()
    assert (run.baseline_id, run.follow_up_id) == (scheme.baseline_id, scheme.follow_up_id)


@pytest.mark.parametrize("again", ["evaluation_compile", "evaluation_new"])
def test_a_second_compile_of_the_same_years_leads_to_the_one_at_work(client, scheme, again):
    client.post(reverse("evaluation_compile", args=[scheme.pk]))
    run = EvaluationRun.objects.get()
    address = reverse(again, args=[scheme.pk] if again == "evaluation_compile" else [])
    years = {"scheme": scheme.pk, "baseline": run.baseline_id, "follow_up": run.follow_up_id}
    answer = client.post(address, years, follow=True)
    assert answer.redirect_chain == [(reverse("run_detail", args=[run.pk]), 302)]
    assert "being compiled already. Here is how far it is" in answer.content.decode()
    assert EvaluationRun.objects.count() == 1


def test_the_protocol_stands_first_until_it_is_frozen(client, lead, scheme):
    assert "Not frozen." in shown(client, scheme)
    freeze_protocol(by=lead, scheme=scheme, follow_up=scheme.follow_up)
    assert "Frozen after follow-up scores were in." in shown(client, scheme)


def test_an_observer_of_a_trust_does_not_see_it(scheme):
    client = Client()
    client.force_login(make_person(Role.TRUST_LEAD, "MEE"))
    assert client.get(reverse("evaluation_readiness", args=[scheme.pk])).status_code == 403


def queries_of(client, scheme):
    with CaptureQueriesContext(connection) as caught:
        shown(client, scheme)
    return len(caught)


def test_the_page_takes_as_many_queries_for_many_pairs_as_for_few(client, scheme):
    few = queries_of(client, scheme)
    question = scheme.baseline.questions.get()
    for place in range(12):
        mentor, mentee = make_trust(f"M{place}"), make_trust(f"N{place}")
        make_aim(make_plan(make_pair(scheme, mentor, mentee), state=PlanState.ACTIVE), question)
        make_score(question, mentee, 50.0)
    assert queries_of(client, scheme) == few


@pytest.mark.parametrize(
    "role, leads", [(Role.PROGRAMME_LEAD, True), (Role.PROGRAMME_ANALYST, False)]
)
def test_only_who_may_change_the_scheme_is_led_to_its_form(scheme, role, leads):
    client = Client()
    client.force_login(make_person(role))
    address = reverse("scheme_edit", args=[scheme.pk])
    assert (f'href="{address}"' in shown(client, scheme)) == leads

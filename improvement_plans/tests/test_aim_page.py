"""The page on which an aim is begun: needs first, the mentor's strengths, what to aim at."""

import pytest
from django.urls import reverse

from improvement_plans.models import Aim
from improvement_plans.selectors import questions_to_choose
from improvement_plans.target_help import smallest_rise
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.services.worlds import make_world
from trusts.models import Participation
from trusts.tests.factories import make_question, make_score

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def before_the_window(time_machine):
    time_machine.move_to("2015-01-20T12:00:00Z", tick=False)


@pytest.fixture
def world():
    """Q18 is as expected; Q20 lies below; Q22 is the first choice of the trust."""
    world = make_world()
    Aim.objects.all().delete()
    pair, year = world.pair, world.pair.scheme.baseline
    for number, own, band, mentor in (("Q20", 55.0, "below", 82.0), ("Q22", 70.0, "", 71.0)):
        question = make_question(year, number, label=f"About {number}")
        make_score(question, pair.mentee, own, 100, band=band)
        strength = "above" if mentor > 80 else "as_expected"
        make_score(question, pair.mentor, mentor, 400, band=strength)
        make_score(question, None, 75.0, 9000)
    Participation.objects.filter(trust=pair.mentee).update(priorities={"Q22": 2, "Q18": 1})
    return world


def page_of(world, **query):
    client = client_of(world.nurse)
    return client.get(reverse("aim_new", args=[world.plan.pk]), query).content.decode()


def test_needs_come_first_and_the_trusts_own_choice_before_all(world):
    found = questions_to_choose(world.plan)
    assert [fact.question.number for fact in found] == ["Q22", "Q20", "Q18"]
    assert [fact.is_need for fact in found] == [True, True, False]


def test_a_score_below_its_expected_range_is_a_need_without_a_published_band(world):
    score = world.question.scores.get(trust=world.pair.mentee)
    score.expected_lower, score.expected_upper = 64.0, 75.0
    score.save()
    assert next(f for f in questions_to_choose(world.plan) if f.own == score).is_need


def test_the_mentors_strength_stands_beside_the_need(world):
    page = page_of(world)
    assert page.count('app-sub2">a strength') == 1
    assert "About Q20 (55.0% from 100 answers, your need)" in page
    assert page.index("About Q22") < page.index("About Q20") < page.index("Other questions")


def test_a_question_of_the_address_is_chosen_and_its_target_is_helped_with(world):
    asked = world.pair.scheme.baseline.questions.get(number="Q20")
    page = page_of(world, question=asked.pk)
    assert f'<option value="{asked.pk}" selected' in page
    # 2.8 x sqrt(2 x 0.55 x 0.45 / 100) = 19.7 points
    assert "19.7 points" in page
    assert "74.7% or more" in page


@pytest.mark.parametrize("asked", ["", "0", "x", "\x00", "9" * 40, "=1+1"])
def test_a_question_that_is_none_of_the_trusts_chooses_nothing(world, asked):
    assert "Choose a question in the table" in page_of(world, question=asked)


def test_without_a_need_the_page_says_so_and_shows_all_questions(world):
    Participation.objects.update(priorities={})
    world.pair.mentee.scores.update(band="")
    page = page_of(world)
    assert "No question of your trust lies below its expected range" in page
    assert "<details" in page
    assert " open>" in page


def test_a_target_that_chance_could_reach_is_warned_of(world):
    asked = world.pair.scheme.baseline.questions.get(number="Q20")
    client = client_of(world.nurse)
    typed = {"question": asked.pk, "title": "Told about groups", "target": "60"}
    typed |= {"by_date-day": "30", "by_date-month": "6", "by_date-year": "2015", "read_version": 1}
    there = reverse("aim_new", args=[world.plan.pk])
    page = client.post(there, typed, follow=True).content.decode()
    assert "A rise to 60.0% can hardly be told from chance" in page
    assert Aim.objects.get().target == 60


def test_a_refused_aim_keeps_the_help_of_its_question(world):
    asked = world.pair.scheme.baseline.questions.get(number="Q20")
    client = client_of(world.nurse)
    there = reverse("aim_new", args=[world.plan.pk])
    page = client.post(there, {"question": asked.pk, "title": "Kept words"}).content.decode()
    assert "19.7 points" in page
    assert "Kept words" in page


def test_the_rise_of_a_mean_is_on_its_own_scale():
    # 2.8 x 1.38 x sqrt(2 / 300) = 0.3155
    assert smallest_rise(8.5, 300, scale="mean_0_10") == pytest.approx(0.3155, abs=0.0005)
    assert smallest_rise(None, 300, scale="mean_0_10") is None
    assert smallest_rise(8.5, None, scale="mean_0_10") is None

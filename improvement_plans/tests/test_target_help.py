"""The smallest change that a follow-up could show, beside the form of an aim."""

import pytest
from django.test import Client
from django.urls import reverse

from improvement_plans.target_help import smallest_change
from improvement_plans.tests.services.worlds import make_world


@pytest.mark.parametrize(
    "percentage,answers,points", [(75, 400, 8.57), (50, 100, 19.80), (63.8, 298, 11.02)]
)
def test_the_smallest_change_is_two_point_eight_standard_errors(percentage, answers, points):
    assert smallest_change(percentage, answers) == pytest.approx(points, abs=0.01)


@pytest.mark.parametrize("percentage,answers", [(None, 400), (75, None), (75, 0)])
def test_without_a_score_or_answers_no_change_is_said(percentage, answers):
    assert smallest_change(percentage, answers) is None


@pytest.mark.django_db
def test_the_form_of_an_aim_says_what_rise_could_be_seen(time_machine):
    time_machine.move_to("2015-01-20T12:00:00Z", tick=False)
    world = make_world()
    client = Client()
    client.force_login(world.nurse)
    page = client.get(reverse("aim_new", args=[world.plan.pk])).content.decode()
    assert "11.0 points" in page
    assert "four times in five" in page

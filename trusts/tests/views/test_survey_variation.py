"""How far trusts lie apart, by question and by year."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import QuestionSpread
from trusts.tests.explore_world import CODES, make_explore_world
from trusts.tests.factories import make_question, make_survey_year

pytestmark = pytest.mark.django_db


def opened(client, world, **query):
    client.force_login(make_person(Role.OBSERVER, "NM1"))
    return client.get(reverse("survey_variation", args=[world.year.pk]), query)


def test_each_question_has_its_spread_and_that_of_the_year_before(client):
    said = opened(client, make_explore_world()).content.decode()
    assert "In 2016 trusts differ most on “Easy to contact” (Q18)" in said
    assert said.count("59.4 to 83.6") or "Middle 80%" in said


def test_a_year_without_results_says_what_to_do_and_shows_no_figures(client):
    world = make_explore_world()
    world.year = make_survey_year(2019)
    make_question(world.year, "Q18")
    said = opened(client, world).content.decode()
    assert "appears once a table of trusts’ scores has been imported" in said
    assert "<table" not in said


def test_no_spread_is_a_word_on_the_page_and_nought_in_the_file(client):
    world = make_explore_world()
    QuestionSpread.objects.update(between=0.0)
    said = opened(client, world).content.decode()
    assert "most trusts differ by no more than chance on every question" in said
    assert "<b>None</b>" in said
    assert ",0.0," in opened(client, world, download="csv").content.decode()


def test_no_trust_is_named(client):
    world = make_explore_world()
    for query in ({}, {"question": "Q18"}, {"download": "csv"}, {"chart": "svg"}):
        said = opened(client, world, **query).content.decode()
        assert not [code for code in CODES if f"{code} Hospitals" in said]


def test_a_question_is_shown_over_its_years(client):
    said = opened(client, make_explore_world(), question="q18").content.decode()
    assert "variation over the years" in said
    assert "2015" in said
    assert "Comparable" in said


def test_a_mean_is_never_drawn_with_percentages(client):
    world = make_explore_world()
    assert b"Rating of care" not in opened(client, world, chart="svg").content
    own = opened(client, world, question="Q59", chart="svg").content.decode()
    assert "Rating of care" in own
    assert not re.search("[0-9]%<", own)


def test_the_rows_come_as_a_file(client):
    lines = opened(client, make_explore_world(), download="csv").content.decode().splitlines()
    assert ",Q18,Easy to contact,Nurse,percent,74.0,5,1,73.5," in lines[1]


@pytest.mark.parametrize("extra", [0, 18])
def test_queries_do_not_grow_with_questions(client, extra):
    world = make_explore_world(extra=extra)
    with CaptureQueriesContext(connection) as found:
        opened(client, world)
    assert sum('FROM "trusts_' in query["sql"] for query in found) == 6


@pytest.mark.parametrize("bad", ["\x00", "x" * 5000, "<b>", "=1+1", "😀", "\u202ea"])
@pytest.mark.parametrize("name", ["section", "question", "sort", "chart"])
def test_bad_input_is_answered_clearly(client, name, bad):
    assert opened(client, make_explore_world(), **{name: bad}).status_code in {200, 404}

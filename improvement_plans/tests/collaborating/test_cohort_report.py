"""The page of a cohort's report: some teams at a time, found by name and stage; files are whole."""

import io
import re

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from improvement_plans.measures.ceiling import Stage
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.collaborating.worlds import make_team, make_team_world
from improvement_plans.tests.measure_factories import make_measure

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_team_world()


def _teams(world, until):
    while world.cohort.teams.count() < until:
        team = make_team(world.cohort)
        make_measure(team.plan, [60.0, 61.0])


def report_page(world, **query):
    address = reverse("cohort_report", args=[world.cohort.pk])
    return client_of(world.lead).get(address, query)


def named_in(page):
    return set(re.findall(r">\s*(Team \d+|Red team)\s*<", page.content.decode()))


def test_a_cohort_report_shows_twenty_teams_at_a_time_and_its_files_all(world):
    _teams(world, 45)
    pages = [named_in(report_page(world, page=number)) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len(set.union(*pages)) == 45
    assert "45 teams took part" in report_page(world, page=2).content.decode()
    book = report_page(world, download="xlsx", page=2, q="Red").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name("Teams").to_python()
    assert len([row for row in rows if str(row[0]).startswith(("Team ", "Red"))]) == 45


@pytest.mark.parametrize(
    ("query", "teams"),
    [
        ({"q": "RED"}, {"Red team"}),
        ({"q": "tla"}, {"Red team"}),
        ({"stage": str(Stage.PLANNING.value)}, {"Red team", "Team 2", "Team 3"}),
        ({"stage": "4"}, set()),
        ({"stage": "x"}, set()),
        ({"q": "\x00" * 9}, {"Red team", "Team 2", "Team 3"}),
        ({"q": "<b>" * 50_000}, set()),
        ({"page": "9" * 30}, {"Red team", "Team 2", "Team 3"}),
    ],
)
def test_a_cohort_report_is_filtered_by_name_and_stage(world, query, teams):
    _teams(world, 3)
    page = report_page(world, **query)
    assert named_in(page) == teams
    assert "3 teams took part" in page.content.decode()
    assert ("No team fits these filters." in page.content.decode()) == (not teams)


def test_the_page_of_a_cohort_report_takes_as_many_queries_for_two_teams_as_for_twenty(
    world, django_assert_num_queries, django_assert_max_num_queries
):
    client = client_of(world.lead)
    address = reverse("cohort_report", args=[world.cohort.pk])
    _teams(world, 2)
    with django_assert_max_num_queries(20) as few:
        client.get(address)
    _teams(world, 20)
    with django_assert_num_queries(len(few)):
        client.get(address)

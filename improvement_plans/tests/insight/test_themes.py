"""Counts of themes: right for the trust, hidden and rounded for everybody else."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buddy_portal.accounts.access import access_of
from improvement_plans.models import CodingState
from improvement_plans.presenters.insight_themes import count_words
from improvement_plans.selectors.insight import InsightQuery
from improvement_plans.selectors.insight_themes import BY, counts_of
from improvement_plans.tests.insight.comments import make_insight
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def coded(world, number, *themes, **fields):
    whole = {"coding_state": CodingState.CODED, "sentiment": 4, "plan": world.plan, **fields}
    for n in range(number):
        make_insight(world.pair.mentee, f"{themes} {n}", themes=list(themes), **whole)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def rows_of(person, **asked):
    answer = signed_in(person).get(reverse("insight_themes"), {**asked, "download": "csv"})
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_comment_counts_for_each_of_its_themes_and_by_how_it_sounds(world):
    coded(world, 2, "pain", "food")
    coded(world, 1, "pain", sentiment=1)
    coded(world, 5, "parking", coding_state=CodingState.SECOND)
    found = counts_of(access_of(world.nurse), InsightQuery(), by="theme", exact=True)
    assert [(row.key, row.comments, row.positive, row.negative) for row in found] == [
        ("pain", 3, 1, 2),
        ("food", 2, 0, 2),
    ]


@pytest.mark.parametrize(
    ("by", "label"),
    [
        ("theme", "Pain management"),
        ("trust", "Trust MEE"),
        ("service", "Day unit"),
        ("group", "Lung"),
        ("month", "March 2026"),
    ],
)
def test_counts_lead_to_the_comments_behind_them(world, by, label):
    coded(world, 2, "pain", service="Day unit", tumour_group="Lung")
    client = signed_in(world.nurse)
    page = client.get(reverse("insight_themes"), {"by": by}).content.decode()
    line = page.split(f">{label}</a>")[0]
    address = line.rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert "All 2 comments" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0"), (1, "fewer than 10"), (9, "fewer than 10"), (10, "10"), (19, "10"), (137, "130")],
)
def test_a_small_count_is_hidden_and_others_are_rounded_down(count, said):
    assert count_words(count, exact=False) == said
    assert count_words(count, exact=True) == str(count)


@pytest.mark.parametrize("who", ["mentor", "partner", "lead"])
def test_others_see_no_count_that_gives_a_small_one_away(world, who):
    coded(world, 12, "pain")
    coded(world, 3, "food", sentiment=1)
    person = getattr(world, who)
    assert rows_of(person)[1:3] == [
        ["Pain management", "10", "0", "0", "10"],
        ["Food & drink provision & facilities", "fewer than 10", "fewer than 10", "0", "0"],
    ]
    shown = signed_in(person).get(reverse("insight_themes")).content.decode()
    assert ">12<" not in shown
    assert ">3<" not in shown


def test_the_order_of_equal_rounded_counts_does_not_tell_which_is_larger(world):
    coded(world, 11, "food")
    coded(world, 19, "pain")
    coded(world, 3, "communication")
    coded(world, 8, "parking")
    names = [row[0] for row in rows_of(world.mentor)[1:] if row and row[0] != "What"]
    shown = [name for name in names if name.split()[0] in {"Food", "Pain", "Parking"}]
    assert [name.split()[0] for name in shown] == ["Food", "Pain", "Parking"]
    page = signed_in(world.mentor).get(reverse("insight_themes")).content.decode()
    assert "Most often: Food" in page
    assert rows_of(world.nurse)[1][0] == "Pain management"


def test_the_axis_of_others_tells_no_more_than_the_bars(world):
    coded(world, 10, "pain")
    client = signed_in(world.mentor)

    def chart():
        page = client.get(reverse("insight_themes")).content.decode()
        return page.partition("Coded comments by theme")[2].partition("csrfmiddlewaretoken")[0]

    before = chart()
    coded(world, 1, "pain", source="complaint")
    assert "Pain management" in before
    assert chart() == before


def test_the_trust_sees_its_own_counts_as_they_are(world):
    coded(world, 3, "food")
    assert rows_of(world.observer)[1] == [
        "Food & drink provision & facilities",
        "3",
        "0",
        "0",
        "3",
    ]


@pytest.mark.parametrize("by", [*BY, "x"])
def test_more_comments_ask_no_more_of_the_database(world, by):
    client, counts = signed_in(world.mentor), []
    for number in (2, 20):
        coded(world, number, "pain", f"{'food' if number == 2 else 'senses'}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("insight_themes"), {"by": by}).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15

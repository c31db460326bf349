"""Search, filters, files and small numbers of the list."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buddy_portal.accounts.access import access_of
from buddy_portal.design.plain_forms import plain_form
from improvement_plans.forms.insight import InsightFilterForm, drawn_filters
from improvement_plans.models import CodingState
from improvement_plans.selectors.insight import InsightQuery, insights_found
from improvement_plans.tests.insight.comments import make_insight
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def listed(person, **asked):
    client = Client()
    client.force_login(person)
    return client.get(reverse("insight_list"), asked)


def test_the_best_match_comes_first(world):
    trust = world.pair.mentee
    once = make_insight(trust, "We waited. The food was good and the staff were kind to us all.")
    often = make_insight(trust, "Waiting, waiting, waiting.", said_on=datetime.date(2020, 1, 1))
    found = insights_found(access_of(world.nurse), InsightQuery(q="wait"))
    assert list(found) == [often, once]


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({"theme": "pain"}, True),
        ({"theme": "parking"}, False),
        ({"theme": "no-such"}, False),
        ({"sentiment": "4"}, True),
        ({"sentiment": "x"}, False),
        ({"source": "story"}, True),
        ({"source": "x"}, False),
        ({"group": "Lung"}, True),
        ({"service": "Day unit"}, True),
        ({"since": "2026-03-02"}, True),
        ({"since": "2026-03-03"}, False),
        ({"until": "2026-03-01"}, False),
        ({"since": "yesterday"}, False),
        ({"coded": "yes"}, True),
        ({"coded": "no"}, False),
        ({"coded": "x"}, False),
        ({"trust": "MEE"}, True),
        ({"trust": "MOR"}, False),
        ({"plan": "0"}, False),
        ({"question": "Q18"}, False),
        ({"aim": "1"}, False),
        ({"event": "9" * 30}, False),
        ({"q": '"unclosed and -or ( & |'}, False),
    ],
)
def test_filters_of_the_address_hold(world, asked, fits):
    make_insight(
        world.pair.mentee,
        source="story",
        themes=["pain"],
        sentiment=4,
        tumour_group="Lung",
        service="Day unit",
        coding_state=CodingState.CODED,
    )
    answer = listed(world.nurse, **asked)
    assert answer.status_code == 200
    assert ("I waited for hours." in answer.content.decode()) is fits


def test_what_waits_for_a_second_coder_shows_no_themes(world):
    make_insight(world.pair.mentee, themes=["pain"], sentiment=4, coding_state=CodingState.SECOND)
    page = listed(world.nurse).content.decode()
    assert "Waits for a second coder" in page
    assert "app-chips" not in page.split("app-said")[1].split("</ul>")[0]
    assert "hours" not in listed(world.nurse, theme="pain").content.decode()


@pytest.mark.parametrize(
    ("people", "said"), [(1, "fewer than 10"), (9, "fewer than 10"), (10, "10")]
)
def test_fewer_than_ten_people_are_never_a_number(world, people, said):
    make_insight(world.pair.mentee, people=people)
    answer = listed(world.nurse, download="csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0]["People"] == said
    assert f"{said} people" in listed(world.nurse).content.decode()


def test_a_list_of_twenty_asks_no_more_than_a_list_of_two(world):
    client, counts = Client(), []
    client.force_login(world.mentor)
    for until in (2, 20):
        for n in range(until):
            make_insight(world.pair.mentee, f"Comment {until} {n}", plan=world.plan)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("insight_list"), {"q": "comment"}).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15


def test_nobody_else_finds_a_comment(world):
    insight = make_insight(world.pair.mentee)
    client = Client()
    client.force_login(world.outsider)
    assert client.get(reverse("insight_detail", args=[insight.pk])).status_code == 404
    assert "hours" not in listed(world.outsider).content.decode()


def test_the_form_of_the_filters_is_drawn_once_for_the_same_places_and_anew_for_what_is_typed():
    places = {"trusts": (("AAA", "Trust A"),), "services": ("Day unit",)}
    assert drawn_filters({}, **places) is drawn_filters({}, **places)
    assert "Ward 3" in drawn_filters({}, **{**places, "services": ("Ward 3",)})
    typed = drawn_filters({"q": '"><b>'}, **places)
    assert "&#34;&gt;&lt;b&gt;" in typed or "&quot;&gt;&lt;b&gt;" in typed
    assert "Day unit" in typed


@pytest.mark.parametrize("filters", [{}, {"q": "<b>"}, {"coded": "no", "since": "x"}])
def test_the_form_of_the_filters_is_the_one_that_is_drawn_field_by_field(filters):
    places = {"trusts": (("AAA", "Trust A"), ("BBB", "Trust B")), "services": ("Day unit",)}
    form = InsightFilterForm(initial=filters, **places)
    assert drawn_filters(filters, **places) == plain_form(form, "")

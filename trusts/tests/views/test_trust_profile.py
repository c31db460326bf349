"""A trust's profile: filters, changes over the years, links to the questions, files."""

import pytest
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import Comparability, Score
from trusts.tests.explore_world import make_explore_world
from trusts.tests.reading import changes_since

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_explore_world(extra=3)


def opened(client, code="HM2", **query):
    client.force_login(make_person(Role.PROGRAMME_ANALYST))
    return client.get(reverse("trust_detail", args=[code]), query).content.decode("utf-8-sig")


def changes(world, code="NM1"):
    trust = next(trust for trust in world.trusts if trust.ods_code == code)
    return changes_since(trust, world.year)


def set_earlier(world, score, n=400):
    Score.objects.filter(question__survey_year=world.before, question__number="Q18").filter(
        trust__ods_code="NM1", group_kind=""
    ).update(score=score, n=n, suppressed=score is None)


@pytest.mark.usefixtures("world")
def test_each_question_leads_to_its_page_with_this_trust_named(client):
    said = opened(client)
    assert "/questions/Q18/?trust=HM2" in said
    assert "Since 2015, points" in said


@pytest.mark.parametrize(
    "query, questions",
    [
        ({"section": "Ward"}, {"Q30", "Q31", "Q32"}),
        ({"band": "below"}, {"Q18", "Q30", "Q31", "Q32"}),
        ({"band": "above"}, {"Q59"}),
        ({"section": "Ward", "band": "above"}, set()),
    ],
)
@pytest.mark.usefixtures("world")
def test_filters_choose_rows_on_the_page_and_in_the_file(client, query, questions):
    lines = opened(client, **query, download="csv").split("\r\n\r\n")[0].splitlines()
    assert {line.split(",")[0] for line in lines[1:]} == questions
    assert "No question fits these filters." in opened(client, **query) or questions


@pytest.mark.usefixtures("world")
def test_the_file_says_how_to_read_it_and_where_it_is_from(client):
    said = opened(client, download="csv")
    assert "were not published and are worked out by this portal" in said
    assert "Invented figures, for tests only." in said


@pytest.mark.usefixtures("world")
def test_the_page_says_whether_scores_are_adjusted(client):
    words = "Scores are adjusted, by the survey"
    assert words not in opened(client)
    Score.objects.filter(question__number="Q18", suppressed=False).update(adjusted=70.0)
    assert words in opened(client)


def test_a_change_has_its_interval(world):
    set_earlier(world, 60.25)
    change = changes(world).of["Q18"]
    assert change.difference == pytest.approx(10.0)
    # Newcombe (method 10) worked by hand: 281 of 400 less 241 of 400.
    assert change.interval == pytest.approx((3.38, 16.47), abs=0.05)
    assert change.is_clear


def test_a_change_of_few_points_is_not_clear(world):
    set_earlier(world, 68.25)
    assert not changes(world).of["Q18"].is_clear


def test_a_hidden_score_has_no_change(world):
    set_earlier(world, None, 12)
    change = changes(world).of["Q18"]
    assert (change.difference, change.reason) == (None, "Not shown in both years.")


def test_years_that_cannot_be_compared_say_why(world, client):
    Comparability.objects.create(
        survey=world.year.survey,
        question_number="Q18",
        earlier_year=2015,
        later_year=2016,
        answer="no",
        reason="The wording changed.",
    )
    assert changes(world).of["Q18"].difference is None
    assert "The wording changed." in opened(client, "NM1")


def test_adjusted_and_plain_scores_are_never_set_against_each_other(world):
    Score.objects.filter(question=world.question, trust__ods_code="NM1", group_kind="").update(
        adjusted=80.0
    )
    assert changes(world).of["Q18"].difference == pytest.approx(0.0)


def test_the_first_year_has_no_change(world):
    trust = world.trusts[0]
    assert changes_since(trust, world.before).since is None

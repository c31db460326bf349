"""Reading results: a year by its questions, a question over its trusts, and who sees what."""

import re

import pytest
from django.core.cache import caches
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.presenters.spreads import spread_words
from trusts.tests.factories import (
    make_pair,
    make_question,
    make_scheme,
    make_score,
    make_survey_year,
    make_trust,
)
from trusts.views.kept import KEPT_PAGES

pytestmark = pytest.mark.django_db
CODES = ("NM1", "HM2", "AAA", "BBB", "CCC", "DDD")


@pytest.fixture
def question():
    return make_question(make_survey_year(2016), "Q18", label="Easy to contact", section="Nurse")


@pytest.fixture
def trusts(question):
    made = {code: make_trust(code, name=f"Trust {code}") for code in CODES}
    make_score(question, None, 74.0, 41269)
    for trust, score in zip(made.values(), (52.0, 74.0, 75.0, 73.5, 96.0, None), strict=True):
        make_score(question, trust, score, 298 if score else 12)
    return made


def opened(client, question, person, **query):
    client.force_login(person)
    here = reverse("question_results", args=[question.survey_year_id, question.number])
    return client.get(here, query)


@pytest.mark.usefixtures("trusts")
def test_the_programme_sees_every_trust_by_name(client, question):
    said = opened(client, question, make_person(Role.PROGRAMME_ANALYST)).content.decode()
    for code in CODES:
        assert f"Trust {code}" in said
    assert "not shown" in said
    assert ">12<" not in said


@pytest.mark.usefixtures("trusts")
def test_people_of_a_trust_see_only_their_own_by_name(client, question):
    said = opened(client, question, make_person(Role.TRUST_LEAD, "NM1")).content.decode()
    assert "Trust NM1" in said
    for code in CODES[1:]:
        assert f"Trust {code}" not in said


def test_a_buddy_is_named_beside_the_own_trust(client, question, trusts):
    make_pair(make_scheme(), trusts["HM2"], trusts["NM1"])
    said = opened(client, question, make_person(Role.TRUST_LEAD, "NM1")).content.decode()
    assert "Trust HM2" in said
    assert "Trust CCC" not in said


@pytest.mark.usefixtures("trusts")
def test_a_file_holds_only_what_the_person_may_see(client, question):
    nurse = make_person(Role.TRUST_LEAD, "NM1")
    said = opened(client, question, nurse, download="csv").content.decode("utf-8-sig")
    assert "Trust NM1,NM1,298,52.0" in said
    assert "HM2" not in said


@pytest.mark.usefixtures("trusts")
def test_a_suppressed_score_is_never_a_number_in_a_file(client, question):
    lead = make_person(Role.PROGRAMME_LEAD)
    said = opened(client, question, lead, download="csv").content.decode("utf-8-sig")
    assert "Trust DDD,DDD,,,not shown" in said


@pytest.mark.usefixtures("trusts")
def test_rows_of_one_position_are_a_link_away(client, question):
    lead = make_person(Role.PROGRAMME_LEAD)
    found = opened(client, question, lead, position="below_998", limits="plain", download="csv")
    rows = found.content.decode("utf-8-sig").split("\r\n\r\n")[0].splitlines()[1:]
    assert rows == ["Trust NM1,NM1,298,52.0,Below the 99.8% limit"]


def test_a_mean_has_two_decimals_and_no_percent_sign(client):
    asked = make_question(make_survey_year(2016), "Q59", label="Overall rating", scale="mean_0_10")
    for code, score in zip(CODES, (8.53, 8.7, 8.61, 8.9, 8.8, 8.4), strict=True):
        make_score(asked, make_trust(code), score)
    said = opened(client, asked, make_person(Role.PROGRAMME_LEAD)).content.decode()
    assert "8.53" in said
    assert "8.53%" not in said
    assert "mean from 0 to 10" in said


def test_a_question_without_any_score_still_opens(client, question):
    said = opened(client, question, make_person(Role.PROGRAMME_LEAD)).content.decode()
    assert "No trust’s score is shown" in said
    assert "0.0%" not in said
    assert "<svg" not in said.split("<main")[1]


def test_no_spread_is_a_word_and_says_why_trusts_may_still_lie_far_out(client):
    asked = make_question(make_survey_year(2016), "Q18", label="Easy to contact")
    make_score(asked, None, 74.0, 41269)
    for place in range(20):
        score = {0: 40.0, 1: 95.0}.get(place, 74.0 + place % 2)
        make_score(asked, make_trust(), score, 300)
    said = opened(client, asked, make_person(Role.PROGRAMME_LEAD)).content.decode()
    assert re.search(r"<b>None</b>\s*<span class=\"app-k\">spread between trusts", said)
    assert "2 trusts of 20 lie outside the 95% limits, more than the 1 in 20" in said


def test_a_spread_beyond_chance_is_a_number_without_further_words(client, question):
    for place in range(20):
        make_score(question, make_trust(), 55.0 + 2 * place, 300)
    said = opened(client, question, make_person(Role.PROGRAMME_LEAD)).content.decode()
    assert "standard deviation, chance removed" in said
    assert "more than the 1 in 20" not in said


@pytest.mark.parametrize(
    "value, scale, words",
    [
        (None, "percent", "-"),
        (0.0, "percent", "None"),
        (0.02, "percent", "under 0.1"),
        (3.44, "percent", "3.4"),
        (0.003, "mean_0_10", "under 0.01"),
        (0.25, "mean_0_10", "0.25"),
    ],
)
def test_spread_in_words(value, scale, words):
    assert spread_words(value, scale) == words


@pytest.mark.parametrize("number", ["Q99", "%00", "Q" * 300])
@pytest.mark.usefixtures("trusts")
def test_an_unknown_question_is_not_found(client, question, number):
    client.force_login(make_person(Role.PROGRAMME_LEAD))
    base = reverse("survey_year", args=[question.survey_year_id])
    assert client.get(f"{base}questions/{number}/").status_code == 404


@pytest.mark.usefixtures("trusts")
def test_the_year_lists_its_questions_with_the_middle_of_the_trusts(client, question):
    client.force_login(make_person(Role.TRUST_LEAD, "NM1"))
    here = reverse("survey_year", args=[question.survey_year_id])
    said = client.get(here).content.decode()
    assert "74.0%" in said
    assert "60.6 to 87.6" in said
    rows = client.get(here, {"download": "csv"}).content.decode("utf-8-sig").splitlines()
    assert rows[1] == "Q18,Easy to contact,Nurse,percent,74.0,41269,5,1,60.6,87.6"


def test_pages_ask_the_same_queries_for_many_trusts(
    client, question, trusts, django_assert_max_num_queries
):
    lead = make_person(Role.PROGRAMME_LEAD)

    year = reverse("survey_year", args=[question.survey_year_id])
    client.force_login(lead)

    def queries():
        asked = []
        caches[KEPT_PAGES].clear()
        for here in (year, f"{year}questions/Q18/"):
            with django_assert_max_num_queries(15) as found:
                assert client.get(here).status_code == 200
            asked.append(len(found))
        return asked

    queries()  # the first page also writes the session
    before = queries()
    for _ in range(18):
        make_score(question, make_trust(), 70.0)
    assert queries() == before


def test_many_trusts_stand_on_several_pages_and_all_in_the_file(client, question, monkeypatch):
    monkeypatch.setattr("trusts.presenters.question_rows.ROWS_ON_A_PAGE", 20)
    for place in range(50):
        make_score(question, make_trust(f"P{place:02}", name=f"Page trust {place:02}"), 70.0)
    person = make_person(Role.PROGRAMME_ANALYST)
    first, last = (
        opened(client, question, person, page=page).content.decode() for page in ("1", "3")
    )
    assert [f">Page trust {place}</a>" in first for place in ("19", "20")] == [True, False]
    assert [f">Page trust {place}</a>" in last for place in ("39", "49")] == [False, True]
    assert "?page=2#rows" in first
    file = opened(client, question, person, download="csv").content.decode()
    assert file.count("Page trust") == 50

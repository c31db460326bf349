"""Ten survey years, thirteen tumour groups and deprivation: as many queries as for two years."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import SurveyYear, Trust
from trusts.services.spreads import refresh_spreads
from trusts.tests.factories import make_question, make_score, make_survey_year, make_trust

pytestmark = pytest.mark.django_db
TUMOURS = tuple(f"Tumour group {number:02d}" for number in range(1, 14))
FIFTHS = tuple(f"{number} of 5" for number in range(1, 6))
QUESTIONS = ("Q1", "Q2", "Q3")


def add_years(first: int, last: int) -> None:
    trusts = list(Trust.objects.order_by("ods_code"))
    for number in range(first, last + 1):
        year = make_survey_year(number)
        for place, name in enumerate(QUESTIONS):
            question = make_question(year, name, section="Ward", position=place)
            make_score(question, None, 75.0, 40_000)
            for step, trust in enumerate(trusts):
                make_score(question, trust, 60.0 + 3 * step, 400)
            for kind, groups in (("tumour_group", TUMOURS), ("imd_quintile", FIFTHS)):
                for step, group in enumerate(groups):
                    for whose in (trusts[0], None):
                        options = {"group_kind": kind, "group_name": group}
                        make_score(question, whose, 65.0 + step, 60, **options)
        refresh_spreads(year)


@pytest.fixture
def lead(client):
    for code in ("AA1", "BB2", "CC3", "DD4", "EE5", "FF6"):
        make_trust(code)
    client.force_login(make_person(Role.PROGRAMME_LEAD))


def newest() -> SurveyYear:
    return SurveyYear.objects.latest("year")


def addresses() -> dict[str, str]:
    year = {"year_id": newest().pk}
    codes = "AA1,BB2,CC3,DD4,EE5"
    groups = reverse("survey_groups", kwargs=year)
    return {
        "profile": reverse("trust_detail", args=["AA1"]),
        "question": reverse("question_results", kwargs={**year, "number": "Q1"}) + "?trust=AA1",
        "compare": reverse("survey_compare", kwargs=year) + f"?trust={codes}",
        "variation": reverse("survey_variation", kwargs=year),
        "over the years": reverse("survey_variation", kwargs=year) + "?question=Q1",
        "groups": f"{groups}?trust=AA1&kind=tumour_group",
        "groups of a question": f"{groups}?trust=AA1&question=Q1&kind=tumour_group",
    }


def asked(client) -> dict[str, int]:
    """How many queries each page makes, once the session is warm."""
    counts = {}
    for name, address in addresses().items():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts[name] = len(queries)
    return counts


@pytest.mark.usefixtures("lead")
def test_ten_years_are_read_with_as_many_queries_as_two(client):
    add_years(2008, 2009)
    few = asked(client)
    add_years(2010, 2017)
    many = asked(client)
    assert many == few
    assert max(many.values()) <= 15


@pytest.mark.usefixtures("lead")
def test_every_year_and_every_tumour_group_is_on_its_page(client):
    add_years(2008, 2017)
    pages = {name: client.get(address).content.decode() for name, address in addresses().items()}
    for year in range(2008, 2018):
        for name in ("profile", "question", "over the years"):
            assert f">{year}<" in pages[name], (name, year)
    for group in TUMOURS:
        assert group in pages["groups"] + pages["groups of a question"]

"""What a trust wrote in its application, as the trust, its sponsor and the programme read it."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.design.markup import read
from buddy_portal.tests.factories import make_person
from trusts.tests.factories import (
    make_participation,
    make_question,
    make_scheme,
    make_score,
    make_trust,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def while_volunteering_is_open():
    with time_machine.travel(datetime.datetime(2014, 11, 15, 12), tick=False):
        yield


@pytest.fixture
def found():
    scheme, trust = make_scheme(), make_trust("RTR")
    for place, (number, label) in enumerate(
        [("Q9", "Told gently"), ("Q22", "Asked what mattered")]
    ):
        question = make_question(scheme.baseline, number, label=label, position=place)
        make_score(question, trust, 60.0, 200)
    return make_participation(
        scheme,
        trust,
        state="applied",
        statement="First of all:\nwe want <to> learn.",
        priorities={"Q22": 1, "Q9": 1},
    )


def page_of(client, name, found, role):
    client.force_login(make_person(role, "RTR"))
    answer = client.get(reverse(name, kwargs={"participation_id": found.pk}))
    return read(answer.content.decode())


def lines_of(page):
    """The lines of each answer that has several; blanks at their ends are not shown."""
    return [[line.strip() for line in box.text.splitlines()] for box in page.all(class_="app-wrap")]


@pytest.mark.parametrize(
    ("name", "role"),
    [("participation_detail", Role.TRUST_LEAD), ("application_agree", Role.SPONSOR)],
)
def test_needs_are_named_a_line_each_in_the_order_of_the_questionnaire(client, found, name, role):
    page = page_of(client, name, found, role)
    assert ["Q9 Told gently", "Q22 Asked what mattered"] in lines_of(page)
    assert "First choices None chosen" in page.words


def test_lines_of_a_statement_are_kept(client, found):
    page = page_of(client, "participation_detail", found, Role.TRUST_LEAD)
    assert ["First of all:", "we want <to> learn."] in lines_of(page)


def test_asking_the_sponsor_is_offered_once(client, found):
    page = page_of(client, "participation_detail", found, Role.TRUST_LEAD)
    address = reverse("application_ask_sponsor", kwargs={"participation_id": found.pk})
    assert len(page.all("a", href=address)) == 1


def test_errors_are_listed_in_the_order_of_the_form(client, found):
    client.force_login(make_person(Role.TRUST_LEAD, "RTR"))
    kwargs = {"scheme_id": found.scheme_id, "ods_code": "RTR"}
    found.state = "draft"
    found.save()
    typed = {"role": "mentor", "conflicts": "hello", "read_version": "1"}
    page = read(client.post(reverse("application_edit", kwargs=kwargs), typed).content.decode())
    said = [link.words for link in page.one(class_="nhsuk-error-summary").all("a")]
    assert said[0].startswith("Enter how many mentees")
    assert said[1].startswith("Line 1")

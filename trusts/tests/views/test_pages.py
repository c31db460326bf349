"""What the pages show to whom, their files, and how often they ask the database."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.services import drafts
from trusts.tests.factories import (
    make_pair,
    make_participation,
    make_question,
    make_scheme,
    make_score,
    make_trust,
)
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 1, 15)


@pytest.fixture(autouse=True)
def in_the_pairing_phase():
    with time_machine.travel(datetime.datetime(2015, 1, 15, 12), tick=False):
        yield


@pytest.fixture
def lead(client):
    person = make_person(Role.PROGRAMME_LEAD)
    client.force_login(person)
    return person


def queries_at(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", ["trust_list", "scheme_list", "pairing_list"])
def test_a_list_asks_as_often_for_twenty_rows_as_for_two(client, lead, name):
    address, counts = reverse(name), []
    client.get(address)
    for more in (2, 18):
        for _ in range(more):
            make_pair(make_scheme(), make_trust(), make_trust())
        counts.append(queries_at(client, address))
    assert counts[0] == counts[1] <= 15


@pytest.mark.parametrize("name", ["participation_list", "scheme_detail"])
def test_a_schemes_pages_ask_as_often_for_twenty_trusts_as_for_two(client, lead, name):
    scheme, counts = make_scheme(), []
    address = reverse(name, kwargs={"scheme_id": scheme.pk})
    client.get(address)
    for more in (1, 9):
        for _ in range(more):
            make_pair(scheme, make_trust(), make_trust())
        counts.append(queries_at(client, address))
    assert counts[0] == counts[1] <= 15


def test_a_trusts_page_asks_as_often_for_twenty_questions_as_for_two(client, lead):
    trust, scheme = make_trust("RTR"), make_scheme()
    address, counts = reverse("trust_detail", kwargs={"ods_code": "RTR"}), []
    client.get(address)
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            question = make_question(scheme.baseline, f"Q{number}")
            make_score(question, trust, 70.0, 200)
            make_score(question, None, 75.0, 9000)
        counts.append(queries_at(client, address))
    assert counts[0] == counts[1] <= 15


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_lists_are_downloaded_with_the_rows_they_show(client, lead, kind):
    make_trust("RTR", name="=HYPERLINK(1)", region="North")
    make_trust("RA7", region="South")
    file = client.get(reverse("trust_list"), {"region": "North", "download": kind})
    assert f"trusts.{kind}" in file["Content-Disposition"]
    if kind == "csv":
        lines = file.content.decode("utf-8-sig").splitlines()
        assert len(lines) == 2
        assert lines[1].startswith("'=HYPERLINK(1),RTR")


def test_drafts_of_applications_are_the_trusts_own_business(client, lead):
    scheme = make_scheme()
    make_participation(scheme, make_trust("RTR", name="Writing"), state="draft")
    make_participation(scheme, make_trust("RA7", name="Sent"), state="applied")
    address = reverse("participation_list", kwargs={"scheme_id": scheme.pk})
    page = client.get(address).content.decode()
    assert "Sent" in page
    assert "Writing" not in page


def test_a_scheme_warns_of_a_follow_up_during_the_work(client, lead):
    scheme = make_scheme()  # its follow-up asks patients of April to June 2015
    page = client.get(reverse("scheme_detail", args=[scheme.pk])).content.decode()
    assert "The follow-up survey overlaps the plans." in page


@pytest.mark.parametrize(
    "role, code, sees",
    [("trust_lead", "RTR", True), ("trust_lead", "RA7", True), ("trust_lead", "RX1", False)],
)
def test_results_are_for_the_trust_and_its_buddy(client, role, code, sees):
    scheme = make_scheme()
    trust, buddy = make_trust("RTR"), make_trust("RA7")
    make_pair(scheme, buddy, trust)
    make_score(make_question(scheme.baseline, "Q18"), trust, 63.8)
    client.force_login(make_person(Role(role), code))
    page = client.get(reverse("trust_detail", kwargs={"ods_code": "RTR"})).content.decode()
    assert ("63.8%" in page) == sees


def test_a_suppressed_result_is_nowhere_on_the_page_or_in_the_file(client, lead):
    trust, scheme = make_trust("RTR"), make_scheme()
    make_score(make_question(scheme.baseline, "Q18"), trust, None, 9)
    address = reverse("trust_detail", kwargs={"ods_code": "RTR"})
    assert "Not shown" in client.get(address).content.decode()
    file = client.get(address, {"download": "csv"}).content.decode("utf-8-sig")
    assert file.splitlines()[1] == "Q18,Question Q18,,,,,,,,not shown,,,,"


def test_the_board_shows_coverage_and_offers_its_acts(client, lead):
    world = make_pairing_world()
    drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    page = client.get(reverse("pairing", args=[world.scheme.pk])).content.decode()
    for words in ("Covers 1 of 1 needs", "Send 2 proposals", 'value="lock:M1:E1"', "Draft A"):
        assert words in page


def test_an_analyst_reads_the_board_without_its_acts(client):
    world = make_pairing_world()
    drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    client.force_login(make_person(Role.PROGRAMME_ANALYST))
    page = client.get(reverse("pairing", args=[world.scheme.pk])).content.decode()
    assert "Covers 1 of 1 needs" in page
    assert "lock:M1:E1" not in page


def test_why_is_told_to_the_two_trusts_once_the_pair_is_proposed(client):
    world = make_pairing_world()
    address = reverse(
        "why_pair", kwargs={"scheme_id": world.scheme.pk, "mentor": "M1", "mentee": "E1"}
    )
    client.force_login(make_person(Role.TRUST_LEAD, "E1"))
    assert client.get(address).status_code == 404
    make_pair(world.scheme, world.trusts["M1"], world.trusts["E1"], state="proposed")
    page = client.get(address).content.decode()
    assert "M1 is strong in 1 of the 1 things" in page


def test_a_pair_that_a_trust_left_no_longer_leads_to_its_explanation(client, lead):
    pair = make_pair(make_scheme(), make_trust(), make_trust())
    address = reverse("pair_detail", kwargs={"pair_id": pair.pk})
    assert "Why this pair" in client.get(address).content.decode()
    pair.scheme.participations.filter(trust=pair.mentee).update(state="withdrawn")
    assert "Why this pair" not in client.get(address).content.decode()


def test_the_command_ends_what_nobody_answered(capsys):
    waiting = {"mentor_answer": "waiting", "mentee_answer": "waiting"}
    day = datetime.date(2015, 1, 14)
    make_pair(make_scheme(), make_trust(), make_trust(), state="proposed", answer_by=day, **waiting)
    call_command("expire_proposals")
    assert capsys.readouterr().out == "1 proposal ended.\n"

"""The page behind a sponsor's link, and the form that sends it."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.design.markup import read
from buddy_portal.tests.factories import make_person
from trusts.models import Participation, SponsorRequest
from trusts.services.sponsor_requests import ask_sponsor
from trusts.sponsor_links import path_of_request
from trusts.tests.factories import make_participation, make_scheme, make_trust

pytestmark = pytest.mark.django_db
HOSTILE = ["", "x" * 100_000, "🙂", "\u202eabc", "a\x00b", "<b>x</b>", "=1+1", "no-at-sign"]


@pytest.fixture(autouse=True)
def while_volunteering_is_open():
    with time_machine.travel(datetime.datetime(2014, 11, 15, 12), tick=False):
        yield


@pytest.fixture
def nurse():
    return make_person(Role.TRUST_LEAD, "RTR")


@pytest.fixture
def found(nurse):
    return make_participation(
        make_scheme("Buddy scheme 2015"),
        make_trust("RTR", name="South Tees"),
        state="applied",
        statement="To learn from <others>.",
        lead=nurse,
    )


@pytest.fixture
def asked(found, nurse):
    return ask_sponsor(
        participation_id=found.pk,
        name="Dr Ada Brown",
        email="ada@test.example",
        by=nurse,
        today=datetime.date(2014, 11, 15),
    )


def typed(found, **changes):
    return {"answer": "agree", "reason": "", "read_version": str(found.version), **changes}


def test_the_sponsor_reads_the_application_without_an_account_and_agrees(client, asked, found):
    path = path_of_request(asked)
    page = client.get(path)
    assert page.status_code == 200
    assert "To learn from &lt;others&gt;." in page.content.decode()
    assert client.post(path, typed(found)).status_code == 302
    assert "You have agreed" in client.get(path).content.decode()
    found.refresh_from_db()
    assert found.sponsor_agreed_at is not None


def test_opening_the_link_answers_nothing(client, asked, found):
    client.get(path_of_request(asked))
    client.head(path_of_request(asked))
    found.refresh_from_db()
    assert found.sponsor_agreed_at is None


def test_a_link_without_its_signature_is_not_found(client, asked):
    bare = reverse("sponsor_agreement", kwargs={"token": asked.token})
    assert client.get(bare).status_code == 404
    assert client.post(bare, typed(asked.participation)).status_code == 404


def test_a_link_that_has_run_out_says_so(client, asked):
    with time_machine.travel(datetime.datetime(2014, 12, 1, 12), tick=False):
        page = client.get(path_of_request(asked))
    assert page.status_code == 410
    assert "This link has ended" in page.content.decode()


@pytest.mark.parametrize("answer", ["", "maybe", "x" * 100_000])
def test_a_wrong_answer_is_asked_again(client, asked, found, answer):
    page = client.post(path_of_request(asked), typed(found, answer=answer))
    assert "There is a problem" in page.content.decode()
    assert SponsorRequest.objects.get().outcome == ""


@pytest.mark.parametrize("version", ["", "x", "999", "-1", "9" * 400])
def test_a_wrong_version_is_refused(client, asked, found, version):
    page = client.post(path_of_request(asked), typed(found, read_version=version))
    assert page.status_code == 200
    assert SponsorRequest.objects.get().outcome == ""


def test_after_a_change_the_sponsor_reads_the_new_words_and_answers(client, asked, found):
    path, before = path_of_request(asked), typed(found)
    Participation.objects.filter(pk=found.pk).update(statement="New words.", version=2)
    refused = client.post(path, before).content.decode()
    assert "The application has changed since you opened it. Read it again." in refused
    assert "New words." in refused
    carried = read(refused).one("input", name="read_version").get("value")
    assert client.post(path, {**before, "read_version": carried}).status_code == 302
    assert SponsorRequest.objects.get().outcome == "agreed"


@pytest.mark.parametrize("reason", [*HOSTILE])
def test_a_strange_reason_breaks_nothing(client, asked, found, reason):
    page = client.post(path_of_request(asked), typed(found, answer="decline", reason=reason))
    assert page.status_code in (200, 302)


@pytest.mark.parametrize("field", ["name", "email"])
@pytest.mark.parametrize("text", [text for text in HOSTILE if text not in ("🙂", "=1+1")])
def test_a_strange_sponsor_is_refused_at_the_field(client, found, nurse, field, text):
    client.force_login(nurse)
    data = {"name": "Dr Ada Brown", "email": "ada@test.example", field: text}
    page = client.post(
        reverse("application_ask_sponsor", kwargs={"participation_id": found.pk}), data
    )
    assert page.status_code in (200, 302)
    if field == "email":
        assert "There is a problem" in page.content.decode()
        assert not SponsorRequest.objects.exists()


def test_the_trust_sends_the_link_and_sees_that_it_was_sent(client, found, nurse):
    client.force_login(nurse)
    here = reverse("application_ask_sponsor", kwargs={"participation_id": found.pk})
    data = {"name": "Dr Ada Brown", "email": "ada@test.example"}
    page = client.post(here, data, follow=True)
    assert "A link was sent to Dr Ada Brown, ada@test.example" in page.content.decode()

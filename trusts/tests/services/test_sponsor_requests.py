"""A sponsor without an account answers by a signed link, once."""

import datetime

import pytest
import time_machine

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import make_person
from trusts.models import SponsorRequest
from trusts.refusals import NotFound, ReasonMissing
from trusts.selectors.sponsor_requests import request_behind
from trusts.services.applications import Application, save_application, withdraw
from trusts.services.decisions import Decision, decide_application
from trusts.services.sponsor_requests import answer_by_link, ask_sponsor
from trusts.sponsor_links import address_of_request
from trusts.tests.factories import make_participation, make_scheme, make_trust

pytestmark = pytest.mark.django_db
OPEN = datetime.date(2014, 11, 15)


@pytest.fixture(autouse=True)
def while_volunteering_is_open():
    with time_machine.travel(datetime.datetime(2014, 11, 15, 12), tick=False):
        yield


@pytest.fixture
def nurse():
    return make_person(Role.TRUST_LEAD, "RTR")


@pytest.fixture
def found(nurse):
    trust = make_trust("RTR", name="South Tees")
    return make_participation(
        make_scheme("Buddy scheme 2015"), trust, state="applied", statement="To learn.", lead=nurse
    )


def ask(found, by, name="Dr Ada Brown", email="Ada.Brown@test.example"):
    return ask_sponsor(participation_id=found.pk, name=name, email=email, by=by, today=OPEN)


def answer(asked, *, agrees=True, reason="", read_at=None):
    asked.participation.refresh_from_db()
    version = asked.participation.version if read_at is None else read_at
    return answer_by_link(
        token=asked.token, agrees=agrees, reason=reason, read_at=version, today=OPEN
    )


def test_the_link_goes_to_the_sponsor_alone(found, nurse):
    asked = ask(found, nurse)
    (mail,) = Message.objects.all()
    assert mail.payload["to"] == "ada.brown@test.example"
    assert address_of_request(asked) in mail.payload["text"]


def test_agreeing_is_on_the_application_and_on_the_trail(found, nurse):
    answer(ask(found, nurse))
    found.refresh_from_db()
    assert (found.sponsor_name, found.sponsor_agreed_by) == ("Dr Ada Brown", None)
    event = AuditEvent.objects.get(action="agreed as executive sponsor by link")
    assert "ada.brown@test.example" in event.reason
    assert event.trust_code == "RTR"


def test_the_programme_can_accept_after_it(found, nurse):
    answer(ask(found, nurse))
    accepted = decide_application(
        participation_id=found.pk,
        decision=Decision.ACCEPT,
        reason="",
        by=make_person(Role.PROGRAMME_LEAD),
        today=OPEN,
    )
    assert accepted.state == "accepted"


def test_a_link_answers_once(found, nurse):
    asked = ask(found, nurse)
    answer(asked)
    with pytest.raises(WrongState):
        answer(asked, agrees=False, reason="No")
    assert SponsorRequest.objects.get().outcome == "agreed"


def test_a_link_ends_after_its_days(found, nurse):
    asked = ask(found, nurse)
    with (
        time_machine.travel(datetime.datetime(2014, 11, 30, 12), tick=False),
        pytest.raises(WrongState),
    ):
        answer(asked)


def test_a_new_link_ends_the_old_one(found, nurse):
    old = ask(found, nurse)
    new = ask(found, nurse, name="Second Sponsor")
    with pytest.raises(WrongState):
        answer(old)
    assert answer(new).outcome == "agreed"


def test_words_that_changed_since_are_not_agreed_to(found, nurse):
    asked = ask(found, nurse)
    with pytest.raises(WrongState, match="has changed"):
        answer(asked, read_at=found.version + 1)


def test_a_sponsor_who_does_not_agree_says_why_and_the_trust_is_told(found, nurse):
    asked = ask(found, nurse)
    with pytest.raises(ReasonMissing):
        answer(asked, agrees=False, reason=" ")
    answer(asked, agrees=False, reason="No time this winter.")
    found.refresh_from_db()
    assert (found.state, found.sponsor_agreed_at) == ("applied", None)
    told = Message.objects.get(payload__to=nurse.email)
    assert "No time this winter." in told.payload["text"]


def test_a_link_of_a_trust_that_withdrew_answers_nothing(found, nurse):
    asked = ask(found, nurse)
    withdraw(participation_id=found.pk, reason="Too busy.", by=nurse, today=OPEN)
    with pytest.raises(WrongState):
        answer(asked)


@pytest.mark.parametrize("person", [Role.TEAM_MEMBER, Role.OBSERVER, Role.SPONSOR])
def test_only_those_who_write_the_application_ask(found, person):
    with pytest.raises(NotAllowed):
        ask(found, make_person(person, "RTR"))


def test_a_draft_has_nothing_to_agree_to(found, nurse):
    type(found).objects.filter(pk=found.pk).update(state="draft")
    with pytest.raises(WrongState, match="Send the application first"):
        ask(found, nurse)


def test_a_link_that_we_did_not_sign_opens_nothing(found, nurse):
    asked = ask(found, nurse)
    key = address_of_request(asked).rsplit("key=", 1)[1]
    assert request_behind(asked.token, key) == asked
    for wrong in ("", "x", key[:-1]):
        with pytest.raises(NotFound):
            request_behind(asked.token, wrong)


def test_a_changed_application_asks_the_sponsor_again(found, nurse):
    answer(ask(found, nurse))
    found.refresh_from_db()
    type(found).objects.filter(pk=found.pk).update(state="asked_again")
    changed = save_application(
        scheme=found.scheme,
        trust=found.trust,
        application=Application(role="mentee", statement="To learn more.", lead=nurse),
        by=nurse,
        today=OPEN,
        read_at=found.version,
    )
    assert (changed.sponsor_name, changed.sponsor_agreed_at) == ("", None)

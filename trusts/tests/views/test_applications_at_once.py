"""Two people at one application: what one saved or sent is neither lost nor agreed to unread."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.design.markup import read
from buddy_portal.tests.factories import make_person
from trusts.models import Participation
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
def trust():
    return make_trust("RTR", name="South Tees")


@pytest.fixture
def scheme():
    return make_scheme("Buddy scheme 2015")


@pytest.fixture
def nurse(client, trust):
    person = make_person(Role.TRUST_LEAD, "RTR")
    client.force_login(person)
    return person


def form_of(scheme):
    return reverse("application_edit", kwargs={"scheme_id": scheme.pk, "ods_code": "RTR"})


def carried(response):
    """The version that the form on this page carries."""
    return read(response.content.decode()).one("input", name="read_version").get("value")


def said(response):
    """The sentences of the error summary, and the whole page."""
    assert response.status_code == 200
    page = read(response.content.decode())
    return page.one(class_="nhsuk-error-summary").words, page


def typed(version, **changes):
    return {"role": "mentee", "statement": "", "read_version": version, **changes}


def test_the_second_of_two_first_saves_shows_both_texts(client, nurse, scheme):
    seen_by_both = carried(client.get(form_of(scheme)))
    first = client.post(form_of(scheme), typed(seen_by_both, statement="Asha’s words."))
    assert first.status_code == 302
    second = client.post(form_of(scheme), typed(seen_by_both, statement="Ben’s words."))
    summary, page = said(second)
    assert "changed while you were writing" in summary
    assert "Saved now: Asha’s words." in page.words
    assert page.one("textarea", name="statement").words == "Ben’s words."
    assert Participation.objects.get().statement == "Asha’s words."


def test_and_saved_again_keeps_the_typed(client, nurse, scheme):
    seen_by_both = carried(client.get(form_of(scheme)))
    client.post(form_of(scheme), typed(seen_by_both, statement="Asha’s words."))
    second = client.post(form_of(scheme), typed(seen_by_both, statement="Ben’s words."))
    again = client.post(form_of(scheme), typed(carried(second), statement="Ben’s words."))
    assert again.status_code == 302
    assert Participation.objects.get().statement == "Ben’s words."


SAVED = {
    "role": "both",
    "capacity": 3,
    "statement": "As it was.",
    "can_work_remotely": False,
    "longest_journey_km": 40,
    "conflicts": [{"ods_code": "RA7", "reason": "one board"}],
    "priorities": {"Q1": 2, "Q2": 1},
}
# With these beside it the trust's 58 is a need.
HIGHER = (90.0, 70.0, 74.0, 75.0, 76.0, 80.0, 78.0)
SAVED_IN_WORDS = {
    "role": "Mentor and mentee",
    "capacity": "3",
    "can_work_remotely": "No",
    "longest_journey_km": "40 km",
    "conflicts": "RA7 one board",
    "lead": "nobody",
    "priority_Q1": "First choice",
}


def test_a_stale_save_shows_each_changed_field_in_words(client, nurse, scheme, trust):
    others = [make_trust() for _ in HIGHER]
    for number in ("Q1", "Q2"):
        question = make_question(scheme.baseline, number)
        make_score(question, None, 75.0, 4000)
        for each, score in zip((trust, *others), (58.0, *HIGHER), strict=True):
            make_score(question, each, score, 400)
    make_participation(scheme, trust, state="draft", version=2, **SAVED)
    mine = {"can_work_remotely": "on", "lead": nurse.pk, "statement": "As it was."}
    mine |= {"priority_Q1": "0", "priority_Q2": "1"}
    summary, page = said(client.post(form_of(scheme), typed(1, **mine)))
    assert "changed while you were writing" in summary
    shown = [each.words for each in page.all(class_="app-meanwhile")]
    assert sorted(shown) == sorted(f"Saved now: {words}" for words in SAVED_IN_WORDS.values())
    assert "Saved now: First choice" in page.one(id="id_priority_Q1-hint").words


@pytest.mark.parametrize("state", ["applied", "accepted", "declined"])
def test_what_was_typed_while_a_colleague_sent_it_is_kept(client, nurse, scheme, trust, state):
    found = make_participation(scheme, trust, state=state, statement="Sent.")
    summary, page = said(client.post(form_of(scheme), typed(1, statement="Typed for an hour.")))
    assert "The application has been sent" in summary
    assert page.one("textarea", name="statement").words == "Typed for an hour."
    found.refresh_from_db()
    assert (found.state, found.statement) == (state, "Sent.")


def test_opening_the_form_of_a_sent_application_leads_to_it(client, nurse, scheme, trust):
    found = make_participation(scheme, trust, state="applied")
    there = reverse("participation_detail", kwargs={"participation_id": found.pk})
    assert client.get(form_of(scheme)).url == there


@pytest.fixture
def asked_again(scheme, trust):
    return make_participation(scheme, trust, state="asked_again", statement="As it was read.")


def change(found):
    Participation.objects.filter(pk=found.pk).update(statement="As it is now.", version=2)


def test_a_sponsor_agrees_to_the_words_that_were_on_the_page(client, asked_again):
    client.force_login(make_person(Role.SPONSOR, "RTR"))
    here = reverse("application_agree", kwargs={"participation_id": asked_again.pk})
    read_at = carried(client.get(here))
    change(asked_again)
    refused = client.post(here, {"agrees": "on", "read_version": read_at})
    summary, page = said(refused)
    assert "The application has changed since you opened it. Read it again." in summary
    assert "As it is now." in page.words
    asked_again.refresh_from_db()
    assert asked_again.sponsor_agreed_at is None
    again = client.post(here, {"agrees": "on", "read_version": carried(refused)})
    assert again.status_code == 302
    asked_again.refresh_from_db()
    assert asked_again.sponsor_agreed_at is not None


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 40])
def test_an_agreement_without_the_version_that_was_read_is_refused(client, asked_again, version):
    client.force_login(make_person(Role.SPONSOR, "RTR"))
    here = reverse("application_agree", kwargs={"participation_id": asked_again.pk})
    summary, _page = said(client.post(here, {"agrees": "on", "read_version": version}))
    assert "This page was not sent whole" in summary
    asked_again.refresh_from_db()
    assert asked_again.sponsor_agreed_at is None

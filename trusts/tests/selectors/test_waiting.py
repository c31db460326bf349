"""What waits for whom on which day."""

import datetime

import pytest

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import Participation
from trusts.selectors import waiting_for
from trusts.tests.factories import make_pair, make_participation, make_scheme, make_trust

pytestmark = pytest.mark.django_db
VOLUNTEERING, PAIRING = datetime.date(2014, 11, 15), datetime.date(2015, 1, 15)


@pytest.fixture
def scheme():
    return make_scheme("Buddy scheme 2015")


@pytest.fixture
def trusts():
    return make_trust("RTR", name="South Tees"), make_trust("RA7", name="Bristol")


def titles(person, today):
    return [todo.title for todo in waiting_for(person, today=today)]


def proposal(scheme, trusts, **fields):
    waiting = {"state": "proposed", "mentor_answer": "waiting", "mentee_answer": "waiting"}
    answer_by = datetime.date(2015, 1, 26)
    return make_pair(scheme, *trusts, **{**waiting, "answer_by": answer_by, **fields})


def test_a_lead_decides_about_applications(scheme, trusts):
    for trust in trusts:
        make_participation(scheme, trust, state="applied")
    lead = make_person(Role.PROGRAMME_LEAD)
    assert titles(lead, VOLUNTEERING) == ["Decide about 2 applications"]


def test_a_lead_pairs_accepted_mentees_in_the_pairing_phase_only(scheme, trusts):
    make_participation(scheme, trusts[1])
    lead = make_person(Role.PROGRAMME_LEAD)
    assert titles(lead, PAIRING) == ["Pair 1 mentee"]
    assert titles(lead, VOLUNTEERING) == []


@pytest.mark.parametrize(
    "state, count", [("proposed", 0), ("active", 0), ("declined", 1), ("expired", 1)]
)
def test_a_mentee_waits_for_a_mentor_unless_a_pair_lives(scheme, trusts, state, count):
    proposal(scheme, trusts, state=state, mentor_answer="accepted", mentee_answer="accepted")
    lead = make_person(Role.PROGRAMME_LEAD)
    assert len([t for t in titles(lead, PAIRING) if t.startswith("Pair ")]) == count


def test_a_lead_follows_up_unsigned_terms(scheme, trusts):
    proposal(scheme, trusts, state="agreed", mentor_answer="accepted", mentee_answer="accepted")
    lead = make_person(Role.PROGRAMME_LEAD)
    assert titles(lead, PAIRING) == ["Follow up the terms of South Tees and Bristol"]


def test_an_analyst_decides_and_pairs_nothing(scheme, trusts):
    make_participation(scheme, trusts[0], state="applied")
    make_participation(scheme, trusts[1])
    assert titles(make_person(Role.PROGRAMME_ANALYST), PAIRING) == []


def test_a_nurse_is_told_of_a_scheme_that_calls_for_volunteers(scheme, trusts):
    nurse = make_person(Role.TRUST_LEAD, "RTR")
    assert titles(nurse, VOLUNTEERING) == ["Apply to take part in Buddy scheme 2015"]
    assert titles(nurse, PAIRING) == []


@pytest.mark.parametrize(
    "state, title",
    [
        ("draft", "Finish South Tees’s application"),
        ("asked_again", "Answer the question about South Tees’s application"),
    ],
)
def test_a_nurse_finishes_what_was_begun(scheme, trusts, state, title):
    make_participation(scheme, trusts[0], state=state)
    assert titles(make_person(Role.TRUST_LEAD, "RTR"), VOLUNTEERING) == [title]


def test_a_sponsor_agrees_until_agreed(scheme, trusts):
    make_participation(scheme, trusts[0], state="applied")
    sponsor = make_person(Role.SPONSOR, "RTR")
    assert titles(sponsor, VOLUNTEERING) == ["Agree to South Tees’s application"]
    Participation.objects.update(sponsor_agreed_at="2014-11-15T12:00Z")
    assert titles(sponsor, VOLUNTEERING) == []


@pytest.mark.parametrize("code", ["RTR", "RA7"])
def test_both_trusts_answer_a_proposal_until_its_last_day(scheme, trusts, code):
    pair = proposal(scheme, trusts)
    nurse = make_person(Role.TRUST_LEAD, code)
    (todo,) = waiting_for(nurse, today=pair.answer_by)
    assert (todo.title, todo.when) == (
        "Answer the proposal: South Tees mentors Bristol",
        "Last day today",
    )
    assert waiting_for(nurse, today=pair.answer_by + datetime.timedelta(days=1)) == []


def test_who_has_answered_is_not_asked_again(scheme, trusts):
    proposal(scheme, trusts, mentor_answer="accepted")
    assert titles(make_person(Role.TRUST_LEAD, "RTR"), PAIRING) == []


def test_a_sponsor_signs_until_signed(scheme, trusts):
    accepted = {"mentor_answer": "accepted", "mentee_answer": "accepted"}
    pair = proposal(scheme, trusts, state="agreed", **accepted)
    sponsor = make_person(Role.SPONSOR, "RTR")
    assert titles(sponsor, PAIRING) == ["Sign the terms of South Tees and Bristol"]
    pair.mentor_signed_at = "2015-01-15T12:00Z"
    pair.save()
    assert titles(sponsor, PAIRING) == []


def test_a_stranger_and_an_observer_have_nothing_to_do(scheme, trusts):
    proposal(scheme, trusts)
    assert titles(make_person(Role.TRUST_LEAD, "RX1"), PAIRING) == []
    assert titles(make_person(Role.OBSERVER, "RTR"), PAIRING) == []


def test_the_most_urgent_comes_first(scheme, trusts):
    make_participation(make_scheme(), trusts[0], state="draft")
    proposal(scheme, trusts)
    first = titles(make_person(Role.TRUST_LEAD, "RTR"), PAIRING)[0]
    assert first.startswith("Answer the proposal")

"""Every step of an application and of a pair by e-mail: to whom, in what words, with which link."""

import datetime
import re

import pytest

from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import make_person
from trusts.models import BuddyPair
from trusts.services import applications, decisions
from trusts.services import pairs as services
from trusts.services.proposals import PairToPropose, expire_proposals, propose_pairs
from trusts.tests.factories import make_participation, make_scheme, make_trust

pytestmark = pytest.mark.django_db
TODAY, ANSWER_BY = datetime.date(2015, 1, 15), datetime.date(2015, 1, 26)
MENTOR, MENTEE = "RTR", "RA7"


@pytest.fixture
def scheme():
    return make_scheme("Buddy scheme 2015")


@pytest.fixture
def people():
    trusts = {
        f"{role} {code}": make_person(role, code)
        for role in (Role.TRUST_LEAD, Role.SPONSOR)
        for code in (MENTOR, MENTEE)
    }
    return {**trusts, "lead": make_person(Role.PROGRAMME_LEAD)}


@pytest.fixture
def pair(scheme, people):
    mentor, mentee = make_trust(MENTOR, name="South Tees"), make_trust(MENTEE, name="Bristol")
    make_participation(scheme, mentor, "mentor", capacity=1)
    make_participation(scheme, mentee, "mentee")
    (made,) = propose_pairs(
        scheme=scheme,
        pairs=[PairToPropose(mentor, mentee, 700)],
        answer_by=ANSWER_BY,
        by=people["lead"],
        today=TODAY,
    )
    Message.objects.all().delete()
    return made


def answer(pair, people, code, *, accepts=True):
    services.answer_proposal(
        pair_id=pair.pk,
        ods_code=code,
        accepts=accepts,
        reason="Two nurses leave.",
        by=people[f"{Role.TRUST_LEAD} {code}"],
        today=TODAY,
    )


def sign(pair, people, code):
    by = people[f"{Role.SPONSOR} {code}"]
    services.sign_terms(pair_id=pair.pk, ods_code=code, by=by, today=TODAY)


def sent():
    """What waits to be sent since the last look, by address."""
    found = {message.payload["to"]: message.payload for message in Message.objects.all()}
    Message.objects.all().delete()
    return found


def emails(people, *keys):
    return {people[key].email for key in keys}


NURSES = (f"{Role.TRUST_LEAD} {MENTOR}", f"{Role.TRUST_LEAD} {MENTEE}")
SPONSORS = (f"{Role.SPONSOR} {MENTOR}", f"{Role.SPONSOR} {MENTEE}")


@pytest.mark.parametrize("first, other", [(MENTOR, MENTEE), (MENTEE, MENTOR)])
def test_the_other_trust_hears_that_one_has_accepted(pair, people, first, other):
    answer(pair, people, first)
    mails = sent()
    roles = (Role.TRUST_LEAD, Role.SPONSOR)
    assert set(mails) == emails(people, *(f"{role} {other}" for role in roles))
    (mail,) = {mail["subject"] for mail in mails.values()}
    name = {MENTOR: "South Tees", MENTEE: "Bristol"}[first]
    assert mail == f"{name} has accepted: please answer by 26 January 2015"


def test_once_both_have_accepted_everybody_hears_that_it_is_agreed(pair, people):
    answer(pair, people, MENTEE)
    sent()
    answer(pair, people, MENTOR)
    mails = sent()
    assert set(mails) == emails(people, *NURSES, *SPONSORS, "lead")
    assert {mail["subject"] for mail in mails.values()} == {"Agreed: South Tees and Bristol"}


def test_the_other_sponsor_hears_that_one_has_signed(pair, people):
    for code in (MENTEE, MENTOR):
        answer(pair, people, code)
    sent()
    sign(pair, people, MENTOR)
    mails = sent()
    assert set(mails) == emails(people, f"{Role.SPONSOR} {MENTEE}")
    assert mails.popitem()[1]["subject"] == "South Tees has signed: South Tees and Bristol"


@pytest.mark.parametrize(
    "answered, words",
    [((), "Neither trust has answered."), ((MENTOR,), "Bristol has not answered.")],
)
def test_an_expired_proposal_names_who_has_not_answered(client, pair, people, answered, words):
    for code in answered:
        answer(pair, people, code)
    sent()
    expire_proposals(today=datetime.date(2015, 1, 27))
    assert all(words in mail["text"] for mail in sent().values())
    client.force_login(people["lead"])
    assert words in client.get(f"/pairs/{pair.pk}/").content.decode()


def test_the_programme_and_the_trust_hear_that_the_sponsor_agreed(scheme, people):
    trust = make_trust(MENTEE, name="Bristol")
    nurse = people[f"{Role.TRUST_LEAD} {MENTEE}"]
    found = make_participation(scheme, trust, state="applied", statement="To learn.", lead=nurse)
    sponsor = people[f"{Role.SPONSOR} {MENTEE}"]
    applications.agree_application(participation_id=found.pk, by=sponsor, today=TODAY)
    mails = sent()
    assert {nurse.email, people["lead"].email} <= set(mails)
    assert f"/applications/{found.pk}/" in mails[people["lead"].email]["text"]


def all_steps(pair, people):
    """Every mail of a pair's life, and of an application's."""
    answer(pair, people, MENTEE)
    answer(pair, people, MENTOR)
    for code in (MENTOR, MENTEE):
        sign(pair, people, code)
    services.end_pair(pair_id=pair.pk, reason="Merged <b>.", by=people["lead"], today=TODAY)
    trust = make_trust("RX1", name="Nottingham & <Trent>")
    nurse = make_person(Role.TRUST_LEAD, "RX1")
    by = {"by": people["lead"], "today": datetime.date(2014, 11, 15)}
    found = make_participation(
        pair.scheme, trust, state="draft", statement="To learn.", lead=nurse, role="mentee"
    )
    applications.send_application(participation_id=found.pk, **by)
    for decision in (decisions.Decision.ASK_AGAIN,):
        decisions.decide_application(
            participation_id=found.pk, decision=decision, reason="Who leads?", **by
        )
    applications.withdraw(participation_id=found.pk, reason="Too much at once.", **by)
    return list(Message.objects.all())


def test_every_mail_reads_alike_as_text_and_as_html_with_the_one_link_that_matters(pair, people):
    messages = all_steps(pair, people)
    assert len({message.payload["subject"] for message in messages}) >= 8
    for payload in (message.payload for message in messages):
        assert payload["text"].startswith("Dear ")
        links = re.findall(r"https?://\S+/(?:pairs|applications)/\d+/", payload["text"])
        assert len(links) == 1
        assert payload["html"].count(f'href="{links[0]}"') == 1
        assert "<b>." not in payload["html"]
        assert "<Trent>" not in payload["html"]
        assert not re.search(r"\bNone\b|\{\{|\n\n\n\n", payload["text"])


def test_a_pair_that_ends_stays_readable_to_both(client, pair, people):
    services.end_pair(pair_id=pair.pk, reason="Merged.", by=people["lead"], today=TODAY)
    client.force_login(people[NURSES[0]])
    assert "Merged." in client.get(f"/pairs/{pair.pk}/").content.decode()
    assert BuddyPair.objects.get().state == "ended_early"

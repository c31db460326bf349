"""A trust's application from draft to decision."""

import datetime

import pytest
from django.utils import timezone

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, StaleVersion, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import make_person
from trusts.models import PairState, Participation
from trusts.refusals import (
    ApplicationChanged,
    ApplicationNotComplete,
    LeadNotOfTrust,
    OutsideVolunteering,
    PlacesDoNotFitRole,
    ReasonMissing,
    SponsorNotAgreed,
    UnknownNeed,
    UnknownTrust,
)
from trusts.services.applications import (
    NONE_YET,
    Application,
    agree_application,
    record_agreement,
    save_application,
    send_application,
    withdraw,
)
from trusts.services.decisions import Decision, decide_application
from trusts.tests.factories import (
    make_pair,
    make_question,
    make_scheme,
    make_score,
    make_trust,
)

pytestmark = pytest.mark.django_db
OPEN = datetime.date(2014, 11, 15)  # in the volunteering phase of the factories' scheme


@pytest.fixture
def scheme():
    return make_scheme("Buddy scheme 2015")


@pytest.fixture
def trust():
    return make_trust("RTR", name="South Tees")


@pytest.fixture
def nurse(trust):
    return make_person(Role.TRUST_LEAD, "RTR")


@pytest.fixture
def sponsor(trust):
    return make_person(Role.SPONSOR, "RTR")


@pytest.fixture
def lead():
    return make_person(Role.PROGRAMME_LEAD)


def mentee(nurse, **changes):
    return Application(**{"role": "mentee", "statement": "To learn.", "lead": nurse, **changes})


def save(scheme, trust, by, application=None, today=OPEN, **options):
    return save_application(
        scheme=scheme,
        trust=trust,
        application=application or mentee(by),
        by=by,
        today=today,
        **options,
    )


def applied(scheme, trust, nurse):
    saved = save(scheme, trust, nurse)
    return send_application(participation_id=saved.pk, by=nurse, today=OPEN)


def decide(found, decision, by, reason=""):
    return decide_application(
        participation_id=found.pk, decision=decision, reason=reason, by=by, today=OPEN
    )


def mails_to(person):
    return list(
        Message.objects.filter(payload__to=person.email).values_list("payload__subject", flat=True)
    )


def test_a_first_save_is_a_draft_that_nobody_is_told_of(scheme, trust, nurse, lead):
    saved = save(scheme, trust, nurse)
    assert (saved.state, saved.version) == ("draft", 1)
    assert not Message.objects.exists()


def test_a_second_save_changes_the_same_application(scheme, trust, nurse):
    save(scheme, trust, nurse)
    again = save(scheme, trust, nurse, mentee(nurse, statement="To learn more."), read_at=1)
    assert Participation.objects.get().statement == again.statement == "To learn more."


def test_a_stale_save_is_refused(scheme, trust, nurse):
    save(scheme, trust, nurse)
    save(scheme, trust, nurse, mentee(nurse, statement="First."), read_at=1)
    with pytest.raises(StaleVersion):
        save(scheme, trust, nurse, mentee(nurse, statement="Second."), read_at=1)
    assert Participation.objects.get().statement == "First."


def test_two_first_saves_at_once_do_not_overwrite_each_other(scheme, trust, nurse):
    save(scheme, trust, nurse, mentee(nurse, statement="First."), read_at=NONE_YET)
    with pytest.raises(StaleVersion) as stale:
        save(scheme, trust, nurse, mentee(nurse, statement="Second."), read_at=NONE_YET)
    assert Participation.objects.get().statement == "First."
    both = stale.value.current["statement"], stale.value.typed["statement"]
    assert both == ("First.", "Second.")


def test_another_trust_cannot_write_it(scheme, trust):
    with pytest.raises(NotAllowed):
        save(scheme, trust, make_person(Role.TRUST_LEAD, "RA7"))


@pytest.mark.parametrize("day", [datetime.date(2014, 10, 31), datetime.date(2015, 1, 1)])
def test_trusts_apply_only_while_volunteering_is_open(scheme, trust, nurse, day):
    with pytest.raises(OutsideVolunteering):
        save(scheme, trust, nurse, today=day)


def test_a_programme_lead_may_enter_one_later(scheme, trust, lead, nurse):
    day = datetime.date(2015, 1, 10)
    assert save(scheme, trust, lead, mentee(nurse), today=day).state == "draft"


def test_nobody_enters_one_after_the_implementation(scheme, trust, lead, nurse):
    with pytest.raises(OutsideVolunteering):
        save(scheme, trust, lead, mentee(nurse), today=datetime.date(2015, 8, 1))


@pytest.mark.parametrize(
    "changes, refusal, field",
    [
        ({"role": "mentor", "capacity": 0}, PlacesDoNotFitRole, "capacity"),
        ({"role": "mentor", "capacity": 6}, PlacesDoNotFitRole, "capacity"),
        ({"role": "mentee", "capacity": 1}, PlacesDoNotFitRole, "capacity"),
        ({"conflicts": [{"ods_code": "XXX", "reason": "x"}]}, UnknownTrust, "conflicts"),
        ({"conflicts": [{"ods_code": "RTR", "reason": "x"}]}, UnknownTrust, "conflicts"),
        ({"priorities": {"Q99": 1}}, UnknownNeed, "priorities"),
        ({"priorities": {"Q1": 3}}, UnknownNeed, "priorities"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(scheme, trust, nurse, changes, refusal, field):
    with pytest.raises(refusal) as error:
        save(scheme, trust, nurse, mentee(nurse, **changes))
    assert error.value.field == field
    assert not Participation.objects.exists()


def test_a_conflict_needs_its_reason(scheme, trust, nurse):
    make_trust("RA7")
    conflict = [{"ods_code": "RA7", "reason": " "}]
    with pytest.raises(ReasonMissing):
        save(scheme, trust, nurse, mentee(nurse, conflicts=conflict))


def test_a_need_is_chosen_among_the_trusts_own_results(scheme, trust, nurse):
    make_score(make_question(scheme.baseline, "Q18"), trust, 63.8)
    assert save(scheme, trust, nurse, mentee(nurse, priorities={"Q18": 2})).priorities == {"Q18": 2}


def test_the_named_lead_belongs_to_the_trust(scheme, trust, nurse):
    stranger = make_person(Role.TRUST_LEAD, "RA7")
    with pytest.raises(LeadNotOfTrust):
        save(scheme, trust, nurse, mentee(nurse, lead=stranger))


def test_sending_tells_the_sponsor_and_the_programme(scheme, trust, nurse, sponsor, lead):
    found = applied(scheme, trust, nurse)
    assert found.state == "applied"
    assert mails_to(sponsor) == ["Please agree: South Tees applies for Buddy scheme 2015"]
    assert mails_to(lead) == ["South Tees applies for Buddy scheme 2015"]


@pytest.mark.parametrize("gap", [{"statement": ""}, {"lead": None}])
def test_an_unfinished_application_is_not_sent(scheme, trust, nurse, gap):
    saved = save(scheme, trust, nurse, mentee(nurse, **gap))
    with pytest.raises(ApplicationNotComplete):
        send_application(participation_id=saved.pk, by=nurse, today=OPEN)


def test_a_mentor_says_what_it_offers_before_sending(scheme, trust, nurse):
    saved = save(scheme, trust, nurse, mentee(nurse, role="mentor", capacity=2))
    with pytest.raises(ApplicationNotComplete, match="offers"):
        send_application(participation_id=saved.pk, by=nurse, today=OPEN)


def test_a_sent_application_is_not_changed(scheme, trust, nurse):
    applied(scheme, trust, nurse)
    with pytest.raises(WrongState):
        save(scheme, trust, nurse)


def test_the_sponsor_agrees_once(scheme, trust, nurse, sponsor):
    found = applied(scheme, trust, nurse)
    agreed = agree_application(participation_id=found.pk, by=sponsor, today=OPEN)
    assert agreed.sponsor_agreed_by == sponsor
    with pytest.raises(WrongState):
        agree_application(participation_id=found.pk, by=sponsor, today=OPEN)


def test_a_sponsor_agrees_to_the_words_that_were_read(scheme, trust, nurse, sponsor, lead):
    found = applied(scheme, trust, nurse)
    asked = decide(found, Decision.ASK_AGAIN, lead, reason="Who will travel?")
    changed = save(scheme, trust, nurse, mentee(nurse, statement="The whole team."))
    here = {"participation_id": found.pk, "by": sponsor, "today": OPEN}
    with pytest.raises(ApplicationChanged, match="Read it again"):
        agree_application(**here, read_at=asked.version)
    assert agree_application(**here, read_at=changed.version).sponsor_agreed_by == sponsor


def test_a_nurse_does_not_agree_for_the_sponsor(scheme, trust, nurse):
    found = applied(scheme, trust, nurse)
    with pytest.raises(NotAllowed):
        agree_application(participation_id=found.pk, by=nurse, today=OPEN)


def test_a_draft_cannot_be_agreed_to(scheme, trust, nurse, sponsor):
    saved = save(scheme, trust, nurse)
    with pytest.raises(WrongState):
        agree_application(participation_id=saved.pk, by=sponsor, today=OPEN)


def test_a_recorded_agreement_says_how(scheme, trust, nurse, lead):
    found = applied(scheme, trust, nurse)
    with pytest.raises(ReasonMissing):
        record_agreement(participation_id=found.pk, how=" ", by=lead, today=OPEN)
    record_agreement(participation_id=found.pk, how="Letter, 9 December", by=lead, today=OPEN)
    event = AuditEvent.objects.get(action="recorded the sponsor's agreement")
    assert (event.reason, event.trust_code) == ("Letter, 9 December", "RTR")


def test_nothing_is_accepted_before_the_sponsor_agrees(scheme, trust, nurse, lead):
    found = applied(scheme, trust, nurse)
    with pytest.raises(SponsorNotAgreed):
        decide(found, Decision.ACCEPT, lead)


def test_acceptance_is_on_record_and_the_trust_is_told(scheme, trust, nurse, sponsor, lead):
    found = applied(scheme, trust, nurse)
    agree_application(participation_id=found.pk, by=sponsor, today=OPEN)
    accepted = decide(found, Decision.ACCEPT, lead)
    assert (accepted.state, accepted.decided_by) == ("accepted", lead)
    assert "Buddy scheme 2015: South Tees takes part" in mails_to(nurse)


@pytest.mark.parametrize("decision", [Decision.ASK_AGAIN, Decision.DECLINE])
def test_asking_and_declining_need_a_reason(scheme, trust, nurse, lead, decision):
    found = applied(scheme, trust, nurse)
    with pytest.raises(ReasonMissing):
        decide(found, decision, lead)
    assert decide(found, decision, lead, reason="Too late.").decision_reason == "Too late."


def test_an_analyst_does_not_decide(scheme, trust, nurse):
    found = applied(scheme, trust, nurse)
    with pytest.raises(NotAllowed):
        decide(found, Decision.DECLINE, make_person(Role.PROGRAMME_ANALYST), reason="No.")


def test_after_a_question_the_trust_changes_and_sends_again(scheme, trust, nurse, lead):
    found = applied(scheme, trust, nurse)
    decide(found, Decision.ASK_AGAIN, lead, reason="Who will travel?")
    save(scheme, trust, nurse, mentee(nurse, statement="The whole team."))
    again = send_application(participation_id=found.pk, by=nurse, today=OPEN)
    assert again.state == "applied"


def test_a_change_after_the_sponsor_agreed_asks_the_sponsor_again(
    scheme, trust, nurse, sponsor, lead
):
    found = applied(scheme, trust, nurse)
    agree_application(participation_id=found.pk, by=sponsor, today=OPEN)
    decide(found, Decision.ASK_AGAIN, lead, reason="Who?")
    assert save(scheme, trust, nurse, mentee(nurse, statement="New.")).sponsor_agreed_at is None


def test_a_save_without_a_change_keeps_the_agreement(scheme, trust, nurse, sponsor, lead):
    found = applied(scheme, trust, nurse)
    agree_application(participation_id=found.pk, by=sponsor, today=OPEN)
    decide(found, Decision.ASK_AGAIN, lead, reason="Who?")
    assert save(scheme, trust, nurse).sponsor_agreed_at is not None


def test_a_declined_application_stays_declined(scheme, trust, nurse, lead):
    found = applied(scheme, trust, nurse)
    decide(found, Decision.DECLINE, lead, reason="Full.")
    with pytest.raises(WrongState):
        decide(found, Decision.ACCEPT, lead)


def test_withdrawing_needs_a_reason(scheme, trust, nurse):
    found = applied(scheme, trust, nurse)
    with pytest.raises(ReasonMissing):
        withdraw(participation_id=found.pk, reason="", by=nurse, today=OPEN)


def test_withdrawing_ends_the_live_pair_and_tells_the_other_trust(scheme, trust, nurse):
    other = make_trust("RA7")
    other_nurse = make_person(Role.TRUST_LEAD, "RA7")
    pair = make_pair(scheme, other, trust)
    found = Participation.objects.get(trust=trust)
    withdraw(participation_id=found.pk, reason="New electronic records.", by=nurse, today=OPEN)
    pair.refresh_from_db()
    assert (pair.state, pair.ended_on) == (PairState.ENDED_EARLY, OPEN)
    assert "New electronic records." in pair.reason
    assert any(subject.startswith("Ended:") for subject in mails_to(other_nurse))


def test_a_trust_that_withdrew_may_write_again(scheme, trust, nurse):
    found = applied(scheme, trust, nurse)
    withdraw(participation_id=found.pk, reason="Not now.", by=nurse, today=OPEN)
    assert save(scheme, trust, nurse).state == "draft"


def test_an_inactive_person_gets_no_mail(scheme, trust, nurse, sponsor):
    sponsor.is_active = False
    sponsor.save()
    applied(scheme, trust, nurse)
    assert mails_to(sponsor) == []


def test_one_person_with_two_roles_gets_one_mail(scheme, trust, nurse, lead):
    from buddy_portal.accounts.models import Membership

    Membership.objects.create(
        user=nurse, role=Role.SPONSOR, trust_code="RTR", starts_on=timezone.localdate()
    )
    found = applied(scheme, trust, nurse)
    decide(found, Decision.DECLINE, lead, reason="Full.")
    assert len([s for s in mails_to(nurse) if "does not take part" in s]) == 1

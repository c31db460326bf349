"""A check-in as a whole, and what is told to buddy and sponsor."""

import uuid

import pytest

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.outbox.models import Message
from improvement_plans.models import Claim, PlanState, ProgressUpdate
from improvement_plans.services.progress import (
    CheckInRefused,
    Report,
    send_check_in,
    update_action,
)
from improvement_plans.services.sending import SentAlready
from improvement_plans.tests.factories import make_action
from improvement_plans.tests.services.worlds import IN_WINDOW, make_world, new_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


def report(action, claim=Claim.ON_TRACK, **fields):
    return Report(action, uuid.uuid4(), claim, **fields)


def mails_to(person):
    found = Message.objects.filter(job="send_mail", payload__to=person.email)
    return [mail.payload["subject"] for mail in found]


def test_a_check_in_is_saved_whole_or_not_at_all(world):
    second = make_action(world.plan, owner=world.member, text="Second")
    reports = [report(world.action), report(second, Claim.STUCK)]
    with pytest.raises(CheckInRefused) as refused:
        send_check_in(by=world.member, reports=reports, today=IN_WINDOW)
    assert list(refused.value.refusals) == [second.pk]
    assert not ProgressUpdate.objects.exists()
    assert not AuditEvent.objects.exists()


def test_every_fault_of_a_check_in_is_said_at_once(world):
    second = make_action(world.plan, owner=world.member)
    reports = [report(world.action, Claim.STUCK), report(second, Claim.STUCK)]
    with pytest.raises(CheckInRefused) as refused:
        send_check_in(by=world.member, reports=reports, today=IN_WINDOW)
    assert set(refused.value.refusals) == {world.action.pk, second.pk}


def test_a_check_in_that_asks_for_help_is_one_mail_to_each_buddy(world):
    second = make_action(world.plan, owner=world.member, text="Second action")
    reports = [report(each, help_wanted=True) for each in (world.action, second)]
    send_check_in(by=world.member, reports=reports, today=IN_WINDOW)
    assert mails_to(world.mentor) == ["Your buddy asks for help: Trust MEE"]
    text = Message.objects.get(payload__to=world.mentor.email).payload["text"]
    assert "Second action" in text


def test_a_single_update_that_wants_help_tells_the_buddy_too(world):
    update_action(by=world.member, **new_report(world, help_wanted=True))
    assert mails_to(world.mentor) == ["Your buddy asks for help: Trust MEE"]


def test_what_the_team_cannot_solve_goes_to_the_sponsor(world):
    stuck = new_report(world, Claim.STUCK, blockers="No room on Tuesdays", needs_sponsor=True)
    update_action(by=world.member, **stuck)
    world.action.refresh_from_db()
    assert not world.action.within_our_control
    assert mails_to(world.sponsor) == ["Your help is needed: Trust MEE"]


def test_being_stuck_with_the_same_again_tells_the_sponsor_once(world):
    for _month in range(2):
        stuck = new_report(world, Claim.STUCK, blockers="No room", needs_sponsor=True)
        update_action(by=world.member, **stuck)
    assert len(mails_to(world.sponsor)) == 1


def test_a_claim_asks_the_buddy_to_answer(world):
    update_action(by=world.member, **new_report(world, Claim.DONE))
    assert mails_to(world.mentor) == ["Please confirm or challenge: Trust MEE"]


def test_a_key_of_somebody_else_s_report_saves_nothing_and_says_so(world):
    taken = update_action(by=world.member, **new_report(world)).form_key
    with pytest.raises(SentAlready):
        update_action(by=world.nurse, **new_report(world, form_key=taken))
    assert ProgressUpdate.objects.count() == 1

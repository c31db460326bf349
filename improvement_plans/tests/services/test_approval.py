"""From a draft to an approved plan."""

import pytest

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, Refusal, WrongState
from buddy_portal.outbox.models import Message
from improvement_plans.models import Action, Aim, PlanGuest, PlanState
from improvement_plans.services.approval import (
    PlanIncomplete,
    approve_as_sponsor,
    approve_for_programme,
    begin_due_plans,
    comment_on_plan,
    request_changes,
    submit_plan,
    what_is_missing,
)
from improvement_plans.tests.services.worlds import (
    BEFORE_WINDOW,
    IN_WINDOW,
    make_world,
    mentor_speaks,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return make_world()


@pytest.fixture
def submitted():
    return make_world(PlanState.SUBMITTED)


def test_a_complete_plan_is_submitted_and_all_who_answer_are_told(draft):
    submit_plan(by=draft.nurse, plan=draft.plan, today=BEFORE_WINDOW)
    draft.plan.refresh_from_db()
    assert draft.plan.state == PlanState.SUBMITTED
    told = {mail.payload["to"] for mail in Message.objects.filter(job="send_mail")}
    assert told == {draft.sponsor.email, draft.mentor.email, draft.lead.email}
    assert draft.plan.versions.get().why == "Submitted"


def _without_partner(world):
    world.plan.no_partner_reason = ""
    PlanGuest.objects.all().delete()


@pytest.mark.parametrize(
    "take_away,missing",
    [
        (lambda w: setattr(w.plan, "lead", None), "name a lead"),
        (lambda w: setattr(w.plan, "sponsor", None), "name an executive sponsor"),
        (_without_partner, "lived-experience partner"),
        (lambda _w: Aim.objects.all().delete(), "add an aim"),
        (lambda _w: Aim.objects.update(target=None), "complete the aim"),
        (lambda _w: Aim.objects.update(by_date=None), "complete the aim"),
        (lambda _w: Action.objects.all().delete(), "add an action for the aim"),
    ],
)
def test_each_missing_thing_stops_the_submission(draft, take_away, missing):
    take_away(draft)
    draft.plan.save()
    assert missing in " ".join(what_is_missing(draft.plan))
    with pytest.raises(PlanIncomplete, match=missing):
        submit_plan(by=draft.nurse, plan=draft.plan, today=BEFORE_WINDOW)


def test_only_the_mentee_s_nurse_submits(draft):
    for person in (draft.mentor, draft.member, draft.sponsor, draft.lead):
        with pytest.raises(NotAllowed):
            submit_plan(by=person, plan=draft.plan, today=BEFORE_WINDOW)


def test_a_plan_is_approved_by_sponsor_buddy_and_lead_and_freezes(submitted):
    approve_as_sponsor(by=submitted.sponsor, plan=submitted.plan)
    comment_on_plan(by=submitted.mentor, plan=submitted.plan, text="We did the same")
    approve_for_programme(by=submitted.lead, plan=submitted.plan, today=BEFORE_WINDOW)
    submitted.plan.refresh_from_db()
    assert submitted.plan.state == PlanState.APPROVED
    assert submitted.plan.baselines_frozen_at is not None


def test_a_plan_approved_inside_its_window_is_under_way_at_once(submitted):
    approve_as_sponsor(by=submitted.sponsor, plan=submitted.plan)
    mentor_speaks(submitted)
    approve_for_programme(by=submitted.lead, plan=submitted.plan, today=IN_WINDOW)
    submitted.plan.refresh_from_db()
    assert submitted.plan.state == PlanState.ACTIVE


def test_the_lead_cannot_approve_before_the_sponsor(submitted):
    mentor_speaks(submitted)
    with pytest.raises(WrongState, match="sponsor has not approved"):
        approve_for_programme(by=submitted.lead, plan=submitted.plan, today=BEFORE_WINDOW)


def test_the_lead_cannot_approve_before_the_buddy_has_commented(submitted):
    approve_as_sponsor(by=submitted.sponsor, plan=submitted.plan)
    with pytest.raises(WrongState, match="buddy has not commented"):
        approve_for_programme(by=submitted.lead, plan=submitted.plan, today=BEFORE_WINDOW)


def test_changes_are_asked_for_with_a_reason_and_undo_the_sponsor_s_approval(submitted):
    approve_as_sponsor(by=submitted.sponsor, plan=submitted.plan)
    with pytest.raises(Refusal, match="what should change"):
        request_changes(by=submitted.lead, plan=submitted.plan, reason=" ")
    request_changes(by=submitted.lead, plan=submitted.plan, reason="The target is too low")
    submitted.plan.refresh_from_db()
    assert submitted.plan.state == PlanState.CHANGES_REQUESTED
    assert submitted.plan.sponsor_approved_at is None


def test_every_move_is_on_record_with_who_and_why(submitted):
    request_changes(by=submitted.lead, plan=submitted.plan, reason="Too low")
    event = AuditEvent.objects.get()
    assert (event.actor_id, event.reason) == (submitted.lead.pk, "Too low")
    assert event.changes == {"state": ["Waiting for approval", "Changes asked for"]}


@pytest.mark.parametrize(
    "today,state", [(BEFORE_WINDOW, PlanState.APPROVED), (IN_WINDOW, PlanState.ACTIVE)]
)
def test_an_approved_plan_begins_with_its_window(today, state):
    world = make_world(PlanState.APPROVED)
    begin_due_plans(today=today)
    world.plan.refresh_from_db()
    assert world.plan.state == state

"""Partners: invited to one plan, named as they wish, and gone when they leave."""

import pytest
from django.db import IntegrityError

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import Invitation
from buddy_portal.accounts.refusals import NotAllowed, NotFound, Refusal, WrongState
from buddy_portal.accounts.services.invitations import accept_invitation
from buddy_portal.tests.factories import make_user
from improvement_plans.models import Credit, PlanGuest, PlanState
from improvement_plans.selectors import plan_visible_to, plans_of
from improvement_plans.services import guests
from improvement_plans.services.approval import comment_on_plan
from improvement_plans.services.progress import update_action
from improvement_plans.tests.factories import make_plan
from improvement_plans.tests.services.worlds import IN_WINDOW, make_world, new_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


def test_an_invited_partner_who_accepts_sees_this_plan_and_no_other(world):
    other = make_plan()
    guests.invite_guest(by=world.nurse, plan=world.plan, name="Jo", email="jo@test.example")
    newcomer = make_user("Jo", email="jo@test.example")
    accept_invitation(by=newcomer, token=Invitation.objects.get().token)
    assert list(plans_of(newcomer)) == [world.plan]
    with pytest.raises(NotFound):
        plan_visible_to(access_of(newcomer), other.pk)


@pytest.mark.parametrize("state", [PlanState.CLOSED, PlanState.WITHDRAWN])
def test_an_invitation_to_a_plan_that_ended_meanwhile_lets_nobody_in(world, state):
    guests.invite_guest(by=world.nurse, plan=world.plan, name="Jo", email="jo@test.example")
    world.plan.state = state
    world.plan.save()
    newcomer = make_user("Jo", email="jo@test.example")
    with pytest.raises(WrongState, match="nobody can join it"):
        accept_invitation(by=newcomer, token=Invitation.objects.get().token)
    assert not PlanGuest.objects.filter(user=newcomer).exists()


def test_a_partner_comments_and_is_heard_as_one(world):
    comment = comment_on_plan(by=world.partner, plan=world.plan, text="Nobody answers at five")
    assert comment.speaks_for == "partner"


def test_a_partner_updates_the_actions_they_own_and_no_others(world):
    with pytest.raises(NotAllowed):
        update_action(by=world.partner, **new_report(world))
    world.action.owner = world.partner
    world.action.save()
    assert update_action(by=world.partner, **new_report(world)).pk


def test_a_partner_of_another_plan_is_no_partner_of_this_one(world):
    stranger = make_user("Al")
    PlanGuest.objects.create(plan=make_plan(), user=stranger, starts_on=IN_WINDOW)
    with pytest.raises(NotAllowed):
        comment_on_plan(by=stranger, plan=world.plan, text="Hello")


@pytest.mark.parametrize(
    "credit,alias,shown",
    [
        (Credit.NAME, "", "Lin Carter"),
        (Credit.ALIAS, "  A  patient ", "A patient"),
        (Credit.NONE, "", "A partner"),
    ],
)
def test_a_partner_is_named_as_they_wish(world, credit, alias, shown):
    guests.choose_credit(by=world.partner, plan=world.plan, credit=credit, alias=alias)
    assert PlanGuest.objects.get(user=world.partner).shown_as == shown


def test_nobody_is_named_before_they_said_so(world):
    assert PlanGuest.objects.get(user=world.partner).shown_as == "A partner"


def test_an_alias_must_be_given_and_the_database_holds_it(world):
    with pytest.raises(Refusal, match="Enter the name"):
        guests.choose_credit(by=world.partner, plan=world.plan, credit=Credit.ALIAS, alias=" ")
    with pytest.raises(IntegrityError, match="guest_with_alias"):
        PlanGuest.objects.update(credit=Credit.ALIAS, credited_as="")


@pytest.mark.parametrize("who", ["nurse", "lead", "mentor", "outsider"])
def test_nobody_else_decides_how_a_partner_is_named(world, who):
    with pytest.raises(NotAllowed):
        guests.choose_credit(by=getattr(world, who), plan=world.plan, credit=Credit.NAME)


@pytest.mark.parametrize("who", ["nurse", "partner"])
def test_a_partner_s_part_ends_at_once_and_what_they_wrote_stays(world, who):
    comment = comment_on_plan(by=world.partner, plan=world.plan, text="Nobody answers at five")
    guests.end_guest(by=getattr(world, who), plan=world.plan, user_id=world.partner.pk)
    assert not plans_of(world.partner).exists()
    comment.refresh_from_db()
    assert comment.by == world.partner


def test_somebody_who_joined_today_can_leave_today_and_come_back(world):
    guests.invite_guest(by=world.nurse, plan=world.plan, name="Jo", email="jo@test.example")
    newcomer = make_user("Jo", email="jo@test.example")
    invitation = Invitation.objects.get()
    guests.become_guest(user=newcomer, thing_id=str(world.plan.pk), invitation=invitation)
    guests.end_guest(by=newcomer, plan=world.plan, user_id=newcomer.pk)
    assert not plans_of(newcomer).exists()
    guests.become_guest(user=newcomer, thing_id=str(world.plan.pk), invitation=invitation)
    assert plans_of(newcomer).exists()


@pytest.mark.parametrize("who", ["member", "mentor", "sponsor", "observer"])
def test_others_do_not_end_a_partner_s_part(world, who):
    with pytest.raises(NotAllowed):
        guests.end_guest(by=getattr(world, who), plan=world.plan, user_id=world.partner.pk)


def test_somebody_who_is_no_partner_is_not_found(world):
    with pytest.raises(NotFound):
        guests.end_guest(by=world.nurse, plan=world.plan, user_id=world.member.pk)


def test_nobody_is_invited_twice(world):
    with pytest.raises(Refusal, match="already"):
        guests.invite_guest(
            by=world.nurse, plan=world.plan, name="Lin", email=world.partner.email.upper()
        )


def test_nobody_is_invited_to_a_plan_that_is_over():
    world = make_world(PlanState.WITHDRAWN)
    with pytest.raises(WrongState, match="over"):
        guests.invite_guest(by=world.nurse, plan=world.plan, name="Jo", email="jo@test.example")

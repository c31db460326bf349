"""A partner's part in a plan: who tells it, what is kept, and where it is shown."""

import pytest
from django.urls import reverse

from buddy_portal.accounts.refusals import NotAllowed, NotFound, Refusal, StaleVersion
from improvement_plans.models import PlanGuest, PlanState
from improvement_plans.services.involvement import tell_part
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db
TOLD = {
    "role": "carer",
    "stages": ["sharing", "need"],
    "difference": "The letter says whom to ring at night",
}


@pytest.fixture(autouse=True)
def in_the_window(time_machine):
    time_machine.move_to("2015-04-16T12:00:00+01:00", tick=False)


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


def tell(world, who, **changed):
    told = {**TOLD, "read_at": 1, "user_id": world.partner.pk, **changed}
    tell_part(by=getattr(world, who), plan=world.plan, **told)


@pytest.mark.parametrize("who", ["nurse", "partner"])
def test_the_lead_and_the_partner_tell_the_part_in_the_order_of_the_work(world, who):
    tell(world, who)
    guest = PlanGuest.objects.get()
    assert (guest.role, guest.stages) == ("carer", ["need", "sharing"])
    assert guest.stage_words() == "Finding out what matters, telling others"


@pytest.mark.parametrize("who", ["member", "mentor", "sponsor", "observer", "lead", "outsider"])
def test_nobody_else_does(world, who):
    with pytest.raises(NotAllowed):
        tell(world, who)


def test_a_partner_does_not_speak_for_another(world):
    with pytest.raises(NotAllowed, match="their own part"):
        tell(world, "partner", user_id=world.member.pk)


def test_somebody_who_is_no_partner_has_no_part(world):
    with pytest.raises(NotFound):
        tell(world, "nurse", user_id=world.member.pk)


def test_a_role_that_is_none_is_refused(world):
    with pytest.raises(Refusal, match="one of the roles"):
        tell(world, "nurse", role="doctor")


def test_of_two_who_save_the_same_version_the_second_sees_both(world):
    tell(world, "nurse")
    with pytest.raises(StaleVersion):
        tell(world, "partner", difference="Mine")
    there = reverse("guest_part", args=[world.plan.pk, world.partner.pk])
    typed = {"difference": "What I typed", "stages": ["need"], "read_version": 1}
    page = client_of(world.partner).post(there, typed).content.decode()
    assert TOLD["difference"] in page
    assert "What I typed" in page
    assert PlanGuest.objects.get().difference == TOLD["difference"]


def test_the_plan_shows_the_part_under_the_name_the_partner_chose(world):
    tell(world, "nurse")
    page = client_of(world.mentor).get(reverse("plan_detail", args=[world.plan.pk]))
    shown = page.content.decode()
    assert "Because of them: The letter says whom to ring at night" in shown
    assert "Cares for somebody who has had it" in shown
    assert "Lin Carter" not in shown


def test_the_form_opens_for_the_partner_and_saves(world):
    client = client_of(world.partner)
    there = reverse("guest_part", args=[world.plan.pk, world.partner.pk])
    assert "Your part in this plan" in client.get(there).content.decode()
    assert client.post(there, {**TOLD, "read_version": 1}).status_code == 302
    assert PlanGuest.objects.get().difference == TOLD["difference"]


def test_what_a_partner_said_about_themselves_can_be_taken_back(world):
    tell(world, "nurse")
    client = client_of(world.partner)
    there = reverse("guest_part", args=[world.plan.pk, world.partner.pk])
    assert "Rather not say" in client.get(there).content.decode()
    taken_back = {"role": "unsaid", "difference": "", "read_version": 2}
    assert client.post(there, taken_back).status_code == 302
    guest = PlanGuest.objects.get()
    assert (guest.role, guest.stages, guest.difference) == ("", [], "")


@pytest.mark.parametrize(
    "typed",
    [
        {"difference": "x" * 100_000},
        {"difference": "a\x00b"},
        {"role": "<b>"},
        {"stages": ["nowhere"]},
        {"read_version": "x"},
        {"read_version": ""},
    ],
)
def test_bad_input_is_refused_in_words_and_nothing_changes(world, typed):
    there = reverse("guest_part", args=[world.plan.pk, world.partner.pk])
    page = client_of(world.nurse).post(there, {**TOLD, "read_version": 1, **typed})
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert PlanGuest.objects.get().difference == ""


def test_a_partner_of_another_plan_is_not_found(world):
    there = reverse("guest_part", args=[world.plan.pk, world.partner.pk])
    assert client_of(world.outsider).get(there).status_code == 404

"""The midpoint review and more time: asked for, granted, refused."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.refusals import NotAllowed, Refusal, WrongState
from improvement_plans.models import ExtensionRequest, PlanState
from improvement_plans.selectors import plan_overviews
from improvement_plans.services import course
from improvement_plans.status import PlanStatusKind
from improvement_plans.tests.services.worlds import BEFORE_WINDOW, IN_WINDOW, make_world
from improvement_plans.time_box import OutsideWindow

pytestmark = pytest.mark.django_db
LATER = datetime.date(2015, 9, 11)


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


def ask(world, by=None, until=LATER, reason="The ward moved"):
    return course.ask_extension(by=by or world.nurse, plan=world.plan, until=until, reason=reason)


def test_a_midpoint_review_begins_and_ends_with_what_came_out(world):
    course.start_midpoint_review(by=world.nurse, plan=world.plan, today=IN_WINDOW)
    course.finish_midpoint_review(by=world.lead, plan=world.plan, findings="Half is done")
    world.plan.refresh_from_db()
    assert world.plan.state == PlanState.ACTIVE
    assert world.plan.steps.last().reason == "Half is done"


def test_a_midpoint_review_outside_the_window_is_refused(world):
    with pytest.raises(OutsideWindow):
        course.start_midpoint_review(by=world.nurse, plan=world.plan, today=BEFORE_WINDOW)


def test_only_a_plan_in_its_midpoint_review_leaves_it(world):
    with pytest.raises(WrongState, match="not in its midpoint review"):
        course.finish_midpoint_review(by=world.nurse, plan=world.plan, findings="None")


def test_a_plan_that_asks_for_more_time_is_watched_until_the_answer(world):
    ask(world)
    (overview,) = plan_overviews(access_of(world.lead), on=IN_WINDOW)
    assert overview.status.kind is PlanStatusKind.WATCH
    course.refuse_extension(by=world.lead, plan=world.plan, answer="The survey begins")
    (overview,) = plan_overviews(access_of(world.lead), on=IN_WINDOW)
    assert overview.status.kind is PlanStatusKind.ON_TRACK


def test_more_time_that_is_granted_moves_the_window_and_keeps_a_version(world):
    ask(world)
    course.grant_extension(by=world.lead, plan=world.plan, until=LATER)
    world.plan.refresh_from_db()
    assert (world.plan.state, world.plan.window_to) == (PlanState.EXTENDED, LATER)
    assert world.plan.versions.get().content["window"][1] == "2015-09-11"
    assert ExtensionRequest.objects.get().granted is True


def test_more_time_can_be_given_twice(world):
    for until in (datetime.date(2015, 8, 14), LATER):
        course.extend_plan(by=world.lead, plan=world.plan, until=until, reason="Again")
    world.plan.refresh_from_db()
    assert world.plan.window_to == LATER


def test_nobody_asks_twice_at_once(world):
    ask(world)
    with pytest.raises(WrongState, match="asked for already"):
        ask(world)


def test_the_database_holds_one_open_request_whoever_writes(world):
    ask(world)
    with pytest.raises(IntegrityError, match="one_open_extension"), transaction.atomic():
        ExtensionRequest.objects.create(plan=world.plan, until=LATER, reason="Past the service")


def test_an_unasked_extension_answers_the_open_request(world):
    ask(world)
    course.extend_plan(by=world.lead, plan=world.plan, until=LATER, reason="Agreed by telephone")
    assert not ExtensionRequest.objects.filter(decided_at=None).exists()


@pytest.mark.parametrize(
    "until", [datetime.date(2015, 7, 31), datetime.date(2015, 1, 1), datetime.date(2016, 9, 1)]
)
def test_an_end_that_is_no_later_or_too_late_is_refused_at_its_field(world, until):
    with pytest.raises(Refusal) as refused:
        ask(world, until=until)
    assert refused.value.field == "until"


def test_a_refusal_needs_a_reason_and_a_request(world):
    with pytest.raises(Refusal, match="Say why"):
        course.refuse_extension(by=world.lead, plan=world.plan, answer=" ")
    with pytest.raises(WrongState, match="No request"):
        course.refuse_extension(by=world.lead, plan=world.plan, answer="No")


@pytest.mark.parametrize("who", ["member", "sponsor", "mentor", "lead", "partner", "observer"])
def test_only_the_nurse_asks(world, who):
    with pytest.raises(NotAllowed):
        ask(world, by=getattr(world, who))


@pytest.mark.parametrize("who", ["nurse", "member", "sponsor", "mentor", "partner", "observer"])
def test_only_the_programme_grants(world, who):
    ask(world)
    with pytest.raises(NotAllowed):
        course.grant_extension(by=getattr(world, who), plan=world.plan, until=LATER)


def test_a_plan_that_is_not_under_way_gets_no_more_time():
    world = make_world(PlanState.DRAFT)
    with pytest.raises(WrongState, match="under way"):
        ask(world)

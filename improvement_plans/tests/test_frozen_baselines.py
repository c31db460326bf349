"""Versions of plans and approved baselines stay as they were: the database refuses."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection

from improvement_plans.models import Aim, Plan, PlanState, PlanVersion
from improvement_plans.services.approval import (
    approve_as_sponsor,
    approve_for_programme,
    reopen_plan,
)
from improvement_plans.services.moves import move_plan
from improvement_plans.tests.services.worlds import BEFORE_WINDOW, make_world, mentor_speaks

pytestmark = pytest.mark.django_db
OF_VERSIONS = [
    "UPDATE improvement_plans_planversion SET content = '{}'",
    "UPDATE improvement_plans_planversion SET number = 9",
    "UPDATE improvement_plans_planversion SET at = at - interval '1 day'",
    "DELETE FROM improvement_plans_planversion",
]
OF_BASELINES = [
    "UPDATE improvement_plans_aim SET baseline = 50",
    "UPDATE improvement_plans_aim SET baseline_n = 9",
    "UPDATE improvement_plans_aim SET tumour_group = 'Breast'",
]
DELETION = "DELETE FROM improvement_plans_aim"
THAWS = [
    "UPDATE improvement_plans_plan SET baselines_frozen_at = NULL",
    "UPDATE improvement_plans_plan SET baselines_frozen_at = NULL, state = 'draft'",
]
REOPENING = "UPDATE improvement_plans_plan SET baselines_frozen_at = NULL, state = '{}'"
LATE_AIM = (
    "INSERT INTO improvement_plans_aim (plan_id, version, position, title, question_id, "
    "tumour_group, population, why, outcome) SELECT plan_id, 1, 2, 'Late', question_id, "
    "'Breast', '', '', '' FROM improvement_plans_aim"
)


NEVER_FROZEN = (PlanState.DRAFT, PlanState.SUBMITTED, PlanState.CHANGES_REQUESTED)


@pytest.fixture
def approved():
    world = make_world(PlanState.SUBMITTED)
    mentor_speaks(world)
    world.plan.aims.update(baseline=63.8, baseline_n=298)
    approve_as_sponsor(by=world.sponsor, plan=world.plan)
    approve_for_programme(by=world.lead, plan=world.plan, today=BEFORE_WINDOW)
    return world


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def refused(statement, words):
    run("SAVEPOINT before")
    with pytest.raises(DatabaseError, match=words):
        run(statement)
    run("ROLLBACK TO SAVEPOINT before")


@pytest.mark.parametrize("fault", OF_VERSIONS)
def test_a_version_is_never_changed_or_deleted(approved, fault):
    refused(fault, "never changed or deleted")


@pytest.mark.parametrize("fault", OF_VERSIONS)
def test_the_web_role_changes_no_version(approved, as_web_role, fault):
    refused(fault, "permission denied")


@pytest.mark.parametrize("fault", [*OF_BASELINES, DELETION])
def test_an_approved_baseline_stays(approved, as_web_role, fault):
    run("UPDATE improvement_plans_action SET aim_id = NULL")
    refused(fault, "stay as they were approved")


@pytest.mark.parametrize("state", sorted(set(PlanState) - set(NEVER_FROZEN)))
@pytest.mark.parametrize("fault", THAWS)
def test_in_no_state_a_baseline_thaws_by_hand(approved, as_web_role, state, fault):
    Plan.objects.update(state=state)
    refused(fault, "stay frozen")


def test_a_plan_that_has_begun_is_not_opened_again_by_hand(approved, as_web_role):
    plan = Plan.objects.get()
    move_plan(plan, to=PlanState.ACTIVE, by=None, action="plan began")
    run("UPDATE improvement_plans_plan SET state = 'approved'")
    refused(REOPENING.format(PlanState.CHANGES_REQUESTED), "stay frozen")


def test_an_approved_plan_takes_no_further_aim(approved, as_web_role):
    refused(LATE_AIM, "takes no further aim")


def test_what_is_not_a_baseline_may_still_change(approved, as_web_role):
    run("UPDATE improvement_plans_aim SET outcome = 'achieved'")
    run("UPDATE improvement_plans_planversion SET by_id = NULL")
    assert Aim.objects.get().outcome == "achieved"


def test_a_plan_that_is_opened_again_takes_another_baseline_and_keeps_its_version(approved):
    reopen_plan(by=approved.lead, plan=approved.plan, reason="Wrong question")
    for change in OF_BASELINES:
        run(change)
    assert Aim.objects.get().baseline == 50
    assert PlanVersion.objects.get().content["aims"][0]["baseline"] == 63.8


def test_a_plan_with_versions_is_not_deleted(approved):
    with pytest.raises(ProgrammingError, match="never changed or deleted"):
        approved.plan.delete()


@pytest.mark.parametrize("fault", [OF_VERSIONS[0], OF_BASELINES[0]])
def test_without_the_triggers_the_fault_would_go_through(approved, fault):
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE improvement_plans_planversion DISABLE TRIGGER USER")
    run("ALTER TABLE improvement_plans_aim DISABLE TRIGGER USER")
    run(fault)
    assert PlanVersion.objects.get().content == {} or Aim.objects.get().baseline == 50


@pytest.mark.parametrize("fault", [*THAWS, LATE_AIM])
def test_without_the_newer_triggers_those_faults_would_go_through(approved, fault):
    Plan.objects.update(state=PlanState.WITHDRAWN)
    frozen = Plan.objects.get().baselines_frozen_at
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE improvement_plans_plan DISABLE TRIGGER USER")
    run("ALTER TABLE improvement_plans_aim DISABLE TRIGGER USER")
    run(fault)
    assert Aim.objects.count() == 2 or Plan.objects.get().baselines_frozen_at != frozen

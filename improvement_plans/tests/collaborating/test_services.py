"""Running a collaborative and its teams: who may, what is refused, what is told to whom."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, Refusal, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import make_person
from improvement_plans import rules as plan_rules
from improvement_plans.collaborating.monthly import MonthFacts
from improvement_plans.measures.ceiling import Stage
from improvement_plans.models import IdeaState, Plan, PlanState
from improvement_plans.services import collaboratives, teams, writing
from improvement_plans.services.approval import approve_as_sponsor, approve_for_programme
from improvement_plans.tests.collaborating.worlds import (
    APRIL,
    TODAY,
    make_cohort,
    make_collaborative,
    make_gathering,
    make_priority,
    make_team,
    make_team_world,
)
from improvement_plans.tests.factories import make_driver, make_plan
from improvement_plans.tests.measure_factories import make_measure
from trusts.models import Participation, ParticipationRole
from trusts.tests.factories import make_scheme, make_trust

pytestmark = pytest.mark.django_db
DAYS = {"starts_on": datetime.date(2015, 3, 3), "ends_on": datetime.date(2015, 3, 3)}
SESSION = {
    "kind": "learning_session",
    "title": "First learning session",
    **DAYS,
    "place": "Leeds",
    "agenda": "Measures",
    "materials": "https://slides.example/1",
}
MEMBER = {
    "name": "Jo Okafor",
    "part": "Matron",
    "trust": None,
    "is_sponsor": False,
    "is_partner": False,
}


@pytest.fixture
def world():
    return make_team_world()


def start(world, *organisations, **values):
    joined = list(organisations) or [make_trust("NEA"), make_trust("NEB")]
    return teams.start_team(
        by=world.lead,
        cohort=world.cohort,
        values={"name": "Blue team", "summary": "", **values},
        organisations=joined,
    )


def test_a_plan_belongs_to_exactly_one_of_a_pair_or_a_team(world):
    paired = make_plan()
    for fields in ({"pair": None}, {"team": world.team}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Plan.objects.filter(pk=paired.pk).update(**fields)


def test_starting_a_team_starts_its_plan_and_makes_its_organisations_take_part(world):
    person = make_person(Role.TRUST_LEAD, "NEB")
    team = start(world)
    assert (team.plan.trust, team.plan.scheme) == (team.lead_trust, world.scheme)
    assert team.codes == ["NEA", "NEB"]
    parts = Participation.objects.filter(scheme=world.scheme, trust__ods_code__in=team.codes)
    assert {part.role for part in parts} == {ParticipationRole.TEAM}
    assert Message.objects.filter(payload__to=person.email).exists()


def test_only_the_programme_starts_a_team(world):
    with pytest.raises(NotAllowed, match="Only a programme lead"):
        teams.start_team(
            by=world.nurse, cohort=world.cohort, values={"name": "x"}, organisations=[]
        )


def test_a_team_of_one_organisation_is_refused(world):
    with pytest.raises(Refusal, match="at least two organisations"):
        start(world, make_trust())


def test_a_second_team_of_the_name_is_refused(world):
    with pytest.raises(Refusal, match="a team of this name"):
        start(world, name="RED TEAM")


def test_a_team_gains_an_organisation_whose_people_then_write_its_plan(world):
    joining = make_trust("NEW")
    person = make_person(Role.TRUST_LEAD, "NEW")
    sides = plan_rules.PlanSides.of(world.plan)
    assert not plan_rules.write_plan.allows(access_of(person), sides)
    teams.change_team(
        by=world.lead,
        team=world.team,
        read_at=1,
        values={"name": "Red team", "summary": "Calls"},
        organisations=[world.leading, world.joining, joining],
    )
    sides = plan_rules.PlanSides.of(Plan.objects.get(pk=world.plan.pk))
    assert plan_rules.write_plan.allows(access_of(person), sides)


def test_the_organisation_that_leads_a_team_stays(world):
    with pytest.raises(Refusal, match="must stay first"):
        teams.change_team(
            by=world.lead,
            team=world.team,
            read_at=1,
            values={"name": "Red team", "summary": ""},
            organisations=[world.joining, world.leading],
        )


@pytest.mark.parametrize("who", ["nurse", "other_nurse"])
def test_people_of_any_of_the_organisations_write_the_plan(who, world):
    plan = make_team(world.cohort, world.leading, world.joining, state="draft").plan
    with time_machine.travel(TODAY):
        writing.change_plan(
            by=getattr(world, who),
            plan=plan,
            read_at=1,
            values={"summary": "Ring every patient"},
            today=TODAY,
        )
    plan.refresh_from_db()
    assert plan.summary == "Ring every patient"


def test_a_team_plan_is_approved_without_a_buddy_having_spoken(world):
    team = make_team(world.cohort, world.leading, world.joining, state=PlanState.SUBMITTED)
    approve_as_sponsor(by=make_person(Role.SPONSOR, "TLB"), plan=team.plan)
    approve_for_programme(by=world.lead, plan=team.plan, today=TODAY)
    assert Plan.objects.get(pk=team.plan.pk).state == PlanState.ACTIVE


def test_a_stage_above_the_evidence_is_refused_with_what_is_missing(world):
    with pytest.raises(teams.StageAboveEvidence, match="show a change that is being tested"):
        teams.say_stage(by=world.nurse, team=world.team, read_at=1, stage=Stage.TESTING)


def test_a_stage_that_the_evidence_bears_is_taken(world):
    make_driver(world.plan.aims.get(), state=IdeaState.TESTING)
    make_measure(world.plan, [60.0])
    teams.say_stage(by=world.member, team=world.team, read_at=1, stage=Stage.MEASURING)
    world.team.refresh_from_db()
    assert world.team.stage == Stage.MEASURING


def test_people_of_the_programme_do_not_say_a_team_s_stage(world):
    with pytest.raises(NotAllowed):
        teams.say_stage(by=world.lead, team=world.team, read_at=1, stage=Stage.PLANNING)


def report(world, **changed):
    values = {"by": world.nurse, "team": world.team, "month": APRIL, "sentence": "Calls began."}
    return teams.submit_report(**{**values, "today": TODAY, **changed})


def test_a_report_keeps_what_the_entries_said_that_day(world):
    make_measure(world.plan, [60.0, 61.0], name="Calls made")
    kept = report(world)
    make_measure(world.plan, [70.0], name="Something later")
    facts = MonthFacts.from_stored(kept.facts)
    assert [chart.title for chart in facts.charts] == ["Calls made"]
    assert AuditEvent.objects.filter(action="monthly report sent in").exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"month": datetime.date(2015, 5, 1)}, "when it has begun"),
        ({"month": datetime.date(2015, 4, 2)}, "when it has begun"),
        ({"month": datetime.date(2014, 12, 1)}, "outside the cohort"),
        ({"sentence": "  "}, "Enter a sentence"),
    ],
)
def test_a_report_that_cannot_be_is_refused(changed, said, world):
    with pytest.raises((Refusal, WrongState), match=said):
        report(world, **changed)


def test_a_month_is_reported_once(world):
    report(world)
    with pytest.raises(WrongState, match="sent in already"):
        report(world)


def test_an_abstract_is_answered_once_and_its_author_is_told(world):
    abstract = teams.submit_abstract(
        by=world.nurse, team=world.team, values={"title": "Calls", "text": "We rang."}
    )
    teams.decide_abstract(by=world.lead, abstract=abstract, read_at=1, accept=True, answer="")
    assert Message.objects.filter(payload__to=world.nurse.email).count() == 1
    with pytest.raises(WrongState, match="answered already"):
        teams.decide_abstract(by=world.lead, abstract=abstract, read_at=2, accept=True, answer="")


def test_declining_an_abstract_needs_a_word_to_the_team(world):
    abstract = teams.submit_abstract(
        by=world.nurse, team=world.team, values={"title": "Calls", "text": "We rang."}
    )
    with pytest.raises(Refusal, match="Say why"):
        teams.decide_abstract(by=world.lead, abstract=abstract, read_at=1, accept=False, answer=" ")


def test_a_member_is_of_one_of_the_organisations_and_named_once(world):
    teams.add_member(by=world.nurse, team=world.team, values={**MEMBER, "trust": world.joining})
    with pytest.raises(Refusal, match="Somebody of this name"):
        teams.add_member(by=world.nurse, team=world.team, values=MEMBER)
    with pytest.raises(Refusal, match="one of the team’s organisations"):
        teams.add_member(
            by=world.nurse, team=world.team, values={**MEMBER, "name": "A", "trust": make_trust()}
        )


def test_an_organisation_with_a_member_in_the_team_cannot_leave(world):
    teams.add_member(by=world.nurse, team=world.team, values={**MEMBER, "trust": world.joining})
    with pytest.raises(Refusal, match="Jo Okafor is in the team for"):
        teams.change_team(
            by=world.lead,
            team=world.team,
            read_at=1,
            values={"name": "Red team", "summary": ""},
            organisations=[world.leading, make_trust()],
        )


def test_a_team_that_left_takes_no_more_reports(world):
    teams.withdraw_team(by=world.lead, team=world.team, reason="Lost its lead")
    with pytest.raises(WrongState, match="has left its cohort"):
        report(world)


def test_a_buddy_scheme_has_no_cohorts(world):
    values = {"name": "A", "starts_on": APRIL, "ends_on": APRIL}
    with pytest.raises(WrongState, match="Only an improvement collaborative"):
        collaboratives.make_cohort(by=world.lead, scheme=make_scheme(), values=values)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ends_on": datetime.date(2015, 3, 2)}, "ends_on"),
        ({"starts_on": datetime.date(2014, 3, 2)}, "starts_on"),
        ({"materials": "javascript:alert(1)"}, "materials"),
    ],
)
def test_a_session_that_cannot_be_is_refused_at_its_field(changed, field, world):
    with pytest.raises(Refusal) as refused:
        collaboratives.plan_gathering(
            by=world.lead, cohort=world.cohort, values={**SESSION, **changed}
        )
    assert refused.value.field == field


def test_a_cohort_has_one_recognition_event(world):
    values = {**SESSION, "kind": "recognition"}
    collaboratives.plan_gathering(by=world.lead, cohort=world.cohort, values=values)
    with pytest.raises(Refusal, match="recognition event already"):
        collaboratives.plan_gathering(
            by=world.lead, cohort=world.cohort, values={**values, "title": "Another"}
        )


def test_a_cohort_cannot_shrink_away_from_its_sessions(world):
    make_gathering(world.cohort)
    days = {"starts_on": datetime.date(2015, 3, 1), "ends_on": datetime.date(2015, 6, 1)}
    with pytest.raises(Refusal, match="would then lie outside"):
        collaboratives.change_cohort(
            by=world.lead, cohort=world.cohort, read_at=1, values={"name": "A", **days}
        )


def came(world, gathering, **changed):
    values = {"read_at": 1, "teams": [world.team], "people": 24, "today": TODAY, **changed}
    collaboratives.say_who_came(by=world.lead, gathering=gathering, **values)


def test_who_came_is_said_by_teams_and_a_count(world):
    gathering = make_gathering(world.cohort)
    came(world, gathering)
    gathering.refresh_from_db()
    assert (list(gathering.attended.all()), gathering.people) == ([world.team], 24)


def test_attendance_that_cannot_be_is_refused(world):
    gathering = make_gathering(world.cohort)
    foreign = make_team(make_cohort(make_collaborative("Other")))
    for changed, said in (
        ({"today": datetime.date(2015, 1, 1)}, "once the day has come"),
        ({"teams": [foreign]}, "teams of this cohort"),
        ({"people": 0}, "Fewer people than teams"),
    ):
        with pytest.raises((Refusal, WrongState), match=said):
            came(world, gathering, **changed)


@pytest.mark.parametrize(
    ("level", "place", "field"),
    [("national", "Leeds", "place"), ("local", "", "place"), ("national", "", "title")],
)
def test_a_priority_that_cannot_be_is_refused_at_its_field(level, place, field, world):
    make_priority("Early diagnosis")
    values = {"level": level, "place": place, "title": "Early diagnosis", "source": ""}
    with pytest.raises(Refusal) as refused:
        collaboratives.add_priority(by=world.lead, values=values)
    assert refused.value.field == field


def test_a_retired_priority_is_kept_but_not_newly_named(world):
    held, other = make_priority("A"), make_priority("B", retired_at=timezone.now())
    collaboratives.name_priorities(by=world.nurse, plan=world.plan, priorities=[held])
    collaboratives.retire_priority(by=world.lead, priority=held)
    held.refresh_from_db()
    collaboratives.name_priorities(by=world.other_nurse, plan=world.plan, priorities=[held])
    with pytest.raises(Refusal, match="not retired"):
        collaboratives.name_priorities(by=world.nurse, plan=world.plan, priorities=[other])


def test_an_outsider_names_no_priorities(world):
    with pytest.raises(NotAllowed):
        collaboratives.name_priorities(by=world.outsider, plan=world.plan, priorities=[])

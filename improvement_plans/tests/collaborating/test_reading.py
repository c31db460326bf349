"""What a month's report, a cohort's report and the certificates hold, and who sees what."""

import datetime
import uuid

import pytest
import time_machine

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.refusals import NotFound
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from buddy_portal.tests.pdf_words import words_of_pages
from improvement_plans.collaborating import rules
from improvement_plans.collaborating.monthly import MonthFacts, month_after
from improvement_plans.measures.ceiling import Stage
from improvement_plans.models import ProgressUpdate, TeamMember
from improvement_plans.presenters import cohort_reports as words
from improvement_plans.presenters.collaboratives import months_of, stage_words, timeline
from improvement_plans.printing.certificates import (
    certificates_pdf,
    cohort_report_pdf,
    pages_of,
)
from improvement_plans.printing.team_reports import facts_of, team_report_pdf
from improvement_plans.rules import PlanSides
from improvement_plans.selectors import collaboratives as selectors
from improvement_plans.selectors.cohort_reports import cohort_results
from improvement_plans.selectors.team_reports import month_entries
from improvement_plans.selectors.visibility import plans_visible_to
from improvement_plans.tests.collaborating.worlds import (
    APRIL,
    TODAY,
    make_cohort,
    make_gathering,
    make_priority,
    make_team,
    make_team_world,
)
from improvement_plans.tests.measure_factories import make_measure

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_team_world()


def facts_on(world, on=TODAY):
    return facts_of(world.team, month_entries(world.team, month=APRIL, on=on))


def update(world, day, **fields):
    moment = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
    with time_machine.travel(moment, tick=False):
        action = world.plan.actions.get()
        return ProgressUpdate.objects.create(
            action=action, form_key=uuid.uuid4(), claim="on_track", **fields
        )


@pytest.mark.parametrize("who", ["nurse", "other_nurse", "member", "partner", "lead"])
def test_people_of_every_organisation_guests_and_the_programme_see_the_team(who, world):
    access = access_of(getattr(world, who))
    assert list(plans_visible_to(access)) == [world.plan]
    assert selectors.team_visible_to(access, world.team.pk)[0] == world.team


def test_nobody_else_finds_the_team_or_its_cohort(world):
    access = access_of(world.outsider)
    with pytest.raises(NotFound):
        selectors.team_visible_to(access, world.team.pk)
    with pytest.raises(NotFound):
        selectors.cohort_visible_to(access, world.cohort.pk)
    with pytest.raises(NotFound):
        selectors.collaborative_visible_to(access, world.scheme.pk)


@pytest.mark.parametrize(
    ("role", "code", "leads", "reports"),
    [
        (Role.TRUST_LEAD, "TLB", True, True),
        (Role.TEAM_MEMBER, "TLA", False, True),
        (Role.SPONSOR, "TLA", False, False),
        (Role.OBSERVER, "TLA", False, False),
        (Role.TRUST_LEAD, "XXX", False, False),
        (Role.PROGRAMME_LEAD, "", True, False),
        (Role.PROGRAMME_ANALYST, "", False, False),
    ],
)
def test_who_leads_and_reports_for_a_team(role, code, leads, reports):
    access = access_of(make_person(role, code))
    sides = PlanSides("", "TLA", team_codes=frozenset({"TLA", "TLB"}))
    assert rules.lead_team.allows(access, sides) is leads
    assert rules.report_for_team.allows(access, sides) is reports


def test_a_month_counts_its_own_entries_and_says_who_wants_help(world):
    update(world, datetime.date(2015, 3, 30), text="In March")
    update(world, datetime.date(2015, 4, 10), help_wanted=True, blockers="No phone")
    facts = facts_on(world)
    assert facts.updates == 1
    assert facts.help_wanted == ("Give every new patient the contact card: No phone",)
    assert facts.freshness == "The last entry is 6 days old."


def test_old_entries_are_called_stale(world):
    update(world, datetime.date(2015, 3, 1))
    facts = facts_on(world)
    assert facts.is_stale
    assert facts.freshness == "Stale: nothing was entered for 46 days."


def test_a_team_without_entries_says_so(world):
    assert facts_on(world).freshness == "Nothing has been entered yet."


def test_a_report_comes_back_from_the_store_as_it_went_in(world):
    make_measure(world.plan, [60.0, 61.0])
    facts = facts_on(world)
    assert MonthFacts.from_stored(facts.as_stored()) == facts


def test_a_stage_that_lost_its_evidence_is_not_repeated(world):
    world.team.stage = Stage.IMPROVING
    world.team.save()
    [each] = selectors.listed([world.team])
    assert each.stage is Stage.PLANNING
    assert "once said more" in stage_words(each)
    assert facts_on(world).stage == "Planning"


def test_the_months_of_a_team_are_those_of_its_cohort_so_far(world):
    page = selectors.team_page(access_of(world.nurse), world.team.pk)
    names = [month["name"] for month in months_of(page, on=TODAY)]
    assert names == ["April 2015", "March 2015", "February 2015"]


def test_the_next_month_of_december_is_january():
    assert month_after(datetime.date(2015, 12, 1)) == datetime.date(2016, 1, 1)


def test_the_timeline_says_what_is_done_now_and_later(world):
    days = [datetime.date(2015, 4, day) for day in (1, 16, 20)]
    made = [
        make_gathering(world.cohort, title=str(day), starts_on=day, ends_on=day) for day in days
    ]
    assert [step["state"] for step in timeline(made, on=TODAY)] == ["done", "now", "later"]


def test_teams_are_found_by_words_priority_cohort_and_stage(world):
    other = make_team(make_cohort(world.scheme), name="Blue team")
    priority = make_priority()
    other.plan.priorities.add(priority)
    access = access_of(world.lead)

    def found(**asked):
        teams = selectors.teams_of(access, world.scheme, selectors.TeamQuery(**asked))
        return [each.team.name for each in teams]

    assert found() == ["Blue team", "Red team"]
    assert found(words="red") == ["Red team"]
    assert found(words=world.joining.name) == ["Red team"]
    assert found(priority=str(priority.pk)) == ["Blue team"]
    assert found(cohort=str(other.cohort_id)) == ["Blue team"]
    assert found(stage="4") == []
    assert found(stage="x", cohort="٣x", priority="-") == ["Blue team", "Red team"]


def _teams(world, until):
    while world.cohort.teams.count() < until:
        team = make_team(world.cohort)
        make_measure(team.plan, [60.0, 61.0])


def test_a_list_of_teams_takes_as_many_queries_for_two_as_for_twenty(
    world, django_assert_num_queries, django_assert_max_num_queries
):
    access = access_of(world.lead)

    def read():
        for each in selectors.teams_of(access, world.scheme):
            words.organisations_words(each.team), list(each.team.plan.priorities.all())

    _teams(world, 2)
    with django_assert_max_num_queries(12) as few:
        read()
    _teams(world, 20)
    with django_assert_num_queries(len(few)):
        read()


def test_a_cohort_report_takes_as_many_queries_for_two_teams_as_for_twenty(
    world, django_assert_num_queries, django_assert_max_num_queries
):
    _teams(world, 2)
    with django_assert_max_num_queries(15) as few:
        words.sheets(cohort_results(world.cohort, on=TODAY))
    _teams(world, 20)
    with django_assert_num_queries(len(few)):
        words.sheets(cohort_results(world.cohort, on=TODAY))


def test_a_cohort_report_is_honest_about_what_it_cannot_say(world):
    make_team(world.cohort, name="Left", withdrawn_at="2015-03-01T12:00:00Z")
    results = cohort_results(world.cohort, on=TODAY)
    limits = " ".join(words.what_cannot_be_said(results))
    assert words.key_sentence(results) == (
        "1 team took part, 1 left. No chart shows an improvement that chance does not explain."
    )
    for said in ("no group to compare", "volunteered", "1 team without data", "1 team left"):
        assert said in limits


def test_a_cohort_report_names_aims_with_baseline_target_and_result(world):
    [row] = words.aim_rows(cohort_results(world.cohort, on=TODAY))
    assert row[2:] == ["Q18", "63.8%", "74.0%", "31 July 2015", "Not said yet"]


def test_a_measure_that_improves_is_counted_as_a_signal(world):
    make_measure(world.plan, [60.0] * 12 + [80.0] * 8, improves=True)
    sentence = words.key_sentence(cohort_results(world.cohort, on=TODAY))
    assert "The charts of 1 team show an improvement" in sentence


def test_certificates_are_one_for_the_team_and_one_for_each_member(world):
    TeamMember.objects.create(team=world.team, name="Jo Okafor", part="Matron")
    TeamMember.objects.create(team=world.team, name="Lin", part="Patient", is_partner=True)
    [team] = selectors.teams_with_members(world.cohort)
    pages = pages_of(team)
    assert [page["name"] for page in pages] == ["Red team", "Jo Okafor", "Lin"]
    assert pages[2]["part"] == "Lived-experience partner"
    content = certificates_pdf(world.cohort, [team], fictional=False)
    printed = words_of_pages(content)
    assert len(printed) == 3
    assert "Jo Okafor" in printed[1]
    assert content == certificates_pdf(world.cohort, [team], fictional=False)


def test_certificates_of_an_empty_cohort_say_so(world):
    assert certificates_pdf(make_cohort(world.scheme), [], fictional=True).startswith(b"%PDF")


def test_a_month_is_set_as_a_pdf_with_its_charts(world):
    make_measure(world.plan, [60, 61, 64, 66, 62, 65, 70, 74, 72, 75, 73, 76, 77])
    pdf = team_report_pdf(
        world.team, facts_on(world), month=APRIL, sentence="Calls began.", fictional=True
    )
    assert pdf.startswith(b"%PDF")


def test_a_cohort_report_is_set_as_a_pdf(world):
    facts = words.printed(
        cohort_results(world.cohort, on=TODAY), as_at="16 April 2015", fictional=True
    )
    assert cohort_report_pdf(facts).startswith(b"%PDF")

"""Gaps that the survey shows and no aim and no event concerns."""

import pytest

from improvement_plans.characteristics import group_of_survey
from improvement_plans.listening.inequalities import Concern, InequalitySection, SurveyGap
from improvement_plans.models import ConcernedGroup, Plan, PlanState
from improvement_plans.presenters.inequalities import NOBODY, gap_table, left_out_points
from improvement_plans.selectors.inequalities import inequalities_of_plan, inequalities_of_scheme
from improvement_plans.tests.factories import make_aim, make_plan
from improvement_plans.tests.listening.factories import make_event
from improvement_plans.tests.services.worlds import make_world
from trusts.tests.factories import make_pair, make_score, make_trust


def gap(kind="tumour_group", group="Lung", number="Q18", *, is_clear=True):
    return SurveyGap(number, "x", "percent", kind, group, 37, 45.9, 59.7, -13.8, None, is_clear)


def section(*gaps, named=()):
    concerns = (Concern("Aim", "Ring us", "Trust", tuple(named)),)
    return InequalitySection(concerns, gaps, not_heard=(), not_counted=(), events=1)


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("tumour_group", "Head and Neck", "Tumour group: Head and Neck"),
        (
            "imd_quintile",
            "1 (most deprived)",
            "Deprivation of the area they live in: Most deprived fifth",
        ),
        ("imd_quintile", "4", "Deprivation of the area they live in: Fourth fifth"),
        ("gender", "Female", "Sex or gender: Women"),
        ("age", "75-84", "Age: 75 to 84"),
        ("age_group", "85+", "Age: 85 and over"),
        ("ethnicity", "Asian or Asian British", "Ethnic group: Asian or Asian British"),
        ("tumour_group", "All Cancers", ""),
        ("hair", "Red", ""),
        ("imd_quintile", "", ""),
    ],
)
def test_a_group_of_the_survey_has_the_words_of_aims_and_events(kind, name, words):
    assert group_of_survey(kind, name) == words


def test_a_gap_that_no_aim_and_no_event_names_is_said_to_be_nobodys():
    found = section(gap(), gap("gender", "Male"), named=["Sex or gender: Men"])
    assert [each.group for each in found.unattended] == ["Lung"]
    assert left_out_points(found) == ["Nobody works on a gap of: Tumour group: Lung (Q18)."]
    cells = [row.cells[-1] for row in gap_table(found).rows]
    assert cells[0].tag == NOBODY
    assert cells[1].text == "Ring us"


def test_an_aim_for_everybody_does_not_work_on_a_gap():
    assert section(gap(), named=[]).unattended


def test_a_gap_that_could_be_chance_stands_in_the_table_and_is_no_headline():
    found = section(gap(is_clear=False))
    assert left_out_points(found) == []
    assert gap_table(found).rows[0].cells[-1].tag == NOBODY


def test_a_group_without_words_of_its_own_is_not_called_nobodys():
    found = section(gap("tumour_group", "All Cancers"))
    assert found.unattended == ()
    assert gap_table(found).rows[0].cells[-1].tag is None


def survey(world, trust, *, lung):
    """A question on which lung patients fare worse than the two other groups."""
    make_score(world.question, trust, 80.0, 900) if trust is None else None
    for name, score, n in (("Lung", 60.0, lung), ("Breast", 84.0, 300), ("Skin", 82.0, 300)):
        hidden = {"score": None, "n": None} if n is None else {"score": score, "n": n}
        make_score(world.question, trust, group_kind="tumour_group", group_name=name, **hidden)


@pytest.mark.django_db
def test_an_event_of_the_plan_that_names_the_group_takes_the_gap_on():
    world = make_world(PlanState.ACTIVE)
    survey(world, world.pair.mentee, lung=60)
    assert [each.group for each in inequalities_of_plan(world.plan).unattended] == ["Lung"]
    event = make_event(world.pair.mentee, plan=world.plan)
    ConcernedGroup.objects.create(event=event, characteristic="tumour_group", group="lung")
    assert inequalities_of_plan(world.plan).unattended == ()


@pytest.mark.django_db
def test_a_scheme_names_englands_gaps_and_no_group_that_is_hidden():
    world = make_world(PlanState.ACTIVE)
    survey(world, None, lung=200)
    survey(world, world.pair.mentee, lung=None)
    assert [each.group for each in inequalities_of_scheme(world.pair.scheme).unattended] == ["Lung"]
    assert "Lung" not in [each.group for each in inequalities_of_plan(world.plan).gaps]


def works_on_lung(thing):
    """An aim or an event that names the group."""
    ConcernedGroup.objects.create(**thing, characteristic="tumour_group", group="lung")


@pytest.mark.django_db
@pytest.mark.parametrize("of_the_scheme", [False, True])
def test_a_cancelled_event_takes_no_gap_on(of_the_scheme):
    world = make_world(PlanState.ACTIVE)
    survey(world, world.pair.mentee, lung=60)
    survey(world, None, lung=200)
    where = {"scheme": world.pair.scheme} if of_the_scheme else {"plan": world.plan}
    trust = None if of_the_scheme else world.pair.mentee
    event = make_event(
        trust, **where, state="cancelled", reason="Snow", who_was_missing="People who work"
    )
    works_on_lung({"event": event})
    for found in (inequalities_of_plan(world.plan), inequalities_of_scheme(world.pair.scheme)):
        assert [each.group for each in found.unattended] == ["Lung"]
        assert (found.events, found.missing) == (0, ())


@pytest.mark.django_db
def test_the_aims_and_events_of_a_withdrawn_plan_take_no_gap_of_the_scheme_on():
    world = make_world(PlanState.ACTIVE)
    survey(world, None, lung=200)
    leaving = make_plan(make_pair(world.pair.scheme, make_trust("AAA"), make_trust("BBB")))
    works_on_lung({"aim": make_aim(leaving, world.question)})
    works_on_lung({"event": make_event(leaving.trust, plan=leaving)})
    assert inequalities_of_scheme(world.pair.scheme).unattended == ()
    Plan.objects.filter(pk=leaving.pk).update(state=PlanState.WITHDRAWN)
    found = inequalities_of_scheme(world.pair.scheme)
    assert [each.group for each in found.unattended] == ["Lung"]
    assert found.events == 0

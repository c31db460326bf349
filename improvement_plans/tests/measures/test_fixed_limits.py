"""Limits of a chart that rest on its first figures: who fixes them, why, and where it shows."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, Refusal, WrongState
from improvement_plans.charts.spc import xmr
from improvement_plans.measures.reading import read_measure
from improvement_plans.measures.rebasing import (
    earliest_base,
    why_no_base,
    why_no_limits,
    why_no_rebase,
)
from improvement_plans.models import Measure, PlanState, RebaseKind
from improvement_plans.presenters.measures import chart_of
from improvement_plans.printing.measures import _printed
from improvement_plans.services import figures, measures
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.measure_factories import make_measure, make_rebase
from improvement_plans.tests.services.worlds import IN_WINDOW, make_world

BEFORE = [60, 62, 61, 59, 60, 63, 58, 61, 60, 62, 59, 60]
AFTER = [75, 76, 74, 75]
DAYS = [datetime.date(2013 + month // 12, month % 12 + 1, 1) for month in range(24)]
FIRST, TWELFTH, THIRTEENTH = DAYS[0], DAYS[11], DAYS[12]


def why(until, *, rebased=(), fixed=(), days=DAYS):
    return why_no_base(until, days=days, rebased=rebased, fixed=fixed)


@pytest.mark.parametrize(
    ("until", "more", "words"),
    [
        (TWELFTH, {}, ""),
        (DAYS[23], {}, ""),
        (DAYS[10], {}, "has 11 of its figures up to 1 November 2013"),
        (datetime.date(2013, 12, 2), {}, "The nearest is for 1 December 2013"),
        (DAYS[20], {"rebased": [THIRTEENTH]}, "has 9 of its figures"),
        (DAYS[23], {"rebased": [THIRTEENTH]}, ""),
        (DAYS[14], {"fixed": [TWELFTH]}, "rest on the figures up to 1 December 2013. Undo"),
        (DAYS[23], {"fixed": [TWELFTH], "rebased": [THIRTEENTH]}, ""),
        (TWELFTH, {"days": []}, "no figure yet"),
    ],
)
def test_limits_are_fixed_once_a_part_to_12_figures_or_more(until, more, words):
    found = why(until, **more)
    assert words in found
    assert bool(found) is bool(words)


def test_no_part_begins_among_the_figures_that_fixed_limits_rest_on():
    for on, refused in ((DAYS[8], True), (TWELFTH, True), (THIRTEENTH, False)):
        found = why_no_rebase(on, days=DAYS, rebased=(), fixed=[TWELFTH])
        assert bool(found) is refused


def test_the_earliest_base_is_the_twelfth_figure_of_the_latest_part():
    assert earliest_base(DAYS, []) == TWELFTH
    assert earliest_base(DAYS, [DAYS[6]]) == DAYS[17]
    assert earliest_base(DAYS, [THIRTEENTH]) == DAYS[23]
    assert earliest_base(DAYS[:11], []) is None
    assert earliest_base([], []) is None


@pytest.fixture
def world():
    with time_machine.travel(f"{IN_WINDOW}T10:05:00+01:00", tick=False):
        yield make_world(PlanState.ACTIVE)


@pytest.fixture
def measure(world):
    return make_measure(world.plan, BEFORE + AFTER, first=FIRST)


def fix(world, measure, until=TWELFTH, by=None):
    return measures.fix_limits(
        by=by or world.nurse,
        measure=measure,
        until=until,
        reason="The year before the card",
        today=IN_WINDOW,
    )


def words_at(person, name, *args):
    return client_of(person).get(reverse(name, args=args)).content.decode()


@pytest.mark.django_db
def test_fixed_limits_are_those_of_the_first_figures_alone(world, measure):
    fix(world, measure)
    chart = read_measure(measure, sees_small=True).xmr
    assert [(p.mean, p.upper, p.kind) for p in chart.points] == [
        (p.mean, p.upper, p.kind) for p in xmr(BEFORE + AFTER, fix_after=12).points
    ]
    assert chart.points[-1].mean == pytest.approx(sum(BEFORE) / 12)
    assert Measure.objects.get(pk=measure.pk).improves


@pytest.mark.django_db
def test_chart_table_and_paper_say_what_the_limits_rest_on(world, measure):
    fix(world, measure)
    found = chart_of(read_measure(measure, sees_small=True))
    assert (12, "Limits rest on the figures up to here: The year before the card") in found.events
    assert {row[2] for row in found.figures().rows} == {"60.4%"}
    assert "The limits rest on the first 12 figures, up to Dec 2013" in found.description
    assert "The limits rest on the first 12 figures, up to Dec 2013" in _printed(measure).words
    page = words_at(world.nurse, "measure", measure.pk)
    assert "Limits rest on figures up to 1 December 2013" in page
    assert "The year before the card. By" in page


@pytest.mark.django_db
def test_fixing_and_freeing_stand_on_the_record_with_their_reasons(world, measure):
    made = fix(world, measure)
    client = client_of(world.member)
    client.post(reverse("rebase_undo", args=[measure.pk, made.pk]), {"reason": "Too few wards"})
    made.refresh_from_db()
    assert (made.undone_by, made.undone_why) == (world.member, "Too few wards")
    said = dict(AuditEvent.objects.filter(reason__gt="").values_list("action", "reason"))
    assert said["limits of chart fixed"] == "The year before the card"
    assert said["limits of chart freed"] == "Too few wards"
    assert read_measure(measure, sees_small=True).bases == ()


@pytest.mark.django_db
def test_limits_are_fixed_through_the_page_which_proposes_the_twelfth_figure(world, measure):
    page = words_at(world.member, "measure_limits", measure.pk)
    assert "up to 1 December 2013 at the earliest" in page
    day = {"on-day": "1", "on-month": "1", "on-year": "2014", "reason": "Before the card"}
    client_of(world.member).post(reverse("measure_limits", args=[measure.pk]), day)
    made = measure.rebases.get()
    assert (made.kind, made.on) == (RebaseKind.FIXED, THIRTEENTH)
    assert "Free the limits" in words_at(world.member, "rebase_undo", measure.pk, made.pk)


@pytest.mark.django_db
def test_each_part_of_a_chart_has_a_base_of_its_own(world):
    long = make_measure(world.plan, BEFORE + [value + 10 for value in BEFORE] + [90], first=FIRST)
    make_rebase(long, position=12)
    fix(world, long, until=DAYS[23])
    reading = read_measure(long, sees_small=True)
    assert (reading.starts, reading.bases) == ((12,), (23,))
    with pytest.raises(WrongState, match="Free them first"):
        measures.undo_rebase(
            by=world.nurse, rebase=long.rebases.get(kind="anew"), reason="x", today=IN_WINDOW
        )


@pytest.mark.django_db
def test_a_reader_who_sees_too_few_of_the_base_has_limits_of_all_that_they_see(world):
    values = [3, *[value + 0.0 for value in BEFORE[1:]], *AFTER]
    patients = make_measure(world.plan, values, first=FIRST, unit="count")
    fix(world, patients)
    assert read_measure(patients, sees_small=True).bases == (11,)
    assert read_measure(patients, sees_small=False).bases == ()


def fixed_marks(measure, *, sees_small=True):
    """At which figures a chart says that limits rest on those before them."""
    found = Measure.objects.get(pk=measure.pk)
    events = chart_of(read_measure(found, sees_small=sees_small)).events
    return [place for place, words in events if words.startswith("Limits rest")]


@pytest.mark.django_db
def test_a_run_chart_does_not_say_that_limits_rest_on_figures(world, measure):
    fix(world, measure)
    assert fixed_marks(measure) == [12]
    Measure.objects.filter(pk=measure.pk).update(chart="run")
    assert fixed_marks(measure) == []


@pytest.mark.django_db
def test_a_date_that_is_no_base_for_a_reader_is_not_marked_for_them(world):
    values = [*BEFORE, 3, *BEFORE[1:], *AFTER]
    patients = make_measure(world.plan, values, first=FIRST, unit="count")
    fix(world, patients)
    make_rebase(patients, position=12)
    fix(world, patients, until=DAYS[23])
    assert fixed_marks(patients) == [12, 24]
    assert read_measure(patients, sees_small=False).bases == (11,)
    assert fixed_marks(patients, sees_small=False) == [12]


@pytest.mark.django_db
def test_a_run_chart_has_no_limits_to_fix(world, measure):
    Measure.objects.filter(pk=measure.pk).update(chart="run")
    with pytest.raises(Refusal, match="run chart has no limits"):
        fix(world, measure)


@pytest.mark.parametrize(
    ("values", "same"),
    [([60.0] * 12, True), ([0.0] * 12, True), ([0.1 + 0.2, 0.3], True), ([60.0, 60.1], False)],
)
def test_limits_are_not_fixed_to_figures_without_ups_and_downs(values, same):
    assert bool(why_no_limits(values)) is same


@pytest.mark.django_db
def test_limits_are_not_fixed_to_figures_that_are_all_the_same(world):
    level = make_measure(world.plan, [60] * 12 + AFTER, first=FIRST)
    with pytest.raises(Refusal, match="all the same, so there are no limits to fix"):
        fix(world, level)
    assert not level.rebases.exists()
    fix(world, level, until=THIRTEENTH)


@pytest.mark.django_db
def test_the_last_figure_of_a_base_is_not_removed(world, measure):
    fix(world, measure)
    point = measure.points.get(on=TWELFTH)
    with pytest.raises(WrongState, match="limits rest"):
        figures.remove_figure(by=world.nurse, point=point, reason="x", today=IN_WINDOW)


def remove(world, measure, on):
    point = measure.points.get(on=on)
    figures.remove_figure(by=world.nurse, point=point, reason="x", today=IN_WINDOW)


@pytest.mark.django_db
@pytest.mark.parametrize("on", [FIRST, DAYS[4]])
def test_a_base_of_12_figures_keeps_them_until_its_limits_are_freed(world, measure, on):
    made = fix(world, measure)
    with pytest.raises(WrongState, match="Free the limits first"):
        remove(world, measure, on)
    remove(world, measure, THIRTEENTH)
    measures.undo_rebase(by=world.nurse, rebase=made, reason="x", today=IN_WINDOW)
    remove(world, measure, on)


@pytest.mark.django_db
def test_a_base_of_13_figures_can_lose_one_and_stays_fixed(world, measure):
    fix(world, measure, until=THIRTEENTH)
    remove(world, measure, DAYS[4])
    assert read_measure(measure, sees_small=True).bases == (11,)
    with pytest.raises(WrongState, match="rest on 12 figures, up to 1 January 2014"):
        remove(world, measure, DAYS[5])


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["mentor", "observer", "partner", "outsider", "lead"])
def test_only_the_trusts_team_fixes_limits(world, measure, who):
    with pytest.raises(NotAllowed):
        fix(world, measure, by=getattr(world, who))

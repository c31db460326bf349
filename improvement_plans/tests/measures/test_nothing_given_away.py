"""Nobody outside the trust learns a number of 1 to 9 patients from measures, charts or packs.

Two looks as the same person, with other small numbers in between: on pages, in pictures, in
files, in the pack of a meeting and in the paper that was sent of it. What differs gives one away.
"""

import datetime
import re
from html import unescape
from urllib.parse import urljoin

import pytest
import time_machine
from django.urls import reverse

from improvement_plans.measures import protection, reading
from improvement_plans.models import DataPoint, MeasureUnit, MeetingPaper, PlanState
from improvement_plans.services import agendas, meeting_papers
from improvement_plans.services.measures import judge_again
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.listening.test_nothing_given_away import text_of
from improvement_plans.tests.measure_factories import make_measure
from improvement_plans.tests.meetings.factories import make_meeting
from improvement_plans.tests.services.worlds import make_world
from trusts.models import Score
from trusts.tests.factories import make_score

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2014, 4, 1)
TODAY = datetime.date(2015, 4, 16)
OUTSIDE = ("mentor", "partner", "lead", "observer")


@pytest.fixture
def world():
    """A year of patients asked with 3 in one month, percentages of few and with few, a hidden
    survey value."""
    with time_machine.travel("2015-04-16T10:05:00+01:00", tick=False):
        world = make_world(PlanState.ACTIVE)
        asked = [40, 41, 3, 38, 44, 39, 42, 40, 37, 41, 43, 40]
        options = {"first": FIRST, "counts_patients": True}
        make_measure(world.plan, asked, unit=MeasureUnit.COUNT, chart="xmr", **options)
        share = make_measure(world.plan, [60] * 12, entered_as="counts", **options)
        share.points.update(numerator=60, denominator=100)
        of_few, few, others = (each.pk for each in share.points.order_by("on")[3:6])
        share.points.filter(pk=of_few).update(numerator=3, denominator=8, value=37.5)
        share.points.filter(pk=few).update(numerator=3, denominator=47, value=300 / 47)
        share.points.filter(pk=others).update(numerator=44, denominator=47, value=4400 / 47)
        fields = {"group_kind": "gender", "group_name": "Female"}
        make_score(world.question, world.pair.mentee, None, 12, **fields)
        yield world


def change_small_numbers():
    DataPoint.objects.filter(value=3).update(value=7)
    for before, after in (((3, 8), (5, 9)), ((3, 47), (4, 51)), ((44, 47), (41, 49))):
        DataPoint.objects.filter(numerator=before[0], denominator=before[1]).update(
            numerator=after[0], denominator=after[1], value=100 * after[0] / after[1]
        )
    Score.objects.filter(group_name="Female").update(n=15)


def addresses_of(world):
    plan = world.plan
    for name in ("plan_detail", "plan_print", "plan_pdf", "plan_summary", "plan_workbook"):
        yield reverse(name, args=[plan.pk])
    yield reverse("measure_list", args=[plan.pk])
    yield from (reverse("measure", args=[each.pk]) for each in plan.measures.all())
    for meeting in plan.meetings.all():
        yield reverse("meeting", args=[meeting.pk])
        yield reverse("meeting_pack", args=[meeting.pk])
        for kind in ("pdf", "xlsx"):
            yield reverse("meeting_pack_file", args=[meeting.pk, kind])


def looked_at(client, world):
    """What each address says, and each file that its page offers."""
    found = {}
    for address in addresses_of(world):
        text = found[address] = text_of(client.get(address))
        for offer in re.findall(r'href="(\?[^"#]+)', text):
            there = urljoin(address, unescape(offer))
            found[there] = text_of(client.get(there))
    return found


def differing(client, world):
    before = looked_at(client, world)
    change_small_numbers()
    after = looked_at(client, world)
    assert before.keys() == after.keys()
    return [address for address, text in before.items() if text != after[address]]


def call_meetings(world):
    """An MDT meeting that the buddy and a partner are asked to as well, and the programme's."""
    everybody = tuple(getattr(world, who) for who in ("nurse", *OUTSIDE))
    own = make_meeting(world.pair.mentee, world.plan, people=everybody)
    joint = make_meeting(None, world.plan, people=everybody, scheme=world.pair.scheme)
    agendas.make_agenda(by=world.nurse, meeting=own, today=TODAY)
    agendas.make_agenda(by=world.lead, meeting=joint, today=TODAY)
    return own, joint


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_outside_the_trust_finds_what_a_hidden_number_changes(world, who):
    call_meetings(world)
    client = client_of(getattr(world, who))
    assert client.get(reverse("measure_list", args=[world.plan.pk])).status_code == 200
    assert differing(client, world) == []


def test_pictures_tables_and_prints_are_among_what_is_looked_at(world):
    call_meetings(world)
    addresses = " ".join(looked_at(client_of(world.mentor), world))
    kinds = ("?chart=svg", "?chart=png", "?download=csv", "?download=xlsx", "/plan.pdf", "/pdf/")
    assert all(kind in addresses for kind in kinds)


def test_a_paper_that_was_sent_is_the_same_whatever_the_small_numbers_were(world):
    own, _ = call_meetings(world)
    for _turn in range(2):
        meeting_papers.send_pack(by=world.nurse, meeting=own, today=TODAY)
        change_small_numbers()
    first, second = MeetingPaper.objects.order_by("number")
    assert (first.facts, bytes(first.workbook)) == (second.facts, bytes(second.workbook))
    assert first.sha256 == second.sha256


@pytest.mark.parametrize("guard", ["may_show_value", "is_small"])
def test_a_planted_leak_is_found(world, monkeypatch, guard):
    call_meetings(world)
    if guard == "is_small":
        monkeypatch.setattr(protection, "is_small", lambda _count: False)
    else:
        monkeypatch.setattr(reading, "may_show_value", lambda *_any: True)
    found = differing(client_of(world.lead), world)
    assert reverse("measure_list", args=[world.plan.pk]) in found
    assert any("/pack/" in address for address in found)


def judged(world, *last):
    """Whether fewer and fewer patients who waited count as an improvement, and who reads it."""
    before = [30, 32, 29, 31, 30, 33, 28, 31, 30, 32, 29, 31]
    fields = {"unit": MeasureUnit.COUNT, "chart": "xmr", "direction": "decrease"}
    measure = make_measure(
        world.plan, [*before, *last], first=FIRST, counts_patients=True, **fields
    )
    judge_again(measure)
    measure.refresh_from_db()
    return measure.improves


def test_a_hidden_number_makes_no_stage_that_everybody_sees(world):
    assert judged(world, 12)
    assert not judged(world, 3)


def test_a_stage_from_a_hidden_number_would_be_noticed(world, monkeypatch):
    monkeypatch.setattr(reading, "may_show_value", lambda *_any: True)
    assert judged(world, 3)

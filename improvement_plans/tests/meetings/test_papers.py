"""Packs and minutes: what each kind of meeting reads, frozen as it was sent, tagged, as a table."""

import datetime
import io

import pikepdf
import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.outbox.models import Message
from buddy_portal.tests.pdf_words import words_of_pages
from improvement_plans.measures.protection import HIDDEN
from improvement_plans.models import ActionState, MeetingKind, MeetingState, PlanState
from improvement_plans.printing.meeting_packs import SECTIONS
from improvement_plans.printing.meeting_papers import paper_pdf, paper_workbook
from improvement_plans.services import agendas
from improvement_plans.services import meeting_papers as services
from improvement_plans.tests.factories import make_action, make_risk
from improvement_plans.tests.measure_factories import make_cycle, make_idea, make_measure
from improvement_plans.tests.meetings.factories import make_decision, make_meeting, make_paper
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 4, 16)
FIGURES = [61, 64, 60, 63, 62, 65, 70, 74, 72, 75, 73, 76]


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    world = make_world(PlanState.ACTIVE)
    make_measure(world.plan, FIGURES, first=datetime.date(2014, 4, 1))
    make_action(world.plan, state=ActionState.BLOCKED, within_our_control=False, text="A room")
    make_risk(world.plan, likelihood=4, impact=4)
    make_cycle(make_idea(world.plan))
    return world


def called(world, kind="mdt", *people):
    trust = None if kind == "programme" else world.pair.mentee
    scheme = world.pair.scheme if trust is None else None
    people = people or (world.nurse, world.member)
    made = make_meeting(trust, world.plan, people=people, scheme=scheme, kind=kind)
    keeper = world.lead if trust is None else world.nurse
    agendas.make_agenda(by=keeper, meeting=made, today=TODAY)
    made.refresh_from_db()
    return made


def words_of(pdf):
    return " ".join(" ".join(words_of_pages(pdf)).split())


@pytest.mark.parametrize("kind", list(MeetingKind))
def test_pack_of_each_kind_is_a_tagged_pdf_with_its_own_parts(world, kind):
    facts = services.facts_of_pack(called(world, kind), on=TODAY)
    assert len(facts["sections"]) == len(list(SECTIONS[kind]))
    pdf = paper_pdf(facts)
    with pikepdf.open(io.BytesIO(pdf)) as book:
        assert book.Root.MarkInfo.Marked
        assert "Pack: Lung MDT operational meeting" in str(book.docinfo["/Title"])
    said = words_of(pdf)
    assert "As at 16 April 2015" in said
    printed = [section for section in facts["sections"] if not section["folded"]]
    assert all(section["heading"] in said for section in printed)


def test_pack_says_what_was_not_updated_is_stale(world):
    facts = services.facts_of_pack(called(world), on=TODAY)
    plans = next(each for each in facts["sections"] if each["heading"] == "Plans")
    assert "Never. Stale, 73 days" in plans["rows"][0]
    assert "Stale, 73 days" in words_of(paper_pdf(facts))


def test_same_day_gives_the_same_bytes(world):
    facts = services.facts_of_pack(called(world), on=TODAY)
    again = services.facts_of_pack(world.plan.meetings.get(), on=TODAY)
    assert paper_pdf(facts) == paper_pdf(again)
    assert paper_workbook(facts) == paper_workbook(again)


def test_small_numbers_stay_out_of_a_pack(world):
    make_measure(world.plan, [3, 4, 50], unit="count", counts_patients=True, name="Patients asked")
    facts = services.facts_of_pack(called(world), on=TODAY)
    measures = next(each for each in facts["sections"] if each["heading"] == "Measures")
    picture = next(c for c in measures["charts"] if c["title"] == "Patients asked")["picture"]
    assert ">3<" not in picture
    assert ">4<" not in picture
    behind = next(each for each in facts["sections"] if each["folded"])
    figures = [row[2] for row in behind["rows"] if row[0] == "Patients asked"]
    assert figures == [HIDDEN, HIDDEN, "50"]


def test_pack_that_was_sent_stays_what_it_was(world):
    made = called(world)
    paper = services.send_pack(by=world.nurse, meeting=made, today=TODAY)
    world.action.text = "Something else"
    world.action.save()
    made.title = "Another name"
    made.save()
    client = Client()
    client.force_login(world.member)
    for kind, kept in (("pdf", paper.pdf), ("xlsx", paper.workbook)):
        answer = client.get(reverse("meeting_paper_file", args=[paper.pk, kind]))
        assert answer.content == bytes(kept)
    page = client.get(reverse("meeting_paper", args=[paper.pk])).content.decode()
    assert "Lung MDT operational meeting" in page
    assert "Something else" not in page
    now = client.get(reverse("meeting_pack", args=[made.pk])).content.decode()
    assert "Something else" in now


def test_pack_sent_tells_everybody_but_the_sender_where_it_is(world):
    paper = services.send_pack(by=world.nurse, meeting=called(world), today=TODAY)
    (mail,) = [each.payload for each in Message.objects.all()]
    assert mail["to"] == world.member.email
    assert reverse("meeting_paper", args=[paper.pk]) in mail["text"]
    assert "Tuesday 21 April 2015 at 9am" in mail["text"]


def test_pack_sent_again_is_another_paper(world):
    made = called(world)
    for _turn in range(2):
        services.send_pack(by=world.nurse, meeting=made, today=TODAY)
    assert [each.number for each in made.papers.order_by("number")] == [1, 2]


def test_pack_waits_for_an_agenda_and_for_people(world):
    made = make_meeting(world.pair.mentee, world.plan)
    with pytest.raises(WrongState):
        services.send_pack(by=world.nurse, meeting=made, today=TODAY)
    agendas.make_agenda(by=world.nurse, meeting=made, today=TODAY)
    with pytest.raises(Refusal):
        services.send_pack(by=world.nurse, meeting=made, today=TODAY)
    assert not made.papers.exists()


def test_minutes_are_sent_with_decisions_and_who_came(world):
    made = called(world, "mdt", world.nurse, world.partner)
    made.state, made.minutes = MeetingState.HELD, "We looked at every action."
    made.save()
    made.members.filter(user=world.nurse).update(attendance="came")
    make_decision(made, owner=world.partner, due=datetime.date(2015, 5, 1))
    paper = services.send_minutes(by=world.nurse, meeting=made, today=TODAY)
    made.refresh_from_db()
    said = words_of(bytes(paper.pdf))
    assert made.state == MeetingState.CIRCULATED
    assert "We looked at every action." in said
    assert "Try the card on two more wards" in said
    assert "Lin Carter" not in said, "a partner is named as they agreed to"


def test_minutes_that_are_not_written_are_not_sent(world):
    with pytest.raises(WrongState):
        services.send_minutes(by=world.nurse, meeting=called(world), today=TODAY)


def test_workbook_has_a_sheet_for_each_table(world):
    facts = services.facts_of_pack(called(world, "directorate"), on=TODAY)
    book = CalamineWorkbook.from_filelike(io.BytesIO(paper_workbook(facts)))
    assert book.sheet_names[:3] == ["Meeting", "Agenda", "Plans"]
    actions = book.get_sheet_by_name("Actions that need attention").to_python()
    assert actions[0][:2] == ["Action", "Owner"]
    assert all(len(name) <= 31 for name in book.sheet_names)


def test_database_counts_each_paper_once(world):
    made = make_meeting(world.pair.mentee)
    make_paper(made)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_paper(made)

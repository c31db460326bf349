"""Papers that travel: nothing hidden in them, readable, tagged, and silent about the machine.

A paper is made twice, with other small numbers in between: one that differs would tell them.
"""

import datetime
import io

import pikepdf
import pytest
import time_machine
from django.urls import reverse

from buddy_portal.accounts.access import access_of
from buddy_portal.tests.pdf_words import words_of_pages
from improvement_plans.models import (
    DataPoint,
    EngagementEvent,
    EventCount,
    Insight,
    TeamMember,
)
from improvement_plans.presenters import commitments as words
from improvement_plans.selectors.board_papers import board_paper_of
from improvement_plans.services import agendas, commitments
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.collaborating.worlds import make_team_world
from improvement_plans.tests.insight.comments import make_insight
from improvement_plans.tests.listening.factories import make_held_event, make_recommendation
from improvement_plans.tests.measure_factories import make_measure
from improvement_plans.tests.meetings.factories import make_meeting

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 4, 16)
PAPERS = ("board_paper", "pack", "certificates", "cohort_report", "team_report")
# A number that is nowhere else in a paper.
FEW = 7


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    """A team whose plan counts patients, with an event of few and a promise made there."""
    world = make_team_world()
    trust = world.leading
    trust.alliance = "North Cancer Alliance"
    trust.save()
    make_measure(world.plan, [3, 4, 50], unit="count", counts_patients=True, name="Patients asked")
    event = make_held_event(trust, people=50, sex={"female": 3, "male": 47})
    EngagementEvent.objects.filter(pk=event.pk).update(plan=world.plan)
    make_insight(trust, "Said by few", people=3, plan=world.plan, event=event)
    commitments.make_commitment(
        by=world.nurse,
        trust=trust,
        event=EngagementEvent.objects.get(),
        plan=world.plan,
        values={
            "source": "event",
            "said": "Nobody told us whom to ring",
            "text": "One number to ring",
            "owner": world.nurse,
            "due": datetime.date(2015, 4, 20),
        },
    )
    answer = {"answer": "accepted", "answer_words": "From May", "answered_by": "Director"}
    make_recommendation(world.scheme, answered_on=TODAY, **answer)
    TeamMember.objects.create(team=world.team, name="Jo Okafor", part="Matron")
    meeting = make_meeting(trust, world.plan, people=(world.nurse,))
    agendas.make_agenda(by=world.nurse, meeting=meeting, today=TODAY)
    return world


def change_small_numbers():
    EventCount.objects.filter(group="female").update(number=FEW)
    EventCount.objects.filter(group="male").update(number=50 - FEW)
    Insight.objects.update(people=FEW)
    DataPoint.objects.filter(value=3).update(value=FEW)


def made(world, name, kind="pdf"):
    """The paper as a lead of the programme gets it."""
    plan = world.plan
    addresses = {
        "board_paper": reverse("board_paper") + "?whose=all&on-day=16&on-month=4&on-year=2015",
        "pack": reverse("meeting_pack_file", args=[plan.meetings.get().pk, kind]),
        "certificates": reverse("cohort_certificates", args=[world.cohort.pk]),
        "cohort_report": reverse("cohort_report", args=[world.cohort.pk]) + f"?download={kind}",
        "team_report": reverse("team_report", args=[world.team.pk, "2015-04"])
        + f"?download={kind}",
    }
    answer = client_of(world.lead).get(addresses[name])
    assert answer.status_code == 200
    return answer.content


@pytest.mark.parametrize("name", PAPERS)
def test_a_hidden_number_changes_no_paper(world, name):
    before = made(world, name)
    assert before.startswith(b"%PDF")
    change_small_numbers()
    assert made(world, name) == before


@pytest.mark.parametrize("name", ["pack", "cohort_report"])
def test_a_hidden_number_changes_no_workbook(world, name):
    before = made(world, name, "xlsx")
    change_small_numbers()
    assert made(world, name, "xlsx") == before


# Every text of a board paper, by the presenter that writes it.
TEXTS = {
    "board_rows": ("text", "said", "source", "owner", "due", "moved", "note", "told", "state"),
    "recommendation_rows": ("text", "alliance", "asked", "answer", "words"),
}


@pytest.mark.parametrize(
    ("rows", "text"), [(rows, text) for rows, texts in TEXTS.items() for text in texts]
)
def test_a_small_number_planted_in_any_text_of_a_board_paper_is_found(
    world, monkeypatch, rows, text
):
    honest = getattr(words, rows)

    def leaking(*args, **options):
        few = EventCount.objects.get(group="female").number
        return [{**row, text: f"{row[text]} {few} women"} for row in honest(*args, **options)]

    monkeypatch.setattr(words, rows, leaking)
    before = made(world, "board_paper")
    change_small_numbers()
    after = made(world, "board_paper")
    assert before != after
    assert f"{FEW} women" in " ".join(" ".join(words_of_pages(after)).split())


def test_every_text_of_a_board_paper_is_one_of_those_that_were_planted(world):
    paper = board_paper_of(access_of(world.lead), whose="all", on=TODAY)
    [promised] = words.board_rows(paper.stood, on=TODAY)
    [asked] = words.recommendation_rows(paper.recommendations, on=TODAY)
    assert set(promised) == set(TEXTS["board_rows"])
    assert set(asked) == set(TEXTS["recommendation_rows"])


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_tagged_readable_and_says_nothing_of_who_made_it(world, name):
    content = made(world, name)
    said = " ".join(" ".join(words_of_pages(content)).split())
    assert len(said) > 100
    with pikepdf.open(io.BytesIO(content)) as book:
        assert book.Root.MarkInfo.Marked
        assert str(book.Root.Lang) == "en-GB"
        assert "/StructTreeRoot" in book.Root
        assert str(book.docinfo["/Title"])
        assert "/Author" not in book.docinfo
        kept = {str(key): str(value) for key, value in book.docinfo.items()}
        kept["xmp"] = bytes(book.Root.Metadata.read_bytes()).decode()
    for value in kept.values():
        for surprise in ("work/", "home/", "tmp/", ".typ", "localhost"):
            assert surprise not in value

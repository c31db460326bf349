"""Commitments: promised, told about, published, and told again as at any day."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.refusals import NotAllowed, NotFound, Refusal, StaleVersion, WrongState
from buddy_portal.tests.pdf_words import words_of_pages
from improvement_plans.listening.states import COMMITMENT_MOVES, check_commitment_move
from improvement_plans.models import Commitment, CommitmentState, PlanState
from improvement_plans.printing.board_papers import board_paper_pdf
from improvement_plans.selectors import board_papers
from improvement_plans.selectors.commitments import commitments_as_at, published_commitments
from improvement_plans.services import commitments as services
from improvement_plans.services import recommendations
from improvement_plans.tests.listening.factories import (
    make_commitment,
    make_event,
    make_recommendation,
)
from improvement_plans.tests.services.worlds import make_world
from trusts.tests.factories import make_trust

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 4, 16)


def words_of(pdf):
    """All words of a PDF, however its lines are broken."""
    return " ".join(" ".join(words_of_pages(pdf)).split())


def on(moment):
    return time_machine.travel(f"{moment}+01:00", tick=False)


@pytest.fixture(autouse=True)
def in_the_window():
    with on("2015-04-16T12:00:00"):
        yield


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


def promised(world, **changed):
    values = {
        "source": "letter",
        "source_words": "A letter of March",
        "said": "Nobody told us whom to ring",
        "text": "One number to ring",
        "owner": world.member,
        "due": datetime.date(2015, 5, 1),
        **changed,
    }
    return services.make_commitment(by=world.member, trust=world.pair.mentee, values=values)


def told(world, commitment, state, *, by=None, note="A note", did=""):
    commitment.refresh_from_db()
    services.tell(
        by=by or world.member,
        commitment=commitment,
        read_at=commitment.version,
        state=state,
        note=note,
        did=did,
    )
    commitment.refresh_from_db()


def publish(person, commitment, did=""):
    services.publish(
        by=person,
        commitment=commitment,
        read_at=commitment.version,
        did=did or commitment.did,
    )
    commitment.refresh_from_db()


def get(person, name, *args, **query):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client.get(reverse(name, args=args), query)


@pytest.mark.parametrize("current", CommitmentState)
@pytest.mark.parametrize("new", CommitmentState)
def test_only_moves_of_the_table_are_made(current, new):
    if new == current or new in COMMITMENT_MOVES[current]:
        check_commitment_move(current, new)
    else:
        with pytest.raises(WrongState):
            check_commitment_move(current, new)


def test_a_kept_commitment_says_what_was_done(world):
    commitment = promised(world)
    with pytest.raises(Refusal, match="what you did"):
        told(world, commitment, CommitmentState.KEPT)
    told(world, commitment, CommitmentState.KEPT, did="There is one number now")
    assert commitment.state == CommitmentState.KEPT


def test_the_public_reads_only_what_a_lead_has_published(world):
    commitment = promised(world)
    told(world, commitment, CommitmentState.KEPT, did="There is one number now")
    assert "one number now" not in get(None, "you_said_we_did").content.decode()
    with pytest.raises(NotAllowed):
        publish(world.member, commitment)
    publish(world.nurse, commitment)
    code = world.pair.mentee.ods_code
    for page in (get(None, "you_said_we_did"), get(None, "you_said_we_did_at", code)):
        assert "There is one number now" in page.content.decode()
    assert world.member.name not in get(None, "you_said_we_did").content.decode()


def test_other_words_leave_the_public_page_until_a_lead_has_read_them(world):
    commitment = promised(world)
    told(world, commitment, CommitmentState.KEPT, did="Done")
    publish(world.nurse, commitment)
    told(world, commitment, CommitmentState.KEPT, did="Done differently")
    assert not published_commitments().exists()


def test_a_commitment_that_was_only_promised_is_not_published(world):
    with pytest.raises(WrongState):
        publish(world.nurse, promised(world), did="Soon")


def test_taking_it_off_the_page_says_why(world):
    commitment = promised(world)
    told(world, commitment, CommitmentState.KEPT, did="Done")
    publish(world.nurse, commitment)
    with pytest.raises(Refusal, match="why"):
        services.unpublish(by=world.nurse, commitment=commitment, reason=" ")
    services.unpublish(by=world.nurse, commitment=commitment, reason="Wrong ward")
    assert not published_commitments().exists()


def test_the_owner_tells_and_others_of_no_team_do_not(world):
    commitment = promised(world, owner=world.sponsor)
    told(world, commitment, CommitmentState.UNDER_WAY, by=world.sponsor)
    for person in (world.observer, world.mentor, world.lead, world.partner):
        with pytest.raises(NotAllowed):
            told(world, commitment, CommitmentState.UNDER_WAY, by=person)


@pytest.mark.parametrize("who", ["mentor", "outsider", "partner", "lead"])
def test_an_owner_is_one_of_the_trusts_own_people(world, who):
    with pytest.raises(Refusal, match="owner"):
        promised(world, owner=getattr(world, who))


def test_a_commitment_from_an_event_names_it(world):
    with pytest.raises(Refusal, match="event"):
        promised(world, source="event")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_commitment(world.pair.mentee, source="event")


def test_an_event_of_another_trust_is_refused(world):
    with pytest.raises(Refusal, match="event"):
        services.make_commitment(
            by=world.member,
            trust=world.pair.mentee,
            event=make_event(make_trust("OTH")),
            values={
                "source": "event",
                "said": "x",
                "text": "x",
                "owner": world.member,
                "due": TODAY,
            },
        )


def test_a_stale_save_is_refused(world):
    commitment = promised(world)
    told(world, commitment, CommitmentState.UNDER_WAY)
    with pytest.raises(StaleVersion):
        services.tell(
            by=world.member,
            commitment=commitment,
            read_at=1,
            state=CommitmentState.UNDER_WAY,
            note="Late",
            did="",
        )


@pytest.fixture
def a_spring(world):
    """Promised on 1 April, moved on the 10th, kept on the 15th shortly before midnight."""
    with on("2015-04-01T09:00:00"):
        commitment = promised(world)
    with on("2015-04-10T09:00:00"):
        values = {
            name: getattr(commitment, name)
            for name in ("source", "source_words", "said", "text", "event", "plan")
        }
        services.change_commitment(
            by=world.member,
            commitment=commitment,
            read_at=1,
            values={**values, "owner": world.sponsor, "due": datetime.date(2015, 4, 12)},
        )
    with on("2015-04-15T23:59:00"):
        told(world, commitment, CommitmentState.KEPT, did="Done", note="The line is open")
    return commitment


@pytest.mark.parametrize(
    ("day", "state", "owner", "due", "overdue"),
    [
        (datetime.date(2015, 4, 1), "promised", "member", datetime.date(2015, 5, 1), False),
        (datetime.date(2015, 4, 9), "promised", "member", datetime.date(2015, 5, 1), False),
        (datetime.date(2015, 4, 10), "promised", "sponsor", datetime.date(2015, 4, 12), False),
        (datetime.date(2015, 4, 14), "promised", "sponsor", datetime.date(2015, 4, 12), True),
        (datetime.date(2015, 4, 15), "kept", "sponsor", datetime.date(2015, 4, 12), False),
    ],
)
def test_a_commitment_as_it_stood_on_a_day(world, a_spring, day, state, owner, due, overdue):
    (stood,) = commitments_as_at(Commitment.objects.all(), day)
    assert (stood.state, stood.owner, stood.due) == (state, getattr(world, owner).name, due)
    assert stood.first_due == datetime.date(2015, 5, 1)
    assert stood.is_overdue(day) is overdue


def test_before_it_was_made_a_commitment_does_not_stand_anywhere(a_spring):
    assert commitments_as_at(Commitment.objects.all(), datetime.date(2015, 3, 31)) == []


def test_the_board_paper_tells_the_day_it_was_asked_for(world, a_spring):
    before = get(world.nurse, "board_paper", **paper_of(world, 14))
    after = get(world.nurse, "board_paper", **paper_of(world, 15))
    assert before["Content-Type"] == "application/pdf"
    assert "Overdue" in words_of(before.content)
    assert "The line is open" not in words_of(before.content)
    assert "The line is open" in words_of(after.content)


def paper_of(world, day):
    return {
        "whose": world.pair.mentee.ods_code,
        "on-day": str(day),
        "on-month": "4",
        "on-year": "2015",
    }


def test_the_board_paper_is_the_same_file_each_time_and_holds_strange_text(world):
    promised(world, text="أهلا 👩‍⚕️ <b>#set page</b>", said="x" * 900)
    paper = board_papers.board_paper_of(access_of(world.nurse), whose="MEE", on=TODAY)
    made = [
        board_paper_pdf(paper.stood, [], whose=paper.whose, on=TODAY, fictional=True)
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert "#set page" in words_of(made[0])


@pytest.mark.parametrize("whose", ["OTH", "all", "", "<b>", "MEE' OR 1=1"])
def test_a_board_paper_of_others_is_refused_at_the_form(world, whose):
    make_trust("OTH")
    answer = get(world.nurse, "board_paper", **paper_of(world, 14) | {"whose": whose})
    assert answer.status_code == 200
    assert "nhsuk-error-summary" in answer.content.decode()
    with pytest.raises(NotFound):
        board_papers.board_paper_of(access_of(world.nurse), whose=whose, on=TODAY)


@pytest.mark.parametrize(("who", "sees"), [("observer", True), ("mentor", False), ("lead", True)])
def test_who_sees_a_trusts_commitment(world, who, sees):
    commitment = promised(world)
    answer = get(getattr(world, who), "commitment", commitment.pk)
    assert (answer.status_code == 200) is sees


def test_a_commitment_of_the_plan_is_for_the_buddy_and_the_partner(world):
    commitment = make_commitment(world.pair.mentee, plan=world.plan)
    for person in (world.mentor, world.partner):
        assert get(person, "commitment", commitment.pk).status_code == 200


def test_the_list_asks_as_often_for_twenty_as_for_two(world):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert get(world.nurse, "commitment_list").status_code == 200
        return len(asked)

    for _ in range(2):
        make_commitment(world.pair.mentee, owner=world.member)
    few = queries()
    for _ in range(18):
        make_commitment(world.pair.mentee, owner=world.member)
    assert queries() == few


def test_a_recommendation_is_answered_and_read_by_the_alliances_trusts(world):
    trust = world.pair.mentee
    trust.alliance = "North Cancer Alliance"
    trust.save()
    asked = make_recommendation(world.pair.scheme)
    answered = {
        "answer": "accepted",
        "answer_words": "From May",
        "answered_by": "Managing director",
        "answered_on": TODAY,
    }
    with pytest.raises(NotAllowed):
        recommendations.answer(
            by=world.nurse, recommendation=asked, read_at=1, values=answered, today=TODAY
        )
    recommendations.answer(
        by=world.lead, recommendation=asked, read_at=1, values=answered, today=TODAY
    )
    assert "From May" in get(world.nurse, "recommendation_list").content.decode()
    assert "From May" not in get(world.outsider, "recommendation_list").content.decode()


def test_an_answer_after_the_day_of_the_paper_is_not_told(world):
    make_recommendation(
        world.pair.scheme,
        answer="accepted",
        answer_words="From May",
        answered_by="Director",
        answered_on=TODAY,
    )
    yesterday = TODAY - datetime.timedelta(days=1)
    papers = {
        day: board_papers.board_paper_of(access_of(world.lead), whose="all", on=day)
        for day in (yesterday, TODAY)
    }
    said = {
        day: words_of(
            board_paper_pdf([], paper.recommendations, whose="all", on=day, fictional=False)
        )
        for day, paper in papers.items()
    }
    assert "From May" not in said[yesterday]
    assert "From May" in said[TODAY]


@pytest.mark.parametrize("due", [datetime.date.max, datetime.date(1999, 12, 31)])
def test_a_day_that_nobody_plans_for_is_refused_wherever_it_comes_from(world, due):
    with pytest.raises(Refusal, match="must be between 1 January 2000 and") as refused:
        promised(world, due=due)
    assert refused.value.field == "due"

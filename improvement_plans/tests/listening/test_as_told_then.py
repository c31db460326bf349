"""A board paper of a past day says what was said, promised and answered by then, and no more."""

import datetime

import pytest
import time_machine

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.refusals import Refusal, StaleVersion
from buddy_portal.tests.pdf_words import words_of_pages
from improvement_plans.models import Commitment, PlanState
from improvement_plans.printing.board_papers import board_paper_pdf
from improvement_plans.selectors.board_papers import board_paper_of
from improvement_plans.services import commitments, engagement, recommendations
from improvement_plans.tests.listening.factories import make_event, make_recommendation
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db
EARLY, LATE = datetime.date(2015, 4, 10), datetime.date(2015, 4, 20)
FIELDS = ("source", "source_words", "said", "text", "owner", "due", "event", "plan")


def on(day):
    return time_machine.travel(f"{day}T12:00:00+01:00", tick=False)


@pytest.fixture
def world():
    with on(EARLY):
        yield make_world(PlanState.ACTIVE)


@pytest.fixture
def promise(world):
    with on(EARLY):
        return commitments.make_commitment(
            by=world.member,
            trust=world.pair.mentee,
            event=make_event(world.pair.mentee, title="The first name"),
            values={
                "source": "event",
                "said": "Nobody told us whom to ring",
                "text": "One number to ring",
                "owner": world.member,
                "due": datetime.date(2015, 5, 1),
            },
        )


def paper(world, day, whose="all"):
    """All words of the paper of a day, made late."""
    made = board_paper_of(access_of(world.lead), whose=whose, on=day)
    pdf = board_paper_pdf(
        made.stood, made.recommendations, whose=made.whose, on=day, fictional=False
    )
    return " ".join(" ".join(words_of_pages(pdf)).split())


def change(world, promise, **changed):
    promise.refresh_from_db()
    values = {name: getattr(promise, name) for name in FIELDS}
    with on(LATE):
        commitments.change_commitment(
            by=world.member, commitment=promise, read_at=promise.version, values=values | changed
        )


def test_what_people_said_stands_as_it_did_on_the_day_of_the_paper(world, promise):
    change(world, promise, said="We had to ring three numbers")
    assert "Nobody told us whom to ring" in paper(world, EARLY)
    assert "three numbers" not in paper(world, EARLY)
    assert "three numbers" in paper(world, LATE)


def test_another_source_is_told_from_its_day_on(world, promise):
    change(world, promise, source="letter", source_words="A letter of April", event=None)
    assert "The first name" in paper(world, EARLY)
    assert "A letter of April" in paper(world, LATE)


def test_a_source_that_becomes_an_event_names_it(world, promise):
    change(world, promise, source="letter", source_words="A letter", event=None)
    with pytest.raises(Refusal, match="Choose the event"):
        change(world, promise, source="event", event=None)


def test_an_event_that_was_renamed_later_has_its_old_name_in_an_old_paper(world, promise):
    event = promise.event
    names = ("kind", "on", "at", "place", "script", "plan", "group")
    values = {name: getattr(event, name) for name in names if hasattr(event, name)}
    with on(LATE):
        engagement.change_event(
            by=world.member,
            event=event,
            read_at=event.version,
            values={**values, "title": "The second name"},
            facilitators=(),
            concerns=(),
        )
    assert "The first name" in paper(world, EARLY)
    assert "The second name" in paper(world, LATE)


def answered(world, asked, day, answer, words):
    asked.refresh_from_db()
    values = {
        "answer": answer,
        "answer_words": words,
        "answered_by": "Managing director",
        "answered_on": day,
    }
    recommendations.answer(
        by=world.lead, recommendation=asked, read_at=asked.version, values=values, today=LATE
    )


def test_an_alliance_that_answered_twice_is_told_as_it_had_answered_by_then(world):
    asked = make_recommendation(world.pair.scheme, made_on=EARLY)
    answered(world, asked, EARLY, "declined", "No money this year")
    answered(world, asked, LATE, "accepted", "The money was found")
    assert "Not accepted" in paper(world, EARLY)
    assert "No money this year" in paper(world, EARLY)
    assert "The money was found" in paper(world, LATE)
    assert "No money this year" not in paper(world, LATE)


def test_an_answer_that_was_put_right_the_same_day_replaces_the_first(world):
    asked = make_recommendation(world.pair.scheme, made_on=EARLY)
    answered(world, asked, EARLY, "declined", "Entered by mistake")
    answered(world, asked, EARLY, "accepted", "From May on")
    assert "From May on" in paper(world, EARLY)
    assert "mistake" not in paper(world, EARLY)


def test_words_changed_after_a_lead_read_them_are_not_published(world, promise):
    Commitment.objects.update(state="under_way")
    promise.refresh_from_db()
    read_at = promise.version
    change(world, promise, said="Something the lead has not read")
    with pytest.raises(StaleVersion):
        commitments.publish(by=world.nurse, commitment=promise, read_at=read_at, did="One number")
    promise.refresh_from_db()
    assert promise.published_at is None

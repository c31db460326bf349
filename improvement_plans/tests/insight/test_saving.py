"""Saving the rows of a checked import: what is stored, what is left out, how it is stopped."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buddy_portal.accounts.refusals import WrongState
from improvement_plans.insight_words import digest_of
from improvement_plans.models import CommentImport, CommentImportState, Decision, Insight
from improvement_plans.services import comment_imports as services
from improvement_plans.services import comment_saving
from improvement_plans.tests.insight.comments import DAY
from improvement_plans.tests.insight.test_imports import bring, deliver, save, signed_in, texts
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db
S = CommentImportState


@pytest.fixture
def world():
    return make_world()


def test_ten_thousand_comments_are_checked_and_saved_by_a_worker(world):
    lines = "\n".join(f"Comment number {n} about the long wait" for n in range(10_000))
    batch = bring(world, lines)
    assert batch.state == S.CHECKING
    deliver()
    batch.refresh_from_db()
    assert (batch.state, batch.counts["to_save"], batch.rows_done) == (S.CHECKED, 10_000, 10_000)
    assert save(world, batch).state == S.SAVING
    with CaptureQueriesContext(connection) as asked:
        deliver()
    batch.refresh_from_db()
    assert (batch.state, Insight.objects.count()) == (S.SAVED, 10_000)
    assert len([q for q in asked if "INSERT INTO improvement_plans_insight" in q["sql"]]) == 10
    assert len(asked) < 50


def test_a_saved_comment_is_the_same_however_it_came(world):
    save(world, bring(world, "Cafe\u0301 was GOOD"))
    (saved,) = Insight.objects.all()
    fresh = Insight(trust=world.pair.mentee, source="survey", said_on=DAY, excerpt="Café was GOOD")
    own = {"id", "batch", "written_by", "written_at", "words", "excerpt_digest"}
    for field in Insight._meta.concrete_fields:
        if field.name not in own:
            assert getattr(saved, field.attname) == getattr(fresh, field.attname), field.name
    assert saved.excerpt_digest == digest_of("café  was good")
    assert (saved.batch.state, saved.written_by) == (S.SAVED, world.nurse)


def test_a_comment_that_came_since_the_check_is_left_out_and_counted(world):
    first, second = bring(world, "Good\nNew\nMr Smith"), bring(world, "good\nMr Jones\nMr Ray")
    services.decide_rest(by=world.nurse, batch=second, decision=Decision.MASK)
    save(world, second)
    services.decide_rest(by=world.nurse, batch=first, decision=Decision.MASK)
    save(world, first)
    first.refresh_from_db()
    assert texts() == ["Mr [name]", "Mr [name]", "New", "good"]
    assert (first.counts["saved"], first.counts["there_since"]) == (1, 2)


@pytest.fixture
def being_saved(world, monkeypatch):
    monkeypatch.setattr(services, "MOST_ROWS_AT_ONCE", 1)
    monkeypatch.setattr(comment_saving, "ROWS_IN_A_SET", 1)
    return save(world, bring(world, "One\nTwo\nThree"))


def test_a_check_that_is_stopped_is_thrown_away(world):
    batch = bring(world, "x\n" * 60_000)
    services.stop_comments(by=world.nurse, batch=batch)
    deliver()
    batch.refresh_from_db()
    assert (batch.state, batch.rows.exists()) == (S.DISCARDED, False)
    with pytest.raises(WrongState):
        services.stop_comments(by=world.nurse, batch=batch)


def test_the_page_tells_how_far_the_saving_is_and_stops_it(world, being_saved):
    CommentImport.objects.filter(pk=being_saved.pk).update(rows_done=2)
    client, here = signed_in(world.nurse), reverse("comments_batch", args=[being_saved.pk])
    assert "2 of 3 comments saved so far" in client.get(here).content.decode()
    page = client.post(f"{here}stop/", follow=True).content.decode()
    assert "Stopped. Nothing was saved." in page
    assert services.STOPPED.replace("'", "&#39;") in page
    assert "Stop, and save nothing" not in client.get(here).content.decode()

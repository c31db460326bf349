"""Two drafts side by side: mentee by mentee, totals, decisions, and the same rows as files."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from trusts.models import PairingDraft, Participation
from trusts.refusals import NotFound
from trusts.selectors.draft_comparison import compare_drafts, two_of
from trusts.services import drafts
from trusts.tests.factories import make_scheme
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 1, 15)
FORBIDDEN = "One chief executive for both."


@pytest.fixture
def world(client):
    """Draft A as suggested, and a copy in which E1 may not have M1."""
    world = make_pairing_world()
    client.force_login(world.lead)
    who = {"by": world.lead, "today": TODAY}
    world.first = drafts.suggest_draft(scheme=world.scheme, **who)
    copy = drafts.save_draft_as(draft_id=world.first.pk, name="Without M1", **who)
    drafts.lock_pair(draft_id=copy.pk, pair=("M2", "E2"), **who)
    world.second = drafts.forbid_pair(draft_id=copy.pk, pair=("M1", "E1"), reason=FORBIDDEN, **who)
    return world


def address(scheme, **query):
    return reverse("draft_comparison", kwargs={"scheme_id": scheme.pk}, query=query)


def by_code(found):
    return {row.mentee.ods_code: row for row in found.mentees}


def test_each_mentee_has_its_mentor_and_score_in_both_drafts(world):
    rows = by_code(compare_drafts(world.first, world.second))
    scores = {entry["mentee"]: entry["score"] for entry in world.first.result["pairs"]}
    assert (rows["E1"].first.mentor.ods_code, rows["E1"].first.score) == ("M1", scores["E1"])
    assert (rows["E1"].second.mentor, rows["E1"].is_different) == (None, True)
    assert "ruled out by the programme lead" in rows["E1"].second.reason
    assert (rows["E2"].second.mentor.ods_code, rows["E2"].second.is_locked) == ("M2", True)
    assert not rows["E2"].is_different


def test_a_mentee_of_one_draft_only_is_told_from_one_without_a_mentor(world):
    Participation.objects.filter(trust__ods_code="E2").update(state="withdrawn")
    later = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    rows = by_code(compare_drafts(world.first, later))
    assert rows["E2"].second is None
    assert rows["E1"].second is not None


def test_decisions_say_in_which_draft_they_hold(world):
    found = {one.is_lock: one for one in compare_drafts(world.first, world.second).decisions}
    assert (found[True].in_first, found[True].in_second) == (False, True)
    assert (found[False].mentee.ods_code, found[False].reason) == ("E1", FORBIDDEN)


def test_without_a_choice_the_two_newest_are_compared_the_older_first(world):
    saved = (world.second, world.first)
    assert two_of(saved, None, None) == (world.first, world.second)
    assert two_of(saved, world.second.pk, None) == (world.second, world.first)
    assert two_of(saved, None, world.first.pk) == (world.second, world.first)
    with pytest.raises(NotFound):
        two_of(saved, world.first.pk, 999_999)


def test_the_page_says_totals_changes_and_reasons(client, world):
    text = client.get(address(world.scheme)).content.decode()
    assert "1 of 2 mentees has another mentor in Without M1." in text
    assert "Loses its mentor" in text
    assert FORBIDDEN in text
    assert "their totals answer different questions" in text
    assert "−1" in text  # one pair fewer


def test_the_board_leads_to_both_drafts_side_by_side(client, world):
    board = client.get(reverse("pairing", kwargs={"scheme_id": world.scheme.pk}))
    link = f"compare/?first={world.first.pk}&amp;second={world.second.pk}"
    assert link in board.content.decode()


def test_only_those_with_another_mentor_are_shown_and_downloaded(client, world):
    text = client.get(address(world.scheme, show="different")).content.decode()
    assert '<a href="/trusts/E2/">' not in text
    file = client.get(address(world.scheme, show="different", download="csv"))
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[0]["Mentee code"] == "E1"
    assert (rows[0]["Draft A, mentor code"], rows[0]["Without M1, mentor"]) == ("M1", "No mentor")
    assert "E2" not in {row["Mentee code"] for row in rows}
    assert client.get(address(world.scheme, download="xlsx")).content[:2] == b"PK"


def test_drafts_that_agree_say_so(client, world):
    same = {"first": world.first.pk, "second": world.first.pk}
    assert "one draft beside itself" in client.get(address(world.scheme, **same)).content.decode()
    copy = drafts.save_draft_as(draft_id=world.first.pk, name="Copy", by=world.lead, today=TODAY)
    both = {"first": world.first.pk, "second": copy.pk}
    text = client.get(address(world.scheme, **both)).content.decode()
    assert "the same mentor" in text


def test_another_version_of_the_weights_is_said(client, world):
    PairingDraft.objects.filter(pk=world.second.pk).update(weights_version=2)
    text = client.get(address(world.scheme)).content.decode()
    assert "Without M1 with version 2: the same pair can have another score" in text


@pytest.mark.parametrize("asked", ["x", "-1", "٣", "9" * 40, "999999", "\x00"])
def test_a_draft_that_does_not_exist_is_not_found(client, world, asked):
    assert client.get(address(world.scheme, first=asked)).status_code == 404


def test_another_schemes_draft_is_not_found(client, world):
    other = make_scheme()
    assert client.get(address(other)).status_code == 200
    assert "no two drafts" in client.get(address(other)).content.decode()
    for name in ("A", "B"):
        PairingDraft.objects.create(scheme=other, name=name, result=world.first.result)
    assert client.get(address(other, first=world.first.pk)).status_code == 404


def test_as_many_queries_for_twenty_mentees_as_for_two(client):
    world = make_pairing_world(extra_mentees=18, capacity=5)
    client.force_login(world.lead)
    whole = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    drafts.save_draft_as(draft_id=whole.pk, name="Copy", by=world.lead, today=TODAY)
    counts = []
    for kept in (2, 10):
        less = {**whole.result, "pairs": whole.result["pairs"][:kept], "unmatched": []}
        PairingDraft.objects.update(result=less)
        client.get(address(world.scheme))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(world.scheme))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10

"""The board's groups and orders: links in the address, never a different set."""

import csv
import datetime
import io
import re

import pytest

from trusts.models import CERTAINTY
from trusts.services import drafts
from trusts.tests.factories import make_pair
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 1, 15)


@pytest.fixture
def world(client):
    world = make_pairing_world(extra_mentees=1, capacity=2)
    client.force_login(world.lead)
    return world


@pytest.fixture
def draft(world):
    return drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)


def page(client, draft, query=""):
    return client.get(f"/pairing/{draft.scheme_id}/?{query}").content.decode()


def shown(text):
    return re.findall(r'<tr role="row" id="row-(\w+)"', text)


def test_all_rows_come_by_name_unless_the_address_says_otherwise(client, draft):
    assert shown(page(client, draft)) == ["E1", "E2", "X00"]
    assert shown(page(client, draft, "show=nonsense&order=%00")) == ["E1", "E2", "X00"]
    scores = {entry["mentee"]: entry["score"] for entry in draft.result["pairs"]}
    by_score = shown(page(client, draft, "order=score"))
    assert by_score == sorted(by_score, key=lambda code: scores[code])


def test_locked_rows_can_be_seen_alone_and_the_totals_stay(client, world, draft):
    drafts.lock_pair(draft_id=draft.pk, pair=("M1", "E1"), by=world.lead, today=TODAY)
    text = page(client, draft, "show=locked")
    assert shown(text) == ["E1"]
    assert "Send 3 proposals" in text
    assert f"?draft={draft.pk}&amp;show=locked&amp;order=score" in text


def test_near_ties_are_a_group_once_they_are_known(client, draft):
    draft.result[CERTAINTY] = [{"mentee": "E2", "kept": 90, "draws": 200, "word": "Near tie"}]
    draft.save()
    assert shown(page(client, draft, "show=near")) == ["E2"]


def test_what_changed_is_held_against_the_draft_before(client, world, draft):
    assert "Changed since" not in page(client, draft)
    later = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    drafts.forbid_pair(
        draft_id=later.pk, pair=("M1", "E1"), reason="No.", by=world.lead, today=TODAY
    )
    text = page(client, draft, "show=changed")
    assert "Changed since Draft A" in text
    assert "No pair of Draft B is in this group." in text  # E1 has no mentor now


def test_an_empty_group_says_so(client, draft):
    assert "No pair of Draft A is in this group." in page(client, draft, "show=locked")


def test_a_mentee_whose_pair_ran_its_course_is_not_paired_again(client, world, draft):
    make_pair(world.scheme, world.trusts["M1"], world.trusts["E1"], state="completed")
    again = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    assert {entry["mentee"] for entry in again.result["pairs"]} == {"E2", "X00"}


def test_why_says_how_often_the_pair_stays_once_that_is_known(client, draft):
    address = f"/pairing/{draft.scheme_id}/why/M1/E1/"
    assert "redraws keep this pair" not in client.get(address).content.decode()
    draft.result[CERTAINTY] = [{"mentee": "E1", "kept": 181, "draws": 200, "word": "Firm"}]
    draft.save()
    text = client.get(address).content.decode()
    assert "redraws keep this pair" in text
    assert "181" in text
    assert "data-print hidden" in text


def test_the_board_comes_as_a_file_with_totals_and_those_without_a_mentor(client, world, draft):
    drafts.forbid_pair(
        draft_id=draft.pk, pair=("M2", "E2"), reason="=Too far", by=world.lead, today=TODAY
    )
    text = page(client, draft, "download=csv")
    rows = {row["Mentee code"]: row for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff")))}
    assert (rows["E1"]["Mentor code"], rows["E1"]["Locked"]) == ("M1", "no")
    assert rows["E1"]["Needs covered"] == rows["E1"]["Needs"] == "1"
    assert rows["E2"]["Mentor"] == ""
    assert rows["E2"]["Without a mentor because"]
    assert "Forbidden: M2 and E2. =Too far" in text
    assert "Weights, version 1" in text
    xlsx = client.get(f"/pairing/{draft.scheme_id}/?download=xlsx")
    assert xlsx.content[:2] == b"PK"


def test_a_board_without_a_draft_gives_an_empty_file(client, world):
    text = client.get(f"/pairing/{world.scheme.pk}/?download=csv").content.decode("utf-8-sig")
    assert len(text.splitlines()) == 1

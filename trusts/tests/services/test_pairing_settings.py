"""Weights and gates: what may be set, what a change would do, and its versions."""

import datetime

import pytest

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, StaleVersion
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import PairingDraft
from trusts.pairing_settings import PairingSettings
from trusts.presenters.drafts import weights_words
from trusts.presenters.pairing_settings import preview_words
from trusts.refusals import (
    DraftOutdated,
    LockContradictsRule,
    NothingChanged,
    ReasonMissing,
    SettingsOutOfRange,
)
from trusts.selectors.settings_preview import preview_settings, settings_versions
from trusts.services import drafts
from trusts.services.pairing_settings import change_pairing_settings
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
TODAY, ANSWER_BY = datetime.date(2015, 1, 15), datetime.date(2015, 1, 26)
ONLY_COVERAGE = PairingSettings(coverage=100, similarity=0, travel=0, reciprocity=0)


@pytest.fixture
def world():
    return make_pairing_world()


def change(world, settings=ONLY_COVERAGE, *, by=None, reason="Needs first.", read_at=None):
    world.scheme.refresh_from_db()
    return change_pairing_settings(
        scheme_id=world.scheme.pk,
        settings=settings,
        reason=reason,
        read_at=read_at or world.scheme.version,
        by=by or world.lead,
        today=TODAY,
    )


def suggest(world):
    world.scheme.refresh_from_db()
    return drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)


def test_settings_come_back_as_they_were_saved():
    settings = PairingSettings(55, 25, 15, 5, 12, 40)
    assert PairingSettings.from_json(settings.as_json()) == settings
    assert PairingSettings.from_json({}) == PairingSettings()


@pytest.mark.parametrize(
    "settings, field",
    [
        (PairingSettings(coverage=61), "coverage"),
        (PairingSettings(coverage=0, similarity=80), "coverage"),
        (PairingSettings(coverage=-1, similarity=81), "coverage"),
        (PairingSettings(coverage_floor=101), "coverage_floor"),
        (PairingSettings(shown_floor=-1), "shown_floor"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world, settings, field):
    with pytest.raises(SettingsOutOfRange) as refusal:
        change(world, settings)
    assert refusal.value.field == field


def test_a_change_is_a_version_with_its_reason_on_the_trail(world):
    saved = change(world)
    assert (saved.pairing_weights_version, saved.pairing_weights["coverage"]) == (2, 1.0)
    event = AuditEvent.objects.get(action="changed the weights of the pairing")
    assert event.reason == "Needs first."
    newest = settings_versions(saved)[0]
    assert (newest.version, newest.changed_by) == (2, world.lead.name)
    assert newest.reason == "Needs first."


def test_a_change_without_reason_or_without_change_is_refused(world):
    with pytest.raises(ReasonMissing):
        change(world, reason=" ")
    with pytest.raises(NothingChanged):
        change(world, PairingSettings())


@pytest.mark.parametrize("role", [Role.PROGRAMME_ANALYST, Role.OBSERVER])
def test_only_those_who_pair_trusts_change_them(world, role):
    with pytest.raises(NotAllowed):
        change(world, by=make_person(role))


def test_of_two_who_change_at_once_the_second_is_told(world):
    version = world.scheme.version
    change(world)
    with pytest.raises(StaleVersion):
        change(world, PairingSettings(coverage=50, similarity=30), read_at=version)


def test_weights_change_the_scores_and_make_older_drafts_out_of_date(world):
    draft = suggest(world)
    change(world)
    with pytest.raises(DraftOutdated):
        drafts.propose_draft(draft_id=draft.pk, answer_by=ANSWER_BY, by=world.lead, today=TODAY)
    again = suggest(world)
    assert again.result["total"] != draft.result["total"]
    assert weights_words(again).startswith("Weights, version 2: needs covered 100%, alike 0%")


def test_a_floor_rules_pairs_out_when_it_is_raised(world):
    before = suggest(world)
    assert before.result["matched"] == 2
    everything = PairingSettings(coverage_floor=100)
    preview = preview_settings(world.scheme, everything)
    assert (preview.before.matched, preview.after.matched) == (2, 0)
    assert {row.mentee.ods_code for row in preview.changes} == {"E1", "E2"}
    assert {row.after for row in preview.changes} == {None}
    change(world, everything)
    assert suggest(world).result["matched"] == 0


def test_a_preview_says_what_saving_then_does(world):
    draft = suggest(world)
    preview = preview_settings(world.scheme, ONLY_COVERAGE)
    assert (preview.before.matched, preview.before.total) == (2, draft.result["total"])
    assert preview.changes == ()
    assert "0 of 2 mentees would have another mentor" in preview_words(preview)
    change(world)
    after = suggest(world)
    assert (preview.after.worst, preview.after.total) == (
        *(after.result["worst"], after.result["total"]),
    )


def test_a_preview_changes_nothing(world):
    suggest(world)
    preview_settings(world.scheme, ONLY_COVERAGE)
    world.scheme.refresh_from_db()
    assert (world.scheme.pairing_weights, world.scheme.version) == ({}, 1)
    assert PairingDraft.objects.count() == 1


def test_a_lock_that_the_new_floor_forbids_is_named(world):
    draft = suggest(world)
    drafts.lock_pair(draft_id=draft.pk, pair=("M1", "E1"), by=world.lead, today=TODAY)
    with pytest.raises(LockContradictsRule, match="M1"):
        preview_settings(world.scheme, PairingSettings(coverage_floor=100))


def test_without_open_mentees_there_is_nothing_to_change(world):
    world.scheme.participations.filter(role="mentee").delete()
    preview = preview_settings(world.scheme, ONLY_COVERAGE)
    assert "nothing would change" in preview_words(preview)

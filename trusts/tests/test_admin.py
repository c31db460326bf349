"""Pairing in the admin site: lists, actions that ask first, and the same refusals."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import BuddyPair, PairingDraft, Participation, Trust, TrustSuccession
from trusts.services import drafts, large_pairings
from trusts.tests.factories import make_pair, make_scheme, make_trust
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2015, 1, 15, 12)
ANSWER_BY = "2015-01-26"


@pytest.fixture
def admin(client):
    person = make_person(Role.ADMINISTRATOR)
    client.force_login(person)
    with time_machine.travel(NOON, tick=False):
        yield person


def run(client, model, action, things, **typed):
    """Choose things in a list and run an action; with `typed`, its form is sent too."""
    data = {"action": action, "_selected_action": [thing.pk for thing in things], **typed}
    if typed:
        data["confirmed"] = "yes"
    return client.post(reverse(f"admin:trusts_{model}_changelist"), data, follow=True)


def proposed():
    return make_pair(
        make_scheme(),
        make_trust("RTR"),
        make_trust("RA7"),
        state="proposed",
        mentor_answer="waiting",
        mentee_answer="waiting",
        answer_by=datetime.date(2015, 1, 26),
    )


@pytest.mark.parametrize(
    "model", ["trust", "trustsuccession", "scheme", "participation", "buddypair", "pairingdraft"]
)
def test_every_list_opens_and_searches(client, admin, model):
    proposed()
    assert client.get(reverse(f"admin:trusts_{model}_changelist"), {"q": "RTR"}).status_code == 200


@pytest.mark.parametrize("model", ["scheme", "participation", "buddypair", "trust"])
def test_a_list_asks_as_often_for_eight_rows_as_for_two(client, admin, model):
    counts = []
    client.get(reverse("admin:index"))  # the session notes its first page
    for _ in range(2):
        for _ in range(2 if not counts else 6):
            make_pair(make_scheme(), make_trust(), make_trust())
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"admin:trusts_{model}_changelist"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_suggesting_pairs_makes_a_draft_with_a_link_to_the_board(client, admin):
    world = make_pairing_world()
    page = run(client, "scheme", "suggest_pairs", [world.scheme])
    draft = world.scheme.drafts.get()
    assert f"/pairing/{world.scheme.pk}/?draft={draft.pk}" in page.content.decode()


def test_suggesting_for_a_scheme_without_trusts_says_why_not(client, admin):
    page = run(client, "scheme", "suggest_pairs", [make_scheme()])
    assert "No accepted mentee is without a mentor" in page.content.decode()


def test_a_draft_is_proposed_after_asking_for_the_day(client, admin):
    world = make_pairing_world()
    run(client, "scheme", "suggest_pairs", [world.scheme])
    draft = world.scheme.drafts.get()
    asked = run(client, "pairingdraft", "propose", [draft])
    assert "Both trusts answer by" in asked.content.decode()
    assert not BuddyPair.objects.exists()
    run(client, "pairingdraft", "propose", [draft], answer_by=ANSWER_BY)
    assert BuddyPair.objects.filter(proposed_by=admin).count() == 2


@pytest.mark.parametrize("day", ["", "soon", "2015-01-15", "2099-01-01"])
def test_a_wrong_day_is_refused_at_the_form(client, admin, day):
    world = make_pairing_world()
    chosen = Participation.objects.filter(trust__ods_code__in=["M1", "E1"])
    page = run(client, "participation", "propose", chosen, answer_by=day)
    assert "errorlist" in page.content.decode()
    assert not BuddyPair.objects.filter(scheme=world.scheme).exists()


def test_two_trusts_chosen_are_proposed_as_a_pair(client, admin):
    make_pairing_world()
    chosen = Participation.objects.filter(trust__ods_code__in=["M1", "E1"])
    run(client, "participation", "propose", chosen, answer_by=ANSWER_BY)
    pair = BuddyPair.objects.get()
    assert (pair.mentor.ods_code, pair.mentee.ods_code) == ("M1", "E1")


@pytest.mark.parametrize("codes", [["M1"], ["E1", "E2"], ["M1", "M2"], ["M1", "E1", "E2"]])
def test_other_choices_are_not_a_pair(client, admin, codes):
    make_pairing_world()
    chosen = Participation.objects.filter(trust__ods_code__in=codes)
    page = run(client, "participation", "propose", chosen)
    assert "Choose one mentor and one mentee" in page.content.decode()


def test_an_answer_is_recorded_with_how_it_came(client, admin):
    pair = proposed()
    typed = {"side": "RTR", "answer": "accept", "reason": "By phone."}
    run(client, "buddypair", "record_answer", [pair], **typed)
    pair.refresh_from_db()
    assert pair.mentor_answer == "accepted"
    assert AuditEvent.objects.get(action="recorded: accepted pair").reason == "By phone."


def test_an_answer_without_a_reason_asks_for_it(client, admin):
    pair = proposed()
    page = run(client, "buddypair", "record_answer", [pair], side="RTR", answer="accept", reason="")
    pair.refresh_from_db()
    assert (pair.mentor_answer, "errorlist" in page.content.decode()) == ("waiting", True)


def test_a_pair_is_ended_with_a_reason(client, admin):
    pair = proposed()
    run(client, "buddypair", "end", [pair], reason="Merged.")
    pair.refresh_from_db()
    assert (pair.state, pair.reason) == ("ended_early", "Merged.")
    assert pair.history.first().history_user == admin


def test_what_the_service_refuses_stands_in_the_form(client, admin):
    pair = proposed()
    page = run(client, "buddypair", "record_signatures", [pair], reason="On paper.")
    assert "once both trusts have accepted" in page.content.decode()


def test_two_pairs_at_once_are_too_many(client, admin):
    pairs = [proposed(), make_pair(make_scheme(), make_trust(), make_trust())]
    assert "Choose one buddy pair" in run(client, "buddypair", "end", pairs).content.decode()


def test_nothing_is_added_or_deleted_behind_the_services(client, admin):
    pair = proposed()
    for name, args in (("add", ()), ("delete", (pair.pk,))):
        response = client.get(reverse(f"admin:trusts_buddypair_{name}", args=args))
        assert response.status_code == 403


def test_history_of_a_pair_opens(client, admin):
    pair = proposed()
    run(client, "buddypair", "end", [pair], reason="Merged.")
    assert client.get(reverse("admin:trusts_buddypair_history", args=[pair.pk])).status_code == 200


def test_a_trust_is_mended_on_the_record(client, admin):
    trust = make_trust("RTR", name="Souht Tees")
    typed = {"ods_code": "RTR", "name": "South Tees", "town": "", "postcode": "", "region": ""}
    typed |= {"icb_code": "", "icb_name": "", "alliance": "", "latitude": "", "longitude": ""}
    client.post(reverse("admin:trusts_trust_change", args=[trust.pk]), typed)
    assert Trust.objects.get().name == "South Tees"
    event = AuditEvent.objects.get(action="changed trust")
    assert event.changes == {"name": ["Souht Tees", "South Tees"]}


def test_a_succession_is_added_on_the_record(client, admin):
    typed = {"predecessor_code": "RVL", "predecessor_name": "Barnet and Chase Farm"}
    typed |= {"successor_code": "RAL", "successor_name": "Royal Free", "date": "2014-07-01"}
    client.post(reverse("admin:trusts_trustsuccession_add"), {**typed, "kind": "acquisition"})
    assert TrustSuccession.objects.get().successor_code == "RAL"
    assert AuditEvent.objects.filter(action="added succession").exists()


@pytest.fixture
def draft(admin):
    world = make_pairing_world()
    return drafts.suggest_draft(scheme=world.scheme, by=admin, today=NOON.date())


PAIR = {"mentor": "M1", "mentee": "E1"}


def changed(draft):
    return PairingDraft.objects.get(pk=draft.pk)


def test_a_pair_is_locked_and_unlocked_with_its_history(client, admin, draft):
    asked = run(client, "pairingdraft", "lock", [draft])
    assert "M1 NHS Trust (M1)" in asked.content.decode()
    run(client, "pairingdraft", "lock", [draft], **PAIR)
    assert changed(draft).choices["locked"] == [["M1", "E1"]]
    run(client, "pairingdraft", "unlock", [draft], pair="M1:E1")
    assert changed(draft).choices["locked"] == []
    rows = list(draft.history.values_list("history_change_reason", "history_user"))
    assert rows[0] == ("unlocked pair M1 and E1. ", admin.pk)
    page = client.get(reverse("admin:trusts_pairingdraft_history", args=[draft.pk]))
    assert "locked pair M1 and E1" in page.content.decode()


def test_a_pair_is_forbidden_with_a_reason_and_allowed_again(client, admin, draft):
    page = run(client, "pairingdraft", "forbid", [draft], **PAIR, reason="")
    assert "errorlist" in page.content.decode()
    run(client, "pairingdraft", "forbid", [draft], **PAIR, reason="Too near.")
    assert changed(draft).choices["forbidden"][0]["reason"] == "Too near."
    assert AuditEvent.objects.get(action="forbade pair").reason == "Too near."
    run(client, "pairingdraft", "allow", [draft], pair="M1:E1")
    assert changed(draft).choices["forbidden"] == []


@pytest.mark.parametrize(
    "action, typed",
    [
        ("lock", {"mentor": "E1", "mentee": "M1"}),
        ("lock", {"mentor": "M1", "mentee": "\x00"}),
        ("forbid", {"mentor": "<b>", "mentee": "E1", "reason": "x"}),
        ("forbid", {**PAIR, "reason": "x" * 100_000}),
        ("unlock", {"pair": "M1:E1"}),
        ("allow", {"pair": "nonsense"}),
        ("save_copy", {"name": "x" * 100}),
    ],
)
def test_what_cannot_be_is_refused_at_the_form(client, admin, draft, action, typed):
    page = run(client, "pairingdraft", action, [draft], **typed)
    assert "errorlist" in page.content.decode()
    assert changed(draft).choices == {"locked": [], "forbidden": []}
    assert PairingDraft.objects.count() == 1


def test_a_lock_that_contradicts_a_gate_is_refused_in_the_form(client, admin, draft):
    page = run(client, "pairingdraft", "lock", [draft], mentor="M2", mentee="E1")
    assert "not allowed" in page.content.decode()
    assert changed(draft).choices["locked"] == []


def test_a_set_is_worked_out_again_and_a_copy_is_saved(client, admin, draft):
    Participation.objects.filter(trust__ods_code="E2").update(state="withdrawn")
    run(client, "pairingdraft", "again", [draft], go="on")
    assert changed(draft).result["matched"] == 1
    run(client, "pairingdraft", "save_copy", [draft], name="Kept")
    assert PairingDraft.objects.get(name="Kept").saved_by == admin


def test_a_large_scheme_is_left_to_a_worker(client, admin, draft, monkeypatch):
    monkeypatch.setattr(large_pairings, "MOST_CELLS_AT_ONCE", 0)
    page = run(client, "pairingdraft", "lock", [draft], **PAIR)
    assert "a worker is working out the set" in page.content.decode()
    assert changed(draft).choices["locked"] == []


WEIGHTS = {"coverage": 70, "similarity": 20, "travel": 10, "reciprocity": 0}
SETTINGS = {**WEIGHTS, "coverage_floor": 10, "shown_floor": 50, "read_at": 1}


def test_weights_and_gates_are_changed_as_the_next_version(client, admin):
    scheme = make_scheme()
    asked = run(client, "scheme", "change_settings", [scheme]).content.decode()
    assert 'name="coverage" value="60"' in asked
    run(client, "scheme", "change_settings", [scheme], **SETTINGS, reason="Needs first.")
    scheme.refresh_from_db()
    assert (scheme.pairing_weights["coverage"], scheme.pairing_weights_version) == (0.7, 2)
    assert scheme.history.first().history_change_reason == "Needs first."


@pytest.mark.parametrize(
    "wrong",
    [{"coverage": 71}, {"coverage": "many"}, {"reason": ""}, {"read_at": 7}, {"travel": -10}],
)
def test_wrong_weights_are_refused_in_the_form(client, admin, wrong):
    scheme = make_scheme()
    typed = {**SETTINGS, "reason": "Needs first.", **wrong}
    page = run(client, "scheme", "change_settings", [scheme], **typed)
    scheme.refresh_from_db()
    assert ("errorlist" in page.content.decode(), scheme.pairing_weights_version) == (True, 1)


def test_a_pair_that_ran_its_course_is_completed(client, admin):
    pair = make_pair(make_scheme(), make_trust("RTR"), make_trust("RA7"))
    early = run(client, "buddypair", "complete", [pair], go="on")
    assert "completed after the implementation has ended" in early.content.decode()
    with time_machine.travel(datetime.datetime(2015, 9, 1, 12), tick=False):
        client.force_login(admin)
        run(client, "buddypair", "complete", [pair], go="on")
    pair.refresh_from_db()
    assert (pair.state, pair.history.first().history_user) == ("completed", admin)


def test_after_a_decline_suggesting_again_is_the_rematch(client, admin, draft):
    run(client, "pairingdraft", "propose", [draft], answer_by=ANSWER_BY)
    pair = BuddyPair.objects.get(mentee__ods_code="E1")
    typed = {"side": "M1", "answer": "decline", "reason": "Too far."}
    run(client, "buddypair", "record_answer", [pair], **typed)
    run(client, "scheme", "suggest_pairs", [draft.scheme])
    newest = PairingDraft.objects.latest("pk")
    assert newest.result["pairs"] == []
    assert newest.result["unmatched"][0]["mentee"] == "E1"

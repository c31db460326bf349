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
from trusts.models import BuddyPair, Participation, Trust, TrustSuccession
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
    assert "Choose one pair" in run(client, "buddypair", "end", pairs).content.decode()


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

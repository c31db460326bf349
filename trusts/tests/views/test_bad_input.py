"""Whatever is typed: a sentence at the field, what was typed kept, nothing saved, never a 500."""

import datetime

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import BuddyPair, Comparability, PairingDraft, Participation, Scheme
from trusts.services import drafts
from trusts.tests.factories import (
    PHASES,
    make_pair,
    make_participation,
    make_question,
    make_scheme,
    make_survey_year,
    make_trust,
)
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
HOSTILE = ["", " ", "x" * 100_000, "<script>alert(1)</script>", "=1+1", "\x00\x07", "９", "🙂"]
TODAY = datetime.date(2015, 1, 15)
DAY_PARTS = ("day", "month", "year")


@pytest.fixture
def lead(client):
    person = make_person(Role.PROGRAMME_LEAD)
    client.force_login(person)
    with time_machine.travel(datetime.datetime(2015, 1, 15, 12), tick=False):
        yield person


def scheme_data(**changes):
    data = {"name": "Scheme", "kind": "buddy", "summary": "", "prior": ""}
    data |= {"baseline": make_survey_year(2014).pk, "follow_up": make_survey_year(2016).pk}
    for field, day in PHASES.items():
        data |= {f"{field}-{part}": getattr(day, part) for part in ("day", "month", "year")}
    return {**data, **changes}


def refused(client, name, data, sentence="", **kwargs):
    """Post it; the page comes back with an error summary that holds the sentence."""
    response = client.post(reverse(name, kwargs=kwargs), data)
    page = response.content.decode()
    assert response.status_code == 200
    assert "There is a problem" in page
    assert sentence in page
    return page


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"name": ""}, "Enter a name"),
        ({"name": "x" * 121}, "120"),
        ({"kind": "club"}, "Choose"),
        ({"baseline": "999999"}, "Choose"),
        ({"baseline": "x" * 100_000}, "Choose"),
        ({"volunteering_to-day": "31", "volunteering_to-month": "2"}, "a day that exists"),
        ({"volunteering_to-year": "14"}, "4 digits"),
        ({"implementation_to-year": "2014"}, "Implementation must end on or after"),
        ({"pairing_from-year": "2013"}, "must not begin before volunteering"),
        ({"publish_by-year": "1015"}, "must be between"),
        ({"publish_by-day": ""}, "must include a day"),
    ],
)
def test_a_wrong_scheme_is_refused_at_its_field(client, lead, changes, sentence):
    refused(client, "scheme_create", scheme_data(**changes), sentence)
    assert not Scheme.objects.exists()


def test_a_follow_up_before_the_baseline_is_refused(client, lead):
    data = scheme_data(follow_up=make_survey_year(2013).pk)
    refused(client, "scheme_create", data, "The follow-up must be a later year")


def test_a_scheme_name_in_use_is_refused_and_what_was_typed_is_kept(client, lead):
    make_scheme("Buddy scheme 2015")
    page = refused(
        client, "scheme_create", scheme_data(name="Buddy scheme 2015", summary="Mine"), "already"
    )
    assert "Mine" in page


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_never_breaks_the_scheme_form(client, lead, typed):
    data = dict.fromkeys(scheme_data(), typed)
    refused(client, "scheme_create", data)
    assert not Scheme.objects.exists()


def test_markup_in_a_name_is_shown_as_text(client, lead):
    scheme = make_scheme("<b>Bold</b>")
    page = client.get(reverse("scheme_detail", args=[scheme.pk])).content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page
    assert "<b>Bold</b>" not in page


def test_a_stale_scheme_shows_both_versions_and_then_keeps_the_typed(client, lead):
    scheme = make_scheme("First")
    here = {"scheme_id": scheme.pk}
    data = scheme_data(name="Typed", read_version=1)
    Scheme.objects.filter(pk=scheme.pk).update(name="Meanwhile", version=2)
    page = refused(client, "scheme_edit", data, "Nothing has been lost", **here)
    assert "Meanwhile" in page
    assert "Typed" in page
    assert 'name="read_version" value="2"' in page
    client.post(reverse("scheme_edit", kwargs=here), {**data, "read_version": 2})
    assert Scheme.objects.get().name == "Typed"


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 40])
def test_a_version_that_is_none_is_refused(client, lead, version):
    scheme = make_scheme("First")
    data = scheme_data(name="Typed", read_version=version)
    refused(client, "scheme_edit", data, scheme_id=scheme.pk)
    assert Scheme.objects.get().name == "First"


def application_form(client, lead):
    """An open form of a trust, and the smallest right data for it."""
    scheme = make_scheme()
    trust = make_trust("RTR")
    nurse = make_person(Role.TRUST_LEAD, "RTR")
    data = {"role": "mentee", "statement": "To learn.", "lead": nurse.pk, "read_version": "1"}
    return data, {"scheme_id": scheme.pk, "ods_code": trust.ods_code}


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"role": ""}, "Choose"),
        ({"role": "captain"}, "Choose"),
        ({"role": "mentor"}, "Enter how many mentees you could take"),
        ({"role": "mentor", "capacity": "6"}, "5"),
        ({"role": "mentor", "capacity": "two"}, "whole number"),
        ({"role": "mentee", "capacity": "2"}, "Only a mentor takes mentees"),
        ({"longest_journey_km": "-1"}, "0"),
        ({"longest_journey_km": "1e99"}, "whole number"),
        ({"conflicts": "!!!"}, "Line 1: enter an ODS code"),
        ({"conflicts": "ZZZ9 no such trust"}, "There is no trust with the ODS code ZZZ9"),
        ({"conflicts": "RTR it is us"}, "conflict with itself"),
        ({"lead": "999999"}, "Choose"),
        ({"statement": "x" * 100_000}, "2000"),
        ({"offers": "\x00"}, ""),
    ],
)
def test_a_wrong_application_is_refused_at_its_field(client, lead, changes, sentence):
    data, where = application_form(client, lead)
    refused(client, "application_edit", {**data, **changes}, sentence, **where)
    assert not Participation.objects.exists()


def test_a_named_lead_of_another_trust_is_refused(client, lead):
    data, where = application_form(client, lead)
    stranger = make_person(Role.TRUST_LEAD, "RA7")
    refused(client, "application_edit", {**data, "lead": stranger.pk}, "Choose", **where)


def test_a_conflict_is_read_line_by_line(client, lead):
    make_trust("RA7")
    data, where = application_form(client, lead)
    typed = {**data, "conflicts": "ra7: shared chief nurse\n\n"}
    client.post(reverse("application_edit", kwargs=where), typed)
    conflict = {"ods_code": "RA7", "reason": "shared chief nurse"}
    assert Participation.objects.get().conflicts == [conflict]


@pytest.mark.parametrize("decision", ["", "maybe"])
def test_a_decision_is_one_of_three(client, lead, decision):
    found = make_participation(make_scheme(), make_trust(), state="applied")
    data = {"decision": decision, "reason": ""}
    refused(client, "application_decide", data, "Choose", participation_id=found.pk)


def test_declining_without_a_reason_is_refused_at_the_reason(client, lead):
    found = make_participation(make_scheme(), make_trust(), state="applied")
    data = {"decision": "decline", "reason": " "}
    refused(client, "application_decide", data, "Enter why", participation_id=found.pk)


@pytest.mark.parametrize("typed", ["", " ", "x" * 100_000, "\x00"])
def test_a_pair_does_not_end_without_a_fit_reason(client, lead, typed):
    pair = make_pair(make_scheme(), make_trust(), make_trust())
    refused(client, "pair_end", {"reason": typed}, pair_id=pair.pk)
    assert BuddyPair.objects.get().state == "active"


@pytest.mark.parametrize(
    "act",
    ["", "lock", "lock:M1", "lock::", "burn:M1:E1", "swap:M1:../x", "lock:M1:E1:E2", "lock:é:E1"],
)
def test_an_act_that_is_none_changes_nothing(client, lead, act):
    world = make_pairing_world()
    draft = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    here = {"scheme_id": world.scheme.pk, "draft_id": draft.pk}
    page = client.post(reverse("pairing_act", kwargs=here), {"do": act}, follow=True)
    assert "did not understand" in page.content.decode()
    assert PairingDraft.objects.get().choices == draft.choices


def test_a_lock_that_a_rule_forbids_is_explained_on_the_board(client, lead):
    world = make_pairing_world()
    draft = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    here = {"scheme_id": world.scheme.pk, "draft_id": draft.pk}
    page = client.post(reverse("pairing_act", kwargs=here), {"do": "lock:M2:E1"}, follow=True)
    assert "is locked but not allowed" in page.content.decode()


@pytest.mark.parametrize("asked", ["abc", "-1", "999999", "9" * 30, "٣"])
def test_a_draft_that_is_none_is_not_found(client, lead, asked):
    world = make_pairing_world()
    address = reverse("pairing", kwargs={"scheme_id": world.scheme.pk})
    assert client.get(address, {"draft": asked}).status_code == 404


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("name", ["q", "region", "kind", "sort", "page", "download"])
def test_the_list_of_trusts_takes_any_address(client, lead, name, typed):
    make_trust("RTR")
    assert client.get(reverse("trust_list"), {name: typed[:3000]}).status_code == 200


@pytest.mark.parametrize("name", ["q", "state", "role", "page", "download"])
def test_the_list_of_applications_takes_any_address(client, lead, name):
    scheme = make_scheme()
    address = reverse("participation_list", kwargs={"scheme_id": scheme.pk})
    for typed in HOSTILE:
        assert client.get(address, {name: typed[:3000]}).status_code == 200


@pytest.mark.parametrize("number", ["Q1", "<b>", "%00", "x" * 500])
def test_a_question_that_is_none_is_not_found(client, lead, number):
    scheme = make_scheme()
    make_question(scheme.baseline, "Q1")
    address = f"/schemes/{scheme.pk}/comparability/{number}/"
    assert client.get(address).status_code == 404


def test_an_answer_about_comparability_needs_its_reason(client, lead):
    scheme = make_scheme()
    for year in (scheme.baseline, scheme.follow_up):
        make_question(year, "Q1")
    where = {"scheme_id": scheme.pk, "number": "Q1"}
    refused(client, "comparability_edit", {"answer": "no", "reason": ""}, "Enter a reason", **where)


@pytest.mark.parametrize("typed", [("", "", ""), ("31", "7", "2015"), ("9", "8", "2015"), "x99"])
def test_when_the_work_is_over_no_date_is_asked_for_that_cannot_be(client, typed):
    world = make_pairing_world()
    draft = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    here = {"scheme_id": world.scheme.pk, "draft_id": draft.pk}
    over = f"The implementation of {world.scheme} is over, so no day is left to answer by"
    days = {f"answer_by-{name}": part for name, part in zip(DAY_PARTS, typed, strict=True)}
    with time_machine.travel(datetime.datetime(2015, 8, 1, 12), tick=False):
        client.force_login(world.lead)
        assert over in client.get(reverse("pairing_send", kwargs=here)).content.decode()
        page = refused(client, "pairing_send", days, over, **here)
    assert "must be" not in page
    assert "Enter a day" not in page
    assert not BuddyPair.objects.exists()


@pytest.fixture
def unlike(lead):
    """A scheme whose years score one question on different scales, and another on the same."""
    scheme = make_scheme()
    for year, scale in ((scheme.baseline, "percent"), (scheme.follow_up, "mean_0_10")):
        make_question(year, "Q1", scale=scale)
        make_question(year, "Q2")
    return scheme


def test_no_answer_is_asked_about_a_question_on_different_scales(client, unlike):
    page = client.get(reverse("comparability", args=[unlike.pk])).content.decode()
    addresses = [reverse("comparability_edit", args=[unlike.pk, number]) for number in ("Q1", "Q2")]
    assert [f'href="{address}"' in page for address in addresses] == [False, True]
    opened = client.get(addresses[0])
    assert opened.status_code == 302
    (said,) = get_messages(opened.wsgi_request)
    assert "different scales, so they cannot be compared" in said.message


def test_an_answer_about_a_question_on_different_scales_is_refused(client, unlike):
    typed = {"answer": "yes", "reason": "Nearly the same."}
    where = {"scheme_id": unlike.pk, "number": "Q1"}
    page = refused(client, "comparability_edit", typed, "so they cannot be compared", **where)
    assert "Nearly the same." in page
    assert not Comparability.objects.exists()


@pytest.mark.parametrize("path", ["/trusts/%00/", "/trusts/ZZZ/", "/schemes/99999999/"])
def test_what_is_not_there_is_not_found(client, lead, path):
    assert client.get(path).status_code == 404

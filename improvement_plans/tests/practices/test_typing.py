"""What people type about a practice: bad, strange, twice, or about an older text."""

import re
import uuid

import pytest
from django.urls import reverse

from buddy_portal.accounts.refusals import Refusal, WrongState
from improvement_plans.models import Practice, PracticeAdoption, PracticeState
from improvement_plans.services import practices as services
from improvement_plans.tests.practices.making import (
    WHOLE,
    post_new,
    published,
    signed_in,
    written,
)
from trusts.tests.factories import make_trust

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "changed",
    [
        {"title": ""},
        {"title": "x" * 100_000},
        {"problem": "a\x00b\x07c"},
        {"effort": "forever"},
        {"result_n": "many"},
        {"result_n": "9" * 40},
        {"question_1": "999999"},
        {"question_1": "x"},
        {"trust": "OUT"},
        {"read_version": "-1"},
        {"form_key": "none"},
    ],
)
def test_trouble_is_told_at_the_form_and_nothing_is_saved(world, changed):
    answer = post_new(world, **changed)
    assert answer.status_code == 200
    assert "nhsuk-error-summary" in answer.content.decode()
    assert "A nurse rings each patient." in answer.content.decode()
    assert not Practice.objects.exists()


@pytest.mark.parametrize(
    "text", ["👩‍⚕️ 🏥", "مرحبا \u202eabc\u202c", "<script>alert(1)</script>", "{{ 271*379 }}"]
)
def test_strange_but_honest_text_is_shown_as_text(world, text):
    assert post_new(world, what_we_did=text).status_code == 302
    practice = Practice.objects.get()
    page = signed_in(world.nurse).get(reverse("practice_draft", args=[practice.pk]))
    assert "<script>alert" not in page.content.decode()
    assert "102709" not in page.content.decode()


def test_a_practice_sent_after_its_session_ended_is_found_filled_in(world):
    address, client = reverse("practice_new"), signed_in(world.nurse)
    shown = client.get(address).content.decode()
    mark = re.search(r'name="page_mark" value="([^"]+)"', shown)[1]
    client.logout()
    assert client.post(address, {"problem": "Nobody knew whom to ring", "page_mark": mark})
    client.force_login(world.nurse)
    page = client.get(address).content.decode()
    assert "We kept what you typed" in page
    assert "Nobody knew whom to ring" in page


def test_a_double_click_makes_one_practice(world):
    key = str(uuid.uuid4())
    assert post_new(world, form_key=key).status_code == 302
    assert post_new(world, form_key=key).status_code == 302
    assert Practice.objects.count() == 1


@pytest.mark.parametrize("name", ["practice_review", "practice_send_back", "practice_publish"])
def test_a_review_of_a_text_that_was_changed_is_refused_with_both_texts(world, name):
    practice = written(world)
    services.send_to_review(by=world.nurse, practice=practice)
    practice.refresh_from_db()
    if name == "practice_publish":
        services.review(by=world.lead, practice=practice)
        practice.refresh_from_db()
    read, before = practice.version, practice.problem
    Practice.objects.filter(pk=practice.pk).update(problem="Rewritten", version=read + 1)
    address = reverse(name, args=[practice.pk])
    client = signed_in(world.lead)
    typed = {"read_version": read, "reason": "Say how many"}
    page = client.post(address, typed).content.decode()
    assert "changed after you opened it" in page
    assert before in page
    assert "Rewritten" in page
    state = Practice.objects.get(pk=practice.pk).state
    assert state == practice.state
    again = client.post(address, {**typed, "read_version": read + 1})
    assert again.status_code == 302


@pytest.mark.parametrize("version", ["", "0", "x", "9" * 30])
def test_a_forged_version_reviews_nothing(world, version):
    practice = written(world)
    services.send_to_review(by=world.nurse, practice=practice)
    address = reverse("practice_review", args=[practice.pk])
    page = signed_in(world.lead).post(address, {"read_version": version})
    assert page.status_code == 200
    assert Practice.objects.get(pk=practice.pk).state == PracticeState.DRAFT


def put(world, name, practice, **changed):
    """A post to one step of a practice, as whoever takes it."""
    who = {"practice_take_up": world.outsider, "practice_send_back": world.lead}
    key = practice.slug if name == "practice_take_up" else practice.pk
    data = {"form_key": str(uuid.uuid4()), "read_version": str(practice.version), **changed}
    client = signed_in(who.get(name, world.nurse))
    return client.post(reverse(name, args=[key]), data).content.decode()


@pytest.mark.parametrize("text", ["x" * 100_000, "a\x00b", "bell\x07"])
@pytest.mark.parametrize("name", ["practice_take_up", "practice_retire", "practice_send_back"])
def test_trouble_in_a_reason_or_a_result_is_told_and_changes_nothing(world, name, text):
    make_trust("OUT")
    practice = published(world) if name != "practice_send_back" else written(world)
    if name == "practice_send_back":
        services.send_to_review(by=world.nurse, practice=practice)
        practice.refresh_from_db()
    field = "result" if name == "practice_take_up" else "reason"
    page = put(world, name, practice, **{field: text, "state": "adopted", "trust": "OUT"})
    assert f'href="#id_{field}"' in page
    assert Practice.objects.get().version == practice.version
    assert not PracticeAdoption.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"state": "loved"}, "nhsuk-error-summary"),
        ({"state": ""}, "nhsuk-error-summary"),
        ({"trust": "MEE"}, "nhsuk-error-summary"),
        ({"trust": "MOR"}, "nhsuk-error-summary"),
        ({"state": "dropped"}, "so that others learn from it"),
        ({"read_version": "0"}, "not sent whole"),
        ({"read_version": "99"}, "nhsuk-error-summary"),
    ],
)
def test_an_adoption_that_cannot_be_is_refused(world, changed, said):
    other, practice = make_trust("OUT"), published(world)
    if "99" in changed.values():  # the trust has said something already
        made = {"state": "testing", "result": "", "read_at": 1}
        services.take_up(by=world.outsider, practice=practice, trust=other, **made)
    before = list(PracticeAdoption.objects.values_list("state", "version"))
    good = {"trust": "OUT", "state": "adopted", "result": "", "read_version": "1"}
    page = put(world, "practice_take_up", practice, **{**good, **changed})
    assert said in page
    assert list(PracticeAdoption.objects.values_list("state", "version")) == before


def test_what_was_adopted_is_not_adopted_back_and_no_circle_is_possible(world):
    """A takes up B's practice, B tells its own way of it, A takes up that: three plain rows."""
    other = make_trust("OUT")
    first = published(world)
    services.take_up(
        by=world.outsider, practice=first, trust=other, state="adopted", result="", read_at=1
    )
    back = services.write_practice(
        by=world.outsider, trust=other, plan=None, values={**WHOLE, "title": "Our way of it"}
    )
    services.send_to_review(by=world.outsider, practice=back)
    services.review(by=world.lead, practice=back)
    services.publish(by=world.lead, practice=back)
    own = world.pair.mentee
    services.take_up(
        by=world.nurse, practice=back, trust=own, state="adopted", result="", read_at=1
    )
    with pytest.raises(Refusal, match="own trust"):
        services.take_up(
            by=world.nurse, practice=first, trust=own, state="adopted", result="", read_at=1
        )
    for practice in (first, back):
        page = signed_in(world.nurse).get(reverse("practice", args=[practice.slug]))
        assert page.status_code == 200
    assert PracticeAdoption.objects.count() == 2


def test_a_retired_practice_is_neither_taken_up_nor_thanked_for(world):
    make_trust("OUT")
    practice = published(world)
    services.retire(by=world.nurse, practice=practice, reason="There is a better way")
    page = put(world, "practice_take_up", practice, trust="OUT", state="adopted", result="")
    assert "Only a published practice can be taken up" in page
    with pytest.raises(WrongState):
        services.say_thanks(by=world.nurse, practice=practice)

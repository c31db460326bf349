"""What people type about a practice: bad, strange, twice, or about an older text."""

import re
import uuid

import pytest
from django.urls import reverse

from improvement_plans.models import (
    Practice,
    PracticeState,
)
from improvement_plans.services import practices as services
from improvement_plans.tests.practices.making import post_new, signed_in, written

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

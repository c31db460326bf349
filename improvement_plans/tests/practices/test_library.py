"""The public library: searched, taken up, thanked for, and offered where it helps."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.access import access_of
from improvement_plans.models import (
    Plan,
    PlanState,
    PracticeAdoption,
)
from improvement_plans.selectors import practices as selectors
from improvement_plans.services import practices as services
from improvement_plans.tests.practices.making import published, signed_in, written
from improvement_plans.todos import waiting_for
from trusts.tests.factories import make_trust

pytestmark = pytest.mark.django_db


def test_another_trust_takes_it_up_and_is_counted_once(world):
    practice, other = published(world), make_trust("OUT", name="Outside Hospitals")
    address = reverse("practice_take_up", args=[practice.slug])
    client = signed_in(world.outsider)
    data = {"trust": "OUT", "state": "testing", "result": "", "read_version": "1"}
    assert client.post(address, data).status_code == 302
    assert (
        client.post(address, {**data, "state": "adopted", "read_version": "2"}).status_code == 302
    )
    assert PracticeAdoption.objects.get().trust == other
    assert selectors.published_practices().get().taken_up == 1
    assert (
        "Outside Hospitals"
        in Client().get(reverse("practice", args=[practice.slug])).content.decode()
    )


def test_a_trust_does_not_take_up_its_own_practice(world):
    practice = published(world)
    address = reverse("practice_take_up", args=[practice.slug])
    answer = signed_in(world.nurse).post(address, {"trust": "MEE", "state": "testing"})
    assert answer.status_code == 200
    assert not PracticeAdoption.objects.exists()


def test_thanks_are_counted_once_a_person(world):
    practice = published(world)
    address = reverse("practice_thank", args=[practice.slug])
    for person in (world.mentor, world.mentor, world.partner):
        assert signed_in(person).post(address).status_code == 302
    page = Client().get(reverse("practice", args=[practice.slug])).content.decode()
    assert "2 people said thank you." in page
    assert Client().post(address).status_code == 302  # to sign in
    assert practice.thanks.count() == 2


def test_the_library_is_searched_by_words_question_kind_and_effort(world):
    practice = published(world)
    found = [
        {"q": "rings patient"},
        {"q": world.question.number},
        {"section": world.question.section, "effort": "weeks"},
    ]
    missed = [{"q": "radiotherapy"}, {"effort": "months"}, {"kind": "specialist"}, {"q": "\x00%_"}]
    for query in found:
        assert practice.title in Client().get(reverse("practice_list"), query).content.decode()
    for query in missed:
        assert practice.title not in Client().get(reverse("practice_list"), query).content.decode()


def test_the_list_takes_as_many_queries_for_twenty_practices_as_for_two(
    world, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(30) as taken:
            Client().get(reverse("practice_list"))
        return len(taken)

    published(world), published(world)
    few = queries()
    for _ in range(18):
        published(world)
    assert queries() == few


def test_the_file_holds_the_rows_of_the_list_without_formulas(world):
    published(world, title="=1+1 calls")
    answer = Client().get(reverse("practice_list"), {"download": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert any("1+1 calls" in cell for row in rows for cell in row)


def test_a_closed_plan_begins_a_practice_with_what_it_already_says(world):
    world.plan.learning = "Telephone calls beat letters."
    world.plan.save()
    page = signed_in(world.nurse).get(reverse("practice_new"), {"plan": world.plan.pk})
    assert "Telephone calls beat letters." in page.content.decode()
    assert (
        signed_in(world.outsider).get(reverse("practice_new"), {"plan": world.plan.pk}).status_code
        == 404
    )
    assert signed_in(world.nurse).get(reverse("practice_new"), {"plan": "٣x"}).status_code == 404


def test_the_programme_lead_finds_it_among_what_waits(world):
    practice = written(world)
    services.send_to_review(by=world.nurse, practice=practice)
    titles = [todo.title for todo in waiting_for(world.lead, today=world.plan.window_to)]
    assert any(practice.title in title for title in titles)
    assert not selectors.waiting_for_review(access_of(world.nurse))


def test_who_writes_an_aim_reads_what_others_did_about_its_question(world):
    aim = world.plan.aims.get()
    address = reverse("aim_edit", args=[world.plan.pk, aim.pk])
    Plan.objects.update(state=PlanState.DRAFT)
    client = signed_in(world.nurse)
    assert "What others did" not in client.get(address).content.decode()
    practice = published(world)
    assert practice.title in client.get(address).content.decode()


def test_people_of_the_trust_and_the_programme_list_its_drafts(world):
    practice = written(world)
    for person, sees in ((world.nurse, True), (world.lead, True), (world.outsider, False)):
        page = signed_in(person).get(reverse("practice_drafts")).content.decode()
        assert (practice.title in page) == sees

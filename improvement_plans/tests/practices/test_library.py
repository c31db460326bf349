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
    Practice,
    PracticeAdoption,
)
from improvement_plans.selectors import practices as selectors
from improvement_plans.services import practices as services
from improvement_plans.tests.insight.comments import make_insight
from improvement_plans.tests.practices.making import (
    WHOLE,
    post_new,
    published,
    signed_in,
    written,
)
from improvement_plans.todos import waiting_for
from trusts.presenters.shared_practices import shared_lines
from trusts.shared_practices import SharedPractice
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


def test_a_practice_retired_meanwhile_is_not_thanked_for_and_the_page_says_so(world):
    practice = published(world)
    services.retire(by=world.lead, practice=practice, reason="Another way works better.")
    address = reverse("practice_thank", args=[practice.slug])
    answer = signed_in(world.mentor).post(address, follow=True)
    assert answer.redirect_chain == [(reverse("practice", args=[practice.slug]), 302)]
    assert "Only a published practice can be thanked for." in answer.content.decode()
    assert not practice.thanks.exists()


def test_the_library_is_searched_by_words_question_theme_kind_and_effort(world):
    practice = published(world, themes=["contacting", "guidance"])
    found = [
        {"q": "rings patient"},
        {"q": world.question.number},
        {"section": world.question.section, "effort": "weeks"},
        {"question": world.question.number.lower()},
        {"theme": "contacting", "question": world.question.number},
        {"theme": "no theme at all"},
    ]
    missed = [
        *({"q": "radiotherapy"}, {"q": "\x00%_"}),
        *({"effort": "months"}, {"kind": "specialist"}),
        *({"question": "Q99"}, {"question": "%"}, {"theme": "parking"}),
    ]
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


def test_only_what_some_practice_is_about_can_be_chosen(world):
    published(world, themes=["contacting"])
    written(world, themes=["parking"])
    page = Client().get(reverse("practice_list"), {"theme": "contacting"}).content.decode()
    assert ">Contacting services</option>" in page
    assert "Parking" not in page
    assert f'value="{world.question.number}"' in page


def test_themes_are_chosen_in_the_form_once_each_and_stand_on_the_page(world):
    chosen = {"theme_1": "guidance", "theme_2": "contacting", "theme_3": "guidance"}
    assert post_new(world, **chosen).status_code == 302
    practice = Practice.objects.get()
    assert practice.themes == ["contacting", "guidance"]
    edit = signed_in(world.nurse).get(reverse("practice_edit", args=[practice.pk]))
    assert '<option value="contacting" selected' in edit.content.decode()


@pytest.mark.parametrize("value", ["x", "contacting\x00", "' OR 1=1", "9" * 1000])
def test_a_theme_that_is_none_is_refused_at_its_field(world, value):
    answer = post_new(world, theme_1=value)
    assert 'href="#id_theme_1"' in answer.content.decode()
    assert not Practice.objects.exists()


def test_a_plan_s_practice_begins_with_the_themes_of_its_comments(world):
    for themes in (["contacting"], ["contacting", "guidance"], ["pain"]):
        fields = {"plan": world.plan, "themes": themes, "coding_state": "coded", "sentiment": 4}
        make_insight(world.pair.mentee, f"Said of {themes}", **fields)
    page = signed_in(world.nurse).get(reverse("practice_new"), {"plan": world.plan.pk})
    assert '<option value="contacting" selected' in page.content.decode()


def pages_of_pairing(world):
    pair = world.pair
    part = pair.scheme.participations.get(trust=pair.mentor)
    codes = (pair.mentor.ods_code, pair.mentee.ods_code)
    return {
        "why": reverse("why_pair", args=[pair.scheme_id, *codes]),
        "application": reverse("participation_detail", args=[part.pk]),
    }


@pytest.mark.parametrize("which", ["why", "application"])
def test_pairing_shows_what_a_mentor_has_shared_and_nothing_unpublished(world, which):
    shared = {"by": world.mentor, "trust": world.pair.mentor, "plan": None}
    for title in ("Call every patient", "Not ready"):
        services.write_practice(
            **shared, values={**WHOLE, "title": title}, questions=[world.question]
        )
    ready = Practice.objects.get(title="Call every patient")
    services.send_to_review(by=world.mentor, practice=ready)
    services.review(by=world.lead, practice=ready)
    services.publish(by=world.lead, practice=ready)
    page = signed_in(world.lead).get(pages_of_pairing(world)[which]).content.decode()
    assert reverse("practice", args=[ready.slug]) in page
    assert world.question.number in page
    assert "Not ready" not in page


def test_practices_about_a_need_come_first_and_say_so():
    told = [SharedPractice("First", "/a/", ("Q1",)), SharedPractice("Second", "/b/", ("Q2",), 2)]
    lines = shared_lines(told, needs=["Q2"], labels={"Q2": "Given a name"})
    assert [each["title"] for each in lines] == ["Second", "First"]
    assert lines[0]["note"] == "About a need: Q2 Given a name. In use at 2 other trusts"
    assert lines[1]["note"] == "About Q1"

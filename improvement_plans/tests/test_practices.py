"""The practice library: from a closed plan to a public page, and what others make of it."""

import csv
import io
import re
import uuid

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, Refusal, StaleVersion, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import make_person
from improvement_plans.models import (
    Effort,
    Plan,
    PlanState,
    Practice,
    PracticeAdoption,
    PracticeState,
)
from improvement_plans.practice_states import PRACTICE_MOVES, check_practice_move
from improvement_plans.selectors import practices as selectors
from improvement_plans.services import practices as services
from improvement_plans.tests.services.worlds import make_world
from improvement_plans.todos import waiting_for
from trusts.tests.factories import make_trust

pytestmark = pytest.mark.django_db
WHOLE = {
    "title": "Call every patient two days before surgery",
    "problem": "People did not know whom to ring.",
    "what_we_did": "A nurse rings each patient.",
    "effort": Effort.WEEKS,
    "result": "Fewer calls at night.",
    "result_n": 212,
    "adapting": "Needs a quiet room and a list by noon.",
    "contact": "Lead nurse, cancer@test.example",
}


@pytest.fixture
def world():
    return make_world(PlanState.CLOSED)


def written(world, **changed):
    return services.write_practice(
        by=world.nurse,
        trust=world.pair.mentee,
        plan=world.plan,
        values={**WHOLE, **changed},
        questions=[world.question],
    )


def published(world, **changed):
    practice = written(world, **changed)
    services.send_to_review(by=world.nurse, practice=practice)
    services.review(by=world.lead, practice=practice)
    services.publish(by=world.lead, practice=practice)
    practice.refresh_from_db()
    return practice


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("current", PracticeState)
@pytest.mark.parametrize("new", PracticeState)
def test_only_moves_of_the_table_are_made(current, new):
    if new in PRACTICE_MOVES[current]:
        check_practice_move(current, new)
    else:
        with pytest.raises(WrongState):
            check_practice_move(current, new)


def test_a_practice_goes_from_draft_over_review_to_the_public_page(world):
    practice = published(world)
    page = Client().get(reverse("practice", args=[practice.slug])).content.decode()
    assert "A nurse rings each patient." in page
    assert "Figures rest on 212 people." in page
    assert practice.title in Client().get(reverse("practice_list")).content.decode()
    said = AuditEvent.objects.filter(object_kind="practice").values_list("action", flat=True)
    assert {"practice written", "practice reviewed", "practice published"} <= set(said)


@pytest.mark.parametrize("state", ["draft", "sent", "reviewed"])
def test_what_is_not_published_is_not_found_by_the_public_and_other_trusts(world, state):
    practice = written(world)
    if state != "draft":
        services.send_to_review(by=world.nurse, practice=practice)
    if state == "reviewed":
        services.review(by=world.lead, practice=practice)
    assert Client().get(reverse("practice", args=[practice.slug])).status_code == 404
    assert practice.title not in Client().get(reverse("practice_list")).content.decode()
    draft = reverse("practice_draft", args=[practice.pk])
    assert signed_in(world.outsider).get(draft).status_code == 404
    assert signed_in(world.nurse).get(draft).status_code == 200


@pytest.mark.parametrize("field", sorted(services.NEEDED))
def test_a_draft_with_a_part_missing_is_not_sent(world, field):
    practice = written(world, **{field: " "})
    with pytest.raises(WrongState, match=services.NEEDED[field]):
        services.send_to_review(by=world.nurse, practice=practice)


def test_nobody_reviews_their_own_practice(world):
    lead = make_person(Role.PROGRAMME_LEAD)
    practice = written(world)
    services.send_to_review(by=world.nurse, practice=practice)
    Practice.objects.update(author=lead)
    with pytest.raises(NotAllowed):
        services.review(by=lead, practice=practice)
    with pytest.raises(IntegrityError), transaction.atomic():  # the database holds it as well
        Practice.objects.update(reviewed_by=lead)


@pytest.mark.parametrize("who", ["member", "mentor", "lead", "observer", "outsider", "partner"])
def test_only_a_lead_of_the_trust_writes_for_it(world, who):
    with pytest.raises(NotAllowed):
        services.write_practice(
            by=getattr(world, who), trust=world.pair.mentee, plan=None, values=WHOLE
        )


def test_a_change_after_review_makes_it_a_draft_again(world):
    practice = written(world)
    services.send_to_review(by=world.nurse, practice=practice)
    services.review(by=world.lead, practice=practice)
    practice.refresh_from_db()
    services.change_practice(
        by=world.nurse, practice=practice, read_at=practice.version, values=WHOLE, questions=[]
    )
    practice.refresh_from_db()
    assert (practice.state, practice.sent_at, practice.reviewed_at) == ("draft", None, None)


def test_a_stale_change_is_refused_and_loses_nothing(world):
    practice = written(world)
    change = {"by": world.nurse, "practice": practice, "read_at": 1, "questions": []}
    services.change_practice(**change, values={**WHOLE, "title": "First"})
    with pytest.raises(StaleVersion):
        services.change_practice(**change, values={**WHOLE, "title": "Second"})
    practice.refresh_from_db()
    assert practice.title == "First"


def test_a_published_practice_is_not_changed_only_retired_with_a_reason(world):
    practice = published(world)
    with pytest.raises(WrongState):
        services.change_practice(
            by=world.nurse, practice=practice, read_at=practice.version, values=WHOLE, questions=[]
        )
    with pytest.raises(Refusal):
        services.retire(by=world.nurse, practice=practice, reason=" ")
    services.retire(by=world.nurse, practice=practice, reason="The ward has closed.")
    page = Client().get(reverse("practice", args=[practice.slug])).content.decode()
    assert "The ward has closed." in page
    assert practice.title not in Client().get(reverse("practice_list")).content.decode()


def test_the_author_is_told_what_to_change_and_that_it_is_published(world):
    practice = written(world)
    services.send_to_review(by=world.nurse, practice=practice)
    services.send_back(by=world.lead, practice=practice, reason="Say how many patients.")
    letters = Message.objects.filter(job="send_mail", payload__to=world.nurse.email)
    assert "Say how many patients." in letters.latest("pk").payload["text"]
    assert mail.outbox == []


def test_two_practices_of_one_title_have_two_addresses(world):
    assert written(world).slug != written(world).slug
    assert written(world, title="Drafts").slug != "drafts"
    assert written(world, title="中文").slug.startswith("practice")


def test_figures_of_few_people_are_refused_by_form_and_database(world):
    form = post_new(world, result_n="20")
    assert "must be 21 or more" in form.content.decode()
    assert not Practice.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        written(world, result_n=20)


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


def post_new(world, **changed):
    data = {
        **{name: str(value) for name, value in WHOLE.items()},
        "trust": "MEE",
        "read_version": "1",
        "form_key": str(uuid.uuid4()),
        **changed,
    }
    return signed_in(world.nurse).post(reverse("practice_new"), data)


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

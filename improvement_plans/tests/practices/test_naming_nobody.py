"""Nothing that could say who somebody is reaches the public library without a decision."""

import pytest
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.models import AuditEvent
from improvement_plans.models import Practice, PracticeAdoption
from improvement_plans.public_words import PublicWords
from improvement_plans.services import practices as services
from improvement_plans.services.naming_nobody import CouldNameSomebody
from improvement_plans.tests.practices.making import published, signed_in, written
from improvement_plans.tests.typed import TROUBLE
from trusts.tests.factories import make_trust

pytestmark = pytest.mark.django_db
# An NHS number with the right check digit, of the range that is never given to anybody.
NUMBER = "999 000 0018"
NAMING = {
    "problem": "Mrs Smith did not know whom to ring.",
    "what_we_did": f"We rang {NUMBER} first.",
    "result": "One said: write to jo.bloggs@mail.example",
    "adapting": "Ask John Smith, who was born on 3 May 1951.",
    "title": "What Mr Jones taught us",
    "contact": "Ask Mrs Jones of bed 4",
}


def reviewed(world, **changed):
    practice = written(world, **changed)
    services.send_to_review(by=world.nurse, practice=practice)
    services.review(by=world.lead, practice=practice)
    practice.refresh_from_db()
    return practice


def publish(world, practice, **values):
    address = reverse("practice_publish", args=[practice.pk])
    sent = {"read_version": str(practice.version), **values}
    return signed_in(world.lead).post(address, sent)


@pytest.mark.parametrize("field", sorted(NAMING))
def test_words_that_could_name_somebody_are_not_published_without_a_reason(world, field):
    practice = reviewed(world, **{field: NAMING[field]})
    with pytest.raises(CouldNameSomebody, match="could say who somebody is"):
        services.publish(by=world.lead, practice=practice)
    page = publish(world, practice, kept_reason=" ")
    assert "There is a problem" in page.content.decode()
    assert Client().get(reverse("practice", args=[practice.slug])).status_code == 404


def test_the_page_shows_what_was_found_before_anything_is_published(world):
    practice = reviewed(world, problem=NAMING["problem"])
    address = reverse("practice_publish", args=[practice.pk])
    page = signed_in(world.lead).get(address).content.decode()
    assert "“Smith”: a name after a title" in page
    assert "Why may these words stay?" in page


def test_the_person_may_decide_that_the_words_stay_and_the_record_says_why(world):
    practice = reviewed(world, problem="We call it the Sister Mary Brown line.")
    assert publish(world, practice, kept_reason="She founded it and agreed").status_code == 302
    practice.refresh_from_db()
    assert practice.state == "published"
    event = AuditEvent.objects.filter(action="practice published").latest("pk")
    assert event.reason == "Kept name: She founded it and agreed"


def test_harmless_words_are_published_without_a_question(world):
    practice = reviewed(world)
    address = reverse("practice_publish", args=[practice.pk])
    assert "Why may these words stay?" not in signed_in(world.lead).get(address).content.decode()
    assert publish(world, practice).status_code == 302


def test_a_teams_mailbox_and_telephone_may_stand_as_whom_to_ask(world):
    contact = "Lead nurse, cancer@test.example, 020 7946 0018"
    assert published(world, contact=contact).state == "published"


@pytest.mark.parametrize("step", ["practice_send", "practice_review"])
def test_author_and_reviewer_are_shown_what_will_be_asked(world, step):
    practice = written(world, problem=NAMING["problem"])
    if step == "practice_review":
        services.send_to_review(by=world.nurse, practice=practice)
    who = world.nurse if step == "practice_send" else world.lead
    page = signed_in(who).get(reverse(step, args=[practice.pk])).content.decode()
    assert "“Smith”: a name after a title" in page


def take_up(world, practice, result, **more):
    values = {"trust": "OUT", "state": "adapted", "result": result, "read_version": "1", **more}
    address = reverse("practice_take_up", args=[practice.slug])
    return signed_in(world.outsider).post(address, values)


@pytest.fixture
def practice(world):
    make_trust("OUT")
    return published(world)


@pytest.mark.parametrize("text", [NAMING[name] for name in ("problem", "what_we_did", "result")])
def test_a_result_that_could_name_somebody_is_not_saved_without_a_reason(world, practice, text):
    page = take_up(world, practice, text).content.decode()
    assert "Why may these words stay?" in page
    assert not PracticeAdoption.objects.exists()
    assert "Smith" not in Client().get(reverse("practice", args=[practice.slug])).content.decode()


def test_a_result_is_kept_with_the_reason_that_the_person_gives(world, practice):
    kept = "Mrs Smith is the name of our chair, who agreed"
    assert take_up(world, practice, NAMING["problem"], kept_reason=kept).status_code == 302
    assert PracticeAdoption.objects.get().result == NAMING["problem"]
    event = AuditEvent.objects.filter(action="practice taken up").latest("pk")
    assert event.reason == f"Kept name: {kept}"


@pytest.mark.parametrize("text", TROUBLE.values(), ids=TROUBLE)
def test_a_bad_reason_is_refused_in_words_and_nothing_is_published(world, text):
    practice = reviewed(world, problem=NAMING["problem"])
    page = publish(world, practice, kept_reason=text)
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert Practice.objects.get(pk=practice.pk).state == "reviewed"


@pytest.mark.parametrize("text", TROUBLE.values(), ids=TROUBLE)
def test_a_bad_result_is_refused_in_words_and_nothing_is_saved(world, practice, text):
    page = take_up(world, practice, text)
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert not PracticeAdoption.objects.exists()


def test_a_reason_to_retire_that_names_somebody_is_asked_about(world, practice):
    address = reverse("practice_retire", args=[practice.pk])
    reason = {"reason": "Mrs Smith has left us."}
    client = signed_in(world.nurse)
    assert "“Smith”" in client.post(address, reason).content.decode()
    assert Practice.objects.get().state == "published"
    assert client.post(address, {**reason, "kept_reason": "She agreed"}).status_code == 302
    assert Practice.objects.get().state == "retired"


def test_a_planted_check_that_finds_nothing_lets_the_name_through(world, monkeypatch):
    monkeypatch.setattr(PublicWords, "kinds", "")
    practice = reviewed(world, problem=NAMING["problem"])
    services.publish(by=world.lead, practice=practice)
    page = Client().get(reverse("practice", args=[practice.slug])).content.decode()
    assert "Mrs Smith" in page

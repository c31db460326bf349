"""Evidence of an action: who adds, reads and removes it, and what comes back from the server."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.models import AuditEvent
from improvement_plans.models import Action, Evidence, EvidenceContent, PlanState
from improvement_plans.services import evidence as services
from improvement_plans.tests.factories import make_evidence
from improvement_plans.tests.services.worlds import make_world, mentor_speaks
from improvement_plans.tests.uploads import files

pytestmark = pytest.mark.django_db
TODAY = "2015-04-16T12:00:00+01:00"
SHOWS = "92% of patients have the card"


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def add(user, world, name="audit.pdf", content=None, **changed):
    data = {"shows": SHOWS, "no_patient_data": "on", **changed}
    if content is not None:
        data["file"] = SimpleUploadedFile(name, content, content_type="text/html")
    return client_of(user).post(reverse("evidence_add", args=[world.action.pk]), data)


def test_the_owner_adds_a_file_and_the_buddy_saves_it(world):
    sent = files.pdf()
    assert add(world.member, world, content=sent).status_code == 302
    kept = Evidence.objects.get()
    answer = client_of(world.mentor).get(reverse("evidence_file", args=[kept.pk]))
    assert answer.content == sent
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="audit.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]


def test_the_page_opens_without_complaints(world):
    page = client_of(world.member).get(reverse("evidence_add", args=[world.action.pk]))
    assert "There is a problem" not in page.content.decode()


def test_the_owner_adds_a_link(world):
    assert add(world.member, world, link="intranet.mee.example/audit").status_code == 302
    assert Evidence.objects.get().link == "https://intranet.mee.example/audit"


@pytest.mark.parametrize("who", ["nurse", "member", "sponsor", "mentor", "lead", "observer"])
def test_everybody_who_sees_the_plan_sees_its_evidence(world, who):
    kept = make_evidence(world.action)
    client = client_of(getattr(world, who))
    assert client.get(reverse("evidence_file", args=[kept.pk])).status_code == 200
    page = client.get(reverse("action_detail", args=[world.action.pk])).content.decode()
    assert "7 wards have the card" in page
    assert "A PDF, 1 KB" in page


def test_the_partner_of_the_plan_reads_it_and_an_outsider_is_told_there_is_none(world):
    kept = make_evidence(world.action)
    address = reverse("evidence_file", args=[kept.pk])
    assert client_of(world.partner).get(address).status_code == 200
    assert client_of(world.outsider).get(address).status_code == 404
    remove = reverse("evidence_remove", args=[kept.pk])
    assert client_of(world.outsider).post(remove, {"reason": "x"}).status_code == 404


def test_no_static_or_media_address_serves_it(world):
    kept = make_evidence(world.action)
    for path in (f"/static/{kept.file_name}", f"/media/{kept.file_name}", f"/{kept.file_name}"):
        assert Client().get(path).status_code == 404


@pytest.mark.parametrize("who", ["mentor", "sponsor", "observer", "lead", "partner"])
def test_only_owner_and_plan_lead_add_evidence(world, who):
    answer = add(getattr(world, who), world, content=files.pdf())
    assert answer.status_code == 403
    assert not Evidence.objects.exists()


BAD = {
    "a hostile file": ({"name": "a.pdf", "content": files.pdf(files.script)}, "has scripts"),
    "a disguised file": ({"name": "a.pdf", "content": files.picture()}, "says otherwise"),
    "an ending we do not take": ({"name": "a.exe", "content": b"MZ"}, "must be a PDF or DOCX"),
    "an empty file": ({"name": "a.pdf", "content": b""}, "empty"),
    "no patient data not declared": (
        {"content": files.pdf(), "no_patient_data": ""},
        "Tick “Nobody’s patient data is in it",
    ),
    "neither file nor link": ({}, "Choose a file, or enter a link"),
    "file and link": ({"content": files.pdf(), "link": "https://x.example"}, "not both"),
    "nothing that it shows": ({"content": files.pdf(), "shows": ""}, "Enter what it shows"),
    "a long text": ({"content": files.pdf(), "shows": "x" * 100_000}, "300 characters or fewer"),
    "a script as link": ({"link": "javascript:alert(1)"}, "Enter a full web address"),
    "a file as link": ({"link": "file:///etc/passwd"}, "Enter a full web address"),
    "a data link": ({"link": "data:text/html,x"}, "Enter a full web address"),
    "a password in the link": ({"link": "https://jo:pw@x.example"}, "without a name or password"),
    "a long link": ({"link": "https://x.example/" + "a" * 100_000}, "500 characters or fewer"),
    "a NUL": ({"content": files.pdf(), "shows": "a\x00b"}, "There is a problem"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_said_and_nothing_is_kept(world, name):
    data, words = BAD[name]
    answer = add(world.member, world, **data)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Evidence.objects.exists()
    assert not EvidenceContent.objects.exists()


ODD = ["😀 shown", "مرحبا بالعالم", "<script>alert(1)</script>", '=HYPERLINK("x")']


@pytest.mark.parametrize("shows", ODD)
def test_odd_words_are_kept_as_text(world, shows):
    add(world.member, world, content=files.pdf(), shows=shows)
    assert Evidence.objects.get().shows == shows
    address = reverse("action_detail", args=[world.action.pk])
    assert "<script>alert" not in client_of(world.nurse).get(address).content.decode()


def test_a_photograph_is_kept_without_its_place(world):
    add(world.member, world, "photo.jpg", files.photograph_with_place())
    content = bytes(EvidenceContent.objects.get().content)
    assert content.startswith(b"\xff\xd8")
    assert b"ward 7" not in content


def test_the_same_form_twice_makes_one_row_and_another_file_is_noticed(world):
    key = {"form_key": "b0a4ad4e-0a53-4d6f-9a5c-0d8e5a3f6a11"}
    add(world.member, world, content=files.pdf(), **key)
    add(world.member, world, content=files.pdf(), **key)
    assert Evidence.objects.count() == 1
    other = add(world.member, world, content=files.pdf(files.harmless_link), **key)
    assert "You have sent this page already" in other.content.decode()
    assert Evidence.objects.count() == 1


def test_outside_the_window_nothing_is_added(world):
    with time_machine.travel("2015-08-03T12:00:00+01:00", tick=False):
        answer = add(world.member, world, content=files.pdf())
    assert "The window of this plan ended on 31 July 2015" in answer.content.decode()
    assert not Evidence.objects.exists()


def test_to_an_action_that_has_ended_nothing_is_added(world):
    Action.objects.update(state="confirmed")
    answer = add(world.member, world, content=files.pdf())
    assert "it has ended" in answer.content.decode()
    assert not Evidence.objects.exists()


def test_there_is_an_end_to_how_much_is_taken(world):
    for _ in range(services.MOST_OF_AN_ACTION):
        make_evidence(world.action)
    answer = add(world.member, world, content=files.pdf())
    assert "has 20 pieces of evidence" in answer.content.decode()


def test_removing_deletes_the_content_and_keeps_the_reason(world):
    kept = make_evidence(world.action, by=world.member)
    remove = reverse("evidence_remove", args=[kept.pk])
    client_of(world.member).post(remove, {"reason": "A name was on page 2"})
    assert not EvidenceContent.objects.exists()
    client = client_of(world.mentor)
    assert client.get(reverse("evidence_file", args=[kept.pk])).status_code == 404
    page = client.get(reverse("action_detail", args=[world.action.pk])).content.decode()
    assert "A name was on page 2" in page
    event = AuditEvent.objects.get(action="evidence removed")
    assert event.reason == "A name was on page 2"


def test_removing_needs_a_reason_and_happens_once(world):
    kept = make_evidence(world.action)
    client, remove = client_of(world.nurse), reverse("evidence_remove", args=[kept.pk])
    assert "Enter why it is removed" in client.post(remove, {}).content.decode()
    assert EvidenceContent.objects.exists()
    client.post(remove, {"reason": "Wrong file"})
    page = client.post(remove, {"reason": "Again"}).content.decode()
    assert "removed already" in page


def test_others_do_not_remove_it(world):
    kept = make_evidence(world.action, by=world.nurse)
    for who in (world.mentor, world.member, world.sponsor, world.lead):
        answer = client_of(who).post(reverse("evidence_remove", args=[kept.pk]), {"reason": "x"})
        assert answer.status_code == 403
    assert EvidenceContent.objects.exists()


def test_whoever_answers_sees_what_there_is(world):
    make_evidence(world.action)
    Action.objects.update(state="claimed_done", state_since="2015-04-01")
    client = client_of(world.mentor)
    page = client.get(reverse("plan_detail", args=[world.plan.pk])).content.decode()
    assert "1 piece: 7 wards have the card" in page
    page = client.get(reverse("action_review", args=[world.action.pk])).content.decode()
    assert reverse("evidence_file", args=[Evidence.objects.get().pk]) in page


def test_adding_and_taking_a_file_are_in_the_audit_trail(world):
    add(world.member, world, content=files.pdf())
    kept = Evidence.objects.get()
    client_of(world.mentor).get(reverse("evidence_file", args=[kept.pk]))
    assert AuditEvent.objects.filter(action="evidence added").count() == 1
    assert AuditEvent.objects.filter(action="downloaded", object_name="audit.pdf").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"no_patient_data": False},
        {"link": "https://x.example"},
        {"file_name": "", "file_kind": "", "sha256": "", "size": 0},
        {"removal_reason": "without a day"},
        {"removed_at": "2015-04-16T12:00Z"},
    ],
)
def test_the_database_refuses_half_evidence(world, wrong):
    kept = make_evidence(world.action)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=kept.pk).update(**wrong)


@pytest.mark.parametrize("name", ["action_detail", "plan_detail"])
def test_pages_ask_as_many_questions_for_two_pieces_as_for_twenty(
    world, name, django_assert_max_num_queries
):
    mentor_speaks(world)
    thing = world.action if name == "action_detail" else world.plan
    client, address = client_of(world.mentor), reverse(name, args=[thing.pk])
    counts = []
    for more in (2, 18):
        for _ in range(more):
            make_evidence(world.action, by=world.member)
        with django_assert_max_num_queries(25) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]

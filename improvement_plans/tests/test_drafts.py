"""What is typed is kept until it is sent: named fields only, for its writer only."""

import datetime
import json

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buddy_portal.tests.factories import PASSWORD, make_user
from improvement_plans.forms import keeping
from improvement_plans.models import FormDraft, PlanComment, PlanState, ProgressUpdate
from improvement_plans.services import drafts
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db
KEEP, THROW_AWAY = "/drafts/keep/", "/drafts/throw-away/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2015-03-03T14:05:00+00:00", tick=False) as clock:
        yield clock


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def hidden(html: str, name: str) -> str:
    """The value of a hidden field of a page."""
    return html.split(f'name="{name}" value="')[1].split('"')[0]


def opened(client, path):
    return client.get(path).content.decode()


def keep(client, path, **typed):
    page = opened(client, path)
    mark = hidden(page, "page_mark")
    return client.post(KEEP, {"page_mark": mark, "form_key": hidden(page, "form_key"), **typed})


PAGES = {
    "an update": ("action_update", "member", "action", "text"),
    "a comment": ("plan_comment", "mentor", "plan", "text"),
    "a moved date": ("action_move_date", "member", "action", "reason"),
    "an end": ("action_end", "nurse", "action", "reason"),
    "more time": ("extension_ask", "nurse", "plan", "reason"),
    "a review": ("action_review", "mentor", "action", "reason"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_half_written_form_is_there_again_with_the_day_it_was_typed(world, name):
    url, who, thing, field = PAGES[name]
    world.action.state = "claimed_done"
    world.action.save()
    client = client_of(getattr(world, who))
    path = reverse(url, args=[getattr(world, thing).pk])
    assert keep(client, path, **{field: "5 of 7 wards, half"}).json() == {"kept": "2:05pm"}
    page = opened(client, path)
    assert "We kept what you typed on 3 March 2015 at 2:05pm." in page
    assert "5 of 7 wards, half" in page


@pytest.mark.parametrize("name", ["plan_edit", "aim_new", "action_new"])
def test_a_half_written_plan_aim_or_action_is_there_again(name):
    world = make_world()
    path = reverse(name, args=[world.plan.pk])
    client = client_of(world.nurse)
    field = "text" if name == "action_new" else "title"
    keep(client, path, **{field: "Half a thought", "due-day": "3", "by_date-year": "20"})
    page = opened(client, path)
    assert 'value="Half a thought"' in page
    assert "There is a problem" not in page


def test_the_check_in_is_kept_card_by_card(world):
    client = client_of(world.member)
    card = f"action-{world.action.pk}"
    keep(client, "/check-in/", **{f"{card}-claim": "stuck", f"{card}-blockers": "No printer"})
    page = opened(client, "/check-in/")
    assert 'value="stuck" checked' in page
    assert "No printer" in page


def test_a_comment_kept_on_the_page_of_the_plan_is_there_on_that_page(world):
    client = client_of(world.mentor)
    keep(client, reverse("plan_comment", args=[world.plan.pk]), text="Ask the ward clerks")
    page = opened(client, reverse("plan_detail", args=[world.plan.pk]))
    assert "Ask the ward clerks" in page
    assert "We kept what you typed" in page


def test_only_the_writer_sees_it(world):
    path = reverse("plan_comment", args=[world.plan.pk])
    keep(client_of(world.mentor), path, text="Not yet for all eyes")
    assert "Not yet for all eyes" not in opened(client_of(world.nurse), path)


def test_nothing_but_the_named_fields_is_kept(world):
    path = reverse("plan_comment", args=[world.plan.pk])
    more = {"password": "hunter2", "csrfmiddlewaretoken": "abc", "other": "x"}
    keep(client_of(world.mentor), path, text="Kept", **more)
    assert FormDraft.objects.get().fields == [["text", "Kept"]]


def test_passwords_tokens_and_files_are_never_named():
    from django import forms

    class Form(forms.Form):
        text = forms.CharField()
        one = forms.CharField(widget=forms.PasswordInput)
        reset_token = forms.CharField()
        file = forms.FileField()

    assert keeping.names_kept([Form()]) == ("text",)


@pytest.mark.parametrize("mark", ["", "nonsense", "forged:1tABC:xyz", "\x00", "x" * 100_000])
def test_a_forged_mark_keeps_nothing_and_says_so(world, mark):
    answer = client_of(world.mentor).post(KEEP, {"page_mark": mark, "text": "x"})
    assert answer.status_code == 400
    assert "Open this page again" in json.loads(answer.content)["said"]
    assert not FormDraft.objects.exists()


def test_a_mark_of_somebody_else_keeps_nothing_and_throws_nothing_away(world):
    path = reverse("plan_comment", args=[world.plan.pk])
    keep(client_of(world.mentor), path, text="Mine")
    mark = hidden(opened(client_of(world.mentor), path), "page_mark")
    other = client_of(world.nurse)
    assert other.post(KEEP, {"page_mark": mark, "text": "Theirs"}).status_code == 400
    assert other.post(THROW_AWAY, {"page_mark": mark})["Location"] == "/home/"
    assert FormDraft.objects.get().fields == [["text", "Mine"]]


def test_a_mark_of_yesterday_is_too_old(world, clock):
    path = reverse("plan_comment", args=[world.plan.pk])
    mark = hidden(opened(client_of(world.mentor), path), "page_mark")
    clock.shift(datetime.timedelta(hours=14))
    assert client_of(world.mentor).post(KEEP, {"page_mark": mark, "text": "x"}).status_code == 400


ODD = ["😀" * 50, "שלום עולם", "\x07\x00bell", "<script>alert(1)</script>", "=1+1", " "]


@pytest.mark.parametrize("typed", ODD)
def test_odd_text_is_kept_as_it_is_and_shown_as_text(world, typed):
    path = reverse("plan_comment", args=[world.plan.pk])
    client = client_of(world.mentor)
    assert keep(client, path, text=typed).status_code == 200
    page = opened(client, path)
    assert "<script>alert" not in page
    kept = FormDraft.objects.filter(fields=[["text", typed.replace("\x00", "")]])
    assert kept.exists() is bool(typed.strip())


def test_more_than_any_form_takes_is_not_kept_and_said(world):
    path = reverse("plan_comment", args=[world.plan.pk])
    answer = keep(client_of(world.mentor), path, text="x" * 200_001)
    assert answer.status_code == 413
    assert not FormDraft.objects.exists()


def test_sending_the_form_ends_the_keeping_and_a_late_autosave_does_not_bring_it_back(world):
    path = reverse("plan_comment", args=[world.plan.pk])
    client = client_of(world.mentor)
    keep(client, path, text="Half")
    page = opened(client, path)
    sent = {"form_key": hidden(page, "form_key"), "page_mark": hidden(page, "page_mark")}
    client.post(path, {**sent, "text": "Whole"})
    assert PlanComment.objects.get().text == "Whole"
    assert not FormDraft.objects.exists()
    assert client.post(KEEP, {**sent, "text": "Half"}).json() == {"kept": ""}
    assert not FormDraft.objects.exists()


def test_a_refused_form_stays_kept(world):
    path = reverse("action_update", args=[world.action.pk])
    client = client_of(world.member)
    keep(client, path, claim="stuck", text="Half")
    client.post(path, {"claim": "stuck", "text": "Half"})
    assert not ProgressUpdate.objects.exists()
    assert FormDraft.objects.exists()


def test_it_can_be_thrown_away(world):
    path = reverse("plan_comment", args=[world.plan.pk])
    client = client_of(world.mentor)
    keep(client, path, text="Half")
    mark = hidden(opened(client, path), "page_mark")
    assert client.post(THROW_AWAY, {"page_mark": mark})["Location"] == path
    assert "Half" not in opened(client, path)


def test_emptied_fields_leave_nothing_to_keep(world):
    path = reverse("plan_comment", args=[world.plan.pk])
    client = client_of(world.mentor)
    keep(client, path, text="Half")
    keep(client, path, text="")
    assert not FormDraft.objects.exists()


def test_a_kept_text_that_became_stale_meets_both_versions():
    world = make_world()
    path = reverse("plan_edit", args=[world.plan.pk])
    client = client_of(world.nurse)
    keep(client, path, title="My title", read_version="1")
    client.post(path, {"title": "Their title", "read_version": "1"})
    FormDraft.objects.create(
        by=world.nurse,
        path=path,
        fields=[["title", "My title"], ["read_version", "1"]],
        saved_at=timezone.now(),
    )
    version = hidden(opened(client, path), "read_version")
    page = client.post(path, {"title": "My title", "read_version": version}).content.decode()
    assert "Their title" in page
    assert "My title" in page


def lose_session(client):
    from django.contrib.sessions.models import Session

    Session.objects.all().delete()


def test_a_form_sent_after_the_session_ended_is_back_after_signing_in(world):
    """Without any script: only the form itself is sent."""
    path = reverse("action_update", args=[world.action.pk])
    client = client_of(world.member)
    mark = hidden(opened(client, path), "page_mark")
    lose_session(client)
    typed = {"page_mark": mark, "claim": "on_track", "text": "Cards on 5 wards"}
    assert client.post(path, typed)["Location"] == f"/sign-in/?next={path}"
    sign_in = {"login": world.member.email, "password": PASSWORD, "next": path}
    assert client.post("/sign-in/", sign_in)["Location"] == path
    page = opened(client, path)
    assert "Cards on 5 wards" in page
    assert "We kept what you typed on 3 March 2015 at 2:05pm." in page
    assert not ProgressUpdate.objects.exists()


def test_after_half_an_hour_of_thinking_the_text_is_shown_in_its_form_and_nowhere_else(
    world, clock
):
    path = reverse("action_update", args=[world.action.pk])
    client = Client()
    sign_in = {"login": world.member.email, "password": PASSWORD, "next": path}
    client.post("/sign-in/", sign_in)
    mark = hidden(opened(client, path), "page_mark")
    clock.shift(datetime.timedelta(minutes=31))
    client.post(path, {"page_mark": mark, "claim": "on_track", "text": "Cards on 5 wards"})
    client.post("/sign-in/", sign_in)
    page = opened(client, path)
    assert "Your text is still here" not in page
    assert "Cards on 5 wards" in page


def test_whoever_else_signs_in_there_does_not_get_the_text(world):
    path = reverse("plan_comment", args=[world.plan.pk])
    client = client_of(world.mentor)
    mark = hidden(opened(client, path), "page_mark")
    lose_session(client)
    client.post(path, {"page_mark": mark, "text": "Only mine"})
    client.force_login(world.nurse)
    assert "Only mine" not in opened(client, path)


def test_a_post_to_another_address_than_the_marked_one_is_not_kept(world):
    client = client_of(world.mentor)
    mark = hidden(opened(client, reverse("plan_comment", args=[world.plan.pk])), "page_mark")
    lose_session(client)
    client.post(reverse("action_update", args=[world.action.pk]), {"page_mark": mark, "text": "x"})
    assert not FormDraft.objects.exists()


def test_a_person_who_may_no_longer_sign_in_gets_nothing_kept():
    gone = make_user("Gone")
    gone.is_active = False
    gone.save()
    fields = [("text", "x")]
    assert drafts.keep_for_owner(user_id=gone.pk, path="/x/", fields=fields) is None
    assert not FormDraft.objects.exists()


def test_drafts_are_forgotten_after_30_days(world, clock):
    keep(client_of(world.mentor), reverse("plan_comment", args=[world.plan.pk]), text="Half")
    clock.shift(drafts.KEPT - datetime.timedelta(seconds=1))
    assert drafts.forget_old_drafts(before=timezone.now()) == 0
    clock.shift(datetime.timedelta(seconds=1))
    assert drafts.forget_old_drafts(before=timezone.now()) == 1

"""A form is taken in once, and nothing typed is lost when it comes again."""

import datetime
import uuid

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from improvement_plans.models import Action, PlanComment, PlanState, ProgressUpdate, SentForm
from improvement_plans.services.sending import SentAlready, forget_old_forms, send_once
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


def send(person, name, pk, data):
    client = Client()
    client.force_login(person)
    return client.post(reverse(name, args=[pk] if pk else []), data)


def test_a_comment_sent_twice_is_one_comment_and_both_are_told_it_is_saved(world):
    data = {"text": "We did the same", "form_key": str(uuid.uuid4())}
    for _click in range(2):
        answer = send(world.mentor, "plan_comment", world.plan.pk, data)
        assert answer.status_code == 302
    assert PlanComment.objects.count() == 1


def test_the_same_page_sent_with_other_words_keeps_both_texts(world):
    key = str(uuid.uuid4())
    data = {"text": "First words", "form_key": key}
    send(world.mentor, "plan_comment", world.plan.pk, data)
    changed = send(world.mentor, "plan_comment", world.plan.pk, {**data, "text": "Second words"})
    page = changed.content.decode()
    assert "sent this page already" in page
    assert "Second words" in page
    assert key not in page, "it must be possible to send the second text"
    assert PlanComment.objects.get().text == "First words"


def test_a_refused_form_can_be_mended_and_sent_with_the_same_key(world):
    key = str(uuid.uuid4())
    stuck = {"claim": "stuck", "text": "No room", "form_key": key}
    assert send(world.member, "action_update", world.action.pk, stuck).status_code == 200
    mended = {**stuck, "blockers": "The room is booked"}
    assert send(world.member, "action_update", world.action.pk, mended).status_code == 302
    assert ProgressUpdate.objects.get().blockers == "The room is booked"


def test_a_check_in_sent_twice_is_one_update_for_each_action(world):
    prefix = f"action-{world.action.pk}"
    data = {f"{prefix}-claim": "on_track", "form_key": str(uuid.uuid4())}
    for _click in range(2):
        assert send(world.member, "check_in", None, data).status_code == 302
    assert ProgressUpdate.objects.count() == 1


def test_a_check_in_is_filled_in_with_what_was_said_last_time(world):
    data = {"claim": "stuck", "blockers": "The room is booked", "text": "Nothing moved"}
    send(world.member, "action_update", world.action.pk, data)
    client = Client()
    client.force_login(world.member)
    page = client.get(reverse("check_in")).content.decode()
    assert 'value="stuck" checked' in page
    assert 'value="The room is booked"' in page
    assert "Last entry, 16 April 2015: “Nothing moved”" in page


def test_words_without_a_choice_are_not_lost_but_asked_about(world):
    prefix = f"action-{world.action.pk}"
    page = send(world.member, "check_in", None, {f"{prefix}-text": "5 of 7 wards"})
    text = page.content.decode()
    assert "Choose how it goes" in text
    assert "5 of 7 wards" in text


def test_somebody_else_s_key_runs_nothing(world):
    key = uuid.uuid4()
    assert send_once(by=world.nurse, key=key, digest="a", act=lambda: None)
    with pytest.raises(SentAlready):
        send_once(by=world.mentor, key=key, digest="a", act=lambda: Action.objects.all().delete())
    assert Action.objects.exists()


def test_a_key_and_what_it_did_are_saved_together_or_not_at_all(world):
    with pytest.raises(ZeroDivisionError):
        send_once(by=world.nurse, key=uuid.uuid4(), digest="a", act=lambda: 1 // 0)
    assert not SentForm.objects.exists()


@pytest.mark.parametrize("age,left", [(29, 1), (30, 0)])
def test_keys_are_forgotten_after_thirty_days(world, age, left, capsys):
    send_once(by=world.nurse, key=uuid.uuid4(), digest="a", act=lambda: None)
    forget_old_forms(before=timezone.now() + datetime.timedelta(days=age))
    assert SentForm.objects.count() == left
    call_command("forget_old_forms")
    assert capsys.readouterr().out == "Forgotten: 0\n"


def test_a_moved_date_that_is_stale_shows_both_dates_and_can_be_sent_again(world):
    def move(day, version):
        data = {"due-day": day, "due-month": "6", "due-year": "2015", "reason": "Rota"}
        return send(
            world.member, "action_move_date", world.action.pk, {**data, "read_version": version}
        )

    assert move("30", "1").status_code == 302
    page = move("12", "1").content.decode()
    assert "30 June 2015" in page
    assert 'value="12"' in page
    assert 'name="read_version" value="2"' in page
    assert move("12", "2").status_code == 302

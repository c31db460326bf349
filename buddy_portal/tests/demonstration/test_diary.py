import datetime

import pytest
from django.db import transaction
from django.utils import timezone
from jinja2 import TemplateNotFound

from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import AuditEvent, User
from buddy_portal.demonstration.diary import Diary
from buddy_portal.demonstration.schedule import Schedule, working_day
from buddy_portal.outbox.mail import enqueue_mail
from buddy_portal.outbox.models import Message
from trusts.models import Trust

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 7, 3)
# 10am in summer is 9am in universal time.
TOLD = datetime.datetime(2025, 7, 3, 9, 0, tzinfo=datetime.UTC)


def write(diary: Diary) -> tuple[User, Trust]:
    with diary.at(DAY, 10):
        user = User.objects.create_user("ruth@demo.example", name="Ruth")
        trust = Trust.objects.create(ods_code="ZA01", name="Northmoor")
        record_event(by=user, action="made a trust", thing=trust)
    return user, trust


def test_moments_that_an_entry_wrote_become_the_entrys_own():
    with transaction.atomic(), Diary().open() as diary:
        user, trust = write(diary)
    user.refresh_from_db()
    assert user.date_joined == TOLD
    assert trust.history.get().history_date == TOLD


def test_events_are_dated_as_they_are_written():
    with transaction.atomic(), Diary().open() as diary:
        write(diary)
        assert AuditEvent.objects.get().at == TOLD


def test_what_is_written_outside_an_entry_keeps_its_moment():
    before = timezone.now()
    with transaction.atomic(), Diary().open() as diary:
        write(diary)
        other = User.objects.create_user("asha@demo.example", name="Asha")
    other.refresh_from_db()
    assert other.date_joined >= before


def test_a_later_entry_leaves_what_an_earlier_one_wrote():
    with transaction.atomic(), Diary().open() as diary:
        _user, trust = write(diary)
        with diary.at(DAY + datetime.timedelta(days=9), 10):
            trust.town = "Northmoor"
            trust.save()
    dates = trust.history.order_by("history_date").values_list("history_date", flat=True)
    assert list(dates) == [TOLD, TOLD + datetime.timedelta(days=9)]


def test_no_mail_is_written_while_the_diary_is_open_and_again_afterwards():
    # A mail that would be written is rendered first, so a template that is not there tells.
    mail = {"to": "ruth@demo.example", "subject": "x", "template": "no-such", "context": {}}
    with transaction.atomic(), Diary().open():
        assert enqueue_mail(**mail) is None
    with pytest.raises(TemplateNotFound):
        enqueue_mail(**mail)
    assert Message.objects.count() == 0


def test_events_after_the_diary_have_the_time_of_the_clock():
    with transaction.atomic(), Diary().open() as diary:
        user, trust = write(diary)
    event = record_event(by=user, action="seen", thing=trust)
    assert event.at > TOLD


@pytest.mark.parametrize(
    ("day", "worked"),
    [("2026-05-20", "2026-05-20"), ("2026-05-23", "2026-05-22"), ("2026-05-24", "2026-05-22")],
)
def test_weekends_become_the_friday_before(day, worked):
    assert str(working_day(datetime.date.fromisoformat(day))) == worked


def test_schedule_plays_steps_in_the_order_of_their_days_and_none_after_the_last():
    played: list[str] = []
    schedule = Schedule(last_day=DAY)
    schedule.add(DAY + datetime.timedelta(days=1), lambda _day: played.append("too late"))
    schedule.add(DAY, lambda day: played.append(f"second, {day}"), hour=11)
    schedule.add(DAY, lambda _day: played.append("first"), hour=9)
    with transaction.atomic(), Diary().open() as diary:
        schedule.play(diary)
    assert played == ["first", "second, 2025-07-03"]


def friday_and_sunday(add: str) -> list[str]:
    """What is played when a step is told of for a Friday at noon, another for the Sunday at ten."""
    friday, played = datetime.date(2026, 11, 6), []
    schedule = Schedule(last_day=datetime.date(2026, 11, 22))
    plan = getattr(schedule, add)
    plan(friday + datetime.timedelta(days=2), lambda day: played.append(f"closed, {day}"), hour=10)
    plan(friday, lambda day: played.append(f"answered, {day}"), hour=12)
    with transaction.atomic(), Diary().open() as diary:
        schedule.play(diary)
        told = [moment for _began, _ended, moment in diary.entries]
    assert told == sorted(told)
    return played


def test_work_of_a_weekend_is_done_on_friday_after_all_that_was_told_of_the_friday():
    assert friday_and_sunday("add_at_work") == ["answered, 2026-11-06", "closed, 2026-11-06"]


def test_what_the_portal_does_itself_is_done_at_the_weekend():
    assert friday_and_sunday("add") == ["answered, 2026-11-06", "closed, 2026-11-08"]

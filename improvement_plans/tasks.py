"""Celery's side of improvement plans."""

from celery import shared_task
from django.utils import timezone

from improvement_plans.services.approval import begin_due_plans
from improvement_plans.services.comment_imports import forget_old_imports
from improvement_plans.services.drafts import forget_old_drafts
from improvement_plans.services.reminders import send_due_reminders
from improvement_plans.services.sending import forget_old_forms


@shared_task(name="improvement_plans.begin_due_plans", soft_time_limit=280, time_limit=300)
def begin_plans() -> None:
    begin_due_plans(today=timezone.localdate())


@shared_task(name="improvement_plans.forget_old_forms", soft_time_limit=280, time_limit=300)
def forget_forms() -> None:
    forget_old_forms(before=timezone.now())


@shared_task(name="improvement_plans.forget_old_drafts", soft_time_limit=280, time_limit=300)
def forget_drafts() -> None:
    forget_old_drafts(before=timezone.now())
    forget_old_imports(before=timezone.now())


@shared_task(name="improvement_plans.send_due_reminders", time_limit=900)
def send_reminders() -> None:
    send_due_reminders(today=timezone.localdate())

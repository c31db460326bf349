"""Celery's side of the evaluation's reminders."""

from celery import shared_task
from django.utils import timezone

from evaluation.services.fact_checks import remind_fact_checkers


@shared_task(name="evaluation.remind_fact_checkers", time_limit=300)
def remind() -> None:
    remind_fact_checkers(today=timezone.localdate())

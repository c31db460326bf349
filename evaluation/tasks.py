"""Celery's side of the evaluation's reminders."""

from celery import shared_task
from django.utils import timezone

from evaluation.services.fact_checks import remind_fact_checkers
from evaluation.services.team_surveys import remind_of_team_surveys


@shared_task(name="evaluation.remind_fact_checkers", soft_time_limit=280, time_limit=300)
def remind() -> None:
    """Each reminder is written once, however often this runs."""
    remind_fact_checkers(today=timezone.localdate())
    remind_of_team_surveys(today=timezone.localdate())

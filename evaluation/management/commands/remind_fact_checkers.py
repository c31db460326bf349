"""Remind the mentees who have not answered a fact check yet, once each."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from evaluation.services.fact_checks import remind_fact_checkers


class Command(BaseCommand):
    help = "Remind the mentees who have not answered a fact check yet, once each."

    def handle(self, *_args: Any, **_options: Any) -> None:
        reminded = remind_fact_checkers(today=timezone.localdate())
        self.stdout.write(f"Trusts reminded: {reminded}")

"""Remind, once each, who has not answered a fact check or a team survey yet."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from evaluation.services.fact_checks import remind_fact_checkers
from evaluation.services.team_surveys import remind_of_team_surveys


class Command(BaseCommand):
    help = "Remind, once each, who has not answered a fact check or a team survey yet."

    def handle(self, *_args: Any, **_options: Any) -> None:
        reminded = remind_fact_checkers(today=timezone.localdate())
        people = remind_of_team_surveys(today=timezone.localdate())
        self.stdout.write(f"Trusts reminded: {reminded}. People reminded: {people}.")

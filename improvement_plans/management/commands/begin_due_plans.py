"""Start approved plans whose window has begun, as beat does each night."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from improvement_plans.services.approval import begin_due_plans


class Command(BaseCommand):
    help = "Starts every approved plan whose window has begun. Safe to run at any time."

    def handle(self, **_options: object) -> None:
        self.stdout.write(f"Begun: {begin_due_plans(today=timezone.localdate())}")

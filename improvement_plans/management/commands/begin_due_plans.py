"""Start every approved plan whose window has begun."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from improvement_plans.services.approval import begin_due_plans


class Command(BaseCommand):
    help = "Start every approved plan whose window has begun (beat does it every hour)."

    def handle(self, *args: Any, **options: Any) -> None:
        begun = begin_due_plans(today=timezone.localdate())
        self.stdout.write(f"{begun} started.")

"""`remind_trusts`: write the reminders about applications and pairs that are due today."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from trusts.services.reminders import send_reminders


class Command(BaseCommand):
    help = "Remind trusts and sponsors of days to come. Runs each morning by itself (beat)."

    def handle(self, *args: Any, **options: Any) -> None:
        count = send_reminders(today=timezone.localdate())
        self.stdout.write(f"{count} reminder{'' if count == 1 else 's'} written.")

"""send_due_reminders: writes the reminders of today, one mail a person, each once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from improvement_plans.services.reminders import RemindersFailed, send_due_reminders


class Command(BaseCommand):
    help = "Send everybody's reminders of today. What was sent already is not sent again."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            mails = send_due_reminders(today=timezone.localdate())
        except RemindersFailed as failed:
            raise CommandError(f"{failed} The log says why.") from None
        self.stdout.write(f"Reminders written: {mails}")

"""send_due_reminders: writes every reminder of today, each once, whatever app it belongs to."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from buddy_portal.outbox.sweeps import send_all


class Command(BaseCommand):
    help = (
        "Writes all reminders of today: applications and pairs, plans, fact checks and team "
        "surveys. What was written already is not written again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        swept = send_all(today=timezone.localdate())
        for each in swept:
            count = "failed" if each.count is None else each.count
            self.stdout.write(f"Reminders written, {each.name}: {count}")
        failed = [each.name for each in swept if each.count is None]
        if failed:
            raise CommandError(f"Some could not be written: {', '.join(failed)}. The log says why.")

"""`expire_proposals`: end the proposals whose last day to answer has passed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from trusts.services.proposals import expire_proposals


class Command(BaseCommand):
    help = "End the proposals whose last day to answer has passed. Runs daily by itself (beat)."

    def handle(self, *args: Any, **options: Any) -> None:
        count = expire_proposals(today=timezone.localdate())
        self.stdout.write(f"{count} proposal{'' if count == 1 else 's'} ended.")

"""Delete what was typed and never sent, as beat does every night."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from improvement_plans.services.drafts import forget_old_drafts


class Command(BaseCommand):
    help = "Deletes text that was typed into forms 30 days ago or earlier and never sent."

    def handle(self, **_options: object) -> None:
        self.stdout.write(f"Forgotten: {forget_old_drafts(before=timezone.now())}")

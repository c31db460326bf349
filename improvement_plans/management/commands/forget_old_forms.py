"""Delete the keys of forms that were sent long ago, as beat does every day."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from improvement_plans.services.sending import forget_old_forms


class Command(BaseCommand):
    help = "Deletes the keys of forms sent 30 days ago or earlier. Safe to run at any time."

    def handle(self, **_options: object) -> None:
        self.stdout.write(f"Forgotten: {forget_old_forms(before=timezone.now())}")

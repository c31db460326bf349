"""release_held_mails [--send]: shows the mails that a restore held, and lets them go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from buddy_portal.outbox import holding, presenters


class Command(BaseCommand):
    help = (
        "Lists the mails that waited in a restored backup and are held, because they may have "
        "gone out since it was made. With --send all of them are sent."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--send", action="store_true", help="let all of them be sent")

    def handle(self, *, send: bool, **_options: Any) -> None:
        if send:
            self.stdout.write(f"Let go, to be sent: {holding.release_held_mails()}")
            return
        held = holding.held_mails().order_by("made_at")
        for message in held:
            self.stdout.write(f"{message.made_at:%Y-%m-%d %H:%M} {presenters.what(message)}")
        self.stdout.write(f"Held: {len(held)}")

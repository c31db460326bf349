"""Hand due messages to the workers, as beat does every few seconds."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from buddy_portal.outbox import delivery, selectors, services


class Command(BaseCommand):
    help = (
        "Hands messages that are due to the workers again: what beat does every few seconds. "
        "With --here they are delivered by this very process, without broker and worker."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--most", type=int, default=500, help="at most so many (500)")
        parser.add_argument(
            "--here", action="store_true", help="deliver them here, without broker and worker"
        )

    def handle(self, *, most: int, here: bool, **_options: object) -> None:
        if most < 1:
            raise CommandError("--most must be 1 or more.")
        if here:
            due = services.open_messages().order_by("due_at").values_list("pk", flat=True)
            done = sum(delivery.deliver(pk) for pk in list(due[:most]))
            self.stdout.write(f"Delivered: {done}")
        else:
            self.stdout.write(f"Handed to the workers: {services.sweep(most=most)}")
        self.stdout.write(f"Seconds behind: {selectors.seconds_behind():.0f}")

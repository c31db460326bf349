"""Compile an evaluation that was asked for: give it to a worker again, or do it here and now."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from buddy_portal.outbox.delivery import deliver
from buddy_portal.outbox.models import Message
from buddy_portal.outbox.services import nudge
from evaluation.models import EvaluationRun, RunState
from evaluation.services.runs import key_of


class Command(BaseCommand):
    help = (
        "Compile the evaluation run with this number (see its page). "
        "Asking twice is safe: it ends compiled once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=int, help="number of the evaluation run")
        parser.add_argument(
            "--wait", action="store_true", help="compile in this process and say how it ended"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        run = EvaluationRun.objects.filter(pk=options["id"]).first()
        message = Message.objects.filter(key=key_of(options["id"])).first()
        if run is None or message is None:
            raise CommandError(f"There is no evaluation run {options['id']}.")
        if run.state == RunState.COMPILED:
            self.stdout.write(f"Run {run.pk} is compiled already.")
            return
        if not options["wait"]:
            nudge(str(message.pk))
            self.stdout.write(f"Run {run.pk} is with the workers.")
            return
        deliver(message.pk)
        self._say_how_it_ended(run)

    def _say_how_it_ended(self, run: EvaluationRun) -> None:
        run.refresh_from_db()
        if run.state == RunState.COMPILED:
            self.stdout.write(f"Run {run.pk} is compiled: report {run.report.pk}.")
        elif run.state == RunState.FAILED:
            raise CommandError(f"Run {run.pk} stopped: {run.error}")
        else:
            raise CommandError(f"Run {run.pk} is being compiled by a worker.")

"""`python manage.py simulate_evaluation`: the acceptance of the evaluation's methods."""

from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = (
        "Tries the headline method on made-up schemes whose true effect is known and prints the "
        "table of docs/statistics.md. World D is shown, not judged. Ends with 1 where a bound is "
        "missed. No database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--runs", type=int, default=400, help="runs of every cell (400)")
        parser.add_argument("--seed", type=int, default=1, help="where the luck starts (1)")
        parser.add_argument(
            "--worlds", nargs="+", choices=list("ABCRD"), default=list("ABCRD"), help="all of them"
        )
        parser.add_argument(
            "--support",
            action="store_true",
            help="try instead how few, and how unlike, the trusts outside a scheme may be",
        )
        parser.add_argument("--processes", type=int, default=2, help="worlds at a time (2)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["support"]:
            self._try_support(options["runs"])
            return
        # numpy and scipy are loaded only when the command runs.
        from evaluation.simulation.acceptance import misses, try_world
        from evaluation.simulation.tables import markdown, summary

        if options["runs"] < 1 or options["processes"] < 1:
            raise CommandError("Give at least one run and one process.")
        work = partial(try_world, runs=options["runs"], seed=options["seed"])
        with ProcessPoolExecutor(options["processes"]) as pool:
            results = [scored for world in pool.map(work, options["worlds"]) for scored in world]
        for line in markdown(results):
            self.stdout.write(line)
        judged = [scored for scored in results if scored.setting.world != "D"]
        if judged:
            self.stdout.write("")
            self.stdout.write(summary(judged))
        if any(misses(scored) for scored in judged):
            raise CommandError("Some cells are outside the bounds.")

    def _try_support(self, runs: int) -> None:
        from evaluation.simulation.support import tables

        if runs < 1:
            raise CommandError("Give at least one run.")
        for line in tables(runs):
            self.stdout.write(line)

"""Write docs/plan-states.md from the tables of moves."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from improvement_plans.state_pages import plan_states_page

PAGE = Path(__file__).resolve().parents[3] / "docs" / "plan-states.md"


class Command(BaseCommand):
    help = "Writes docs/plan-states.md from the tables of states."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, default=PAGE, help="another file to write to")

    def handle(self, *, to: Path, **_options: object) -> None:
        to.write_text(plan_states_page(), encoding="utf-8")
        self.stdout.write(f"Written: {to.name}")

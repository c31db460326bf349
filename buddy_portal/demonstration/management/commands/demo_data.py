"""`manage.py demo_data`: a made-up programme to look round in."""

from __future__ import annotations

import datetime
import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from buddy_portal.accounts.refusals import Refusal
from buddy_portal.demonstration.casting import PAIRS
from buddy_portal.demonstration.load import Loaded, Order, load
from buddy_portal.demonstration.plot import FEWEST_TRUSTS, FEWEST_YEARS
from buddy_portal.local_services import demonstration
from buddy_portal.local_services.places import project_places

TRUSTS, YEARS, SEED = 140, 3, 14
MOST_TRUSTS, MOST_YEARS = 20_000, 30
GROWN = 1_000
"""From so many trusts on, every question's patient groups are published: some 340 scores a trust
and question and year become 19, as in the tables that speed is measured on."""


class Command(BaseCommand):
    help = (
        "Loads fictional trusts, people, scores, two schemes and an evaluation. Loads once: where "
        "they are there already, nothing changes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--trusts", type=int, default=TRUSTS, help=f"how many ({TRUSTS})")
        parser.add_argument("--years", type=int, default=YEARS, help=f"survey years ({YEARS})")
        parser.add_argument("--seed", type=int, default=SEED, help="another seed, another world")
        parser.add_argument("--today", help="load as if on this day, YYYY-MM-DD, today at latest")
        parser.add_argument(
            "--groups",
            choices=["some", "all"],
            help="questions whose patient groups have scores: one a section, or all (the default "
            f"from {GROWN:,} trusts on)",
        )
        parser.add_argument(
            "--yes-fictional-data-here",
            action="store_true",
            help="load it although this portal is not marked as a demonstration",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION and not options["yes_fictional_data_here"]:
            raise CommandError(
                "This portal is not a demonstration, so fictional data would stand beside real "
                "data. Set DEMONSTRATION=on, or add --yes-fictional-data-here."
            )
        _check_range("--trusts", options["trusts"], FEWEST_TRUSTS, MOST_TRUSTS)
        _check_range("--years", options["years"], FEWEST_YEARS, MOST_YEARS)
        _check_range("--seed", options["seed"], 0, 2**32 - 1)
        loaded = _load(_order(options))
        if loaded is None:
            self.stdout.write("The demonstration is loaded already; nothing was changed.")
            return
        self.stdout.write(
            f"Loaded the demonstration: {loaded.trusts:,} fictional trusts, {loaded.years} survey "
            f"years, {loaded.scores:,} scores, two schemes with {PAIRS} pairs under way."
        )


def _load(order: Order) -> Loaded | None:
    """Load it; in some worlds the portal's rules refuse a step that the story needs."""
    try:
        return load(order)
    except (LookupError, Refusal) as error:
        raise CommandError(
            f"Seed {order.seed} makes a world in which the demonstration's story cannot be told, "
            f"and nothing was stored. Take another --seed. What stood in its way: {error}"
        ) from error


def _order(options: dict[str, Any]) -> Order:
    groups = options["groups"] or ("all" if options["trusts"] >= GROWN else "some")
    return Order(
        trusts=options["trusts"],
        years=options["years"],
        seed=options["seed"],
        today=_day(options["today"]),
        all_groups=groups == "all",
        password=os.environ.get("DEMO_PASSWORD") or _password(),
    )


def _password() -> str:
    """The one that `make run` prints."""
    places = project_places()
    places.var.mkdir(parents=True, exist_ok=True)
    return demonstration.password(places.password)


def _check_range(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise CommandError(f"{name} must be between {least:,} and {most:,}; {value:,} was given.")


def _day(text: str | None) -> datetime.date:
    today = timezone.localdate()
    if text is None:
        return today
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--today must be a day such as {today}; {text} was given.") from None
    if day > today:
        raise CommandError(f"--today must not lie after today, {today}: nothing is known of it.")
    return day

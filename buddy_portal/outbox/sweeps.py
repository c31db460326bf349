"""The reminders of a day, registered by the apps that write them; one command sends all."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import structlog

logger = structlog.get_logger(__name__)
# Writes the reminders of a day that were not written before, and says how many.
Sweep = Callable[[datetime.date], int]
_sweeps: dict[str, Sweep] = {}


@dataclass(frozen=True)
class Swept:
    """What one app wrote; `count` is None where it failed."""

    name: str
    count: int | None


def register(name: str, sweep: Sweep) -> None:
    """Make an app's reminders known under a name. Called once, when the app is ready."""
    _sweeps[name] = sweep


def send_all(*, today: datetime.date) -> list[Swept]:
    """Write everybody's reminders of the day. One app's fault does not keep the others waiting."""
    return [_sent(name, sweep, today) for name, sweep in _sweeps.items()]


def _sent(name: str, sweep: Sweep, today: datetime.date) -> Swept:
    try:
        return Swept(name, sweep(today))
    except Exception:
        logger.exception("reminders_failed", sweep=name)
        return Swept(name, None)

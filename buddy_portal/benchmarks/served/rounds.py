"""Measuring a page and its floor in turn, so that a busy machine slows both alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from buddy_portal.benchmarks.served.web_server import WebServer

Visit = Callable[[], object]
MILLISECONDS = 1_000.0


@dataclass(frozen=True)
class Plan:
    """How often: rounds, requests in each, and requests before the clock starts."""

    rounds: int = 5
    asked: int = 10
    warm: int = 5


USUAL = Plan()


@dataclass(frozen=True)
class Spent:
    """Milliseconds for one request: the workers' processor time, and the wait of the visitor."""

    processor: float
    waited: float


@dataclass(frozen=True)
class Compared:
    """The medians of all rounds; each ratio is that of the two figures of one round."""

    page: Spent
    floor: Spent
    ratio: Spent


def compare(
    page: tuple[WebServer, Visit], floor: tuple[WebServer, Visit], plan: Plan = USUAL
) -> Compared:
    """Floor and page in turn, for a number of rounds."""
    for server, visit in (page, floor):
        server.close()  # it may have given up on a connection that was idle for long
        for _ in range(plan.warm):
            visit()
    least, dear = [], []
    for _ in range(plan.rounds):
        least.append(_one_round(*floor, plan.asked))
        dear.append(_one_round(*page, plan.asked))
    ratios = [
        Spent(each.processor / under.processor, each.waited / under.waited)
        for each, under in zip(dear, least, strict=True)
    ]
    return Compared(_middle(dear), _middle(least), _middle(ratios))


def _one_round(server: WebServer, visit: Visit, asked: int) -> Spent:
    waits = []
    before = server.spent()
    for _ in range(asked):
        start = time.perf_counter()
        visit()
        waits.append(time.perf_counter() - start)
    return Spent((server.spent() - before) / asked, statistics.median(waits) * MILLISECONDS)


def _middle(rounds: list[Spent]) -> Spent:
    return Spent(
        statistics.median(each.processor for each in rounds),
        statistics.median(each.waited for each in rounds),
    )

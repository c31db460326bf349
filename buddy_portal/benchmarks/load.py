"""Twenty requests a second for a minute: everybody at once, on 300 trusts and ten years.

Visits begin on a timetable, whether or not earlier ones were answered, and each wait counts from
the moment in the timetable: a portal that falls behind cannot hide it. A programme lead and a nurse
open the pages they use, of ever other trusts, questions and plans, and one visit in thirty saves an
update (form, saving, page after it). The floor is the bare view under the same timetable.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any

from django.urls import reverse

from buddy_portal.benchmarks.pages import own_actions, serving_bare, serving_portal
from buddy_portal.benchmarks.served import programme
from buddy_portal.benchmarks.served.saving import save_form
from buddy_portal.benchmarks.served.visitors import LEAD, NURSE, headers_of
from buddy_portal.benchmarks.served.web_server import NotThePage, WebServer
from improvement_plans.models import Plan
from trusts.models import Question, Scheme, Trust

TRUSTS, YEARS = 300, 10
A_SECOND, SECONDS = 20, 60
VISITORS = 40
"""Connections at once, far more than are needed while answers come within their bar."""
TYPED = {"claim": "on_track", "text": "The card is in use on two wards."}
SAVED_OF = 30
"""One visit in so many saves an update, which is three requests."""
MILLISECONDS = 1_000.0
Visit = Callable[[WebServer], object]


@dataclass(frozen=True)
class Answered:
    """One visit: milliseconds since it was due, and what went wrong, if anything."""

    waited: float
    problem: str = ""


def lines() -> Iterator[dict[str, Any]]:
    """How long nineteen of twenty visits take at the most, and how many fail."""
    with programme.temporary_database() as database:
        scheme = programme.load(trusts=TRUSTS, years=YEARS)
        chance = random.Random(20)  # noqa: S311 - a mix of pages, not a secret
        with serving_portal(database) as portal, serving_bare(database) as bare:
            visits = mixed(scheme, chance, A_SECOND * SECONDS)
            found = run(portal, visits, a_second=A_SECOND)
            floor = run(bare, [lambda server: server.get("/")] * (A_SECOND * 10), a_second=A_SECOND)
    yield from summary(found, floor)


def summary(found: Sequence[Answered], floor: Sequence[Answered]) -> Iterator[dict[str, Any]]:
    """The middle wait, that of the slowest twentieth, and the failures with their first reason."""
    name = f"load: {A_SECOND} requests a second"
    waits, least = ([each.waited for each in answers] for answers in (found, floor))
    for share, cut in (("p50", 50), ("p95", 95)):
        value, under = (statistics.quantiles(all_, n=100)[cut - 1] for all_ in (waits, least))
        line = {"value": value, "unit": "ms", "floor": under, "ratio": value / under}
        yield {"name": f"{name}: {share}", **line}
    failed = [each.problem for each in found if each.problem]
    line = {"value": len(failed), "unit": "visits", "floor": len(found)}
    reason = {"first": failed[0]} if failed else {}
    yield {"name": f"{name}: failed", **line, "ratio": len(failed) / len(found), **reason}


def run(server: WebServer, visits: Sequence[Visit], *, a_second: float) -> list[Answered]:
    """Every visit at its moment, each visitor over a connection of their own."""
    visitors = [WebServer(server.port, server.master, server.headers) for _ in range(VISITORS)]
    free: SimpleQueue[WebServer] = SimpleQueue()
    for each in visitors:
        free.put(each)
    begun = time.perf_counter() + 1

    def visit(number: int) -> Answered:
        due = begun + number / a_second
        time.sleep(max(due - time.perf_counter(), 0))
        visitor, problem = free.get(), ""
        try:
            visits[number](visitor)
        except (NotThePage, OSError) as error:
            problem = str(error)
        free.put(visitor)
        return Answered((time.perf_counter() - due) * MILLISECONDS, problem)

    with ThreadPoolExecutor(VISITORS) as threads:
        found = list(threads.map(visit, range(len(visits))))
    for each in visitors:
        each.close()
    return found


def mixed(scheme: Scheme, chance: random.Random, number: int) -> list[Visit]:
    """What people do, in an order that is the same each time."""
    lead, nurse = headers_of(LEAD), headers_of(NURSE)
    actions = [reverse("action_update", args=[action.pk]) for action in own_actions(NURSE)]
    addresses = pages(scheme)
    found: list[Visit] = []
    for place in range(number):
        if place % SAVED_OF == 0:
            action = actions[place // SAVED_OF % len(actions)]
            found.append(partial(_save, action, nurse))
            continue
        page, who = chance.choice(addresses[chance.choice(tuple(addresses))])
        found.append(partial(_read, page, nurse if who == NURSE else lead))
    return found


def _read(address: str, headers: Mapping[str, str], server: WebServer) -> None:
    server.get(address, headers)


def _save(address: str, headers: Mapping[str, str], server: WebServer) -> None:
    save_form(server, address, headers, TYPED)


def pages(scheme: Scheme) -> dict[str, list[tuple[str, str]]]:
    """Addresses of each kind of page, and who opens them: a lead or a nurse."""
    codes = list(Trust.objects.order_by("ods_code").values_list("ods_code", flat=True))
    asked = Question.objects.filter(scores__isnull=False).distinct()
    questions = list(asked.values_list("survey_year", "number"))
    plans = Plan.objects.filter(scheme=scheme).values_list("pk", flat=True)
    year = scheme.baseline_id
    fives = [",".join(codes[place : place + 5]) for place in range(0, len(codes) - 5, 5)]
    return {
        "home": [(reverse("home"), LEAD), (reverse("home"), NURSE)],
        "plans": [(reverse("plan_list"), LEAD)],
        "plan": [(reverse("plan_detail", args=[plan]), LEAD) for plan in plans],
        "check-in": [(reverse("check_in"), NURSE)],
        "trusts": [(reverse("trust_list"), LEAD), (reverse("trust_list"), NURSE)],
        "trust": [(reverse("trust_detail", args=[code]), LEAD) for code in codes],
        "question": [(reverse("question_results", args=each), LEAD) for each in questions],
        "compare": [
            (f"{reverse('survey_compare', args=[year])}?trust={five}", LEAD) for five in fives
        ],
        "comments": [
            (reverse("insight_list"), NURSE),
            (f"{reverse('insight_list')}?q=nurse", LEAD),
        ],
        "reports": [(reverse("report_list"), LEAD)],
    }

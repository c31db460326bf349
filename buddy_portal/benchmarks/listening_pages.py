"""What the pages of comments cost where a trust has 10,000 of them, and a page of charts.

As in `pages`, but on a programme of its own, so that the comments weigh on no other page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.urls import reverse

from buddy_portal.benchmarks.comments import NUMBER, seed_comments
from buddy_portal.benchmarks.pages import (
    Page,
    busiest_plan,
    measured,
    measured_floors,
    serving_bare,
    serving_portal,
)
from buddy_portal.benchmarks.served import programme
from buddy_portal.benchmarks.served.rows import MAKE_ROWS
from buddy_portal.benchmarks.served.visitors import NURSE
from buddy_portal.benchmarks.served.web_server import NotThePage
from improvement_plans.models import Measure, Plan


def lines() -> Iterator[dict[str, Any]]:
    """Three lines for each page, as of all other pages."""
    with programme.temporary_database() as database:
        programme.load()
        plan = busiest_plan(NURSE)
        seed_comments(plan.trust, NUMBER)
        with connection.cursor() as cursor:
            cursor.execute(MAKE_ROWS)
        programme.bring_up_to_date()
        with serving_portal(database) as portal, serving_bare(database) as bare:
            floors = measured_floors(bare)
            yield from measured(pages_of(plan), portal, bare, floors=floors)


def pages_of(plan: Plan) -> list[Page]:
    """The pages of listening that have a bar, as the plan's lead nurse opens them."""
    if not Measure.objects.filter(plan=plan, points__isnull=False).exists():
        raise NotThePage("The plan has no measure with figures, and an empty page is soon made.")
    comments, themes = reverse("insight_list"), reverse("insight_themes")
    measures = reverse("measure_list", args=[plan.pk])
    return [
        Page("list of 50 of 10,000 comments", comments, NURSE, kind="list"),
        Page("search in 10,000 comments", f"{comments}?q=scan+results", NURSE, kind="list"),
        Page("themes of 10,000 comments", themes, NURSE, kind="list"),
        Page("measures of a plan", measures, NURSE),
    ]

"""Invented facts for the gallery: fictional trusts, so that every component has something in it."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict

from buddy_portal.design.charts.numbers import signed
from buddy_portal.design.charts.timeline import Phase, SampleWindow, Timeline, draw_timeline
from buddy_portal.design.gallery_forms import ListFilter
from buddy_portal.design.paging import page_links
from buddy_portal.design.tables import Cell, Column, Row, Table, order_of, sort_rows, sortable
from buddy_portal.design.tags import TAGS, tag_of

TODAY = datetime.date(2015, 4, 16)
# Trust, code, needs, change in points, actions complete, status.
TRUSTS: list[tuple[str, str, int, float | None, str, str]] = [
    ("Harrowfell Teaching Hospitals", "ZH1", 6, -1.8, "4 of 14", "needs_help"),
    ("Greywater General", "ZG2", 4, 2.25, "3 of 11", "watch"),
    ("Eastvale Hospitals", "ZE3", 5, 9.6, "7 of 13", "on_track"),
    ("Northmoor", "ZN4", 6, 0.0, "6 of 13", "on_track"),
    ("Penhallow Royal Infirmary", "ZP5", 3, None, "0 of 9", "not_due"),
]
COLUMNS = {
    "name": Column("Mentee", card=""),
    "needs": Column("Needs", numeric=True),
    "change": Column("Change, points", numeric=True, card="Change in points"),
    "_actions": Column("Actions complete"),
    "_status": Column("Status, worked out", card="Status"),
}
SORT_BY = {"name": lambda t: t[0], "needs": lambda t: t[2], "change": lambda t: t[3]}


def facts(query: QueryDict) -> dict[str, Any]:
    """Everything the gallery's page shows, but for the large form."""
    shown = Paginator(range(140), 25).get_page(query.get("page"))
    return {
        "table": table(query),
        "tags": list(TAGS),
        "timeline": timeline(),
        "timeline_svg": draw_timeline(timeline(), chart_id="gallery-timeline"),
        "pages": page_links(shown, query.dict(), noun="trusts"),
        "filters": ListFilter(query or None),
        "as_at": TODAY,
    }


def table(query: QueryDict) -> Table:
    """The mentees, in the order that the address asks for."""
    order = order_of(query.get("sort", ""), SORT_BY, "name")
    rows = [
        Row(
            [
                Cell(name, href="#table", note=f"ODS code {code}"),
                str(needs),
                signed(change),
                actions,
                Cell(tag=tag_of(status)),
            ],
            selected=code == "ZN4",
        )
        for name, code, needs, change, actions, status in sort_rows(TRUSTS, order, SORT_BY)
    ]
    return Table(
        caption="Mentees of the scheme",
        columns=sortable(COLUMNS, order, query.dict()),
        rows=rows,
        sticky=True,
        total=Row(["All 5", "24", Cell("+2.5", note="4 with data"), "20 of 60", ""]),
        downloads=[("CSV", "/gallery/download/csv/"), ("Excel", "/gallery/download/xlsx/")],
    )


def download() -> dict[str, Any]:
    """The same table as a file, with figures as numbers."""
    return {
        "name": "Mentees of the scheme",
        "columns": ["Mentee", "ODS code", "Needs", "Change, points", "Actions complete"],
        "rows": [row[:5] for row in TRUSTS],
        "notes": ["Demonstration data: fictional trusts.", "Change is in percentage points."],
    }


def timeline() -> Timeline:
    """The phases of the mock scheme."""
    day = datetime.date
    return Timeline(
        title="Timeline of the scheme",
        description="Implementation runs from 2 February to 31 July 2015.",
        phases=(
            Phase("Volunteering", day(2014, 11, 3), day(2014, 12, 19), "done"),
            Phase("Pairing", day(2015, 1, 5), day(2015, 1, 30), "done"),
            Phase("Implementation", day(2015, 2, 2), day(2015, 7, 31), "now"),
            Phase("Evaluation", day(2015, 8, 3), day(2016, 8, 31), "later"),
        ),
        windows=(SampleWindow("2015 survey", day(2015, 4, 1), day(2015, 6, 30)),),
        today=TODAY,
        publish_by=day(2016, 9, 30),
    )

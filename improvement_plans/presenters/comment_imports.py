"""Imports of comments in words. No queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from buddy_portal.design.charts.numbers import counted, thousands
from buddy_portal.design.dates import day
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import TAGS, Tag
from improvement_plans.models import CommentImport, CommentImportState, InsightSource, StagedComment
from improvement_plans.presenters.insight import short

S = CommentImportState
FEW_ROWS = 50
REFUSED_COLUMNS = ("Row", "Column", "Found", "Why, and how to mend it")
STATE_TAGS = {
    S.CHECKING: Tag("Being checked", "amber", "clock"),
    S.CHECKED: Tag("Not saved yet", "amber", "triangle"),
    S.SAVING: Tag("Being saved", "amber", "clock"),
    S.SAVED: TAGS["complete"],
    S.REFUSED: Tag("Refused", "red", "square"),
    S.DISCARDED: Tag("Thrown away", "grey", "cross"),
    S.UNDONE: Tag("Undone", "grey", "cross"),
}
OPEN = (S.CHECKING, S.SAVING)


def state_tag(batch: CommentImport) -> Tag:
    """Where an import is."""
    return STATE_TAGS[S(batch.state)]


def percent(batch: CommentImport) -> int | None:
    """How far a worker is; a workbook hides its end while it is checked."""
    if batch.state not in OPEN or not batch.rows_total:
        return None
    return min(99, 100 * batch.rows_done // batch.rows_total)


def progress_words(batch: CommentImport) -> str:
    """What the worker does."""
    if batch.state == S.SAVING:
        done = thousands(min(batch.rows_done, batch.rows_total))
        return (
            f"{done} of {counted(batch.rows_total, 'comment')} saved so far. "
            "None of them counts until all are saved."
        )
    return f"{counted(batch.rows_done, 'row')} checked so far."


def rows_words(count: int) -> str:
    """ "1 row", "12 rows"."""
    return counted(count, "row")


def numbers(batch: CommentImport) -> list[dict[str, Any]]:
    """The summary numbers of a check, or of what was saved."""
    counts = batch.counts
    if batch.state in (S.SAVED, S.UNDONE):
        shown = (
            ("saved", "comments saved", ""),
            ("masked", "with marks", ""),
            ("kept", "kept as they are", "with a reason"),
            ("left_out", "left out", ""),
        )
    else:
        shown = (
            ("read", "rows read", ""),
            ("to_save", "comments to save", ""),
            ("found", "could name somebody", "you decide"),
            ("blank", "rows without a comment", "left out"),
        )
    items = [
        {"number": thousands(counts.get(key, 0)), "label": label, "note": note}
        for key, label, note in shown
    ]
    if counts.get("there_since"):
        since = thousands(counts["there_since"])
        items.append({"number": since, "label": "there already", "note": "left out"})
    if batch.state == S.CHECKED:
        items.append(
            {
                "number": thousands(len(batch.repeated)),
                "label": "there already",
                "note": "left out",
            }
        )
        rows = len({each["row"] for each in batch.refused})
        items.append({"number": thousands(rows), "label": "rows refused", "note": ""})
    return items


def refused_table(batch: CommentImport) -> Table:
    """Rows that cannot be saved, and why."""
    return Table(
        caption="Refused rows",
        columns=[Column(name) for name in REFUSED_COLUMNS],
        rows=[
            Row([str(each["row"]), each["column"], each["value"], each["reason"]])
            for each in batch.refused[:FEW_ROWS]
        ],
    )


def refused_rows(batch: CommentImport) -> list[list[object]]:
    """All of them, for a file."""
    return [[c["row"], c["column"], c["value"], c["reason"]] for c in batch.refused]


def repeated_words(batch: CommentImport) -> str:
    """Which rows say what is there already."""
    if not batch.repeated:
        return ""
    rows = [
        f"{each['row']} (as row {each['of']})" if each["of"] else str(each["row"])
        for each in batch.repeated[:FEW_ROWS]
    ]
    more = len(batch.repeated) - len(rows)
    tail = f" and {thousands(more)} more" if more > 0 else ""
    return (
        "The same comment of the same day and source is there already, so these rows are left "
        f"out: {', '.join(rows)}{tail}."
    )


def not_read_words(batch: CommentImport) -> str:
    """Which columns were left out."""
    names = batch.counts.get("not_read", [])
    return f"These columns were not read: {', '.join(names)}." if names else ""


def first_table(rows: Iterable[StagedComment]) -> Table:
    """A look at rows in which nothing was found."""
    sources = dict(InsightSource.choices)
    return Table(
        caption="The first comments",
        columns=[Column("Row"), Column("Comment"), Column("Source"), Column("Date")],
        rows=[
            Row(
                [
                    str(each.row),
                    short(each.excerpt),
                    str(sources[each.values["source"]]),
                    day(datetime.date.fromisoformat(each.values["said_on"])),
                ]
            )
            for each in rows
        ],
    )


def import_table(batches: Iterable[CommentImport]) -> Table:
    """What was brought lately."""
    return Table(
        caption="Brought lately",
        columns=[Column("Brought"), Column("From"), Column("State"), Column("By")],
        rows=[
            Row(
                [
                    Cell(day(each.brought_at), href=reverse("comments_batch", args=[each.pk])),
                    each.file_name,
                    Cell(tag=state_tag(each)),
                    each.brought_by.name if each.brought_by else "-",
                ]
            )
            for each in batches
        ],
    )

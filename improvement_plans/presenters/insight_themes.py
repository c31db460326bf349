"""Themes in charts and tables. Outside the trust small counts are hidden and others rounded.

A count of 1 to 9 is "fewer than 10", and every other count is rounded down to a whole ten, so that
no difference of two counts (by another filter, or a day later) gives a small count away.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from buddy_portal.design.charts.amounts import Amount, Amounts
from buddy_portal.design.charts.numbers import Unit, thousands
from buddy_portal.design.tables import Cell, Column, Row, Table
from improvement_plans.presenters.insight import FEW_WORDS, FEWEST_SHOWN
from improvement_plans.selectors.insight_themes import ThemeCount

MOST_BARS = 16
BY_WORDS = {
    "theme": "Theme",
    "trust": "Trust",
    "service": "Service",
    "group": "Tumour group",
    "month": "Month",
}
ROUNDED = (
    "Counts are rounded down to a whole ten, and fewer than 10 are not shown, so that nobody can "
    "be worked out. Each trust sees its own counts as they are."
)
COLUMNS = ("What", "Comments", "Positive", "Neutral", "Negative")


def shown_count(count: int, *, exact: bool) -> int | None:
    """A count as it may be shown; None for one that is hidden."""
    if exact or count == 0:
        return count
    if count < FEWEST_SHOWN:
        return None
    return count - count % FEWEST_SHOWN


def count_words(count: int, *, exact: bool) -> str:
    """The same in words."""
    shown = shown_count(count, exact=exact)
    return FEW_WORDS if shown is None else thousands(shown)


def chart(rows: Sequence[ThemeCount], *, by: str, exact: bool) -> Amounts:
    """A bar for each row; how many of them were negative stands in the table beneath."""
    return Amounts(
        title=f"Coded comments by {BY_WORDS[by].lower()}",
        description=_description(rows, by=by, exact=exact),
        rows=tuple(
            Amount(
                label=_label(row, by),
                value=_float(shown_count(row.comments, exact=exact)),
                answers=shown_count(row.negative, exact=exact),
                hidden=FEW_WORDS,
            )
            for row in _bars(rows, by)
        ),
        unit=Unit.COUNT,
        whole=_axis_end(rows, exact=exact),
        row_name=BY_WORDS[by],
        value_name="Comments",
        answers_name="Of these negative",
        places=0,
    )


def table(
    rows: Iterable[ThemeCount],
    *,
    by: str,
    exact: bool,
    filters: dict[str, str],
    downloads: list[tuple[str, str]],
) -> Table:
    """Counts with how they sound; each row leads to its comments."""
    return Table(
        caption=f"Figures by {BY_WORDS[by].lower()}",
        columns=[Column(BY_WORDS[by]), *(Column(name, numeric=True) for name in COLUMNS[1:])],
        rows=[
            Row([Cell(_label(row, by), href=_address(row, by, filters)), *_counts(row, exact)])
            for row in rows
        ],
        downloads=downloads,
    )


def download_rows(rows: Iterable[ThemeCount], *, by: str, exact: bool) -> list[list[object]]:
    """The same rows for a file, with the same counts hidden."""
    return [[_label(row, by), *_counts(row, exact)] for row in rows]


def by_links(by: str, filters: dict[str, str]) -> list[dict[str, Any]]:
    """The ways to count."""
    return [
        {
            "text": f"By {words.lower()}",
            "href": "?" + urlencode({**filters, "by": key}),
            "current": key == by,
        }
        for key, words in BY_WORDS.items()
    ]


def _bars(rows: Sequence[ThemeCount], by: str) -> Sequence[ThemeCount]:
    return rows[-MOST_BARS:] if by == "month" else rows[:MOST_BARS]


def _axis_end(rows: Sequence[ThemeCount], *, exact: bool) -> float:
    """A whole ten above every count that is shown, so that the axis has whole steps and tells no
    more than the bars: 10 and 11 comments have one axis where both are shown as 10."""
    most = max((shown_count(row.comments, exact=exact) or 0 for row in rows), default=0)
    return float(max(10, -(-most // 10) * 10))


def _counts(row: ThemeCount, exact: bool) -> list[str]:
    counts = (row.comments, row.positive, row.neutral, row.negative)
    return [count_words(count, exact=exact) for count in counts]


def _float(count: int | None) -> float | None:
    return None if count is None else float(count)


def _label(row: ThemeCount, by: str) -> str:
    if by != "month":
        return row.label
    year, month = row.key.split("-")
    return f"{calendar.month_name[int(month)]} {year}"


def _address(row: ThemeCount, by: str, filters: dict[str, str]) -> str:
    """The comments behind a row; where nothing was said there is no filter for it."""
    if not row.key:
        return ""
    kept = {**filters, "coded": "yes"}
    if by == "month":
        first = datetime.date.fromisoformat(f"{row.key}-01")
        after = (first + datetime.timedelta(days=31)).replace(day=1)
        last = after - datetime.timedelta(days=1)
        found = {**kept, "since": first.isoformat(), "until": last.isoformat()}
    else:
        found = {**kept, by: row.key}
    return f"{reverse('insight_list')}?{urlencode(found)}"


def _description(rows: Sequence[ThemeCount], *, by: str, exact: bool) -> str:
    if not rows:
        return "No comment has been coded yet."
    # Of those that are shown alike the first: which of them is larger is not told.
    most = max(rows, key=lambda row: shown_count(row.comments, exact=exact) or 0)
    count = count_words(most.comments, exact=exact)
    return f"Most often: {_label(most, by)} ({count})."

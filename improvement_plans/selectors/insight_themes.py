"""How often each theme was found: by theme, trust, service, tumour group and month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F, Func, Q, QuerySet, Value
from django.db.models.functions import TruncMonth

from buddy_portal.accounts.access import Access
from improvement_plans import insight_rules as rules
from improvement_plans.coding.framework import in_order
from improvement_plans.models import Insight
from improvement_plans.selectors.insight import (
    SETTLED,
    Choices,
    InsightQuery,
    Scope,
    insights_found,
)

BY = ("theme", "trust", "service", "group", "month")
MOST_ROWS = 40
# As `presenters.insight_themes` rounds counts.
ROUNDED_TO = 10


@dataclass(frozen=True)
class ThemeCount:
    """So many coded comments of one theme, trust, service, tumour group or month.

    `key` is what the list of comments filters by. A comment of several themes counts for each.
    """

    key: str
    label: str
    comments: int
    positive: int
    neutral: int
    negative: int


def counts_of(
    access: Access,
    asked: InsightQuery,
    *,
    by: str,
    scope: Scope | None = None,
    exact: bool = False,
) -> list[ThemeCount]:
    """The comments that this person may see and that fit, counted by one of `BY`."""
    return counted(insights_found(access, asked, scope), by=by, exact=exact)


def counted(insights: QuerySet[Insight], *, by: str, exact: bool = False) -> list[ThemeCount]:
    """Coded comments counted by one of `BY`; the most frequent first, months in order.

    Unless counts are shown as they are (`exact`), those that are shown as the same whole ten stand
    by name: their order, and which of them fit on the page, would tell which is the larger.
    Comments that wait for a second coder are not counted: nobody is shown how they were coded.
    Give the counts to `presenters.insight_themes` to show: it hides the small ones.
    """
    grouped = _grouped(insights.filter(coding_state__in=SETTLED).order_by(), by)
    found = grouped.annotate(
        comments=Count("pk"),
        positive=Count("pk", filter=Q(sentiment__lte=2)),
        neutral=Count("pk", filter=Q(sentiment=3)),
        negative=Count("pk", filter=Q(sentiment__gte=4)),
    )
    rows = [_row(by, each) for each in found]
    if by == "month":
        return sorted(rows, key=lambda row: row.key)[-MOST_ROWS:]
    step = 1 if exact else ROUNDED_TO
    return sorted(rows, key=lambda row: (-(row.comments // step), row.label))[:MOST_ROWS]


def _grouped(found: QuerySet[Insight], by: str) -> QuerySet[Insight, Any]:
    if by == "trust":
        return found.values(label=F("trust__name"), key=F("trust__ods_code"))
    if by == "month":
        return found.values(key=TruncMonth("said_on"), label=Value("", CharField()))
    if by in ("service", "group"):
        field = "service" if by == "service" else "tumour_group"
        return found.values(key=F(field), label=F(field))
    each_theme = Func(F("themes"), function="unnest", output_field=CharField())
    return found.values(key=each_theme, label=Value("", CharField()))


def _row(by: str, found: Mapping[str, Any]) -> ThemeCount:
    key = str(found["key"])
    label = str(found["label"]) or "Not said"
    if by == "theme":
        label = next((theme.name for theme in in_order([key])), key)
    elif by == "month":
        key = key[:7]
        label = key
    numbers = {
        name: int(str(found[name])) for name in ("comments", "positive", "neutral", "negative")
    }
    return ThemeCount(key, label, **numbers)


def may_see_exact(access: Access, asked: InsightQuery, choices: Choices) -> bool:
    """Whether every comment counted is of the person's own trust: others see no small counts."""
    codes = [asked.trust] if asked.trust else [code for code, _name in choices.trusts]
    return all(rules.know_counts.allows(access, code) for code in codes)

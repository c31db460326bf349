"""Coding in words: progress, both codings side by side, agreement. No queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from buddy_portal.design.charts.numbers import counted, plain, share, thousands
from buddy_portal.design.dates import day
from buddy_portal.design.tables import Cell, Column, Row, Table
from improvement_plans.coding.agreement import FEWEST, FEWEST_EACH_WAY, Agreement, Report, words_for
from improvement_plans.coding.framework import SENTIMENTS, in_order
from improvement_plans.models import Coding, Insight
from improvement_plans.presenters.insight import short
from improvement_plans.selectors.coding import Progress

TOO_FEW = "Too few to say"
KAPPA_NOTE = (
    f"“{TOO_FEW}” stands where fewer than {FEWEST} comments were coded twice, or where one of the "
    f"two coders gave the theme to fewer than {FEWEST_EACH_WAY} comments or left it away from "
    f"fewer than {FEWEST_EACH_WAY}: kappa can then be 0 although they agree on all comments but "
    "one (Feinstein and Cicchetti, 1990), and its interval means nothing."
)


def progress_numbers(progress: Progress) -> list[dict[str, Any]]:
    """The summary numbers, each a link to the comments behind it."""
    address = reverse("insight_list")
    return [
        {"number": thousands(number), "label": label, "href": f"{address}?coded={key}"}
        for number, label, key in (
            (progress.uncoded, "not coded yet", "no"),
            (progress.coded, "coded by one", "yes"),
            (progress.second, "wait for a second coder", "second"),
            (progress.differs, "codings differ", "differs"),
            (progress.agreed, "agreed by two", "agreed"),
        )
    ]


def both_codings(codings: Iterable[Coding]) -> Table:
    """The two codings side by side; what only one of them has stands out."""
    pair = list(codings)
    given = [set(each.themes) for each in pair]
    every = in_order(set().union(*given))
    shared = set.intersection(*given) if given else set()
    who = [each.coder.name if each.coder else "Somebody who has left" for each in pair]
    rows = [
        Row(
            [
                Cell("Sentiment", strong=len({each.sentiment for each in pair}) > 1),
                *(dict(SENTIMENTS)[each.sentiment] for each in pair),
            ]
        )
    ]
    rows += [
        Row(
            [
                Cell(theme.name, strong=theme.key not in shared),
                *("Yes" if theme.key in each else "-" for each in given),
            ]
        )
        for theme in every
    ]
    return Table(
        caption="How each coded it",
        columns=[Column("What"), *(Column(name) for name in who)],
        rows=rows,
    )


def to_reconcile_table(insights: Iterable[Insight]) -> Table:
    """Comments whose codings differ."""
    return Table(
        caption="Codings that differ",
        columns=[Column("What was said"), Column("Trust"), Column("Said on")],
        rows=[
            Row(
                [
                    Cell(short(each.excerpt), href=reverse("insight_reconcile", args=[each.pk])),
                    each.trust.name,
                    day(each.said_on),
                ]
            )
            for each in insights
        ],
        empty="No codings differ.",
    )


def agreement_sentence(report: Report) -> str:
    """What the agreement is, in words, with the number of comments."""
    if not report.n:
        return "No comment has been coded by two people yet."
    twice = counted(report.n, "comment")
    whole = f"Both gave the very same themes to {thousands(report.same_themes)} of {twice}."
    if report.n < FEWEST:
        return f"{whole} That is too few to rely on: let at least {FEWEST} be coded twice."
    if report.overall.kappa is None or not report.overall.is_enough:
        return f"{whole} Kappa cannot be told from them."
    return (
        f"Over all themes the agreement is {words_for(report.overall.kappa)} "
        f"(kappa {_number(report.overall.kappa)}), {_on_sentiment(report.sentiment)}. {whole}"
    )


def agreement_table(report: Report) -> Table:
    """Agreement on the sentiment and on each theme."""
    lines = [("Sentiment", report.sentiment), ("All themes together", report.overall)]
    lines += [(theme.name, found) for theme, found in report.themes]
    return Table(
        caption="Agreement of two coders",
        columns=[
            Column("What"),
            Column("Coded alike", numeric=True),
            Column("Kappa", numeric=True),
            Column("95% interval", numeric=True),
            Column("In words"),
        ],
        rows=[
            Row(
                [
                    name,
                    share(found.agreed, found.n),
                    _kappa(found, report.n),
                    _interval(found, report.n),
                    _in_words(found, report.n),
                ]
            )
            for name, found in lines
        ]
        if report.n
        else [],
        empty="Nothing has been coded by two people yet.",
    )


def _is_told(found: Agreement, comments: int) -> bool:
    return comments >= FEWEST and found.is_enough


def _in_words(found: Agreement, comments: int) -> str:
    if found.kappa is None and found.agreed == found.n and comments >= FEWEST:
        return "Always the same answer"
    return words_for(found.kappa).capitalize() if _is_told(found, comments) else TOO_FEW


def _kappa(found: Agreement, comments: int) -> str:
    if found.kappa is None or not _is_told(found, comments):
        return "-"
    return _number(found.kappa)


def _on_sentiment(found: Agreement) -> str:
    if found.kappa is None or not found.is_enough:
        return "on the sentiment it cannot be told"
    return f"on the sentiment {words_for(found.kappa)} (weighted kappa {_number(found.kappa)})"


def _interval(found: Agreement, comments: int) -> str:
    if found.low is None or found.high is None or not _is_told(found, comments):
        return "-"
    return f"{_number(found.low)} to {_number(found.high)}"


def _number(kappa: float) -> str:
    return plain(kappa, 2)

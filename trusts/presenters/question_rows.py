"""The trusts of a question by name: a table in pages, and the same rows for a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page

from buddy_portal.design.addresses import address_of
from buddy_portal.design.charts.funnel import POSITION_WORDS
from buddy_portal.design.charts.numbers import thousands
from buddy_portal.design.paging import PageLinks, page_links
from buddy_portal.design.tables import Cell, Column, Row, Table
from trusts.presenters.questions import NOT_SHOWN, score_words
from trusts.selectors.questions import TrustScore

if TYPE_CHECKING:
    from trusts.selectors.funnels import Place

# All trusts of the country stand on one page.
ROWS_ON_A_PAGE = 200
TRUST_COLUMNS = ("Trust", "ODS code", "Answers", "Score", "Position")


def trust_table(
    found: Iterable[Place | TrustScore], scale: str, downloads: list[tuple[str, str]]
) -> Table:
    """Trusts by name, never ranked; those not shown come last."""
    rows = [_trust_row(each, scale) for each in found]
    return Table(
        caption="Trusts by name",
        columns=[
            Column("Trust"),
            Column("Answers", numeric=True),
            Column("Score", numeric=True),
            Column("Position"),
        ],
        rows=rows,
        downloads=downloads,
        empty="No trust lies here.",
    )


def _trust_row(found: Place | TrustScore, scale: str) -> Row:
    if isinstance(found, TrustScore):
        return Row([_trust_link(found), NOT_SHOWN, NOT_SHOWN, "too few answers"])
    return Row(
        [
            _trust_link(found.trust),
            thousands(found.answers),
            Cell(score_words(found.score, scale), strong=True),
            POSITION_WORDS[found.position],
        ]
    )


def pages_of_rows(page: Page[Any], query: Mapping[str, Any]) -> PageLinks:
    """Links that lead to the rows, not to the head of the page."""
    links = page_links(page, query, noun="trusts")
    return replace(
        links,
        previous=links.previous and f"{links.previous}#rows",
        next=links.next and f"{links.next}#rows",
        items=[
            {**item, "href": f"{item['href']}#rows"} if "href" in item else item
            for item in links.items
        ],
    )


def _trust_link(trust: TrustScore) -> Cell:
    return Cell(trust.name, href=address_of("trust_detail", ods_code=trust.code))


def trust_rows(found: list[Place], hidden: list[TrustScore]) -> list[list[Any]]:
    """The same for a file."""
    return [
        [p.trust.name, p.trust.code, p.answers, p.score, POSITION_WORDS[p.position]] for p in found
    ] + [[trust.name, trust.code, None, None, NOT_SHOWN] for trust in hidden]

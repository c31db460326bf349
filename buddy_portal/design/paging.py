"""The pages of a long list, as the pagination component draws them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from buddy_portal.design.charts.numbers import thousands

_IRREGULAR = {"people": "person", "entries": "entry", "priorities": "priority"}


@dataclass(frozen=True)
class PageLinks:
    """Words and links for one page of a list; `items` is what the NHS.UK macro takes."""

    words: str
    previous: str = ""
    next: str = ""
    items: list[dict[str, Any]] = field(default_factory=list)

    @property
    def several(self) -> bool:
        return len(self.items) > 1


def page_links(
    page: Page[Any], query: Mapping[str, Any], *, noun: str = "rows", parameter: str = "page"
) -> PageLinks:
    """Links to the neighbours and the ends of a list; other parts of the address are kept.

    `noun` is what the list holds, in the plural: "trusts".
    """

    def link(number: int) -> str:
        kept = {key: value for key, value in query.items() if key != parameter}
        return "?" + urlencode({**kept, parameter: number}, doseq=True)

    paginator = page.paginator
    return PageLinks(
        words=_words(page, noun),
        previous=link(page.previous_page_number()) if page.has_previous() else "",
        next=link(page.next_page_number()) if page.has_next() else "",
        items=[
            {"ellipsis": True}
            if number == Paginator.ELLIPSIS
            else {"number": number, "href": link(int(number)), "current": number == page.number}
            for number in _numbers(page, paginator)
        ],
    )


def _numbers(page: Page[Any], paginator: Paginator[Any]) -> Iterator[int | str]:
    yield from paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


def _words(page: Page[Any], noun: str) -> str:
    total = page.paginator.count
    if not total:
        return f"No {noun}"
    if total == 1:
        return f"1 {_IRREGULAR.get(noun, noun.removesuffix('s'))}"
    if page.paginator.num_pages == 1:
        return f"All {thousands(total)} {noun}"
    shown = f"{thousands(page.start_index())} to {thousands(page.end_index())}"
    return f"{shown} of {thousands(total)} {noun}"

"""The bars: what a figure may be at most. Where one is missed, `make bench` says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Bar:
    """The most that one field (`ratio` to its floor, or `value` in its unit) may be."""

    most: float
    field: str = "ratio"


# Pages: processor time of the web processes for a request, against a view that returns "ok".
PAGE_BARS = {
    "sign in": 10,
    "list of 150 trusts": 18,
    "trust": 15,
    "question, funnel of 140 trusts": 18,
    "compare 5 trusts": 15,
    "plan": 15,
    "check-in": 20,
    "form of 8 fields": 20,
    "programme dashboard": 25,
    "list of 75 plans": 25,
    "start page of a nurse": 15,
}
# As for the other lists and details; measured last, with 10,000 comments.
LISTENING_BARS = {
    "list of 50 of 10,000 comments": 18,
    "search in 10,000 comments": 18,
    "themes of 10,000 comments": 18,
    "measures of a plan": 15,
}
ALL_PAGES = {**PAGE_BARS, **LISTENING_BARS}
MOST_STATEMENTS = 15
BARS: dict[str, Bar] = {
    **{f"page: {name}": Bar(most) for name, most in ALL_PAGES.items()},
    **{f"page: {name}: statements": Bar(MOST_STATEMENTS, "value") for name in ALL_PAGES},
    # Saving is judged by how long a person waits: form, saving, and the page it leads to.
    "page: save an update: wait": Bar(40),
    "first view: bytes of all assets": Bar(100 * 1024, "value"),
    # All at once: what nineteen of twenty visitors wait at the most, and nobody meets an error.
    "load: 20 requests a second: p95": Bar(500, "value"),
    "load: 20 requests a second: failed": Bar(0, "value"),
    # Import: against the same rows copied and upserted in bare SQL, unchecked.
    "import: 500,000 rows into an empty year": Bar(1.3),
    "import: 500,000 rows nothing changed": Bar(1.3),
    "import: 500,000 rows every score changed": Bar(1.3),
    "import: memory above the base, 500,000 rows": Bar(64, "value"),
    # Pairing: against one bare assignment and the search for the worst-off score.
    "pairing: 150 by 150": Bar(3),
    "pairing: prices of 22,500 overrides": Bar(100, "value"),
    "pairing: 2,000 by 2,000": Bar(15, "value"),
    # Statistics: against plain numpy; the rest in milliseconds.
    "statistics: Newcombe intervals of 252,000 cells": Bar(2),
    "statistics: headline, fit and interval": Bar(20, "value"),
    "statistics: 9,999 placebo draws": Bar(300, "value"),
    # Comments: what a page asks the database of 10,000, against the same question put by hand.
    # An import, hostile or not, is answered within 10 seconds: here it is checked and saved.
    "comments: 10,000 checked and saved": Bar(10, "value"),
    "comments: the best 50 of 10,000 for two words": Bar(10),
    "comments: 10,000 counted by theme": Bar(10),
    # A whole report in seconds: figures, charts, PDF, workbook and data package.
    "evaluation: whole compile of 15 pairs": Bar(20, "value"),
    "evaluation: PDF of 15 pairs": Bar(3, "value"),
}


def shortfalls(measured: Iterable[Mapping[str, Any]], bars: Mapping[str, Bar] = BARS) -> list[str]:
    """One sentence for each bar that a figure misses."""
    found = []
    for line in measured:
        bar = bars.get(line["name"])
        if bar is not None and line[bar.field] > bar.most:
            found.append(
                f"Falls short: {line['name']}: {bar.field} {line[bar.field]:.3g}, "
                f"at most {bar.most:.3g} wanted"
            )
    return found

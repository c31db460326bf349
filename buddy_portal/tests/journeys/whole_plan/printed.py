"""What the sheets of a plan say, as somebody takes them out."""

from __future__ import annotations

import re

from buddy_portal.tests.journeys.screens import Person
from buddy_portal.tests.pdf_words import words_of_pages

SHEETS = ("plan.pdf", "summary.pdf")
_PARTNERS = ("Lin Carter", "Rose")


def names_in_print(person: Person) -> set[str]:
    """By which of their names the partner stands on the sheets of the plan that is open."""
    found: set[str] = set()
    plan = re.search(r"/plans/\d+/", person.page.url)
    assert plan is not None, person.page.url
    for sheet in SHEETS:
        answer = person.page.request.get(f"{plan[0]}print/{sheet}")
        words = " ".join(" ".join(words_of_pages(answer.body())).split())
        assert "Northmoor" in words
        found |= {name for name in _PARTNERS if name in words}
    return found

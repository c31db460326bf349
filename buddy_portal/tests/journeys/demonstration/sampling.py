"""Which of the pages that a visitor reached are opened in a browser: one of each kind.

A browser needs a second for a page and the visitors reach thousands, mostly the same. So a page is
passed over where an earlier visitor had the very same one, byte for byte, in the very same frame.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from .crawling import Visit, Walk

_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')
Seen = tuple[str, str]
"""A kind of page and a piece of its markup."""


def kind_of(visit: Visit) -> str:
    """The URL name; in the admin site, where every model has the same pages, what is done there."""
    name = visit.link.name
    if not name.startswith("admin:"):
        return name
    return f"admin: {name.rpartition('_')[2]}"


def parts_of(text: str, name: str) -> tuple[str, str]:
    """What stands in the main part, and the frame around it without the visitor's name."""
    plain = _TOKEN.sub(r"\1", text)
    before, _, rest = plain.partition("<main")
    main, _, after = rest.partition("</main>")
    frame = before.partition("<body")[2] + after
    return main, frame.replace(name, "") if name else frame


@dataclass
class Sample:
    """Chooses for one visitor after the other, and remembers what was chosen."""

    addresses: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    seen: set[Seen] = field(default_factory=set)

    def of(self, found: Walk, *, name: str = "") -> list[str]:
        """The addresses to open for a visitor of this name."""
        kinds: dict[str, list[Visit]] = defaultdict(list)
        for visit in found.pages:
            if not visit.link.words:
                kinds[kind_of(visit)].append(visit)
        chosen = (self._one_of(kind, visits) for kind, visits in kinds.items())
        return [visit.link.address for visit in chosen if self._is_new(visit, name)]

    def _one_of(self, kind: str, visits: list[Visit]) -> Visit:
        """The page that an earlier visitor had, or else the one met last, the farthest away.

        Pages met first are often the plainest: a plan without actions, a list without rows.
        """
        known = [visit for visit in visits if visit.link.address in self.addresses[kind]]
        visit = (known or visits)[-1]
        self.addresses[kind].add(visit.link.address)
        return visit

    def _is_new(self, visit: Visit, name: str) -> bool:
        main, frame = parts_of(visit.text, name)
        pieces = {(kind_of(visit), main), ("frame", frame)}
        is_new = not pieces <= self.seen
        self.seen |= pieces
        return is_new

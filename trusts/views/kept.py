"""Pages of survey results, drawn once for each edition of the survey data and then kept.

A page is kept in the memory of the process under everything that it depends on: the edition, the
address with all it asks for, and what the viewer may see. See docs/decisions/0009-kept-pages.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from buddy_portal.design.blocks import drawn_blocks, safe_again
from trusts.selectors.edition import survey_edition

KEPT_PAGES = "kept_pages"
LONGEST_KEPT = 400_000
"""Characters. The few pages that are longer are drawn each time, so that memory stays bounded."""

# A template and its context. The context may hold nothing that another viewer may not see.
Drawing = tuple[str, dict[str, Any]]
# Of which a page depends: texts, numbers and truth values, whose repr tells them apart.
Viewer = tuple[str | int | bool | tuple[str, ...] | None, ...]


def kept_page(request: HttpRequest, *, viewer: Viewer, draw: Callable[[], Drawing]) -> HttpResponse:
    """The page at this address: as kept, else as `draw` says.

    `viewer` is all that the page shows or hides by who is reading. `draw` may read only the tables
    of `trusts.selectors.edition.READ_BY_KEPT_PAGES`.
    """
    edition = survey_edition()
    pages, key = caches[KEPT_PAGES], _key(edition, request.get_full_path(), viewer)
    blocks = pages.get(key) if edition else None
    if blocks is None:
        blocks = drawn_blocks(*draw())
        if edition and sum(map(len, blocks.values())) <= LONGEST_KEPT:
            pages.set(key, blocks)
    return render(request, "kept_page.html", {"blocks": safe_again(blocks)})


def _key(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def in_order(codes: frozenset[str] | None) -> tuple[str, ...] | None:
    """The trusts that a viewer may see, as a part of `viewer`; None for all."""
    return None if codes is None else tuple(sorted(codes))

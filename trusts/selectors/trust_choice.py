"""Finding the trusts that somebody typed, among those whose results they may see."""

from __future__ import annotations

from collections.abc import Iterable

from trusts.models import Trust
from trusts.refusals import NotFound
from trusts.selectors.trusts import trusts_matching

MOST_OFFERED = 8
# ODS codes of the trusts whose results a person may see; None for every trust.
Codes = frozenset[str] | None


def trusts_with_codes(asked: Iterable[str], seen: Codes) -> list[Trust]:
    """The trusts of these ODS codes, by name. One query.

    Raises NotFound where one does not exist, or is not to be seen by this person.
    """
    wanted = {code.replace("\x00", "").strip().upper()[:20] for code in asked if code.strip()}
    found = list(Trust.objects.filter(ods_code__in=wanted).order_by("name", "pk"))
    if len(found) < len(wanted) or (seen is not None and not wanted <= seen):
        raise NotFound("There is no such trust among those whose results you can see.")
    return found


def trusts_named(words: str, seen: Codes) -> list[Trust]:
    """Trusts that fit a name, town or ODS code: the one of that code, else the first few."""
    found = trusts_matching(search=words)
    if seen is not None:
        found = found.filter(ods_code__in=seen)
    exact = found.filter(ods_code__iexact=words.replace("\x00", "").strip()[:20]).first()
    return [exact] if exact is not None else list(found[:MOST_OFFERED])


def trusts_to_choose(seen: Codes) -> list[Trust]:
    """The few trusts of somebody who does not see all of them, by name; none for the others."""
    return list(Trust.objects.filter(ods_code__in=seen).order_by("name", "pk")) if seen else []

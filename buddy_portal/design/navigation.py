"""Which ways through the portal a person sees: a function of what they may reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.design.addresses import address_of


@dataclass(frozen=True)
class Entry:
    """One link of the navigation."""

    label: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class Place:
    """A part of the portal: its name, the URL name of its first page and who is shown it."""

    label: str
    url_name: str
    permissions: frozenset[Permission] = frozenset()
    for_guests: bool = False
    exact: bool = False

    def is_for(self, access: Access) -> bool:
        """Whether to show the place to a signed-in person with this access."""
        if not self.permissions or (self.for_guests and not access.roles):
            return True
        return bool(self.permissions & access.permissions)


P = Permission
PUBLIC_PLACES = (
    Place("Home", "front_page", exact=True),
    Place("Reports", "report_list"),
    Place("Practice library", "practice_list"),
    Place("Sign in", "account_login"),
)
PLACES = (
    Place("Home", "home", exact=True),
    Place("Schemes", "scheme_list", frozenset({P.SEE_SCHEMES})),
    Place("Trusts", "trust_list", frozenset({P.SEE_TRUSTS})),
    Place("Pairing", "pairing_list", frozenset({P.SEE_PAIRING})),
    Place("Plans", "plan_list", frozenset({P.SEE_PLANS}), for_guests=True),
    Place("Listening", "listening", frozenset({P.SEE_PLANS}), for_guests=True),
    Place("Approvals", "sponsor_page", frozenset({P.SPONSOR_PLANS})),
    Place("Survey results", "survey_results", frozenset({P.SEE_SURVEY_RESULTS})),
    Place("Evaluation", "evaluation_list", frozenset({P.SEE_EVALUATIONS})),
    Place("Practices", "practice_list", frozenset({P.SEE_PLANS}), for_guests=True),
    Place("People", "people", frozenset({P.INVITE_PEOPLE, P.INVITE_COLLEAGUES})),
    Place("Audit trail", "audit_trail", frozenset({P.SEE_AUDIT})),
    Place("Admin site", "admin:index", frozenset({P.USE_ADMIN})),
)
FOOTER_PLACES = (
    Place("You said, we did", "you_said_we_did"),
    Place("Accessibility", "accessibility"),
    Place("Privacy", "privacy"),
    Place("Cookies", "cookies"),
    Place("Help and contact", "contact"),
)


def main_entries(access: Access, *, signed_in: bool, path: str) -> list[Entry]:
    """The main navigation, in order. No query: `access` is all that is asked."""
    if not signed_in:
        return list(_entries(PUBLIC_PLACES, path))
    return list(_entries((place for place in PLACES if place.is_for(access)), path))


def footer_entries(path: str) -> list[Entry]:
    """The statements that every page links to."""
    return list(_entries(FOOTER_PLACES, path))


def address(url_name: str) -> str:
    """The URL of a name without arguments, or nothing where the portal has no such page."""
    try:
        return address_of(url_name)
    except NoReverseMatch:
        return ""


def _entries(places: Iterable[Place], path: str) -> Iterator[Entry]:
    for place in places:
        if href := address(place.url_name):
            current = path == href if place.exact else path.startswith(href)
            yield Entry(place.label, href, current)

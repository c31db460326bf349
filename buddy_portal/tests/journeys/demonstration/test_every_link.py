"""Everyone follows every link they can find in the demonstration, and none of them is broken."""

import logging

import pytest

from buddy_portal.design.shell import DEMONSTRATION_WORDS
from buddy_portal.local_services.demonstration import SIGN_INS

from .crawling import Visit, Walk, name_of
from .visitors import PUBLIC, VISITORS, Walks

pytestmark = pytest.mark.slow

REDIRECTS = {
    "application_start": {"application_edit"},
    "account_login": {"home"},
    "coding_next": {"insight_code", "coding_overview"},
    "mfa_activate_totp": {"account_reauthenticate"},
    "mfa_add_webauthn": {"account_reauthenticate"},
}
"""Where an address may send a visitor on to; every other answers itself."""
FEWEST_PAGES = {
    PUBLIC: 8,
    "lead@demo.example": 250,
    "second.lead@demo.example": 250,
    "analyst@demo.example": 150,
    "mentor.nurse@demo.example": 90,
    "mentee.nurse@demo.example": 110,
    "sponsor@demo.example": 70,
    "partner@demo.example": 30,
    "observer@demo.example": 70,
    "admin@demo.example": 350,
}
"""Four fifths of what each reached when this was written: one that opens fewer has lost its way."""


@pytest.fixture(autouse=True)
def quiet(caplog):
    """A broken link is reported once, by the test."""
    caplog.set_level(logging.CRITICAL, logger="django.request")


def broken(found: Walk) -> list[Visit]:
    return [visit for visit in found.visits if not leads_somewhere(visit)]


def leads_somewhere(visit: Visit) -> bool:
    if visit.status == 302:
        return name_of(visit.to.partition("?")[0]) in REDIRECTS.get(visit.link.name, set())
    return visit.status == 200


def without_one_heading(found: Walk) -> list[Visit]:
    return [page for page in found.pages if page.headings != 1]


def silent(found: Walk) -> list[Visit]:
    """Pages that do not say that their trusts are fictional."""
    return [page for page in found.pages if DEMONSTRATION_WORDS not in page.text]


def files_of(found: Walk) -> list[Visit]:
    return [visit for visit in found.visits if visit.status == 200 and not visit.is_page]


def empty_files(found: Walk) -> list[Visit]:
    return [visit for visit in files_of(found) if visit.size < 100]


def told(visits: list[Visit]) -> str:
    return "\n".join(map(str, visits))


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_link_leads_somewhere(visitor, walks: Walks):
    found = walks.of(visitor)
    assert not (wrong := broken(found)), told(wrong)
    assert len(found.pages) >= FEWEST_PAGES[visitor]


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_page_has_one_main_heading_and_says_that_trusts_are_fictional(visitor, walks: Walks):
    found = walks.of(visitor)
    assert not (wrong := without_one_heading(found)), told(wrong)
    assert not (wrong := silent(found)), told(wrong)


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_file_brings_something(visitor, walks: Walks):
    found = walks.of(visitor)
    assert not (wrong := empty_files(found)), told(wrong)
    assert files_of(found)


def test_walks_are_those_of_the_nine_sign_ins_and_the_public():
    assert len(SIGN_INS) == 9
    assert set(FEWEST_PAGES) == set(VISITORS)

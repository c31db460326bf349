"""Every role at every address, with GET and POST, at its own things and at another trust's.

What must come out follows from the rule that the view declares and from what the address names;
nothing is listed by hand. An app that adds an address with a new keyword adds a value for it in
worlds.py. Requests run in savepoints: whatever they do is undone before the next.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from buddy_portal.accounts.access import NOBODY as NO_ACCESS
from buddy_portal.accounts.access import Access, access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from buddy_portal.accounts.roles import Role
from buddy_portal.accounts.rules import requires, signed_in
from buddy_portal.tests.guards import worlds as made
from buddy_portal.tests.guards.outcomes import fault_of, kwargs_for
from buddy_portal.tests.guards.walk import THIRD_PARTY, Address, every_address
from buddy_portal.tests.guards.worlds import PEOPLE, Worlds, make_worlds, person_called
from evaluation.models import Report
from improvement_plans.models import Plan

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def quiet(caplog):
    """Hundreds of refusals are meant; their log lines would bury a failure."""
    caplog.set_level(logging.CRITICAL)


def ours(addresses: list[Address]) -> list[Address]:
    """The portal's own addresses; the admin and other packages have tests of their own."""
    return [one for one in addresses if not one.is_admin and one.name not in THIRD_PARTY]


def faults(worlds: Worlds, person: User | None, addresses: list[Address]) -> Iterator[str]:
    """Every wrong answer that this person gets at these addresses."""
    access = access_of(person)
    cookie = _session_of(person)
    for address in addresses:
        own, foreign = worlds.own.things, worlds.foreign.things
        for kwargs, abroad in kwargs_for(address.kwargs, own, foreign):
            if worlds.is_homeless:
                abroad = frozenset(address.kwargs)
            where = reverse(address.name, kwargs=kwargs)
            for method in ("GET", "POST"):
                said = _fault_at(method, where, address, access, person, cookie, abroad)
                if said:
                    yield f"{method} {where} ({address.name}): {said}"


def _fault_at(
    method: str,
    where: str,
    address: Address,
    access: Access,
    person: User | None,
    cookie: str,
    abroad: frozenset[str],
) -> str:
    assert address.rule is not None
    with transaction.atomic():
        client = Client(raise_request_exception=False)
        if cookie:
            client.cookies["sessionid"] = cookie
        response = client.generic(method, where)
        fault = fault_of(
            response,
            name=address.name,
            rule=address.rule,
            access=access,
            is_anonymous=person is None,
            foreign=abroad,
        )
        transaction.set_rollback(True)
    cache.clear()
    return fault


def _session_of(person: User | None) -> str:
    if person is None:
        return ""
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client.cookies["sessionid"].value


@pytest.mark.parametrize("name", PEOPLE)
def test_at_every_address(name: str):
    worlds = make_worlds()
    person = person_called(name, worlds)
    worlds.is_homeless = name == made.NOBODY
    found = list(faults(worlds, person, ours(every_address())))
    assert not found, "\n".join(found)


def test_every_keyword_of_an_address_has_a_value_in_both_worlds():
    keywords = {word for address in ours(every_address()) for word in address.kwargs}
    worlds = make_worlds()
    assert keywords <= set(worlds.own.things)
    assert set(worlds.own.things) == set(worlds.foreign.things)


def test_the_guest_and_the_team_member_do_reach_their_own_plan():
    """Else the matrix would be green for want of anything to see."""
    worlds = make_worlds()
    for name in (made.GUEST, Role.TEAM_MEMBER.value):
        client = Client()
        client.force_login(person_called(name, worlds), backend=BACKEND)
        assert client.get(f"/plans/{worlds.own.plan.pk}/").status_code == 200


def test_an_unpublished_report_is_nowhere_for_the_public(client):
    worlds = make_worlds()
    report = Report.objects.get(pk=worlds.own.things["report_id"])
    assert client.get(f"/reports/{report.slug}/").status_code == 404
    assert report.title not in client.get("/reports/").content.decode()


# The faults, planted: each view breaks one rule, and the matrix says which.


@signed_in
def leaky(request, plan_id: int) -> HttpResponse:
    """Loads from all plans instead of from those that this person may see."""
    return HttpResponse(Plan.objects.get(pk=plan_id).title)


@requires(Permission.SEE_PLANS)
def half_checked(request, plan_id: int, aim_id: int) -> HttpResponse:
    """Checks the plan, and then takes the aim from anywhere."""
    from improvement_plans.selectors import plan_visible_to

    plan_visible_to(access_of(request.user), plan_id)
    return HttpResponse(str(aim_id))


def undecorated(request) -> HttpResponse:
    return HttpResponse()


undecorated.declared_rule = requires(Permission.MANAGE_SCHEMES)(undecorated).declared_rule


@signed_in
def broken(request) -> HttpResponse:
    raise ZeroDivisionError


@signed_in
def hidden(request, plan_id: int) -> HttpResponse:
    raise NotFound("Nothing.")


urlpatterns = [
    path("leaky/<int:plan_id>/", leaky, name="leaky"),
    path("half/<int:plan_id>/<int:aim_id>/", half_checked, name="half_checked"),
    path("undecorated/", undecorated, name="undecorated"),
    path("broken/", broken, name="broken"),
    path("hidden/<int:plan_id>/", hidden, name="hidden"),
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("view", "who", "said"),
    [
        ("leaky", Role.TEAM_MEMBER.value, "shows a thing of another trust: 200 instead of 404"),
        ("half_checked", Role.TEAM_MEMBER.value, "shows a thing of another trust: 200"),
        ("undecorated", Role.OBSERVER.value, "is not refused (403), but answers 200"),
        ("undecorated", made.ANONYMOUS, "does not ask to sign in, but answers 200"),
        ("broken", Role.OBSERVER.value, "answers 500"),
        ("hidden", Role.TRUST_LEAD.value, "is not found for somebody whose own it is"),
    ],
)
def test_a_planted_fault_is_found(view: str, who: str, said: str):
    worlds = make_worlds()
    (address,) = [one for one in every_address(urlpatterns) if one.name == view]
    found = list(faults(worlds, person_called(who, worlds), [address]))
    assert any(said in line for line in found), found


def test_access_of_nobody_allows_nothing():
    assert NO_ACCESS.permissions == frozenset()

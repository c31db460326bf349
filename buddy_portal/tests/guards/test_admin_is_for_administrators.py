"""The admin site is for those who may use it, at every one of its addresses."""

from __future__ import annotations

import logging
import re

import pytest
from django.contrib import admin
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from buddy_portal.tests.guards.walk import ADMIN, Address, every_address

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Django's admin leaves some patterns without a name: the addresses are filled in by hand. An object
# that is not there answers like any other.
FILLED = (
    (r"<path:object_id>|\(\[\^/\]\+\)|<int:content_type_id>", "1"),
    (r"\(\?P<app_label>[^)]*\)", "accounts"),
    (r"\(\?P<url>.*", "nowhere"),
    (r"[\^$]", ""),
)
DOOR = {"admin:login"}


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level(logging.CRITICAL)


def admin_addresses() -> list[Address]:
    return [one for one in every_address() if one.is_admin and one.name not in DOOR]


def address_of(one: Address) -> str:
    filled = one.pattern
    for pattern, value in FILLED:
        filled = re.sub(pattern, value, filled)
    return f"/{filled}"


def signed_in(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def test_every_address_has_the_rule_of_the_admin():
    assert {one.name for one in admin_addresses() if one.rule != ADMIN} == set()
    assert len(admin_addresses()) > 20


def test_anonymous_visitors_are_sent_to_the_one_door():
    answers = {one.name: signed_in(None).get(address_of(one)) for one in admin_addresses()}
    wrong = {
        name: page.status_code
        for name, page in answers.items()
        if page.status_code != 302 or not page["Location"].startswith("/sign-in/?next=/admin/")
    }
    assert wrong == {}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_every_other_role_is_refused(role: Role):
    client = signed_in(make_person(role, "T1", is_superuser=True))
    wrong = {
        (method, one.name): status
        for one in admin_addresses()
        for method in ("GET", "POST")
        if (status := client.generic(method, address_of(one)).status_code) != 403
    }
    assert wrong == {}


def test_an_administrator_gets_no_error_anywhere():
    client = signed_in(make_person(Role.ADMINISTRATOR))
    wrong = {
        one.name: status
        for one in admin_addresses()
        if (status := client.get(address_of(one)).status_code) >= 500
    }
    assert wrong == {}


def test_every_list_and_form_of_the_admin_opens():
    administrator = make_person(Role.ADMINISTRATOR)
    client = signed_in(administrator)
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert client.get(reverse(f"{name}_changelist")).status_code == 200, name
        may_add = model_admin.has_add_permission(_request(administrator))
        assert client.get(reverse(f"{name}_add")).status_code == (200 if may_add else 403), name


def _request(user: User):
    from django.test import RequestFactory

    request = RequestFactory().get("/admin/")
    request.user = user
    return request


def test_the_right_to_the_admin_comes_from_the_role_alone():
    marked = User.objects.create(
        email="s@test.example", password=make_password("x"), is_staff=True, is_superuser=True
    )
    assert signed_in(marked).get("/admin/").status_code == 403
    administrator = make_person(Role.ADMINISTRATOR)
    administrator.is_staff = False
    administrator.save()
    assert signed_in(administrator).get("/admin/").status_code == 200
    assert access_of(administrator).is_programme


def test_changing_a_password_in_the_admin_leads_to_the_portals_page():
    client = signed_in(make_person(Role.ADMINISTRATOR))
    assert client.get("/admin/password_change/")["Location"] == "/change-password/"

"""The admin site in the portal's look, and without anything the security policy would block."""

import pytest
from django.contrib.admin import AdminSite
from django.test import Client
from django.urls import include, path
from simple_history.admin import SimpleHistoryAdmin

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.browser import SIGN_IN_BACKEND, axe_violations
from buddy_portal.tests.design.markup import Element, inline_code, read
from buddy_portal.tests.factories import make_person, make_user
from trusts.models import Scheme
from trusts.tests.factories import make_scheme

pytestmark = pytest.mark.django_db
PAGES = ["/admin/", "/admin/accounts/user/", "/admin/accounts/auditevent/?q=x"]

# An admin site with one thing that keeps its history, whatever the portal registers.
site = AdminSite(name="admin")
site.register(Scheme, SimpleHistoryAdmin)
urlpatterns = [path("admin/", site.urls), path("", include("buddy_portal.accounts.urls"))]


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(make_person(Role.ADMINISTRATOR), backend=SIGN_IN_BACKEND)
    return client


def page_of(client: Client, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200
    assert inline_code(response.content.decode()) == []
    return read(response.content.decode())


@pytest.mark.parametrize("address", PAGES)
def test_admin_page_has_our_sheet_and_leads_back_to_the_portal(administrator, address):
    page = page_of(administrator, address)
    assert page.one("link", href="/static/css/admin.css")
    assert page.one("a", href="/home/").words == "Back to the portal"
    assert page.one("form", id="logout-form").get("action") == "/sign-out/"


@pytest.mark.urls("buddy_portal.tests.design.test_admin_look")
def test_history_of_a_thing_needs_no_inline_style(client):
    user = make_user(is_staff=True, is_superuser=True)
    client.force_login(user, backend=SIGN_IN_BACKEND)
    scheme = make_scheme()
    page = page_of(client, f"/admin/trusts/scheme/{scheme.pk}/history/")
    version = page.one("table", id="change-history").all("a")[0].get("href") or ""
    assert "Close" in page_of(client, version).words
    heads = [head.words for head in page.one("table", id="change-history").all("th")]
    assert heads[:4] == ["When", "What", "Who", "Why"]


@pytest.mark.parametrize("on", [True, False])
def test_demonstration_is_said_in_the_admin_too(administrator, settings, on):
    settings.DEMONSTRATION = on
    assert bool(page_of(administrator, "/admin/").all("p", class_="app-demo")) is on


@pytest.mark.browser
def test_admin_has_no_fault_that_axe_finds(page, live_server):
    client = Client()
    client.force_login(make_person(Role.ADMINISTRATOR), backend=SIGN_IN_BACKEND)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([{**cookie, "url": live_server.url}])
    page.goto("/admin/accounts/user/")
    assert axe_violations(page) == []

"""Every address declares who may open it: a view without a rule fails the build."""

from django.contrib.admin import ModelAdmin
from django.http import HttpResponse
from django.urls import include, path

from buddy_portal.accounts.admin_site import PortalAdminSite
from buddy_portal.accounts.models import User
from buddy_portal.accounts.rules import public
from buddy_portal.tests.guards.walk import ADMIN, THIRD_PARTY, Address, every_address


def undeclared(addresses: list[Address]) -> list[str]:
    return [f"{found.pattern} ({found.name})" for found in addresses if found.rule is None]


def test_every_address_declares_its_rule():
    assert undeclared(every_address()) == []


def test_every_entry_of_the_table_of_other_packages_is_an_address():
    names = {found.name for found in every_address()}
    assert set(THIRD_PARTY) <= names


def test_no_address_shadows_another():
    patterns = [found.pattern for found in every_address()]
    assert len(patterns) == len(set(patterns))


def test_every_address_of_the_portal_has_a_name():
    assert [found.pattern for found in every_address() if not found.name] == []


def test_the_walk_reaches_the_admin_and_every_app():
    names = {found.name for found in every_address()}
    assert {"admin:accounts_user_changelist", "account_login", "home", "report_list"} <= names


# The faults, planted.


def bare(request) -> HttpResponse:
    return HttpResponse()


def test_a_view_without_a_rule_is_found():
    patterns = [path("fine/", public(HttpResponse)), path("bare/", bare)]
    assert undeclared(every_address(patterns)) == ["bare/ ()"]


def test_a_view_without_a_rule_is_found_inside_an_include():
    patterns = [path("a/<int:plan_id>/", include([path("b/", bare, name="b")]))]
    (found,) = every_address(patterns)
    assert undeclared([found]) == ["a/<int:plan_id>/b/ (b)"]
    assert found.kwargs == ("plan_id",)


def test_an_admin_view_that_is_not_wrapped_is_found():
    class Careless(ModelAdmin):
        def get_urls(self):
            return [path("open/", self.open_view, name="open"), *super().get_urls()]

        def open_view(self, request):
            return HttpResponse()

    site = PortalAdminSite(name="other")
    site.register(User, Careless)
    assert undeclared(every_address([path("other/", site.urls)])) == [
        "other/accounts/user/open/ (other:open)"
    ]


def test_an_admin_view_that_is_wrapped_has_the_rule_of_the_admin():
    class Careful(ModelAdmin):
        def get_urls(self):
            view = self.admin_site.admin_view(self.open_view)
            return [path("open/", view, name="open"), *super().get_urls()]

        def open_view(self, request):
            return HttpResponse()

    site = PortalAdminSite(name="other")
    site.register(User, Careful)
    found = {address.name: address for address in every_address([path("other/", site.urls)])}
    assert found["other:open"].rule == ADMIN

"""The frame around every page: who sees which places, the banners, sign-out, what it costs."""

import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.roles import Role
from buddy_portal.accounts.rules import public
from buddy_portal.design import navigation
from buddy_portal.design.error_pages import not_found
from buddy_portal.design.navigation import main_entries
from buddy_portal.design.shell import DEMONSTRATION_WORDS, shell_of
from buddy_portal.tests.design.markup import read
from buddy_portal.tests.factories import make_person, make_user

NAMES = [place.url_name for place in (*navigation.PLACES, *navigation.PUBLIC_PLACES)]


@public
def anything(request):
    return not_found(request)


# Every place of the portal, whether or not its app has its pages yet.
urlpatterns = [
    *(
        path(f"{name}/" if name != "front_page" else "", anything, name=name)
        for name in dict.fromkeys(NAMES)
        if ":" not in name
    ),
    path("admin/", include(([path("", anything, name="index")], "admin"))),
    path("sign-out/", anything, name="account_logout"),
]
everywhere = pytest.mark.urls("buddy_portal.tests.design.test_frame")


def labels(access: Access, *, signed_in: bool = True) -> list[str]:
    return [entry.label for entry in main_entries(access, signed_in=signed_in, path="/")]


def having(*roles: Role) -> Access:
    return Access(user_id=1, programme=frozenset(roles))


WHOLE_PROGRAMME = [
    *("Home", "Schemes", "Trusts", "Pairing", "Plans", "Listening", "Survey results", "Evaluation"),
    "Practices",
]


@everywhere
@pytest.mark.parametrize(
    "access, expected",
    [
        (having(Role.PROGRAMME_LEAD), [*WHOLE_PROGRAMME, "People", "Audit trail"]),
        (having(Role.PROGRAMME_ANALYST), [*WHOLE_PROGRAMME, "Audit trail"]),
        (having(Role.ADMINISTRATOR), [*WHOLE_PROGRAMME, "People", "Audit trail", "Admin site"]),
        (
            Access(user_id=1, trusts={"ZN4": frozenset({Role.SPONSOR})}),
            [
                "Home",
                "Schemes",
                "Trusts",
                "Plans",
                "Listening",
                "Approvals",
                "Survey results",
                "Practices",
            ],
        ),
        (Access(user_id=1), ["Home", "Plans", "Listening", "Practices"]),
    ],
)
def test_people_see_the_places_of_their_roles(access, expected):
    assert labels(access) == expected


@everywhere
def test_public_sees_reports_and_the_way_in():
    assert labels(Access(), signed_in=False) == ["Home", "Reports", "Practice library", "Sign in"]


@override_settings(ROOT_URLCONF="django.conf.urls.i18n")
def test_places_without_a_page_are_left_out():
    assert labels(having(Role.PROGRAMME_LEAD)) == []


@everywhere
@pytest.mark.parametrize(
    "here, current",
    [("/trust_list/", "Trusts"), ("/trust_list/ZN4/", "Trusts"), ("/home/", "Home")],
)
def test_place_one_is_in_is_marked(here, current):
    entries = main_entries(having(Role.PROGRAMME_LEAD), signed_in=True, path=here)
    assert [entry.label for entry in entries if entry.current] == [current]


@everywhere
@pytest.mark.django_db
def test_signed_in_person_is_named_and_signs_out_by_a_form():
    client = Client()
    client.force_login(make_person(Role.TRUST_LEAD, "ZN4"), backend=BACKEND)
    page = read(client.get("/trust_list/").content.decode())
    header = page.one("header")
    assert "Test Lead cancer nurse, lead cancer nurse" in header.words
    form = header.one("form")
    assert (form.get("method"), form.get("action")) == ("post", "/sign-out/")
    assert form.one("input", name="csrfmiddlewaretoken")
    assert len(page.all("button", type="submit")) == 2  # in the header, and in the phone's menu


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@everywhere
@pytest.mark.django_db
def test_frame_asks_the_database_once_beside_the_session_and_the_user(django_assert_num_queries):
    client = Client()
    client.force_login(make_person(Role.PROGRAMME_LEAD), backend=BACKEND)
    client.get("/home/")
    with django_assert_num_queries(3):
        client.get("/home/")


@pytest.mark.django_db
def test_person_without_a_role_is_a_guest():
    request = RequestFactory().get("/")
    request.user = make_user("Lin Carter")
    assert shell_of(request).person == "Lin Carter, guest"


@everywhere
def test_anonymous_page_sets_no_cookie_and_has_no_form():
    response = Client().get("/")
    assert not response.cookies
    assert not read(response.content.decode()).all("form")


@everywhere
@pytest.mark.parametrize("on", [True, False])
def test_demonstration_is_said_on_every_page(settings, on):
    settings.DEMONSTRATION = on
    assert (DEMONSTRATION_WORDS in Client().get("/").content.decode()) is on


@everywhere
@pytest.mark.parametrize("on", [True, False])
def test_nhs_logo_is_a_setting(settings, on):
    settings.SHOW_NHS_LOGO = on
    page = read(Client().get("/").content.decode())
    assert bool(page.all("svg", class_="nhsuk-header__logo")) is on


@everywhere
def test_page_has_one_h1_a_skip_link_and_a_language():
    page = read(Client().get("/").content.decode())
    assert page.one("html").get("lang") == "en-GB"
    assert len(page.all("h1")) == 1
    assert page.one("a", class_="nhsuk-skip-link").get("href") == "#main"
    assert page.one("main").get("id") == "main"

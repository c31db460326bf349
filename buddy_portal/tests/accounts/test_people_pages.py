"""The pages of people: who is shown to whom, and what their forms do with bad input."""

import pytest
from django.test import Client

from buddy_portal.accounts.models import AuditEvent, Invitation, Membership, User
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GOOD = {
    "name": "Jo Okafor",
    "email": "jo@test.example",
    "role": "team_member",
    "trust_code": "T1",
}


def signed_in(role: Role, *codes: str) -> Client:
    client = Client()
    client.force_login(make_person(role, *codes), backend=BACKEND)
    return client


def text(page) -> str:
    return page.content.decode()


def test_a_trust_lead_sees_the_people_of_their_own_trust_only():
    make_person(Role.TEAM_MEMBER, "T1", email="own@test.example")
    make_person(Role.TEAM_MEMBER, "T2", email="other@test.example")
    page = text(signed_in(Role.TRUST_LEAD, "T1").get("/people/"))
    assert "own@test.example" in page
    assert "other@test.example" not in page


def test_a_trust_lead_does_not_see_the_roles_that_a_colleague_holds_elsewhere():
    colleague = make_person(Role.TEAM_MEMBER, "T1", "T2", email="both@test.example")
    client = signed_in(Role.TRUST_LEAD, "T1")
    for page in (client.get("/people/"), client.get(f"/people/{colleague.pk}/")):
        assert "Northmoor" in text(page)
        assert "Calderwick" not in text(page)


def test_the_programme_sees_everybody_and_can_search():
    make_person(Role.TEAM_MEMBER, "T1", email="own@test.example")
    make_person(Role.SPONSOR, "T2", email="other@test.example")
    client = signed_in(Role.PROGRAMME_LEAD)
    everybody = text(client.get("/people/"))
    assert "own@test.example" in everybody
    assert "other@test.example" in everybody
    for query in ("search=OTHER", "role=sponsor", "trust_code=T2"):
        found = text(client.get(f"/people/?{query}"))
        assert "other@test.example" in found
        assert "own@test.example" not in found


def test_the_list_as_a_file_is_in_the_trail():
    client = signed_in(Role.PROGRAMME_LEAD)
    assert "Test Programme lead" in text(client.get("/people/?download=csv"))
    row = AuditEvent.objects.get(action="downloaded")
    assert (row.object_name, row.reason) == ("people.csv", "/people/?download=csv")


def test_inviting_through_the_form():
    client = signed_in(Role.TRUST_LEAD, "T1")
    assert client.post("/people/invite/", GOOD)["Location"] == "/people/"
    assert Invitation.objects.get().email == "jo@test.example"
    assert "jo@test.example" in text(client.get("/people/"))


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Enter their full name"),
        ("name", "x" * 100_000, "150 characters or fewer"),
        ("name", "Jo\x07", "cannot be shown"),
        ("email", "", "Enter their e-mail address"),
        ("email", "jo at home", "Enter an e-mail address in full"),
        ("email", "x" * 300 + "@test.example", "254 characters or fewer"),
        ("role", "", "Choose a role"),
        ("role", "king", "Choose a role from the list"),
        ("trust_code", "", "Choose the trust this person works for"),
        ("trust_code", "T9", "Choose a trust from the list"),
    ],
)
def test_bad_input_is_answered_at_the_field_and_what_was_typed_is_kept(field, typed, sentence):
    client = signed_in(Role.PROGRAMME_LEAD)
    page = client.post("/people/invite/", {**GOOD, field: typed})
    assert page.status_code == 200
    assert sentence in text(page)
    assert field == "email" or "jo@test.example" in text(page)
    assert not Invitation.objects.exists()


def test_html_in_a_name_is_shown_as_text():
    client = signed_in(Role.PROGRAMME_LEAD)
    client.post("/people/invite/", {**GOOD, "name": "<script>alert(1)</script>"})
    assert "<script>alert" not in text(client.get("/people/"))


def test_a_trust_lead_cannot_invite_to_another_trust_by_a_changed_form():
    client = signed_in(Role.TRUST_LEAD, "T1")
    page = client.post("/people/invite/", {**GOOD, "trust_code": "T2"})
    assert "Choose a trust from the list" in text(page)
    page = client.post("/people/invite/", {**GOOD, "role": "programme_lead", "trust_code": ""})
    assert "Choose a role from the list" in text(page)


def test_ending_a_role_asks_why_and_confirms():
    colleague = make_person(Role.TEAM_MEMBER, "T1")
    held = colleague.memberships.get()
    client = signed_in(Role.TRUST_LEAD, "T1")
    assert "End this role?" in text(client.get(f"/people/roles/{held.pk}/end/"))
    assert "Enter a reason" in text(client.post(f"/people/roles/{held.pk}/end/", {"reason": ""}))
    client.post(f"/people/roles/{held.pk}/end/", {"reason": "Moved to another trust"})
    assert Membership.objects.get(pk=held.pk).ended_at is not None


def test_giving_a_role_through_the_form():
    person = make_person(Role.TEAM_MEMBER, "T1")
    client = signed_in(Role.PROGRAMME_LEAD)
    path = f"/people/{person.pk}/add-role/"
    client.post(path, {"role": "sponsor", "trust_code": "T2"})
    assert person.memberships.filter(role="sponsor", trust_code="T2").exists()
    again = client.post(path, {"role": "sponsor", "trust_code": "T2"})
    assert "has this role already" in text(again)


def test_sending_again_and_withdrawing_through_the_pages():
    client = signed_in(Role.PROGRAMME_LEAD)
    client.post("/people/invite/", GOOD)
    invitation = Invitation.objects.get()
    client.post(f"/people/invitations/{invitation.pk}/send-again/")
    assert Invitation.objects.get().token != invitation.token
    client.post(f"/people/invitations/{invitation.pk}/withdraw/")
    assert Invitation.objects.get().withdrawn_at is not None


def test_ones_own_page_shows_roles_and_changes_the_name():
    client = signed_in(Role.TRUST_LEAD, "T1")
    assert "Lead cancer nurse, Northmoor" in text(client.get("/your-account/"))
    client.post("/your-account/name/", {"name": "  Asha   Verma "})
    assert User.objects.filter(name="Asha Verma").exists()
    assert "Enter your full name" in text(client.post("/your-account/name/", {"name": " "}))


def test_the_list_asks_as_much_for_two_people_as_for_twenty(
    django_assert_num_queries, django_assert_max_num_queries
):
    client = signed_in(Role.PROGRAMME_LEAD)
    make_person(Role.TEAM_MEMBER, "T1")
    client.get("/people/")
    with django_assert_max_num_queries(8) as few:
        client.get("/people/")
    for _number in range(18):
        make_person(Role.TEAM_MEMBER, "T1")
    with django_assert_num_queries(len(few)):
        client.get("/people/")

"""Inviting people, and accepting an invitation."""

import datetime
import re

import pytest
from django.utils import timezone

from buddy_portal.accounts import invitations as kinds
from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import AuditEvent, Invitation, Membership, User
from buddy_portal.accounts.refusals import NotAllowed, NotFound, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.accounts.seats import PlaceDoesNotFit
from buddy_portal.accounts.services import invitations as services
from buddy_portal.accounts.services.memberships import OwnRole
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import PASSWORD, make_person, make_user

pytestmark = pytest.mark.django_db
PERSON = {"email": "Jo@Test.example ", "name": "Jo Okafor"}


def invite(by: User | None = None, role: Role = Role.TRUST_LEAD, code: str = "T1") -> Invitation:
    by = by or make_person(Role.PROGRAMME_LEAD)
    return services.invite_person(by=by, role=role, trust_code=code, **PERSON)


def path_in_mail() -> str:
    text = Message.objects.get(job="send_mail").payload["text"]
    return re.search(r"http://testserver(/invitations/\S+)", text)[1]


def test_an_invitation_goes_out_as_a_mail_and_into_the_trail():
    invitation = invite()
    assert invitation.email == "jo@test.example"
    assert Message.objects.get(job="send_mail").payload["to"] == "jo@test.example"
    event = AuditEvent.objects.get(action="person invited")
    assert event.object_name == "Jo Okafor <jo@test.example>: Lead cancer nurse at Northmoor"


def test_a_trust_lead_invites_into_their_own_trust_only():
    lead = make_person(Role.TRUST_LEAD, "T1")
    assert invite(lead, Role.TEAM_MEMBER, "T1").trust_code == "T1"
    with pytest.raises(NotAllowed):
        invite(lead, Role.TEAM_MEMBER, "T2")
    with pytest.raises(NotAllowed):
        invite(lead, Role.PROGRAMME_LEAD, "")


def test_nobody_invites_themselves():
    administrator = make_person(Role.ADMINISTRATOR)
    own = {"email": administrator.email.upper(), "name": "Myself", "role": Role.PROGRAMME_LEAD}
    with pytest.raises(OwnRole):
        services.invite_person(by=administrator, **own)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", [Role.TEAM_MEMBER, Role.SPONSOR, Role.OBSERVER])
def test_other_roles_of_a_trust_invite_nobody(role: Role):
    with pytest.raises(NotAllowed):
        invite(make_person(role, "T1"), Role.TEAM_MEMBER, "T1")


@pytest.mark.parametrize(
    ("role", "code"),
    [(Role.TRUST_LEAD, ""), (Role.TRUST_LEAD, "T9"), (Role.PROGRAMME_LEAD, "T1")],
)
def test_a_role_in_a_place_that_does_not_fit_is_refused(role: Role, code: str):
    with pytest.raises(PlaceDoesNotFit):
        invite(role=role, code=code)


def test_the_same_person_is_not_invited_twice_to_the_same_seat():
    lead = make_person(Role.PROGRAMME_LEAD)
    invite(lead)
    with pytest.raises(services.AlreadyInvited):
        invite(lead)
    assert Message.objects.count() == 1


def test_a_person_is_invited_again_once_the_first_invitation_ran_out():
    lead = make_person(Role.PROGRAMME_LEAD)
    old = invite(lead)
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    assert invite(lead).pk != old.pk


def test_a_person_who_holds_the_role_is_not_invited_to_it():
    make_person(Role.TRUST_LEAD, "T1", email="jo@test.example")
    with pytest.raises(services.AlreadyHolds):
        invite()


def test_accepting_makes_an_account_with_the_role_and_signs_in(client):
    invite()
    page = client.post(
        path_in_mail(), {"name": "Jo Okafor", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert page.status_code == 302
    user = User.objects.get(email="jo@test.example")
    assert access_of(user).trusts == {"T1": {Role.TRUST_LEAD}}
    assert user.emailaddress_set.get().verified
    assert client.session["_auth_user_id"] == str(user.pk)


def test_an_invitation_works_once(client):
    invite()
    path = path_in_mail()
    client.post(path, {"name": "Jo", "password1": PASSWORD, "password2": PASSWORD})
    client.logout()
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410
    assert Membership.objects.filter(user__email="jo@test.example").count() == 1


def test_an_invitation_that_ran_out_opens_nothing(client):
    invitation = invite()
    past = timezone.now() - datetime.timedelta(seconds=1)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=past)
    assert client.get(path_in_mail()).status_code == 410
    with pytest.raises(WrongState):
        services.accept_invitation(by=None, token=invitation.token, password=PASSWORD)


@pytest.mark.parametrize("ending", ["", "?key=", "?key=wrong", "?key=\x00", "?key=é"])
def test_a_link_that_we_did_not_sign_opens_nothing(client, ending: str):
    path = path_in_mail_of(invite()).partition("?")[0]
    assert client.get(path + ending).status_code == 404


def path_in_mail_of(_invitation: Invitation) -> str:
    return path_in_mail()


def test_a_new_password_must_be_long_and_typed_twice(client):
    invite()
    page = client.post(path_in_mail(), {"name": "Jo", "password1": "short", "password2": "short"})
    assert page.status_code == 200
    assert "at least 12 characters" in page.content.decode()
    assert not User.objects.filter(email="jo@test.example").exists()


def test_somebody_with_an_account_signs_in_first_and_then_accepts(client):
    user = make_user(email="jo@test.example")
    invite()
    path = path_in_mail()
    assert "Sign in" in client.get(path).content.decode()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(path).status_code == 302
    assert access_of(User.objects.get(pk=user.pk)).trusts == {"T1": {Role.TRUST_LEAD}}


def test_nobody_else_accepts_an_invitation(client):
    other = make_user(email="sam@test.example")
    invite()
    client.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.post(path_in_mail())
    assert page.status_code == 200
    assert "for somebody else" in page.content.decode()
    assert not access_of(other).roles


def test_sending_again_ends_the_old_link(client):
    lead = make_person(Role.PROGRAMME_LEAD)
    invitation = invite(lead)
    old = path_in_mail()
    services.resend_invitation(by=lead, invitation_id=invitation.pk)
    assert client.get(old).status_code == 404
    assert Message.objects.count() == 2


def test_a_withdrawn_invitation_opens_nothing(client):
    lead = make_person(Role.PROGRAMME_LEAD)
    invitation = invite(lead)
    services.withdraw_invitation(by=lead, invitation_id=invitation.pk)
    assert client.get(path_in_mail()).status_code == 410
    with pytest.raises(WrongState):
        services.resend_invitation(by=lead, invitation_id=invitation.pk)


def test_a_trust_lead_cannot_touch_the_invitations_of_another_trust():
    invitation = invite()
    other = make_person(Role.TRUST_LEAD, "T2")
    with pytest.raises(NotFound):
        services.withdraw_invitation(by=other, invitation_id=invitation.pk)
    with pytest.raises(NotFound):
        services.resend_invitation(by=other, invitation_id=invitation.pk)


def test_a_guest_becomes_one_in_the_same_transaction(client, monkeypatch):
    monkeypatch.setattr(kinds, "_guest_kinds", {})
    welcomed: list[tuple[str, str]] = []

    def welcome(*, user: User, thing_id: str, invitation: Invitation) -> None:
        welcomed.append((user.email, thing_id))

    kinds.register_guest_kind("plan", welcome, describe=lambda thing_id: f"the plan {thing_id}")
    nurse = make_person(Role.TRUST_LEAD, "T1")
    services.invite_guest(by=nurse, guest_of="plan:7", **PERSON)
    assert "the plan 7" in Message.objects.get().payload["text"]
    client.post(path_in_mail(), {"name": "Jo", "password1": PASSWORD, "password2": PASSWORD})
    assert welcomed == [("jo@test.example", "7")]


def test_a_guest_of_a_kind_nobody_registered_is_a_fault():
    with pytest.raises(KeyError):
        services.invite_guest(by=make_user(), guest_of="nothing:1", **PERSON)

"""Giving and ending roles."""

import pytest

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import AuditEvent, Membership, User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotAllowed, NotFound, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.accounts.services import memberships as services
from buddy_portal.tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_further_role_is_given_and_recorded():
    lead, user = make_person(Role.PROGRAMME_LEAD), make_user()
    services.add_role(by=lead, user=user, role=Role.SPONSOR, trust_code="T2")
    assert access_of(user).trusts == {"T2": {Role.SPONSOR}}
    assert AuditEvent.objects.get(action="role given").trust_code == "T2"


def test_a_role_is_held_once():
    lead, nurse = make_person(Role.PROGRAMME_LEAD), make_person(Role.TRUST_LEAD, "T1")
    with pytest.raises(services.RoleHeldAlready):
        services.add_role(by=lead, user=nurse, role=Role.TRUST_LEAD, trust_code="T1")


def test_a_trust_lead_gives_no_role_elsewhere_and_none_in_the_programme():
    nurse = make_person(Role.TRUST_LEAD, "T1")
    for role, code in ((Role.TEAM_MEMBER, "T2"), (Role.PROGRAMME_LEAD, "")):
        with pytest.raises(NotAllowed):
            services.add_role(by=nurse, user=nurse, role=role, trust_code=code)


@pytest.mark.parametrize("own", [Role.ADMINISTRATOR, Role.PROGRAMME_LEAD])
def test_nobody_gives_themselves_a_role(own):
    person, other = make_person(own), make_person(own)
    with pytest.raises(services.OwnRole):
        services.add_role(by=person, user=person, role=Role.PROGRAMME_ANALYST)
    assert access_of(fresh(person)).roles == {own}
    services.add_role(by=other, user=person, role=Role.PROGRAMME_ANALYST)
    assert access_of(fresh(person)).roles == {own, Role.PROGRAMME_ANALYST}


def test_an_ended_role_is_gone_at_once_and_can_be_given_again():
    lead, nurse = make_person(Role.PROGRAMME_LEAD), make_person(Role.TRUST_LEAD, "T1")
    held = nurse.memberships.get()
    services.end_membership(by=lead, membership_id=held.pk, reason="Left the trust")
    assert not access_of(fresh(nurse)).roles
    services.add_role(by=lead, user=nurse, role=Role.TRUST_LEAD, trust_code="T1")
    assert access_of(fresh(nurse)).trusts == {"T1": {Role.TRUST_LEAD}}
    assert AuditEvent.objects.get(action="role ended").reason == "Left the trust"


def test_a_role_given_today_can_be_ended_today():
    lead, user = make_person(Role.PROGRAMME_LEAD), make_user()
    given = services.add_role(by=lead, user=user, role=Role.OBSERVER, trust_code="T1")
    services.end_membership(by=lead, membership_id=given.pk, reason="A mistake")
    assert not access_of(fresh(user)).roles


def test_ending_a_role_needs_a_reason():
    lead, nurse = make_person(Role.PROGRAMME_LEAD), make_person(Role.TRUST_LEAD, "T1")
    with pytest.raises(services.ReasonMissing):
        services.end_membership(by=lead, membership_id=nurse.memberships.get().pk, reason="  ")


def test_nobody_ends_their_own_role():
    lead = make_person(Role.PROGRAMME_LEAD)
    with pytest.raises(NotAllowed):
        services.end_membership(by=lead, membership_id=lead.memberships.get().pk, reason="Bye")


def test_a_trust_lead_ends_roles_in_their_own_trust_only():
    nurse = make_person(Role.TRUST_LEAD, "T1")
    own, other = make_person(Role.TEAM_MEMBER, "T1"), make_person(Role.TEAM_MEMBER, "T2")
    services.end_membership(by=nurse, membership_id=own.memberships.get().pk, reason="Moved")
    with pytest.raises(NotAllowed):
        services.end_membership(by=nurse, membership_id=other.memberships.get().pk, reason="No")


def test_a_role_is_ended_once():
    lead, nurse = make_person(Role.PROGRAMME_LEAD), make_person(Role.TRUST_LEAD, "T1")
    pk = nurse.memberships.get().pk
    services.end_membership(by=lead, membership_id=pk, reason="Left")
    with pytest.raises(WrongState):
        services.end_membership(by=lead, membership_id=pk, reason="Left")
    with pytest.raises(NotFound):
        services.end_membership(by=lead, membership_id=0, reason="Left")
    assert Membership.objects.get(pk=pk).end_reason == "Left"


def test_a_person_who_may_not_sign_in_is_out_with_the_next_request(client):
    admin, nurse = make_person(Role.ADMINISTRATOR), make_person(Role.TRUST_LEAD, "T1")
    client.force_login(nurse, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/your-account/").status_code == 200
    services.stop_sign_in(by=admin, user=nurse, reason="Lost laptop")
    assert client.get("/your-account/").status_code == 302
    services.allow_sign_in(by=admin, user=fresh(nurse), reason="Found")
    assert client.get("/your-account/").status_code == 200


def test_stopping_sign_in_is_for_the_programme_and_not_for_oneself():
    nurse, admin = make_person(Role.TRUST_LEAD, "T1"), make_person(Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        services.stop_sign_in(by=nurse, user=make_person(Role.TEAM_MEMBER, "T1"), reason="x")
    with pytest.raises(NotAllowed):
        services.stop_sign_in(by=admin, user=admin, reason="x")


def test_every_permission_is_held_by_some_role():
    held = {permission for role in Role for permission in access_for(role)}
    assert held == set(Permission)


def access_for(role: Role) -> frozenset[Permission]:
    from buddy_portal.accounts.permissions import PERMISSIONS

    return PERMISSIONS[role]

"""The smallest valid people."""

import datetime
import itertools

from buddy_portal.accounts.models import Membership, User
from buddy_portal.accounts.roles import PROGRAMME_ROLES, Role

PASSWORD = "correct horse battery staple"
LONG_AGO = datetime.date(2000, 1, 1)
_numbers = itertools.count(1)


def make_user(name: str = "Sam Taylor", *, email: str | None = None, **fields: object) -> User:
    """A person without any role."""
    user = User.objects.create_user(
        email or f"person{next(_numbers)}@test.example", PASSWORD, name=name, **fields
    )
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def make_person(role: Role, *trust_codes: str, **fields: object) -> User:
    """A person with a role: in the programme, or in each of the trusts named."""
    user = make_user(f"Test {role.label}", is_staff=role == Role.ADMINISTRATOR, **fields)
    for code in [""] if role in PROGRAMME_ROLES else trust_codes:
        Membership.objects.create(user=user, role=role, trust_code=code, starts_on=LONG_AGO)
    return user

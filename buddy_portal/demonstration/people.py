"""The demonstration's people: nine who sign in, and the colleagues that they work with."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password

from buddy_portal.accounts.models import Membership, User
from buddy_portal.accounts.roles import Role
from buddy_portal.accounts.seats import Seat
from buddy_portal.accounts.services.memberships import start_membership
from buddy_portal.demonstration.words import FIRST_NAMES, LAST_NAMES

TEAM_SIZE = 2
DOMAIN = "demo.example"
# Address before the @, name.
LEAD = ("lead", "Asha Verma")
SECOND_LEAD = ("second.lead", "Tom Hollis")
ANALYST = ("analyst", "Grace Adomako")
ADMIN = ("admin", "Kit Sanderson")
MENTOR_NURSE = ("mentor.nurse", "Marie Lund")
MENTEE_NURSE = ("mentee.nurse", "Ruth Adeyemi")
SPONSOR = ("sponsor", "Helen Frost")
PARTNER = ("partner", "Lin Carter")
OBSERVER = ("observer", "Omar Haddad")
OWN_TEAM = ("Dan Okoro", "Priya Nair")
SIGN_INS = (
    LEAD,
    SECOND_LEAD,
    ANALYST,
    ADMIN,
    MENTOR_NURSE,
    MENTEE_NURSE,
    SPONSOR,
    PARTNER,
    OBSERVER,
)


@dataclass(frozen=True)
class Staff:
    """Who does what in one trust."""

    lead: User
    sponsor: User
    team: tuple[User, ...]

    @property
    def owners(self) -> tuple[User, ...]:
        """Who owns actions, in turn."""
        return (self.lead, *self.team)


@dataclass(frozen=True)
class People:
    """Everybody. `staff` by the trust's code; `partners` are invited to plans."""

    lead: User
    second_lead: User
    analyst: User
    admin: User
    observer: User
    partner: User
    staff: Mapping[str, Staff]
    partners: tuple[User, ...]


@dataclass
class _Making:
    """Users that are still to be saved, and the seats they are to fill."""

    names: Iterator[str]
    joined: datetime.datetime
    password: str
    users: list[User] = field(default_factory=list)
    seats: list[tuple[User, Seat]] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def sign_in(self, person: tuple[str, str], *seats: Seat, **fields: bool) -> User:
        address, name = person
        return self._add(f"{address}@{DOMAIN}", name, self.password, seats, **fields)

    def colleague(self, code: str, role: Role, name: str = "") -> User:
        return self._add(
            self._address(name := name or next(self.names), code.lower()),
            name,
            UNUSABLE_PASSWORD_PREFIX + "demonstration",
            (Seat(role, code),),
        )

    def partner(self) -> User:
        name = next(self.names)
        unusable = UNUSABLE_PASSWORD_PREFIX + "demonstration"
        return self._add(self._address(name, "partners"), name, unusable, ())

    def _address(self, name: str, place: str) -> str:
        return f"{name.lower().replace(' ', '.')}@{place}.{DOMAIN}"

    def _add(
        self, email: str, name: str, password: str, seats: Sequence[Seat], **fields: bool
    ) -> User:
        user = User(
            email=email,
            name=name,
            password=password,
            is_fictional=True,
            date_joined=self.joined,
            **fields,
        )
        self.users.append(user)
        self.seats.extend((user, seat) for seat in seats)
        return user


def make_people(
    *,
    codes: Sequence[str],
    mentor: str,
    mentee: str,
    observed: Sequence[str],
    partners: int,
    password: str,
    since: datetime.datetime,
    rng: np.random.Generator,
) -> People:
    """Save everybody with their roles. `mentor` and `mentee` are the trusts of the sign-ins."""
    making = _Making(_names(rng), since, make_password(password))
    lead = making.sign_in(LEAD, Seat(Role.PROGRAMME_LEAD))
    people = People(
        lead=lead,
        second_lead=making.sign_in(SECOND_LEAD, Seat(Role.PROGRAMME_LEAD)),
        analyst=making.sign_in(ANALYST, Seat(Role.PROGRAMME_ANALYST)),
        admin=making.sign_in(ADMIN, Seat(Role.ADMINISTRATOR), is_staff=True),
        observer=making.sign_in(OBSERVER, *(Seat(Role.OBSERVER, code) for code in observed)),
        partner=making.sign_in(PARTNER),
        staff={code: _staff(making, code, mentor, mentee) for code in codes},
        partners=tuple(making.partner() for _ in range(partners)),
    )
    _save(making, by=lead)
    return people


def _staff(making: _Making, code: str, mentor: str, mentee: str) -> Staff:
    lead_seat, sponsor_seat = Seat(Role.TRUST_LEAD, code), Seat(Role.SPONSOR, code)
    names = OWN_TEAM if code == mentee else ("",) * TEAM_SIZE
    if code == mentee:
        lead = making.sign_in(MENTEE_NURSE, lead_seat)
        sponsor = making.sign_in(SPONSOR, sponsor_seat)
    else:
        is_mentor = code == mentor
        lead = (
            making.sign_in(MENTOR_NURSE, lead_seat)
            if is_mentor
            else making.colleague(code, Role.TRUST_LEAD)
        )
        sponsor = making.colleague(code, Role.SPONSOR)
    team = tuple(making.colleague(code, Role.TEAM_MEMBER, name) for name in names)
    return Staff(lead, sponsor, team)


def _save(making: _Making, *, by: User) -> None:
    """The people, their addresses as known to be theirs, and their roles with the trail."""
    User.objects.bulk_create(making.users)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True)
        for user in making.users
    )
    given = [
        start_membership(by=None if user == by else by, user=user, seat=seat)
        for user, seat in making.seats
    ]
    # A membership that is given begins today; these were held when the past began.
    Membership.objects.filter(pk__in=[membership.pk for membership in given]).update(
        starts_on=making.joined.date()
    )


def _names(rng: np.random.Generator) -> Iterator[str]:
    """Names, each once."""
    for number in rng.permutation(len(FIRST_NAMES) * len(LAST_NAMES)).tolist():
        yield f"{FIRST_NAMES[number // len(LAST_NAMES)]} {LAST_NAMES[number % len(LAST_NAMES)]}"

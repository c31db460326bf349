"""Who is told of each step of an application or a pair. Written in the step's own transaction."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable

from django.conf import settings
from django.urls import reverse

from buddy_portal.accounts.models import Membership, User
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.mail import enqueue_mail
from trusts.models import BuddyPair, Participation, Trust
from trusts.presenters import letters

ANSWERING = (Role.TRUST_LEAD, Role.SPONSOR)


def application_sent(found: Participation, *, today: datetime.date) -> None:
    """The sponsor is asked to agree; programme leads learn that there is something to decide."""
    if found.sponsor_agreed_at is None:
        sponsors = people_of([found.trust.ods_code], (Role.SPONSOR,), today)
        _send(sponsors, letters.sponsor_asked(found), application_path(found))
    _send(_programme_leads(today), letters.application_arrived(found), application_path(found))


def application_decided(found: Participation, *, today: datetime.date) -> None:
    """The trust learns what the programme decided."""
    people = [*people_of([found.trust.ods_code], ANSWERING, today), *_lead(found)]
    _send(people, letters.application_decided(found), application_path(found))


def application_withdrawn(found: Participation, *, today: datetime.date) -> None:
    """Programme leads and the trust's own people learn that it withdrew."""
    people = [*_programme_leads(today), *people_of([found.trust.ods_code], ANSWERING, today)]
    _send(people, letters.application_withdrawn(found), application_path(found))


def about_application(
    found: Participation, letter: letters.Letter, *, today: datetime.date
) -> None:
    """The trust's own people and the programme leads learn of a step."""
    people = [*people_of([found.trust.ods_code], ANSWERING, today), *_lead(found)]
    _send([*people, *_programme_leads(today)], letter, application_path(found))


def pairs_proposed(pairs: Iterable[BuddyPair], *, today: datetime.date) -> None:
    """Both trusts of every pair are asked to answer."""
    for pair in pairs:
        _tell_pair(pair, letters.proposed(pair), today)


def pair_moved(pair: BuddyPair, letter: letters.Letter, *, today: datetime.date) -> None:
    """Both trusts and the programme leads learn what became of a pair."""
    _tell_pair(pair, letter, today)
    _send(_programme_leads(today), letter, pair_path(pair))


def answer_awaited(pair: BuddyPair, *, accepted: Trust, today: datetime.date) -> None:
    """One trust has accepted: the people of the other learn that theirs is the answer missing."""
    letter = letters.accepted_by_one(pair, accepted)
    _send(people_of([_other(pair, accepted).ods_code], ANSWERING, today), letter, pair_path(pair))


def signature_awaited(pair: BuddyPair, *, signed: Trust, today: datetime.date) -> None:
    """One sponsor has signed: the other trust's sponsor learns that theirs is missing."""
    letter = letters.signed_by_one(pair, signed)
    sponsors = people_of([_other(pair, signed).ods_code], (Role.SPONSOR,), today)
    _send(sponsors, letter, pair_path(pair))


def _other(pair: BuddyPair, trust: Trust) -> Trust:
    return pair.mentee if trust.pk == pair.mentor_id else pair.mentor


def _tell_pair(pair: BuddyPair, letter: letters.Letter, today: datetime.date) -> None:
    codes = [pair.mentor.ods_code, pair.mentee.ods_code]
    _send(people_of(codes, ANSWERING, today), letter, pair_path(pair))


def people_of(codes: Collection[str], roles: Collection[Role], today: datetime.date) -> list[User]:
    """Who holds one of the roles in one of the trusts today and can sign in."""
    memberships = (
        Membership.objects.on(today)
        .filter(trust_code__in=codes, role__in=roles, user__is_active=True)
        .select_related("user")
    )
    return [membership.user for membership in memberships]


def _programme_leads(today: datetime.date) -> list[User]:
    return people_of([""], (Role.PROGRAMME_LEAD,), today)


def _lead(found: Participation) -> list[User]:
    return [found.lead] if found.lead is not None and found.lead.is_active else []


def send_once(people: Iterable[User], letter: letters.Letter, path: str, *, key: str) -> int:
    """The same mail is written once for each person and key. Returns how many were written now."""
    return _send(people, letter, path, key=key)


def _send(people: Iterable[User], letter: letters.Letter, path: str, *, key: str = "") -> int:
    """One mail for each person, however many roles they hold; how many were written."""
    written = 0
    for person in sorted(set(people), key=lambda person: person.email):
        message = enqueue_mail(
            to=person.email,
            subject=letter.subject,
            template="scheme_step",
            context={
                "name": person.get_short_name(),
                "sentences": letter.sentences,
                "link_address": f"{settings.PORTAL_URL}{path}",
                "link_words": letter.link_words,
            },
            key=f"{key}:{person.pk}" if key else None,
        )
        written += message is not None
    return written


def application_path(found: Participation) -> str:
    return reverse("participation_detail", kwargs={"participation_id": found.pk})


def pair_path(pair: BuddyPair) -> str:
    return reverse("pair_detail", kwargs={"pair_id": pair.pk})

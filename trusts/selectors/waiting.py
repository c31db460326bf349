"""What about schemes and pairs waits for a person today."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from buddy_portal.accounts.access import Access, access_of
from buddy_portal.accounts.asking import whether
from buddy_portal.accounts.models import User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.design.todos import Todo
from buddy_portal.prepared import prepared
from trusts.models import (
    BuddyPair,
    PairAnswer,
    PairState,
    Participation,
    ParticipationState,
    Scheme,
    Trust,
)
from trusts.presenters import todos
from trusts.selectors.schemes import count_of


def waiting_for(user: User, *, today: datetime.date) -> list[Todo]:
    """Applications to write, agree to and decide; pairs to propose, answer and sign for."""
    access = access_of(user, on=today)
    found: list[Todo] = []
    pairs = access.may_in_programme(Permission.PAIR_TRUSTS)
    if pairs or access.may_in_programme(Permission.DECIDE_APPLICATIONS):
        found += _schemes_that_wait(access, today)
    if access.trusts:
        [(to_agree, to_finish, to_begin, pairs_wait)] = _kinds(access, today)
        found += _applications_to_agree(access) if to_agree else []
        found += _applications_to_finish(access) if to_finish else []
        found += _applications_to_begin(access, today) if to_begin else []
        found += _pairs_to_answer_and_sign(access, today) if pairs_wait else []
    return sorted(found, key=lambda todo: todo.rank)


@prepared
def _kinds(access: Access, today: datetime.date) -> QuerySet[Any, tuple[bool, ...]]:
    """Whether anything waits for a trust's person: to agree to, to finish, to begin, and pairs."""
    begun = _open_schemes(today) if access.trusts_where(Permission.APPLY) else None
    return whether(
        access,
        (_to_agree(access), _to_finish(access), begun, _pairs_that_wait(access, today)),
    )


def _schemes_that_wait(access: Access, today: datetime.date) -> list[Todo]:
    """Applications to decide, accepted mentees to pair, and pairs whose terms are to be signed."""
    schemes = _schemes_with_numbers(today)
    found: list[Todo] = []
    if access.may_in_programme(Permission.DECIDE_APPLICATIONS):
        found += [
            todos.applications_to_decide(scheme, waiting, _url("participation_list", scheme))
            for scheme, waiting, _unpaired, _agreed in _numbered(schemes)
            if waiting
        ]
    if access.may_in_programme(Permission.PAIR_TRUSTS):
        found += [
            todos.mentees_to_pair(scheme, unpaired, _url("pairing", scheme))
            for scheme, _waiting, unpaired, _agreed in _numbered(schemes)
            if unpaired
        ]
        if any(agreed for _scheme, _waiting, _unpaired, agreed in _numbered(schemes)):
            found += _pairs_to_start()
    return found


def _numbered(schemes: list[Scheme]) -> list[tuple[Scheme, int, int, int]]:
    """With the numbers that the query below annotates."""
    return [(each, each.waiting, each.unpaired, each.agreed) for each in schemes]  # type: ignore[attr-defined]


@prepared
def _schemes_with_numbers(today: datetime.date) -> QuerySet[Scheme, Scheme]:
    """Schemes in which something waits, with how many of each kind."""
    unpaired = Participation.objects.filter(
        state=ParticipationState.ACCEPTED,
        role__in=["mentee", "both"],
        scheme__pairing_from__lte=today,
        scheme__implementation_to__gte=today,
    ).exclude(
        trust__pairs_as_mentee__scheme=F("scheme"),
        trust__pairs_as_mentee__state__in=[
            PairState.PROPOSED,
            PairState.AGREED,
            PairState.ACTIVE,
            PairState.COMPLETED,
        ],
    )
    return (
        Scheme.objects.annotate(
            waiting=count_of(Participation.objects.filter(state=ParticipationState.APPLIED)),
            unpaired=count_of(unpaired),
            agreed=count_of(BuddyPair.objects.filter(state=PairState.AGREED)),
        )
        .filter(Q(waiting__gt=0) | Q(unpaired__gt=0) | Q(agreed__gt=0))
        .order_by("volunteering_to")
    )


def _pairs_to_start() -> list[Todo]:
    return [todos.terms_to_follow_up(pair, _pair_url(pair)) for pair in _agreed_pairs()]


@prepared
def _agreed_pairs() -> QuerySet[BuddyPair, BuddyPair]:
    return BuddyPair.objects.filter(state=PairState.AGREED).select_related("mentor", "mentee")


def _applications_to_agree(access: Access) -> list[Todo]:
    found = _to_agree(access).select_related("scheme", "trust")
    return [todos.application_to_agree(row, _application_url(row)) for row in found]


def _to_agree(access: Access) -> QuerySet[Participation]:
    codes = access.trusts_where(Permission.AGREE_APPLICATION)
    return Participation.objects.filter(
        trust__ods_code__in=codes, state=ParticipationState.APPLIED, sponsor_agreed_at=None
    )


def _applications_to_finish(access: Access) -> list[Todo]:
    found = _to_finish(access).select_related("scheme", "trust")
    return [todos.application_to_finish(row, _application_url(row)) for row in found]


def _to_finish(access: Access) -> QuerySet[Participation]:
    return Participation.objects.filter(
        trust__ods_code__in=access.trusts_where(Permission.APPLY),
        state__in=[ParticipationState.DRAFT, ParticipationState.ASKED_AGAIN],
    )


def _applications_to_begin(access: Access, today: datetime.date) -> list[Todo]:
    """Schemes that call for volunteers, for each trust that has not written anything yet."""
    codes = access.trusts_where(Permission.APPLY)
    schemes = list(_open_schemes(today))
    trusts = list(Trust.objects.filter(ods_code__in=codes).order_by("name"))
    written = set(
        Participation.objects.filter(scheme__in=schemes, trust__ods_code__in=codes).values_list(
            "scheme_id", "trust_id"
        )
    )
    return [
        todos.application_to_begin(
            scheme,
            trust,
            reverse(
                "application_edit", kwargs={"scheme_id": scheme.pk, "ods_code": trust.ods_code}
            ),
            today,
        )
        for scheme in schemes
        for trust in trusts
        if (scheme.pk, trust.pk) not in written
    ]


def _open_schemes(today: datetime.date) -> QuerySet[Scheme]:
    return Scheme.objects.filter(volunteering_from__lte=today, volunteering_to__gte=today)


def _pairs_to_answer_and_sign(access: Access, today: datetime.date) -> list[Todo]:
    """Proposals that wait for an answer of one's trust, and terms that wait for its signature."""
    return [
        todos.proposal_to_answer(pair, _pair_url(pair), today)
        if pair.state == PairState.PROPOSED
        else todos.terms_to_sign(pair, _pair_url(pair))
        for pair in _pairs_that_wait(access, today)
    ]


def _pairs_that_wait(access: Access, today: datetime.date) -> QuerySet[BuddyPair]:
    answers = access.trusts_where(Permission.ANSWER_PROPOSALS)
    signs = access.trusts_where(Permission.AGREE_APPLICATION)
    to_answer = Q(
        Q(mentor__ods_code__in=answers, mentor_answer=PairAnswer.WAITING)
        | Q(mentee__ods_code__in=answers, mentee_answer=PairAnswer.WAITING),
        state=PairState.PROPOSED,
        answer_by__gte=today,
    )
    to_sign = Q(
        Q(mentor__ods_code__in=signs, mentor_signed_at=None)
        | Q(mentee__ods_code__in=signs, mentee_signed_at=None),
        state=PairState.AGREED,
    )
    return (
        BuddyPair.objects.filter(to_answer | to_sign)
        .select_related("mentor", "mentee", "scheme")
        .order_by("answer_by", "pk")
    )


def _url(name: str, scheme: Scheme) -> str:
    return reverse(name, kwargs={"scheme_id": scheme.pk})


def _application_url(participation: Participation) -> str:
    return reverse("participation_detail", kwargs={"participation_id": participation.pk})


def _pair_url(pair: BuddyPair) -> str:
    return reverse("pair_detail", kwargs={"pair_id": pair.pk})

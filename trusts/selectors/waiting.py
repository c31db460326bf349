"""What about schemes and pairs waits for a person today."""

from __future__ import annotations

import datetime

from django.db.models import Count, F, Q
from django.urls import reverse

from buddy_portal.accounts.access import Access, access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.design.todos import Todo
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


def waiting_for(user: User, *, today: datetime.date) -> list[Todo]:
    """Applications to write, agree to and decide; pairs to propose, answer and sign for."""
    access = access_of(user, on=today)
    found: list[Todo] = []
    if access.may_in_programme(Permission.DECIDE_APPLICATIONS):
        found += _applications_to_decide()
    if access.may_in_programme(Permission.PAIR_TRUSTS):
        found += _pairs_to_propose(today) + _pairs_to_start()
    found += _applications_to_agree(access) + _applications_to_finish(access)
    found += _applications_to_begin(access, today)
    found += _pairs_to_answer_and_sign(access, today)
    return sorted(found, key=lambda todo: todo.rank)


def _applications_to_decide() -> list[Todo]:
    schemes = (
        Scheme.objects.annotate(
            waiting=Count(
                "participations", filter=Q(participations__state=ParticipationState.APPLIED)
            )
        )
        .filter(waiting__gt=0)
        .order_by("volunteering_to")
    )
    return [
        todos.applications_to_decide(scheme, scheme.waiting, _url("participation_list", scheme))
        for scheme in schemes
    ]


def _pairs_to_propose(today: datetime.date) -> list[Todo]:
    """Schemes in their pairing phase whose accepted mentees have no live pair."""
    unpaired = (
        Participation.objects.filter(
            state=ParticipationState.ACCEPTED,
            role__in=["mentee", "both"],
            scheme__pairing_from__lte=today,
            scheme__implementation_to__gte=today,
        )
        .exclude(
            trust__pairs_as_mentee__scheme=F("scheme"),
            trust__pairs_as_mentee__state__in=[
                PairState.PROPOSED,
                PairState.AGREED,
                PairState.ACTIVE,
                PairState.COMPLETED,
            ],
        )
        .select_related("scheme")
    )
    counts: dict[Scheme, int] = {}
    for participation in unpaired:
        counts[participation.scheme] = counts.get(participation.scheme, 0) + 1
    return [
        todos.mentees_to_pair(scheme, count, _url("pairing", scheme))
        for scheme, count in counts.items()
    ]


def _pairs_to_start() -> list[Todo]:
    agreed = BuddyPair.objects.filter(state=PairState.AGREED).select_related("mentor", "mentee")
    return [todos.terms_to_follow_up(pair, _pair_url(pair)) for pair in agreed]


def _applications_to_agree(access: Access) -> list[Todo]:
    codes = access.trusts_where(Permission.AGREE_APPLICATION)
    if not codes:
        return []
    found = Participation.objects.filter(
        trust__ods_code__in=codes, state=ParticipationState.APPLIED, sponsor_agreed_at=None
    ).select_related("scheme", "trust")
    return [todos.application_to_agree(row, _application_url(row)) for row in found]


def _applications_to_finish(access: Access) -> list[Todo]:
    codes = access.trusts_where(Permission.APPLY)
    if not codes:
        return []
    found = Participation.objects.filter(
        trust__ods_code__in=codes,
        state__in=[ParticipationState.DRAFT, ParticipationState.ASKED_AGAIN],
    ).select_related("scheme", "trust")
    return [todos.application_to_finish(row, _application_url(row)) for row in found]


def _applications_to_begin(access: Access, today: datetime.date) -> list[Todo]:
    """Schemes that call for volunteers, for each trust that has not written anything yet."""
    codes = access.trusts_where(Permission.APPLY)
    if not codes:
        return []
    schemes = list(Scheme.objects.filter(volunteering_from__lte=today, volunteering_to__gte=today))
    if not schemes:
        return []
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


def _pairs_to_answer_and_sign(access: Access, today: datetime.date) -> list[Todo]:
    """Proposals that wait for an answer of one's trust, and terms that wait for its signature."""
    answers = access.trusts_where(Permission.ANSWER_PROPOSALS)
    signs = access.trusts_where(Permission.AGREE_APPLICATION)
    if not answers and not signs:
        return []
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
    found = (
        BuddyPair.objects.filter(to_answer | to_sign)
        .select_related("mentor", "mentee", "scheme")
        .order_by("answer_by", "pk")
    )
    return [
        todos.proposal_to_answer(pair, _pair_url(pair), today)
        if pair.state == PairState.PROPOSED
        else todos.terms_to_sign(pair, _pair_url(pair))
        for pair in found
    ]


def _url(name: str, scheme: Scheme) -> str:
    return reverse(name, kwargs={"scheme_id": scheme.pk})


def _application_url(participation: Participation) -> str:
    return reverse("participation_detail", kwargs={"participation_id": participation.pk})


def _pair_url(pair: BuddyPair) -> str:
    return reverse("pair_detail", kwargs={"pair_id": pair.pk})

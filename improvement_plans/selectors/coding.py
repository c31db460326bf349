"""What waits to be coded or reconciled, and what two people coded."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from improvement_plans.coding.agreement import CodedTwice
from improvement_plans.models import Coding, CodingState, Insight
from improvement_plans.selectors.insight import insights_visible_to, number_of
from trusts.models import Trust


@dataclass(frozen=True)
class Progress:
    """How far the comments of the person's trusts are coded."""

    uncoded: int
    coded: int
    second: int
    differs: int
    agreed: int


def may_be_coded_by(access: Access) -> QuerySet[Insight]:
    """Comments that this person may code: of their own trust, or for the programme all."""
    found = insights_visible_to(access)
    if access.may_in_programme(Permission.COMPILE_EVALUATIONS):
        return found
    return found.filter(trust__ods_code__in=access.trusts_where(Permission.UPDATE_ACTIONS))


def next_to_code(access: Access, *, trust: str = "", skipped: str = "") -> Insight | None:
    """The next comment for this person: those that wait for a second coder come first.

    `skipped` is the key of the comment that was passed over; those before it come later.
    """
    found = may_be_coded_by(access).filter(
        Q(coding_state=CodingState.UNCODED)
        | (Q(coding_state=CodingState.SECOND) & ~Q(codings__coder=access.user_id))
    )
    if trust:
        found = found.filter(trust__ods_code=trust)
    passed = number_of(skipped)
    turn = Case(
        When(coding_state=CodingState.SECOND, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    later = (
        Case(When(pk__gte=passed, then=Value(1)), default=Value(0), output_field=IntegerField())
        if passed
        else Value(0)
    )
    return found.order_by(later, turn, "-pk").first()


def to_reconcile(access: Access) -> QuerySet[Insight]:
    """Comments whose two codings differ, the oldest first."""
    return (
        may_be_coded_by(access).filter(coding_state=CodingState.DIFFERS).order_by("said_on", "pk")
    )


def progress(access: Access) -> Progress:
    """Counts by state of coding."""
    counts = dict(
        may_be_coded_by(access).order_by().values_list("coding_state").annotate(number=Count("pk"))
    )
    return Progress(**{state.value: counts.get(state.value, 0) for state in CodingState})


def coded_twice(access: Access, *, trust: str = "") -> list[CodedTwice]:
    """Every comment that two people coded, as each did before they talked about it."""
    seen = may_be_coded_by(access).filter(
        coding_state__in=[CodingState.DIFFERS, CodingState.AGREED]
    )
    if trust:
        seen = seen.filter(trust__ods_code=trust)
    pairs: dict[int, dict[int, Coding]] = {}
    for coding in Coding.objects.filter(insight__in=seen.order_by().values("pk")).order_by(
        "insight"
    ):
        pairs.setdefault(coding.insight_id, {})[coding.place] = coding
    return [
        CodedTwice(
            frozenset(both[1].themes),
            frozenset(both[2].themes),
            both[1].sentiment,
            both[2].sentiment,
        )
        for both in pairs.values()
        if len(both) == 2
    ]


def trusts_coded_for(access: Access) -> list[Trust]:
    """The trusts whose comments this person may code."""
    keys = may_be_coded_by(access).order_by().values("trust_id")
    return list(Trust.objects.filter(pk__in=keys).order_by("name"))

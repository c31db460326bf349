"""Reading commitments: those a person sees, how they stood on a day, and what the public reads."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.models import Membership, User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from buddy_portal.accounts.roles import Role
from improvement_plans.listening.states import ANSWERED
from improvement_plans.models import (
    Action,
    Commitment,
    CommitmentState,
    CommitmentUpdate,
    EngagementEvent,
    Plan,
)
from improvement_plans.selectors.engagement import events_visible_to
from improvement_plans.selectors.people import roles_with
from improvement_plans.selectors.visibility import plans_visible_to
from trusts.models import Trust

NO_SUCH = "There is no such commitment, or it is not one of yours."
OWNERS = (Permission.UPDATE_ACTIONS, Permission.SPONSOR_PLANS)


def commitments_visible_to(
    access: Access, *, on: datetime.date | None = None
) -> QuerySet[Commitment]:
    """The programme sees all; a trust's people their own and those of plans they see; guests those
    of their plan or of their group's meetings; everybody with a role those of the programme.

    `on` is the day of which the person's plans and groups are looked at: today.
    """
    found = Commitment.objects.select_related("trust", "scheme", "event", "plan", "owner", "action")
    if access.may_in_programme(Permission.SEE_PLANS):
        return found
    seen = Q(trust__ods_code__in=access.trusts_where(Permission.SEE_PLANS))
    seen |= Q(plan__in=plans_visible_to(access, on=on).values("pk"))
    seen |= Q(event__in=events_visible_to(access, on=on).order_by().values("pk"))
    if Permission.SEE_PLANS in access.permissions:
        seen |= Q(trust=None)
    return found.filter(seen)


def commitment_visible_to(access: Access, commitment_id: int) -> Commitment:
    """One commitment, or NotFound."""
    found = commitments_visible_to(access).filter(pk=commitment_id).first()
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def plan_seen_with(access: Access, commitment: Commitment) -> Plan | None:
    """The commitment's plan with both trusts of its pair, for those who see it."""
    if commitment.plan_id is None:
        return None
    plans = plans_visible_to(access).select_related("trust", "team", "pair__mentor")
    return plans.filter(pk=commitment.plan_id).first()


def commitments_found(
    access: Access, *, show: str = "", trust: str = "", on: datetime.date
) -> QuerySet[Commitment]:
    """Commitments that fit: open, overdue or answered ones; soonest due first."""
    found = commitments_visible_to(access)
    if trust:
        found = found.filter(trust__ods_code=trust)
    if show == "open":
        found = found.exclude(state__in=ANSWERED)
    elif show == "overdue":
        found = found.exclude(state__in=ANSWERED).filter(due__lt=on)
    elif show == "answered":
        found = found.filter(state__in=ANSWERED)
    return found.order_by("due", "pk")


def counts_by_show(access: Access, *, on: datetime.date) -> dict[str, int]:
    """How many commitments each filter of the list holds."""
    return {
        show: commitments_found(access, show=show, on=on).count()
        for show in ("", "open", "overdue", "answered")
    }


def updates_of(commitment: Commitment) -> list[CommitmentUpdate]:
    """The record of a commitment, newest first."""
    return list(commitment.updates.select_related("by").order_by("-at", "-pk"))


def owners_for(trust_codes: Collection[str]) -> QuerySet[User]:
    """Who can own a commitment: people of the trusts, or (code "") the programme's leads."""
    roles = [role for permission in OWNERS for role in roles_with(permission)]
    members = Membership.objects.on(timezone.localdate()).filter(trust_code__in=trust_codes)
    fitting = members.filter(role__in=[*roles, Role.PROGRAMME_LEAD])
    people = User.objects.filter(pk__in=fitting.values("user_id"), is_active=True)
    return people.order_by("name", "pk")


def events_to_promise_from(access: Access, trusts: Iterable[Trust]) -> list[EngagementEvent]:
    """The events that a commitment can come from: those of these trusts or of the programme."""
    mine = Q(trust__in=[trust.pk for trust in trusts])
    if access.may_in_programme(Permission.APPROVE_PLANS):
        mine |= Q(trust=None)
    return list(events_visible_to(access).filter(mine).order_by("-on", "-pk"))


def commitments_of_event(event: EngagementEvent) -> list[Commitment]:
    """What was promised at an event, to whoever sees the event."""
    return list(event.commitments.select_related("owner", "trust").order_by("due", "pk"))


def promises_kept_by(access: Access, action: Action) -> list[Commitment]:
    """The commitments that an action is to keep, as far as the person sees them.

    Few actions keep any; the others, read by `action_by_key`, cost no question.
    """
    if not action.has_promises:  # type: ignore[attr-defined]  # annotated
        return []
    return list(commitments_visible_to(access).filter(action=action).order_by("due", "pk"))


def promise_to_keep(access: Access, plan: Plan, asked: str) -> Commitment | None:
    """The commitment of a plan that the address names, if no action keeps it yet."""
    if not (asked.isascii() and asked.isdigit()):
        return None
    open_ones = commitments_visible_to(access).exclude(state__in=ANSWERED)
    return open_ones.filter(plan=plan, action=None, pk=int(asked[:9])).first()


def own_open_commitments(access: Access, *, on: datetime.date) -> QuerySet[Commitment]:
    """What a person owns, still sees and has not answered for yet."""
    seen = commitments_visible_to(access, on=on).values("pk")
    return (
        commitments_owned(access)
        .filter(pk__in=seen)
        .select_related("trust", "scheme", "event", "plan", "owner")
        .order_by("due", "pk")
    )


def commitments_owned(access: Access) -> QuerySet[Commitment]:
    """What a person owns and has not answered for yet, whether or not they still see it."""
    return Commitment.objects.filter(owner_id=access.user_id).exclude(state__in=ANSWERED)


def waiting_to_be_published(access: Access) -> QuerySet[Commitment]:
    """Commitments kept by the person's own trusts that the public does not read about yet."""
    mine = Q(trust__ods_code__in=access.trusts_where(Permission.WRITE_PLANS))
    if access.may_in_programme(Permission.APPROVE_PLANS):
        mine |= Q(trust=None)
    kept = Commitment.objects.filter(mine, state=CommitmentState.KEPT, published_at=None)
    return kept.select_related("trust").order_by("due", "pk")


@dataclass(frozen=True)
class CommitmentAsAt:
    """A commitment as it stood at the end of a day."""

    commitment_id: int
    text: str
    said: str
    source: str
    whose: str
    owner: str
    due: datetime.date
    first_due: datetime.date
    state: CommitmentState
    note: str
    told_on: datetime.date

    def is_overdue(self, on: datetime.date) -> bool:
        return self.state not in ANSWERED and self.due < on


def commitments_as_at(commitments: QuerySet[Commitment], on: datetime.date) -> list[CommitmentAsAt]:
    """Every one of these commitments that was made by the end of a day, as the record told it then.

    Two queries: the commitments, and the record up to that day. Days are Europe/London days.
    """
    end = timezone.make_aware(
        datetime.datetime.combine(on + datetime.timedelta(days=1), datetime.time())
    )
    record: dict[int, list[CommitmentUpdate]] = {}
    for update in CommitmentUpdate.objects.filter(
        commitment__in=commitments.order_by().values("pk"), at__lt=end
    ).order_by("at", "pk"):
        record.setdefault(update.commitment_id, []).append(update)
    stood = [_as_at(each, record[each.pk]) for each in commitments if each.pk in record]
    return sorted(stood, key=lambda each: (each.due, each.commitment_id))


def _as_at(commitment: Commitment, record: list[CommitmentUpdate]) -> CommitmentAsAt:
    last = record[-1]
    noted = next((each.note for each in reversed(record) if each.note), "")
    return CommitmentAsAt(
        commitment_id=commitment.pk,
        text=last.text,
        said=last.said,
        source=last.heard,
        whose=commitment.trust.name if commitment.trust else str(commitment.scheme),
        owner=last.owner_name,
        due=last.due,
        first_due=record[0].due,
        state=CommitmentState(last.state),
        note=noted,
        told_on=timezone.localdate(last.at),
    )


def source_words(commitment: Commitment) -> str:
    """Where a commitment comes from: "Lung cancer focus group, 14 April 2015"."""
    if commitment.event is not None:
        return commitment.event.title
    return commitment.source_words or commitment.get_source_display()


def published_commitments(trust: Trust | None = None) -> QuerySet[Commitment]:
    """What the public reads, newest first; of one trust, or of all with the programme's own."""
    found = Commitment.objects.filter(published_at__isnull=False).select_related("trust", "event")
    if trust is not None:
        found = found.filter(trust=trust)
    return found.order_by("-published_at", "-pk")


def trusts_that_published() -> list[Trust]:
    """The trusts with something on the public page."""
    shown = Commitment.objects.filter(published_at__isnull=False)
    return list(Trust.objects.filter(pk__in=shown.values("trust")).order_by("name"))

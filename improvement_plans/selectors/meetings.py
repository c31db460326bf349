"""Reading meetings: those a person sees, what belongs to one, and what is decided about a plan."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.utils import timezone

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.models import Membership, User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from buddy_portal.prepared import prepared
from improvement_plans.meetings import rules
from improvement_plans.meetings.states import HAS_HAPPENED
from improvement_plans.models import (
    AgendaItem,
    Meeting,
    MeetingDecision,
    MeetingMember,
    MeetingPaper,
    MeetingState,
    Plan,
    PlanGuest,
)
from improvement_plans.selectors.people import names_of_partners_at, roles_with
from improvement_plans.states import UNDER_WAY
from trusts.models import Participation, Scheme, Trust

NO_SUCH = "There is no such meeting, or you are not asked to it."
NO_SUCH_PAPER = "There is no such paper, or you are not asked to its meeting."
SOON = datetime.timedelta(days=14)
MOST_TO_TELL = 20
LONGEST_SEARCH = 100
PAPER_BYTES = ("facts", "pdf", "workbook")


@dataclass(frozen=True)
class MeetingQuery:
    """What a person looks for among meetings."""

    words: str = ""
    kind: str = ""
    show: str = ""
    trust: str = ""
    plan: str = ""


@dataclass(frozen=True)
class MeetingPage:
    """Everything that a meeting's page shows, loaded."""

    meeting: Meeting
    plans: list[Plan]
    members: list[MeetingMember]
    items: list[AgendaItem]
    decisions: list[MeetingDecision]
    papers: list[MeetingPaper]


def meetings_visible_to(
    access: Access, *, on: datetime.date | None = None
) -> QuerySet[Meeting, Meeting]:
    """The programme sees all; a trust's people its own. Others see those that they are asked to,
    while they belong there: partners of the trust's plans, people of the scheme's trusts. As at a
    day, today by default.
    """
    found = Meeting.objects.select_related("trust", "scheme", "series")
    if access.may_in_programme(Permission.SEE_PLANS):
        return found
    asked = MeetingMember.objects.filter(meeting=OuterRef("pk"), user_id=access.user_id or 0)
    partner = guests_on(on or timezone.localdate()).filter(
        user_id=access.user_id or 0, plan__trust=OuterRef("trust")
    )
    codes = access.trusts_where(Permission.SEE_PLANS)
    takes_part = Participation.objects.filter(scheme=OuterRef("scheme"), trust__ods_code__in=codes)
    belongs = Q(Exists(partner)) | Q(Exists(takes_part))
    return found.filter(Q(trust__ods_code__in=codes) | (Q(Exists(asked)) & belongs))


def guests_on(day: datetime.date) -> QuerySet[PlanGuest]:
    """The partners of all plans on a day."""
    return PlanGuest.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


def meeting_visible_to(access: Access, meeting_id: int) -> Meeting:
    """One meeting, or NotFound."""
    found = meetings_visible_to(access).filter(pk=meeting_id).first()
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def meeting_to_keep(access: Access, meeting_id: int) -> Meeting:
    """One meeting that this person may change; NotFound or NotAllowed otherwise."""
    found = meeting_visible_to(access, meeting_id)
    rules.keep_meetings.require(access, rules.Side.of(found))
    return found


def meetings_found(access: Access, asked: MeetingQuery, *, on: datetime.date) -> QuerySet[Meeting]:
    """Meetings that fit: what is ahead soonest first, all else newest first."""
    found = meetings_visible_to(access).annotate(
        decided=Count("decisions", distinct=True), sent=Count("papers", distinct=True)
    )
    for word in asked.words[:LONGEST_SEARCH].split():
        text = Q(title__icontains=word) | Q(place__icontains=word) | Q(chair__icontains=word)
        decided = MeetingDecision.objects.filter(meeting=OuterRef("pk"), text__icontains=word)
        found = found.filter(
            text | Q(minutes__icontains=word) | Q(trust__name__icontains=word) | Exists(decided)
        )
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.trust:
        found = found.filter(trust__ods_code=asked.trust)
    if asked.plan:
        number = asked.plan if asked.plan.isascii() and asked.plan.isdigit() else "0"
        found = found.filter(plans=int(number[:9]))
    return _of_time(found, asked.show, on)


def _of_time(found: QuerySet[Meeting], show: str, on: datetime.date) -> QuerySet[Meeting]:
    if show == "ahead":
        ahead = found.filter(state=MeetingState.CALLED, on__gte=on)
        return ahead.order_by("on", "at", "pk")
    if show == "unminuted":
        return found.filter(state=MeetingState.CALLED, on__lt=on).order_by("-on", "-at", "-pk")
    if show == "held":
        found = found.filter(state__in=HAS_HAPPENED)
    return found.order_by("-on", "-at", "-pk")


def trusts_with_meetings(access: Access) -> list[Trust]:
    """The trusts whose meetings a person sees."""
    seen = meetings_visible_to(access).order_by().values("trust")
    return list(Trust.objects.filter(pk__in=seen).order_by("name"))


def meeting_page(access: Access, meeting_id: int) -> MeetingPage:
    """A meeting with its people, agenda, decisions and papers; the papers without their bytes."""
    meeting = meeting_visible_to(access, meeting_id)
    return MeetingPage(
        meeting,
        list(meeting.plans.select_related("trust", "pair__mentor").order_by("pk")),
        members_of(meeting),
        list(meeting.items.select_related("plan").order_by("position", "pk")),
        decisions_of(meeting),
        list(meeting.papers.defer(*PAPER_BYTES).select_related("sent_by")),
    )


def members_of(meeting: Meeting) -> list[MeetingMember]:
    """Who is asked, by name."""
    return list(meeting.members.select_related("user").order_by("user__name", "pk"))


def decisions_of(meeting: Meeting) -> list[MeetingDecision]:
    """What was decided, in the order in which it was written down."""
    found = meeting.decisions.select_related("plan", "action__owner", "commitment__owner", "owner")
    return list(found.order_by("pk"))


def decision_visible_to(access: Access, decision_id: int) -> MeetingDecision:
    """One decision of a meeting that the person sees, or NotFound."""
    seen = meetings_visible_to(access).order_by().values("pk")
    found = (
        MeetingDecision.objects.filter(pk=decision_id, meeting__in=seen)
        .select_related("meeting__trust", "meeting__scheme", "action", "commitment")
        .first()
    )
    if found is None:
        raise NotFound("There is no such decision, or you are not asked to its meeting.")
    return found


def paper_visible_to(access: Access, paper_id: int) -> MeetingPaper:
    """One paper as it was sent, with its bytes, or NotFound."""
    seen = meetings_visible_to(access).order_by().values("pk")
    found = (
        MeetingPaper.objects.filter(pk=paper_id, meeting__in=seen)
        .select_related("meeting__trust", "meeting__scheme")
        .first()
    )
    if found is None:
        raise NotFound(NO_SUCH_PAPER)
    return found


def decisions_about(plan: Plan) -> list[MeetingDecision]:
    """What meetings decided about a plan, newest first."""
    found = plan.meeting_decisions.select_related(
        "meeting", "action__owner", "commitment__owner", "owner"
    )
    return list(found.order_by("-meeting__on", "-pk"))


def places_to_meet(access: Access) -> tuple[list[Trust], list[Scheme]]:
    """The trusts, and for programme leads the schemes, whose meetings this person calls."""
    codes = access.trusts_where(Permission.WRITE_PLANS)
    codes |= access.trusts_where(Permission.SPONSOR_PLANS)
    trusts = list(Trust.objects.filter(ods_code__in=codes).order_by("name")) if codes else []
    leads = access.may_in_programme(Permission.APPROVE_PLANS)
    return trusts, list(Scheme.objects.order_by("-pk")) if leads else []


def plans_to_cover(trust: Trust | None, scheme: Scheme | None) -> QuerySet[Plan]:
    """The plans that a meeting of this trust or scheme can be about: those under way."""
    plans = Plan.objects.filter(state__in=UNDER_WAY).select_related("trust", "pair__mentor")
    if trust is not None:
        return plans.filter(trust=trust).order_by("pk")
    return plans.filter(scheme=scheme).order_by("trust__name", "pk")


def people_to_ask(
    trust: Trust | None, scheme: Scheme | None, *, on: datetime.date
) -> QuerySet[User]:
    """Who can be asked to a meeting.

    Of a trust: its own people and its plans' partners. Of a scheme: the programme's people, and
    the leads and sponsors of its trusts.
    """
    members, guests = Membership.objects.on(on), guests_on(on)
    if trust is not None:
        members = members.filter(trust_code=trust.ods_code)
        guests = guests.filter(plan__trust=trust)
    else:
        codes = Trust.objects.filter(participations__scheme=scheme).values("ods_code")
        leads = [*roles_with(Permission.WRITE_PLANS), *roles_with(Permission.SPONSOR_PLANS)]
        members = members.filter(Q(trust_code="") | Q(trust_code__in=codes, role__in=leads))
        guests = guests.none()
    fitting = Q(pk__in=members.values("user_id")) | Q(pk__in=guests.values("user_id"))
    return User.objects.filter(fitting, is_active=True).order_by("name", "pk")


def own_meetings_ahead(access: Access, *, on: datetime.date) -> QuerySet[Meeting]:
    """Meetings from a day on that this person is asked to, soonest first."""
    asked = meetings_visible_to(access, on=on).filter(members__user_id=access.user_id or 0)
    return asked.filter(state=MeetingState.CALLED, on__gte=on).order_by("on", "at", "pk")


def meetings_to_keep(access: Access, *, on: datetime.date) -> QuerySet[Meeting]:
    """Meetings of this person's that need something: an agenda soon, or minutes."""
    mine = Q(trust__ods_code__in=access.trusts_where(Permission.WRITE_PLANS))
    mine |= Q(trust__ods_code__in=access.trusts_where(Permission.SPONSOR_PLANS))
    if access.may_in_programme(Permission.APPROVE_PLANS):
        mine |= Q(trust=None)
    no_agenda = Q(state=MeetingState.CALLED, agenda_made_at=None, on__lte=on + SOON)
    no_minutes = Q(state=MeetingState.CALLED, on__lt=on) | Q(state=MeetingState.HELD)
    found = Meeting.objects.filter(mine & (no_agenda | no_minutes))
    return found.select_related("trust", "scheme").order_by("on", "at", "pk")


def meetings_that_wait(access: Access, *, on: datetime.date) -> QuerySet[Meeting]:
    """Whether there may be anything to say to this person about meetings, in one question.

    Whether they still see a meeting that they were asked to is looked at where there is one.
    """
    kept = meetings_to_keep(access, on=on).order_by().values("pk")
    asked = Meeting.objects.filter(state=MeetingState.CALLED, members__user_id=access.user_id or 0)
    ahead = asked.filter(on__gte=on, on__lte=on + SOON).order_by().values("pk")
    return Meeting.objects.filter(Q(pk__in=kept) | Q(pk__in=ahead))


@prepared
def meetings_to_tell_of(access: Access, on: datetime.date) -> QuerySet[Meeting, Meeting]:
    """What there is to say to this person about meetings, soonest first, at most twenty: those that
    need something of theirs, and those that they are asked to soon. Each comes with `needs_keeper`.
    """
    kept = meetings_to_keep(access, on=on).order_by().values("pk")
    ahead = own_meetings_ahead(access, on=on).filter(on__lte=on + SOON).order_by().values("pk")
    found = Meeting.objects.filter(Q(pk__in=kept) | Q(pk__in=ahead))
    needs_keeper = Case(When(pk__in=kept, then=True), default=False)
    return found.annotate(needs_keeper=needs_keeper).order_by("on", "at", "pk")[:MOST_TO_TELL]


def partner_names(meeting: Meeting) -> dict[int, str]:
    """How the partners of the plans of its trust or scheme want to be named, by user id; of those
    that the meeting does not cover too, since it takes over what earlier meetings decided."""
    return names_of_partners_at(trust=meeting.trust_id, scheme=meeting.scheme_id)


def names_for(trust: Trust | None) -> dict[int, str]:
    """The same for a trust whose meeting is not called yet."""
    return partner_names(Meeting(trust=trust)) if trust else {}


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The whole agenda in order, with what is left out."""
    return list(meeting.items.order_by("position", "pk"))


def plans_covered(meeting: Meeting) -> list[Plan]:
    """The plans that a meeting is about."""
    return list(meeting.plans.select_related("trust", "pair__mentor").order_by("pk"))


def plans_to_choose(meeting: Meeting) -> list[Plan]:
    """The plans that a meeting can be about: those under way, and those it covers already."""
    found = {plan.pk: plan for plan in plans_to_cover(meeting.trust, meeting.scheme)}
    return list({**found, **{plan.pk: plan for plan in plans_covered(meeting)}}.values())


def visible_among(plans: QuerySet[Plan], page: MeetingPage) -> set[int]:
    """Which of the plans on a meeting's page are among these."""
    keys = {plan.pk for plan in page.plans}
    keys |= {item.plan_id for item in page.items if item.plan_id is not None}
    keys |= {each.plan_id for each in page.decisions if each.plan_id is not None}
    return set(plans.filter(pk__in=keys).order_by().values_list("pk", flat=True)) if keys else set()


def meetings_among(access: Access, decisions: list[MeetingDecision]) -> set[int]:
    """Which of the meetings of these decisions the person sees."""
    keys = {each.meeting_id for each in decisions}
    seen = meetings_visible_to(access).filter(pk__in=keys).order_by()
    return set(seen.values_list("pk", flat=True)) if keys else set()


def may_see_meetings_of(access: Access, plan: Plan) -> bool:
    """Whether the person sees any meeting that covers a plan."""
    return meetings_visible_to(access).filter(plans=plan).exists()

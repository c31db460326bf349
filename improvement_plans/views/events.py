"""Planning an event, saying how it went, counting who came, writing it up, cancelling it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.refusals import NotAllowed
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans.characteristics import CHARACTERISTICS
from improvement_plans.forms.counting import MOST_PEOPLE, CountForm, HeldForm
from improvement_plans.forms.listening import AnotherDayForm, EventForm, WriteUpForm
from improvement_plans.forms.practices import SayWhyForm
from improvement_plans.listening import rules
from improvement_plans.models import EngagementEvent
from improvement_plans.presenters import presence as shown
from improvement_plans.selectors import engagement as selectors
from improvement_plans.services import engagement as services
from improvement_plans.views.listening_pages import WRITERS, act_or_show, chosen, make_or_show
from improvement_plans.views.showing import FormPage, posted


@requires(*WRITERS)
def event_new(request: PersonRequest) -> HttpResponse:
    """Plan an event; from a plan's or a group's page with that filled in."""
    access = access_of(request.user)
    trusts, schemes = selectors.places_to_listen(access)
    if not trusts and not schemes:
        raise NotAllowed(rules.write_listening.sentence)
    plans = selectors.plans_of_trusts(trusts)
    groups = selectors.groups_of_trusts(trusts)
    form = EventForm(
        posted(request),
        trusts=trusts,
        schemes=schemes,
        plans=plans,
        groups=groups,
        initial={name: request.GET.get(name, "")[:20] for name in ("plan", "group", "kind")},
        back=("Back to events", reverse("listening")),
    )

    def plan() -> EngagementEvent:
        trust_id, scheme_id = form.owner_keys()
        return services.plan_event(
            by=request.user,
            trust=next((each for each in trusts if each.pk == trust_id), None),
            scheme=next((each for each in schemes if each.pk == scheme_id), None),
            plan=chosen(plans, form.cleaned_data["plan"]),
            group=chosen(groups, form.cleaned_data["group"]),
            values=form.words(),
            facilitators=form.facilitators(),
            concerns=form.concerns(),
        )

    page = FormPage(
        "Plan an event",
        "The event is planned.",
        said="A focus group, a chat, a workshop or a meeting at which you listen to people.",
        there=reverse("listening"),
    )
    return make_or_show(request, form, plan, page, crumbs=(), open_at="event")


@requires(*WRITERS)
def event_edit(request: PersonRequest, engagement_id: int) -> HttpResponse:
    found = _to_write(request, engagement_id)
    trusts = [found.trust] if found.trust else []
    plans = selectors.plans_of_trusts(trusts)
    groups = selectors.groups_of_trusts(trusts, kept=found.group_id)
    form = EventForm(
        posted(request),
        trusts=trusts,
        schemes=[] if found.trust or found.scheme is None else [found.scheme],
        plans=plans,
        groups=groups,
        event=found,
        back=_back(found),
    )

    def change() -> None:
        values = {
            **form.words(),
            "plan": chosen(plans, form.cleaned_data["plan"]),
            "group": chosen(groups, form.cleaned_data["group"]),
        }
        services.change_event(
            by=request.user,
            event=found,
            read_at=form.read_at(),
            values=values,
            facilitators=form.facilitators(),
            concerns=form.concerns(),
        )

    page = FormPage("Change the event", "The event is saved.", thing=found)
    return _act_or_show(request, form, change, page, found)


@requires(*WRITERS)
def event_hold(request: PersonRequest, engagement_id: int) -> HttpResponse:
    found = _to_write(request, engagement_id)
    form = HeldForm(posted(request), back=_back(found))

    def hold() -> None:
        services.hold_event(
            by=request.user,
            event=found,
            people=form.cleaned_data["people"],
            today=timezone.localdate(),
        )

    page = FormPage(
        "How did it go?",
        "Saved.",
        said=shown.said_of_counts(
            "A number from 1 to 9 is never shown to anybody; it stands as “fewer than 10”.", found
        ),
    )
    return _act_or_show(request, form, hold, page, found, keep=False)


@requires(*WRITERS)
@require_safe
def event_counts(request: PersonRequest, engagement_id: int) -> HttpResponse:
    """By which characteristics people were counted."""
    found = _to_write(request, engagement_id)
    presences = selectors.presences_of(access_of(request.user), found)
    context = {
        "event": found,
        "table": shown.count_table(found, presences),
        "note": shown.NOTE,
        "may_count": bool(found.people),
    }
    return render(request, "improvement_plans/event_counts.html", context)


@requires(*WRITERS)
def event_count(request: PersonRequest, engagement_id: int, characteristic: str) -> HttpResponse:
    """Count by one characteristic. Nothing is filled in: what was counted may be too small."""
    found = _to_write(request, engagement_id)
    if characteristic not in CHARACTERISTICS:
        raise Http404("People are not counted by this.")
    there = reverse("event_counts", args=[found.pk])
    form = CountForm(
        posted(request),
        characteristic=characteristic,
        most=MOST_PEOPLE,
        back=("Back to the counts", there),
    )

    def count() -> None:
        services.count_people(
            by=request.user, event=found, characteristic=characteristic, numbers=form.numbers()
        )

    page = FormPage(
        f"Who came: {CHARACTERISTICS[characteristic].name.lower()}",
        "Counted.",
        said=shown.said_of_counts(
            "Leave blank what nobody said. All numbers of this page replace what was counted "
            "before; those from 1 to 9 are never shown.",
            found,
        ),
        there=there,
    )
    return _act_or_show(request, form, count, page, found, keep=False)


@requires(*WRITERS)
def event_write_up(request: PersonRequest, engagement_id: int) -> HttpResponse:
    found = _to_write(request, engagement_id)
    aims = selectors.aims_of(found)
    form = WriteUpForm(posted(request), event=found, aims=aims, back=_back(found))

    def write() -> None:
        services.write_up(
            by=request.user,
            event=found,
            read_at=form.read_at(),
            values=form.words(),
            aims=[aim for aim in aims if aim.pk in form.aims()],
        )

    page = FormPage("What was said", "The findings are saved.", thing=found)
    return _act_or_show(request, form, write, page, found)


@requires(*WRITERS)
def event_cancel(request: PersonRequest, engagement_id: int) -> HttpResponse:
    found = _to_write(request, engagement_id)
    form = SayWhyForm(posted(request), submit="Cancel the event", back=_back(found))

    def cancel() -> None:
        services.cancel_event(by=request.user, event=found, reason=form.cleaned_data["reason"])

    page = FormPage("Cancel this event?", "The event is cancelled.", said="The reason stays here.")
    return _act_or_show(request, form, cancel, page, found)


@requires(*WRITERS)
def event_set_anew(request: PersonRequest, engagement_id: int) -> HttpResponse:
    found = _to_write(request, engagement_id)
    form = AnotherDayForm(posted(request), back=_back(found))

    def set_anew() -> None:
        services.set_anew(by=request.user, event=found, on=form.cleaned_data["on"])

    page = FormPage("Set it for another day", "The event is planned again.")
    return _act_or_show(request, form, set_anew, page, found)


def _to_write(request: PersonRequest, engagement_id: int) -> EngagementEvent:
    access = access_of(request.user)
    found = selectors.event_visible_to(access, engagement_id)
    rules.write_listening.require(access, rules.Side.of(found))
    return found


def _back(event: EngagementEvent) -> tuple[str, str]:
    return ("Back to the event", reverse("event", args=[event.pk]))


def _act_or_show(
    request: PersonRequest,
    form: Any,
    act: Callable[[], None],
    page: FormPage,
    event: EngagementEvent,
    *,
    keep: bool = True,
) -> HttpResponse:
    there = reverse("event", args=[event.pk])
    page = replace(page, there=page.there or there)
    crumbs = [(event.title, there)]
    return act_or_show(request, form, act, page, crumbs=crumbs, quiet=event.title, keep=keep)

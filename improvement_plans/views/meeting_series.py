"""Standing schedules of meetings: the list with next dates, one, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans.forms.deciding import ConfirmForm
from improvement_plans.forms.meeting_series import SeriesForm
from improvement_plans.forms.meetings import place_choices
from improvement_plans.meetings import rules
from improvement_plans.models import Meeting, MeetingSeries
from improvement_plans.presenters import meeting_series as words
from improvement_plans.selectors import meeting_series as selectors
from improvement_plans.selectors import meetings
from improvement_plans.services import meeting_series as services
from improvement_plans.views.meetings import KEEPERS, among, ask_place, place_of, show
from improvement_plans.views.showing import FormPage, posted, sent


@requires(Permission.SEE_PLANS)
@require_safe
def series_list(request: PersonRequest) -> HttpResponse:
    """The schedules a person sees, with their next dates."""
    access, today = access_of(request.user), timezone.localdate()
    found = selectors.series_with_dates(access, on=today)
    trusts, schemes = meetings.places_to_meet(access)
    context = {
        "table": words.series_table(found, on=today),
        "may_call": bool(trusts or schemes),
        "has_role": True,
    }
    return render(request, "improvement_plans/meeting_series_list.html", context)


@requires(Permission.SEE_PLANS)
@require_safe
def series(request: PersonRequest, series_id: int) -> HttpResponse:
    """One schedule: how often, who is asked, its next dates, and those that are called."""
    access, today = access_of(request.user), timezone.localdate()
    found = selectors.one_series_visible_to(access, series_id)
    keeps = rules.keep_meetings.allows(access, rules.Side.of(found))
    ahead = selectors.next_uncalled(found, since=today, most=words.MOST_DATES)
    context = {
        "series": found,
        "facts": words.series_facts(found),
        "ahead": words.date_lines(ahead, found),
        "called": words.called_lines(found),
        "people": words.people_names(found, meetings.names_for(found.trust)),
        "may_keep": keeps,
        "may_call": keeps and bool(ahead),
        "is_running": found.ends_on is None or found.ends_on > today,
    }
    return render(request, "improvement_plans/meeting_series.html", context)


@requires(*KEEPERS)
def series_new(request: PersonRequest) -> HttpResponse:
    """Set up a schedule; where there are several places, whose it is comes first."""
    access, today = access_of(request.user), timezone.localdate()
    trusts, schemes = meetings.places_to_meet(access)
    choices = [key for key, _name in place_choices(trusts, schemes)]
    asked = request.GET.get("of", choices[0] if len(choices) == 1 else "")
    if asked not in choices:
        return ask_place(request, trusts, schemes, "Set up a standing schedule", "series_list")
    trust, scheme = place_of(asked, trusts, schemes)
    people = list(meetings.people_to_ask(trust, scheme, on=today))
    form = SeriesForm(
        posted(request),
        trust=trust,
        people=people,
        names=meetings.names_for(trust),
        back=("Back to standing schedules", reverse("series_list")),
    )
    made: list[MeetingSeries] = []

    def set_up() -> None:
        new = services.set_up_series(
            by=request.user,
            trust=trust,
            scheme=scheme,
            people=among(people, form, "people"),
            values=form.words(),
            today=today,
        )
        made.append(new)

    page = FormPage("Set up a standing schedule", "The schedule is set up.")
    if sent(request, form, set_up, page):
        return redirect("series", made[0].pk) if made else redirect("series_list")
    return show(request, form, page, crumbs=(_crumb(),))


@requires(*KEEPERS)
def series_edit(request: PersonRequest, series_id: int) -> HttpResponse:
    found = selectors.series_to_keep(access_of(request.user), series_id)
    today = timezone.localdate()
    people = list(meetings.people_to_ask(found.trust, found.scheme, on=today))
    form = SeriesForm(
        posted(request),
        trust=found.trust,
        people=people,
        names=meetings.names_for(found.trust),
        series=found,
        back=_back(found),
    )

    def change() -> None:
        services.change_series(
            by=request.user,
            series=found,
            read_at=form.read_at(),
            people=among(people, form, "people"),
            values=form.words(),
            today=today,
        )

    page = FormPage(
        "Change the schedule",
        "The schedule is saved.",
        said="Meetings that are called already stay as they are.",
        thing=found,
    )
    return _act_or_show(request, form, change, page, found)


@requires(*KEEPERS)
def series_end(request: PersonRequest, series_id: int) -> HttpResponse:
    found = selectors.series_to_keep(access_of(request.user), series_id)
    form = ConfirmForm(posted(request), submit="End the schedule", back=_back(found))

    def end() -> None:
        services.end_series(by=request.user, series=found, today=timezone.localdate())

    page = FormPage(
        "End the schedule?",
        "The schedule has ended.",
        said="It has no more dates after today. Meetings that are called stay.",
    )
    return _act_or_show(request, form, end, page, found)


@requires(*KEEPERS)
def series_call(request: PersonRequest, series_id: int) -> HttpResponse:
    """Call the next meeting of a schedule."""
    found = selectors.series_to_keep(access_of(request.user), series_id)
    today = timezone.localdate()
    form = ConfirmForm(posted(request), submit="Call the next meeting", back=_back(found))
    made: list[Meeting] = []

    def call() -> None:
        made.append(services.call_next(by=request.user, series=found, today=today))

    ahead = selectors.next_uncalled(found, since=today, most=1)
    page = FormPage(
        "Call the next meeting?",
        "The meeting is called. Make its agenda.",
        said=words.next_words(ahead, found),
    )
    if sent(request, form, call, page):
        return redirect("meeting", made[0].pk) if made else redirect("series", found.pk)
    return show(request, form, page, crumbs=_crumbs(found), keep=False)


def _crumb() -> tuple[str, str]:
    return ("Standing schedules", reverse("series_list"))


def _crumbs(found: MeetingSeries) -> tuple[tuple[str, str], ...]:
    return (_crumb(), (found.title, reverse("series", args=[found.pk])))


def _back(found: MeetingSeries) -> tuple[str, str]:
    return ("Back to the schedule", reverse("series", args=[found.pk]))


def _act_or_show(
    request: PersonRequest, form: Any, act: Callable[[], None], page: FormPage, found: MeetingSeries
) -> HttpResponse:
    there = reverse("series", args=[found.pk])
    if sent(request, form, act, replace(page, there=there)):
        return redirect(there)
    return show(request, form, page, crumbs=_crumbs(found))

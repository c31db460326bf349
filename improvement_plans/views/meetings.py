"""Meetings: the list, one with all that belongs to it, calling, changing, calling off, minutes."""

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
from buddy_portal.accounts.refusals import NotAllowed
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.paging import page_links
from improvement_plans.forms.agendas import MinutesForm
from improvement_plans.forms.meetings import (
    MeetingFilterForm,
    MeetingForm,
    PeopleForm,
    PlaceForm,
    place_choices,
)
from improvement_plans.forms.practices import SayWhyForm
from improvement_plans.meetings import rules
from improvement_plans.models import Meeting
from improvement_plans.presenters import meeting_lists as shown
from improvement_plans.presenters import meetings as words
from improvement_plans.selectors import meetings as selectors
from improvement_plans.selectors.visibility import plans_visible_to
from improvement_plans.services import meetings as services
from improvement_plans.views.keeping import keep_typing
from improvement_plans.views.showing import FormPage, posted, sent
from trusts.models import Scheme, Trust
from trusts.views import lists

KEEPERS = rules.KEEPERS
FILTERS = ("q", "kind", "show", "trust", "plan")
FORM_PAGE = "improvement_plans/meeting_form.html"


@requires(Permission.SEE_PLANS, guests=True)
@require_safe
def meeting_list(request: PersonRequest) -> HttpResponse:
    """The meetings a person sees, with search, filters and files."""
    access, today = access_of(request.user), timezone.localdate()
    filters = lists.asked(request, *FILTERS)
    query = selectors.MeetingQuery(
        words=filters.get("q", ""), **{name: filters.get(name, "") for name in FILTERS[1:]}
    )
    found = selectors.meetings_found(access, query, on=today)
    rows = shown.download_rows(found) if "download" in request.GET else []
    file = lists.download(request, name="meetings", columns=shown.COLUMNS, rows=rows)
    if file is not None:
        return file
    page = lists.page_of(request, found)
    trusts, schemes = selectors.places_to_meet(access)
    context = {
        "table": shown.meeting_table(
            page.object_list, on=today, downloads=lists.downloads(filters)
        ),
        "pages": page_links(page, request.GET.dict(), noun="meetings"),
        "shows": shown.show_links(filters),
        "filter_form": MeetingFilterForm(
            initial=filters, trusts=selectors.trusts_with_meetings(access)
        ),
        "filters": filters,
        "may_call": bool(trusts or schemes),
        "has_role": bool(access.roles),
    }
    return render(request, "improvement_plans/meeting_list.html", context)


@requires(Permission.SEE_PLANS, guests=True)
@require_safe
def meeting(request: PersonRequest, meeting_id: int) -> HttpResponse:
    """One meeting: agenda, people, minutes, decisions and papers."""
    access, today = access_of(request.user), timezone.localdate()
    page = selectors.meeting_page(access, meeting_id)
    visible = selectors.visible_among(plans_visible_to(access), page)
    names = selectors.partner_names(page.meeting)
    may = words.may_do(page, access, today=today)
    is_guest = not access.roles
    context = {
        "meeting": page.meeting,
        "may": may,
        "tag": words.state_tag(page.meeting, on=today),
        "when": words.when_words(page.meeting),
        "next_step": words.next_step(page, may, today=today),
        "facts": words.meeting_facts(page),
        "plans": words.plan_links(page, visible),
        "people": words.people_lines(page.members, names),
        "items": words.item_lines(page.items, visible, is_guest=is_guest),
        "left_out": sum(item.is_dropped for item in page.items),
        "decisions": words.decision_lines(
            page.decisions, names, visible, may_keep=may.keep, is_guest=is_guest
        ),
        "papers": words.paper_lines(page.papers),
        "has_role": not is_guest,
    }
    return render(request, "improvement_plans/meeting.html", context)


@requires(*KEEPERS)
def meeting_new(request: PersonRequest) -> HttpResponse:
    """Call a meeting; where there are several places, whose it is comes first."""
    access, today = access_of(request.user), timezone.localdate()
    trusts, schemes = selectors.places_to_meet(access)
    choices = [key for key, _name in place_choices(trusts, schemes)]
    asked = request.GET.get("of", choices[0] if len(choices) == 1 else "")
    if asked not in choices:
        return ask_place(request, trusts, schemes, "Call a meeting", "meeting_list")
    trust, scheme = place_of(asked, trusts, schemes)
    plans = list(selectors.plans_to_cover(trust, scheme))
    people = list(selectors.people_to_ask(trust, scheme, on=today))
    form = MeetingForm(
        posted(request),
        trust=trust,
        plans=plans,
        people=people,
        names=selectors.names_for(trust),
        back=("Back to meetings", reverse("meeting_list")),
    )
    made: list[Meeting] = []

    def call() -> None:
        called = services.call_meeting(
            by=request.user,
            trust=trust,
            scheme=scheme,
            plans=among(plans, form, "plans"),
            people=among(people, form, "people"),
            values=form.words(),
        )
        made.append(called)

    page = FormPage("Call a meeting", "The meeting is called. Make its agenda.")
    if sent(request, form, call, page):
        return redirect("meeting", made[0].pk) if made else redirect("meeting_list")
    return show(request, form, page)


@requires(*KEEPERS)
def meeting_edit(request: PersonRequest, meeting_id: int) -> HttpResponse:
    found = selectors.meeting_to_keep(access_of(request.user), meeting_id)
    plans = selectors.plans_to_choose(found)
    form = MeetingForm(
        posted(request),
        trust=found.trust,
        plans=plans,
        people=(),
        names={},
        meeting=found,
        back=back_to(found),
    )

    def change() -> None:
        services.change_meeting(
            by=request.user,
            meeting=found,
            read_at=form.read_at(),
            plans=among(plans, form, "plans"),
            values=form.words(),
        )

    page = FormPage("Change the meeting", "The meeting is saved.", thing=found)
    return act_or_show(request, form, change, page, found)


@requires(*KEEPERS)
def meeting_people(request: PersonRequest, meeting_id: int) -> HttpResponse:
    """Who is asked."""
    found = selectors.meeting_to_keep(access_of(request.user), meeting_id)
    today = timezone.localdate()
    people = list(selectors.people_to_ask(found.trust, found.scheme, on=today))
    members = [str(each.user_id) for each in selectors.members_of(found)]
    names = selectors.partner_names(found)
    form = PeopleForm(
        posted(request),
        people=people,
        names=names,
        initial={"people": members},
        back=back_to(found),
    )

    def ask() -> None:
        services.ask_people(by=request.user, meeting=found, people=among(people, form, "people"))

    page = FormPage(
        "Who is asked?",
        "The people are saved.",
        said="They get the pack and the minutes, and can read all of the meeting. Partners of a "
        "plan see a meeting only when they are asked to it.",
    )
    return act_or_show(request, form, ask, page, found)


@requires(*KEEPERS)
def meeting_cancel(request: PersonRequest, meeting_id: int) -> HttpResponse:
    found = selectors.meeting_to_keep(access_of(request.user), meeting_id)
    form = SayWhyForm(posted(request), submit="Call it off", back=back_to(found))

    def call_off() -> None:
        services.call_off(by=request.user, meeting=found, reason=form.cleaned_data["reason"])

    page = FormPage(
        "Call the meeting off?",
        "The meeting is called off.",
        said="Everybody who is asked learns so by e-mail, with the reason.",
    )
    return act_or_show(request, form, call_off, page, found)


@requires(*KEEPERS)
def meeting_minutes(request: PersonRequest, meeting_id: int) -> HttpResponse:
    """Write down what was said and who came."""
    found = selectors.meeting_to_keep(access_of(request.user), meeting_id)
    members = selectors.members_of(found)
    form = MinutesForm(
        posted(request),
        meeting=found,
        members=members,
        names=selectors.partner_names(found),
        back=back_to(found),
    )

    def write() -> None:
        services.write_minutes(
            by=request.user,
            meeting=found,
            read_at=form.read_at(),
            minutes=form.cleaned_data["minutes"],
            others=form.cleaned_data["others"],
            attendance=form.attendance(),
            today=timezone.localdate(),
        )

    page = FormPage("Minutes", "The minutes are saved.", said=words.when_words(found), thing=found)
    return act_or_show(request, form, write, page, found)


def among(things: list[Any], form: Any, name: str) -> list[Any]:
    """Those that were chosen, of those that were offered."""
    keys = set(form.cleaned_data.get(name, ()))
    return [each for each in things if str(each.pk) in keys]


def place_of(
    asked: str, trusts: list[Trust], schemes: list[Scheme]
) -> tuple[Trust | None, Scheme | None]:
    """The trust or the scheme of a choice that was offered."""
    trust = next((each for each in trusts if asked == f"trust:{each.pk}"), None)
    return trust, next((each for each in schemes if asked == f"scheme:{each.pk}"), None)


def ask_place(
    request: PersonRequest, trusts: list[Trust], schemes: list[Scheme], title: str, back: str
) -> HttpResponse:
    """Ask whose meeting it is, where it could be several's."""
    if not trusts and not schemes:
        raise NotAllowed(rules.keep_meetings.sentence)
    asked = request.GET if "of" in request.GET else None
    form = PlaceForm(asked, trusts=trusts, schemes=schemes, back=("Back", reverse(back)))
    return show(request, form, FormPage(title, ""), keep=False)


def back_to(found: Meeting) -> tuple[str, str]:
    """The way back from a form."""
    return ("Back to the meeting", reverse("meeting", args=[found.pk]))


def act_or_show(
    request: PersonRequest, form: Any, act: Callable[[], None], page: FormPage, found: Meeting
) -> HttpResponse:
    """Act on a valid form and go to the meeting; else show it with what was typed."""
    there = page.there or reverse("meeting", args=[found.pk])
    if sent(request, form, act, replace(page, there=there)):
        return redirect(there)
    return show(request, form, page, crumbs=((found.title, reverse("meeting", args=[found.pk])),))


def show(
    request: PersonRequest,
    form: Any,
    page: FormPage,
    *,
    crumbs: tuple[tuple[str, str], ...] = (),
    keep: bool = True,
) -> HttpResponse:
    """The page with one form, under the way that leads to it."""
    if keep:
        keep_typing(request, (request.path, [form]))
    way = [("Meetings", reverse("meeting_list")), *crumbs]
    return render(request, FORM_PAGE, {"form": form, "page": page, "crumbs": way})

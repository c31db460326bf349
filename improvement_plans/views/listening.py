"""Where people were listened to: the list, one event, and the people a trust serves."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.paging import page_links
from improvement_plans.characteristics import CHARACTERISTICS
from improvement_plans.forms.counting import PopulationForm
from improvement_plans.forms.listening import EventFilterForm
from improvement_plans.listening import rules
from improvement_plans.models import EventState
from improvement_plans.presenters import commitments as promises
from improvement_plans.presenters import listening as words
from improvement_plans.presenters import presence as shown
from improvement_plans.selectors import engagement as selectors
from improvement_plans.selectors.commitments import commitments_of_event
from improvement_plans.selectors.recommendations import recommendations_of_event
from improvement_plans.services import engagement as services
from improvement_plans.views.listening_pages import act_or_show
from improvement_plans.views.showing import FormPage, posted
from trusts.selectors.trusts import trust_by_code
from trusts.views import lists

FILTERS = ("q", "trust", "plan", "kind", "state")


@requires(Permission.SEE_PLANS, guests=True)
@require_safe
def listening(request: PersonRequest) -> HttpResponse:
    """The events a person sees, with search, filters and files."""
    access = access_of(request.user)
    filters = lists.asked(request, *FILTERS)
    found = selectors.events_found(
        access,
        selectors.EventQuery(
            words=filters.get("q", ""),
            kind=filters.get("kind", ""),
            state=filters.get("state", ""),
            trust=filters.get("trust", ""),
            plan=filters.get("plan", ""),
        ),
    )
    rows = words.download_rows(found) if "download" in request.GET else []
    file = lists.download(
        request, name="engagement events", columns=words.COLUMNS, rows=rows, notes=[shown.NOTE]
    )
    if file is not None:
        return file
    page = lists.page_of(request, found)
    trusts, schemes = selectors.places_to_listen(access)
    context = {
        "table": words.event_table(page.object_list, downloads=lists.downloads(filters)),
        "pages": page_links(page, request.GET.dict(), noun="events"),
        "filter_form": EventFilterForm(
            initial=filters, trusts=selectors.trusts_with_events(access)
        ),
        "filters": filters,
        "may_write": bool(trusts or schemes),
        "has_role": bool(access.roles),
        "populations": [
            (each.name, reverse("population", args=[each.ods_code])) for each in trusts
        ],
    }
    return render(request, "improvement_plans/listening.html", context)


@requires(Permission.SEE_PLANS, guests=True)
@require_safe
def event(request: PersonRequest, engagement_id: int) -> HttpResponse:
    """One event: what was said, who was in the room, and what became of it."""
    access = access_of(request.user)
    found = selectors.event_visible_to(access, engagement_id)
    presences = selectors.presences_of(access, found)
    file = lists.download(
        request,
        name=f"who was there {found.title}",
        columns=shown.FILE_COLUMNS,
        rows=shown.file_rows(presences),
        notes=[shown.NOTE],
    )
    if file is not None:
        return file
    today = timezone.localdate()
    may = words.may_do(found, access, today=today)
    context = {
        "event": found,
        "tag": words.state_tag(found),
        "has_role": bool(access.roles),
        "is_cancelled": found.state == EventState.CANCELLED,
        "plan": selectors.plan_to_show(access, found),
        "facts": words.event_facts(found),
        "facilitators": words.facilitator_words(found.facilitators.all()),
        "script_heading": words.script_heading(found),
        "people": words.people_words(found),
        "presences": shown.shown_presences(presences),
        "missing": shown.missing_points(presences),
        "note": shown.NOTE,
        "downloads": lists.downloads({}),
        "commitments": promises.commitment_table(
            commitments_of_event(found), on=today, caption="Commitments from this event"
        ),
        "recommendations": promises.recommendation_table(
            recommendations_of_event(access, found),
            may_answer=rules.recommend.allows(access, None),
            at_event=True,
        ),
        "may_recommend": words.may_recommend(found, access),
        "may": may,
        "next_step": words.next_step(found, may, is_counted=bool(presences)),
    }
    return render(request, "improvement_plans/event.html", context)


@requires(Permission.SEE_PLANS)
@require_safe
def population(request: PersonRequest, ods_code: str) -> HttpResponse:
    """The people a trust serves, as the trust entered them."""
    access = access_of(request.user)
    trust = trust_by_code(ods_code)
    rules.see_population.require(access, rules.Side(trust.ods_code))
    missing = selectors.populations_missing(trust)
    context = {
        "trust": trust,
        "tables": shown.population_tables(selectors.populations_shown(trust)),
        "links": shown.population_links(trust, missing),
        "may_write": rules.lead_listening.allows(access, rules.Side(trust.ods_code)),
        "note": shown.NOTE,
    }
    return render(request, "improvement_plans/population.html", context)


@requires(Permission.WRITE_PLANS)
def population_give(request: PersonRequest, ods_code: str, characteristic: str) -> HttpResponse:
    """Enter the people served by one characteristic; what was entered before is replaced."""
    trust = trust_by_code(ods_code)
    rules.lead_listening.require(access_of(request.user), rules.Side(trust.ods_code))
    if characteristic not in CHARACTERISTICS:
        raise Http404("People are not counted by this.")
    back = reverse("population", args=[trust.ods_code])
    form = PopulationForm(
        posted(request), characteristic=characteristic, back=("Back to the people served", back)
    )

    def give() -> None:
        services.give_population(
            by=request.user,
            trust=trust,
            characteristic=characteristic,
            source=form.cleaned_data["source"],
            year=form.cleaned_data["year"],
            numbers=form.numbers(),
        )

    page = FormPage(
        f"Whom you serve: {CHARACTERISTICS[characteristic].name.lower()}",
        "Saved.",
        said="Enter how many people with cancer, or how many people in your area, are of each "
        "group. All numbers of this page replace what was entered before. They are shown where "
        "each group that changes differs by 10 or more people from all that was shown before; "
        "whole tens are, where all of that was in whole tens too.",
        there=back,
    )
    crumbs = [("People served", back)]
    return act_or_show(request, form, give, page, crumbs=crumbs, quiet=trust.name, keep=False)

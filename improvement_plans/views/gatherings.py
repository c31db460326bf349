"""Learning sessions, action periods and the recognition event of a cohort."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans.forms.collaboratives import AttendanceForm, GatheringForm
from improvement_plans.selectors import collaboratives as selectors
from improvement_plans.services import collaboratives as services
from improvement_plans.views.collaborative_pages import act_or_show, back_to, way_to_cohort
from improvement_plans.views.showing import FormPage, posted


@requires(Permission.APPROVE_PLANS)
def gathering_new(request: PersonRequest, cohort_id: int) -> HttpResponse:
    found = selectors.cohort_visible_to(access_of(request.user), cohort_id)
    crumbs = way_to_cohort(found)
    form = GatheringForm(posted(request), back=back_to(crumbs))

    def make() -> None:
        services.plan_gathering(by=request.user, cohort=found, values=form.words())

    page = FormPage("Add to the timeline", "It is on the timeline.")
    return act_or_show(request, form, make, page, crumbs=crumbs)


@requires(Permission.APPROVE_PLANS)
def gathering_edit(request: PersonRequest, gathering_id: int) -> HttpResponse:
    found = selectors.gathering_visible_to(access_of(request.user), gathering_id)
    crumbs = way_to_cohort(found.cohort)
    held = {name: getattr(found, name) for name in GatheringForm.base_fields}
    form = GatheringForm(
        posted(request), initial=held, read_version=found.version, back=back_to(crumbs)
    )

    def change() -> None:
        services.change_gathering(
            by=request.user, gathering=found, read_at=form.read_at(), values=form.words()
        )

    page = FormPage(f"Change “{found.title}”", "Saved.", thing=found)
    return act_or_show(request, form, change, page, crumbs=crumbs)


@requires(Permission.APPROVE_PLANS)
def gathering_attendance(request: PersonRequest, gathering_id: int) -> HttpResponse:
    found = selectors.gathering_visible_to(access_of(request.user), gathering_id)
    crumbs = way_to_cohort(found.cohort)
    teams = selectors.teams_of_cohort(found.cohort)
    form = AttendanceForm(posted(request), gathering=found, teams=teams, back=back_to(crumbs))

    def say() -> None:
        chosen = set(form.cleaned_data["teams"])
        services.say_who_came(
            by=request.user,
            gathering=found,
            read_at=form.read_at(),
            teams=[each for each in teams if str(each.pk) in chosen],
            people=form.cleaned_data["people"],
            today=timezone.localdate(),
        )

    page = FormPage(f"Who came to “{found.title}”?", "Attendance is saved.", thing=found)
    return act_or_show(request, form, say, page, crumbs=crumbs)

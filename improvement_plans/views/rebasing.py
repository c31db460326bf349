"""What changes the reading of a chart: another definition, a new start, undoing one."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans.forms.measures import FixLimitsForm, RebaseForm, RedefineForm, WhyForm
from improvement_plans.measures import rules
from improvement_plans.models import RebaseKind
from improvement_plans.presenters import measure_page as page_words
from improvement_plans.selectors import measures as reading
from improvement_plans.services import measures as services
from improvement_plans.views.measures import back_to_measure, measure_to_keep, there_of
from improvement_plans.views.showing import FormPage, act_or_show, posted


@requires(Permission.UPDATE_ACTIONS)
def measure_redefine(request: PersonRequest, measure_id: int) -> HttpResponse:
    found = measure_to_keep(request, measure_id)
    now = found.definitions.all()
    newest = now[len(now) - 1] if now else None
    form = RedefineForm(posted(request), now=newest, back=back_to_measure(found))

    def save() -> None:
        services.redefine_measure(
            by=request.user,
            measure=found,
            meaning=form.meaning(),
            from_date=form.cleaned_data["from_date"],
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )

    page = FormPage(
        f"Define “{found.name}” anew",
        "The new definition is saved and marked on the chart.",
        said="Figures before and after are not the same thing: the chart marks the day. If the "
        "figures jump, start the chart anew there too.",
        there=there_of(found),
    )
    return act_or_show(request, form, save, page, plan=found.plan)


@requires(Permission.UPDATE_ACTIONS)
def measure_rebase(request: PersonRequest, measure_id: int) -> HttpResponse:
    found = measure_to_keep(request, measure_id)
    form = RebaseForm(posted(request), back=back_to_measure(found))

    def save() -> None:
        services.rebase_chart(
            by=request.user,
            measure=found,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )

    page = FormPage(
        f"Start the chart of “{found.name}” anew",
        "The chart starts anew there. The reason is on the chart and in the log.",
        said="Mean and limits are worked out again from this figure on. Do this when you changed "
        "how you work and the figures settled at another level, not to make a signal go away.",
        there=there_of(found),
    )
    return act_or_show(request, form, save, page, plan=found.plan)


@requires(Permission.UPDATE_ACTIONS)
def measure_limits(request: PersonRequest, measure_id: int) -> HttpResponse:
    """Fix the limits of a part of the chart to its first figures, up to a date."""
    found = measure_to_keep(request, measure_id)
    earliest = page_words.earliest_base_of(found)
    form = FixLimitsForm(posted(request), initial={"on": earliest}, back=back_to_measure(found))

    def save() -> None:
        services.fix_limits(
            by=request.user,
            measure=found,
            until=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )

    page = FormPage(
        f"Fix the limits of “{found.name}”",
        "The limits are fixed. The reason is on the chart and in the log.",
        said=page_words.fixing_words(earliest),
        there=there_of(found),
    )
    return act_or_show(request, form, save, page, plan=found.plan)


@requires(Permission.UPDATE_ACTIONS)
def rebase_undo(request: PersonRequest, measure_id: int, rebase_id: int) -> HttpResponse:
    access = access_of(request.user)
    rebase, sides = reading.rebase_visible_to(access, measure_id, rebase_id)
    rules.keep_measures.require(access, sides)
    found = rebase.measure
    starts = rebase.kind == RebaseKind.ANEW
    submit = "Undo this start" if starts else "Free the limits"
    form = WhyForm(posted(request), submit=submit, back=back_to_measure(found))

    def undo() -> None:
        services.undo_rebase(
            by=request.user,
            rebase=rebase,
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )

    page = FormPage(
        "Undo the start of the chart?" if starts else "Free the limits again?",
        "Undone. The chart goes on over that date."
        if starts
        else "The limits rest on all figures again.",
        said="The log keeps both: that it was done, and why it was undone.",
        there=there_of(found),
    )
    return act_or_show(request, form, undo, page, plan=found.plan)

"""The figures of a measure: adding one in two taps, pasting a column, correcting, removing."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.charts.numbers import counted
from improvement_plans.forms.figures import CorrectForm, FigureForm, PasteForm
from improvement_plans.forms.measures import WhyForm
from improvement_plans.measures import rules
from improvement_plans.measures.column import Column, Fate
from improvement_plans.models import DataPoint
from improvement_plans.presenters import measure_page as page_words
from improvement_plans.presenters.measures import day_label
from improvement_plans.selectors import measures as reading
from improvement_plans.services import figures as services
from improvement_plans.views.keeping import keep_typing
from improvement_plans.views.measures import back_to_measure, measure_to_keep, there_of
from improvement_plans.views.showing import FormPage, act_or_show, posted, sent


@requires(Permission.UPDATE_ACTIONS)
def figure_add(request: PersonRequest, measure_id: int) -> HttpResponse:
    """One figure; its date is filled in with the next of the series."""
    found, today = measure_to_keep(request, measure_id), timezone.localdate()
    form = FigureForm(
        posted(request),
        measure=found,
        for_day=reading.date_to_fill(found, on=today),
        back=back_to_measure(found),
    )

    def save() -> None:
        services.add_figure(
            by=request.user,
            measure=found,
            on=form.cleaned_data["on"],
            figure=form.figure(),
            today=today,
        )

    from_check_in = request.GET.get("from") == "check-in"
    page = FormPage(
        f"Add a figure to “{found.name}”",
        "The figure is saved.",
        there=reverse("check_in") if from_check_in else there_of(found),
        other=(reverse("figure_paste", args=[found.pk]), "Paste a column instead"),
    )
    return act_or_show(request, form, save, page, plan=found.plan)


@requires(Permission.UPDATE_ACTIONS)
def figure_paste(request: PersonRequest, measure_id: int) -> HttpResponse:
    """A column from a spreadsheet: first what was read, then, with a second button, saved."""
    found, today = measure_to_keep(request, measure_id), timezone.localdate()
    form = PasteForm(posted(request), measure=found, back=back_to_measure(found))
    column = None
    if request.method == "POST" and form.is_valid():
        paste = form.paste()
        try:
            column = services.look_at_column(measure=found, paste=paste, today=today)
        except Refusal as refusal:
            form.refuse(refusal)
        if column is not None and not column.having(Fate.REFUSED) and column.having(Fate.NEW):
            new = counted(len(column.having(Fate.NEW)), "figure")
            form.offer_to_save(f"Save {new}")

            def save() -> None:
                services.add_column(by=request.user, measure=found, paste=paste, today=today)

            page = FormPage("", f"{new} saved.")
            if request.POST.get("step") == "save" and sent(request, form, save, page):
                return redirect(there_of(found))
    keep_typing(request, (request.path, [form]))
    context = {
        "measure": found,
        "plan": found.plan,
        "form": form,
        "said": page_words.pasted_words(column) if column else "",
        "refused": _refused_words(column),
        "table": page_words.pasted_table(column, found) if column else None,
    }
    return render(request, "improvement_plans/figure_paste.html", context)


@requires(Permission.UPDATE_ACTIONS)
def figure_correct(request: PersonRequest, measure_id: int, point_id: int) -> HttpResponse:
    point = _point_to_keep(request, measure_id, point_id)
    found = point.measure
    form = CorrectForm(posted(request), point=point, back=back_to_measure(found))

    def save() -> None:
        services.correct_figure(
            by=request.user,
            point=point,
            read_at=form.read_at(),
            figure=form.figure(),
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )

    page = FormPage(
        f"Correct the figure for {day_label(point.on, found)}",
        "The correction is saved.",
        said=f"“{found.name}”.",
        thing=point,
        there=there_of(found),
        other=(reverse("figure_remove", args=[found.pk, point.pk]), "Remove this figure"),
    )
    return act_or_show(request, form, save, page, plan=found.plan)


@requires(Permission.UPDATE_ACTIONS)
def figure_remove(request: PersonRequest, measure_id: int, point_id: int) -> HttpResponse:
    point = _point_to_keep(request, measure_id, point_id)
    found = point.measure
    form = WhyForm(posted(request), submit="Remove this figure", back=back_to_measure(found))

    def remove() -> None:
        services.remove_figure(
            by=request.user,
            point=point,
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )

    page = FormPage(
        f"Remove the figure for {day_label(point.on, found)}?",
        "The figure is removed.",
        said="The chart then has none for this date. The audit trail keeps that there was one.",
        there=there_of(found),
    )
    return act_or_show(request, form, remove, page, plan=found.plan)


def _point_to_keep(request: PersonRequest, measure_id: int, point_id: int) -> DataPoint:
    access = access_of(request.user)
    point, sides = reading.point_visible_to(access, measure_id, point_id)
    rules.keep_measures.require(access, sides)
    return point


def _refused_words(column: Column | None) -> str:
    refused = column.having(Fate.REFUSED) if column else ()
    if not refused:
        return ""
    are = "row is" if len(refused) == 1 else "rows are"
    return f"{len(refused)} {are} refused. Mend or delete them below, then check again."

"""The measures of a plan: all on one page, one on its own, and what is followed and how."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.charts.control_chart import draw_control_chart
from buddy_portal.design.downloads import table_response
from improvement_plans import rules as plan_rules
from improvement_plans import selectors
from improvement_plans.forms.deciding import CommentForm, ConfirmForm
from improvement_plans.forms.measures import MeasureForm, WhyForm
from improvement_plans.measures import rules
from improvement_plans.measures.reading import Reading, read_measure
from improvement_plans.models import Measure
from improvement_plans.presenters import measure_page as page_words
from improvement_plans.presenters import measures as words
from improvement_plans.selectors import measures as reading
from improvement_plans.selectors.ceilings import ceilings_of
from improvement_plans.services import measures as services
from improvement_plans.views.showing import FormPage, act_or_show, posted
from trusts.views import chart_files


@requires(Permission.SEE_PLANS, guests=True)
def measure_list(request: PersonRequest, plan_id: int) -> HttpResponse:
    """Small pictures of all measures of a plan with their words, and the same as a file."""
    access, today = access_of(request.user), timezone.localdate()
    plan, sides = selectors.plan_visible_to(access, plan_id)
    found = reading.measures_of(plan)
    kind = request.GET.get("download")
    if kind in ("csv", "xlsx"):
        rows = page_words.file_rows([read_measure(each, sees_small=False) for each in found])
        return _file(f"measures {plan.trust.name}", rows, kind)
    small = rules.sees_small_numbers(access, sides)
    readings = [read_measure(each, sees_small=small) for each in found]
    facts = [
        words.facts_of(each, overdue=reading.overdue_of(each.measure, on=today))
        for each in readings
    ]
    pictures = [words.small_picture(each) for each in readings]
    closed = page_words.closed_words(plan, on=today)
    keeps = rules.keep_measures.allows(access, sides)
    context = {
        "plan": plan,
        "cards": list(zip(facts, pictures, strict=True)),
        "table": page_words.measures_table(facts),
        "ceiling": ceilings_of([plan.pk])[plan.pk],
        "closed": closed,
        "may_edit": keeps and not closed,
    }
    return render(request, "improvement_plans/measures.html", context)


@requires(Permission.SEE_PLANS, guests=True)
def measure(request: PersonRequest, measure_id: int) -> HttpResponse:
    """One measure: its verdicts, chart, figures, definition and log; its chart as a file."""
    access, today = access_of(request.user), timezone.localdate()
    found, sides = reading.measure_visible_to(access, measure_id)
    if file := _chart_file(request, found):
        return file
    small = rules.sees_small_numbers(access, sides)
    read = read_measure(found, sees_small=small)
    closed = page_words.closed_words(found.plan, on=today)
    may_edit = rules.keep_measures.allows(access, sides) and not closed
    chart = words.chart_of(read)
    definitions = list(found.definitions.all())
    context = {
        "measure": found,
        "plan": found.plan,
        "closed": closed,
        "may_edit": may_edit,
        "latest": words.facts_of(read, overdue=reading.overdue_of(found, on=today)),
        "chart": chart,
        "picture": draw_control_chart(chart, chart_id=f"measure-{found.pk}"),
        "files": chart_files.links({}),
        "table": page_words.figure_table(read, sees_small=small, may_edit=may_edit),
        "definitions": [(each, words.definition_words(each)) for each in reversed(definitions)],
        "log": page_words.rebase_log(read, may_edit=may_edit),
        "commands": page_words.measure_commands(found, has_figures=bool(read.points)),
        "hides": not small and found.counts_patients,
        "may_comment": plan_rules.comment_plan.allows(access, sides),
    }
    return render(request, "improvement_plans/measure.html", context)


@requires(Permission.UPDATE_ACTIONS)
def measure_new(request: PersonRequest, plan_id: int) -> HttpResponse:
    access = access_of(request.user)
    plan, sides = selectors.plan_visible_to(access, plan_id)
    rules.keep_measures.require(access, sides)
    there = reverse("measure_list", args=[plan.pk])
    form = MeasureForm(posted(request), plan=plan, back=("Back to the measures", there))

    def save() -> None:
        services.start_measure(
            by=request.user,
            plan=plan,
            values=form.settings(),
            meaning=form.meaning(),
            today=timezone.localdate(),
        )

    page = FormPage("Follow a measure", "The measure is saved. Add its figures.", there=there)
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.UPDATE_ACTIONS)
def measure_edit(request: PersonRequest, measure_id: int) -> HttpResponse:
    found = measure_to_keep(request, measure_id)
    form = MeasureForm(posted(request), plan=found.plan, measure=found, back=back_to_measure(found))

    def save() -> None:
        services.change_measure(
            by=request.user,
            measure=found,
            read_at=form.read_at(),
            values=form.settings(),
            today=timezone.localdate(),
        )

    page = FormPage(
        f"Settings of “{found.name}”",
        "The settings are saved.",
        thing=found,
        there=there_of(found),
    )
    return act_or_show(request, form, save, page, plan=found.plan)


@requires(Permission.UPDATE_ACTIONS)
def measure_stop(request: PersonRequest, measure_id: int) -> HttpResponse:
    """Stop following a measure, or follow a stopped one again."""
    found = measure_to_keep(request, measure_id)
    today, back = timezone.localdate(), back_to_measure(found)
    if found.stopped_on:
        form: ConfirmForm | WhyForm = ConfirmForm(
            posted(request), submit="Follow it again", back=back
        )
        page = FormPage(f"Follow “{found.name}” again?", "It is followed again.")
    else:
        form = WhyForm(posted(request), submit="Stop following it", back=back)
        page = FormPage(
            f"Stop following “{found.name}”?",
            "It is not followed any more. Its figures stay.",
            said="Nobody is asked for figures any more. What there is stays, with its chart.",
        )

    def act() -> None:
        if found.stopped_on:
            services.resume_measure(by=request.user, measure=found, today=today)
        else:
            reason = form.cleaned_data["reason"]
            services.stop_measure(by=request.user, measure=found, reason=reason, today=today)

    return act_or_show(request, form, act, page, plan=found.plan)


@requires(Permission.UPDATE_ACTIONS)
def measure_remove(request: PersonRequest, measure_id: int) -> HttpResponse:
    found = measure_to_keep(request, measure_id)
    form = ConfirmForm(posted(request), submit="Remove this measure", back=back_to_measure(found))

    def remove() -> None:
        services.remove_measure(by=request.user, measure=found, today=timezone.localdate())

    page = FormPage(
        f"Remove the measure “{found.name}”?",
        "The measure is removed.",
        said="It has no figures, so nothing is lost but its definition.",
        there=reverse("measure_list", args=[found.plan_id]),
    )
    return act_or_show(request, form, remove, page, plan=found.plan)


@requires(Permission.SEE_PLANS, guests=True)
def measure_comment(request: PersonRequest, measure_id: int) -> HttpResponse:
    """A comment of the buddy, a partner or anybody who comments on the plan."""
    access = access_of(request.user)
    found, sides = reading.measure_visible_to(access, measure_id)
    plan_rules.comment_plan.require(access, sides)
    form = CommentForm(posted(request), back=back_to_measure(found))

    def save() -> None:
        text = form.cleaned_data["text"]
        services.comment_on_measure(by=request.user, measure=found, text=text)

    page = FormPage(
        f"Comment on “{found.name}”",
        "Your comment stands among those of the plan.",
        there=there_of(found),
    )
    return act_or_show(request, form, save, page, plan=found.plan)


def measure_to_keep(request: PersonRequest, measure_id: int) -> Measure:
    """The measure, for those who keep it."""
    access = access_of(request.user)
    found, sides = reading.measure_visible_to(access, measure_id)
    rules.keep_measures.require(access, sides)
    return found


def there_of(measure: Measure) -> str:
    """The page of the measure."""
    return reverse("measure", args=[measure.pk])


def back_to_measure(measure: Measure) -> tuple[str, str]:
    """The way back from a form."""
    return ("Back to the measure", there_of(measure))


def _chart_file(request: PersonRequest, found: Measure) -> HttpResponse | None:
    """The chart or its figures as a file; files travel, so they hold no small numbers."""
    kind = request.GET.get("download")
    name = f"{found.name} {found.plan.trust.name}"
    public = read_measure(found, sees_small=False)
    if kind in ("csv", "xlsx"):
        return _file(name, page_words.file_rows([public]), kind)
    return chart_files.chart_file(
        request,
        name=name,
        draw=lambda: draw_control_chart(words.chart_of(public), chart_id="measure"),
        source=_source(public),
    )


def _source(public: Reading) -> str:
    plan = public.measure.plan
    said = f"{plan.trust.name}: {public.measure.name}. {words.description_of(public)}"
    hides = not all(public.shown)
    return f"{said} {page_words.SMALL_NOTE}" if hides else said


def _file(name: str, rows: list[list[page_words.Value]], kind: str) -> HttpResponse:
    return table_response(
        name=name,
        columns=page_words.FILE_COLUMNS,
        rows=rows,
        notes=[page_words.SMALL_NOTE],
        kind=kind,
    )

"""Writing, changing, linking and deleting one comment."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans import insight_rules as rules
from improvement_plans.forms.insight import QUESTIONS, InsightForm, LinkForm
from improvement_plans.forms.practices import SayWhyForm
from improvement_plans.models import Insight
from improvement_plans.presenters import insight as words
from improvement_plans.selectors import insight as selectors
from improvement_plans.selectors.practices import questions_to_name, questions_with
from improvement_plans.services import insight as services
from improvement_plans.views.keeping import keep_typing
from improvement_plans.views.showing import FormPage, posted, sent

FORM_PAGE = "improvement_plans/insight_form.html"
BACK = "Back to the comment"


@requires(Permission.UPDATE_ACTIONS)
def insight_new(request: PersonRequest) -> HttpResponse:
    """Write down one comment."""
    trusts = selectors.trusts_written_for(access_of(request.user))
    event = selectors.event_named(trusts, request.GET.get("event", ""))
    begins = event.trust.ods_code if event and event.trust else trusts[0].ods_code
    code = request.POST.get("trust", begins)
    chosen = next((t for t in trusts if t.ods_code == code), trusts[0])
    events = selectors.events_of(chosen, event)
    today = timezone.localdate()
    form = InsightForm(
        posted(request),
        trusts=trusts,
        events=events,
        today=today,
        initial={"said_on": today, "trust": chosen.ods_code, **words.begun_at(event, today=today)},
        back=("Back to the comments", reverse("insight_list")),
    )
    made: list[Insight] = []

    def write() -> None:
        made.append(
            services.write_insight(
                by=request.user,
                trust=chosen,
                values=form.values(),
                event=next((each for each in events if each.pk == form.event_id()), None),
                kept_reason=form.kept_reason(),
                today=today,
            )
        )

    page = FormPage("Write down a comment", "Saved. It can be coded now.")
    if sent(request, form, write, page):
        return redirect("insight_detail", made[0].pk) if made else redirect("insight_list")
    keep_typing(request, (request.path, [form]))
    return render(request, FORM_PAGE, {"insight": None, "form": form, "page": page})


@requires(Permission.UPDATE_ACTIONS)
def insight_edit(request: PersonRequest, insight_id: int) -> HttpResponse:
    """Change the words or the facts of a comment."""
    found = _own(request, insight_id)
    today = timezone.localdate()
    names = ("excerpt", "source", "said_on", "bearing", "service", "tumour_group", "people")
    form = InsightForm(
        posted(request),
        trusts=[found.trust],
        events=[],
        today=today,
        initial={name: getattr(found, name) for name in names},
        read_version=found.version,
        back=(BACK, reverse("insight_detail", args=[found.pk])),
    )

    def change() -> None:
        services.change_insight(
            by=request.user,
            insight=found,
            read_at=form.read_at(),
            values=form.values(),
            kept_reason=form.kept_reason(),
            today=today,
        )

    page = FormPage("Change the comment", "The comment was changed.", thing=found)
    return _act(request, form, change, page, found)


@requires(Permission.UPDATE_ACTIONS)
def insight_link(request: PersonRequest, insight_id: int) -> HttpResponse:
    """Share a comment with a plan, and say what it speaks of."""
    found = _own(request, insight_id)
    plans = selectors.plans_of(found.trust)
    aims, actions = selectors.aims_and_actions_of(found.trust)
    asked = {
        name: question.pk for name, question in zip(QUESTIONS, found.questions.all(), strict=False)
    }
    form = LinkForm(
        posted(request),
        plans=plans,
        aims=aims,
        actions=actions,
        about=questions_to_name(extra=asked.values()),
        initial={
            "plan": found.plan_id,
            "aims": [each.pk for each in found.aims.all()],
            "actions": [each.pk for each in found.actions.all()],
            **asked,
        },
        read_version=found.version,
        back=(BACK, reverse("insight_detail", args=[found.pk])),
    )

    def link() -> None:
        services.link_insight(
            by=request.user,
            insight=found,
            plan=next((p for p in plans if str(p.pk) == form.cleaned_data["plan"]), None),
            questions=questions_with(form.questions()),
            aims=[each for each in aims if each.pk in form.keys("aims")],
            actions=[each for each in actions if each.pk in form.keys("actions")],
        )

    page = FormPage("Link the comment", "The links were saved.", thing=found)
    return _act(request, form, link, page, found)


@requires(Permission.UPDATE_ACTIONS)
def insight_delete(request: PersonRequest, insight_id: int) -> HttpResponse:
    """Delete a comment for good, with a reason."""
    found = _own(request, insight_id)
    rules.delete_insight.require(access_of(request.user), found)
    back = (BACK, reverse("insight_detail", args=[found.pk]))
    form = SayWhyForm(posted(request), submit="Delete this comment", back=back)

    def delete() -> None:
        services.delete_insight(by=request.user, insight=found, reason=form.cleaned_data["reason"])

    page = FormPage("Delete this comment?", "The comment was deleted.")
    if sent(request, form, delete, page):
        return redirect("insight_list")
    rows = [("Source", found.get_source_display()), ("Said on", f"{found.said_on:%d %m %Y}")]
    context = {"insight": found, "form": form, "page": page, "rows": rows}
    return render(request, "improvement_plans/insight_delete.html", context)


def _own(request: PersonRequest, insight_id: int) -> Insight:
    """A comment that the person may change."""
    access = access_of(request.user)
    found = selectors.insight_visible_to(access, insight_id)
    rules.write_insight.require(access, found.trust.ods_code)
    return found


def _act(
    request: PersonRequest, form: Any, act: Any, page: FormPage, found: Insight
) -> HttpResponse:
    if sent(request, form, act, page):
        return redirect("insight_detail", found.pk)
    keep_typing(request, (request.path, [form]))
    return render(request, FORM_PAGE, {"insight": found, "form": form, "page": page})

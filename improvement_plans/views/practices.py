"""Writing a practice, having it reviewed, publishing and retiring it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.paging import page_links
from improvement_plans import practice_rules as rules
from improvement_plans.forms.practices import (
    CHOSEN_THEMES,
    QUESTIONS,
    AnswerForm,
    AnswerWithReasonForm,
    PracticeForm,
    PublishForm,
    RetireForm,
    SayWhyForm,
    SendForm,
)
from improvement_plans.models import Plan, Practice, PracticeState
from improvement_plans.presenters import practices as words
from improvement_plans.selectors import practices as selectors
from improvement_plans.services import practices as services
from improvement_plans.views.keeping import keep_typing
from improvement_plans.views.showing import FormPage, posted, sent
from trusts.views import lists

FORM_PAGE = "improvement_plans/practice_form.html"


@requires(Permission.SEE_PLANS)
@require_safe
def practice_drafts(request: PersonRequest) -> HttpResponse:
    """What the person's trusts write for the library, on the way and published."""
    access = access_of(request.user)
    page = lists.page_of(request, selectors.drafts_visible_to(access))
    context = {
        "table": words.draft_table(page.object_list),
        "pages": page_links(page, request.GET.dict(), noun="practices"),
        "can_write": bool(access.trusts_where(Permission.WRITE_PLANS)),
    }
    return render(request, "improvement_plans/practice_drafts.html", context)


@requires(Permission.WRITE_PLANS)
def practice_new(request: PersonRequest) -> HttpResponse:
    """Begin a practice, from a plan where the address names one."""
    access = access_of(request.user)
    begun = selectors.start_from_plan(access, request.GET.get("plan", ""))
    plan = begun.pop("plan", None)
    assert plan is None or isinstance(plan, Plan)  # noqa: S101 - the selector's own key
    trusts = [plan.trust] if plan else selectors.trusts_written_for(access)
    for trust in trusts:
        rules.write_for_trust.require(access, trust.ods_code)
    form = PracticeForm(
        posted(request),
        initial=begun,
        trusts=trusts,
        about=selectors.questions_to_name(extra=begun.values()),
        back=("Back to the library", reverse("practice_list")),
    )
    made: list[Practice] = []

    def write() -> None:
        code = form.cleaned_data["trust"]
        made.append(
            services.write_practice(
                by=request.user,
                trust=next(trust for trust in trusts if trust.ods_code == code),
                plan=plan,
                values=form.words(),
                questions=selectors.questions_with(form.questions()),
            )
        )

    page = FormPage(
        "Share a practice",
        "Saved as a draft. Send it to review when it is complete.",
        said="Tell it so that another trust can try it. Only the title and the effort are needed "
        "to begin; the programme reads it before it is published.",
    )
    if sent(request, form, write, page):
        return redirect("practice_draft", made[0].pk) if made else redirect("practice_drafts")
    keep_typing(request, (request.path, [form]))
    return render(request, FORM_PAGE, {"practice": None, "form": form, "page": page})


@requires(Permission.SEE_PLANS)
@require_safe
def practice_draft(request: PersonRequest, practice_id: int) -> HttpResponse:
    """A practice as those who work on it see it."""
    access = access_of(request.user)
    found = selectors.draft_visible_to(access, practice_id)
    context = {
        "practice": found,
        "facts": words.facts(found),
        "result_words": words.result_words(found),
        "missing": services.what_is_missing(found),
        "may": words.may_do(found, access),
        "tag": words.state_tag(found),
    }
    return render(request, "improvement_plans/practice_draft.html", context)


@requires(Permission.WRITE_PLANS)
def practice_edit(request: PersonRequest, practice_id: int) -> HttpResponse:
    access = access_of(request.user)
    found = selectors.draft_visible_to(access, practice_id)
    rules.write_for_trust.require(access, found.trust.ods_code)
    chosen: dict[str, object] = {
        name: question.pk for name, question in zip(QUESTIONS, found.questions.all(), strict=False)
    }
    chosen.update(zip(CHOSEN_THEMES, found.themes, strict=False))
    held = {name: getattr(found, name) for name in PracticeForm.base_fields if name != "trust"}
    form = PracticeForm(
        posted(request),
        initial={**held, **chosen},
        trusts=[found.trust],
        about=selectors.questions_to_name(extra=chosen.values()),
        read_version=found.version,
        back=_back(found),
    )

    def change() -> None:
        services.change_practice(
            by=request.user,
            practice=found,
            read_at=form.read_at(),
            values=form.words(),
            questions=selectors.questions_with(form.questions()),
        )

    said = "" if found.state == PracticeState.DRAFT else "It must then be reviewed again."
    page = FormPage("Change the practice", "The practice is saved.", said=said, thing=found)
    return _act_or_show(request, form, change, page, found)


@requires(Permission.WRITE_PLANS)
def practice_send(request: PersonRequest, practice_id: int) -> HttpResponse:
    access = access_of(request.user)
    found = selectors.draft_visible_to(access, practice_id)
    rules.write_for_trust.require(access, found.trust.ods_code)
    words_of = services.words_of(found)
    form = SendForm(posted(request), submit="Send to review", words=words_of, back=_back(found))

    def send() -> None:
        services.send_to_review(by=request.user, practice=found)

    page = FormPage(
        "Send the practice to review?",
        "It is sent. A programme lead reads it.",
        said="A programme lead reads it and publishes it, or asks for changes.",
        missing=tuple(services.what_is_missing(found)),
    )
    return _act_or_show(request, form, send, page, found)


@requires(Permission.APPROVE_PLANS)
def practice_review(request: PersonRequest, practice_id: int) -> HttpResponse:
    found = _to_review(request, practice_id)
    words_of = services.words_of(found)
    form = AnswerForm(posted(request), submit="It can be published", words=words_of, **_read(found))

    def review() -> None:
        services.review(by=request.user, practice=found, read_at=form.read_at())

    page = FormPage(
        "Can this practice be published?",
        "Reviewed. It can be published now.",
        thing=found,
        said="You have checked that it names no patient, that its figures rest on enough people, "
        "and that another trust could do it.",
    )
    return _act_or_show(request, form, review, page, found)


@requires(Permission.APPROVE_PLANS)
def practice_send_back(request: PersonRequest, practice_id: int) -> HttpResponse:
    found = _to_review(request, practice_id)
    form = AnswerWithReasonForm(posted(request), submit="Ask for changes", **_read(found))

    def send_back() -> None:
        reason = form.cleaned_data["reason"]
        services.send_back(by=request.user, practice=found, reason=reason, read_at=form.read_at())

    page = FormPage(
        "Ask for changes", "Changes are asked for. The author has been told.", thing=found
    )
    return _act_or_show(request, form, send_back, page, found)


@requires(Permission.APPROVE_PLANS)
def practice_publish(request: PersonRequest, practice_id: int) -> HttpResponse:
    found = _to_review(request, practice_id)
    words_of = services.words_of(found)
    form = PublishForm(
        posted(request), submit="Publish the practice", words=words_of, **_read(found)
    )

    def publish() -> None:
        services.publish(
            by=request.user,
            practice=found,
            read_at=form.read_at(),
            kept_reason=form.kept_reason(),
        )

    page = FormPage(
        "Publish the practice?",
        "The practice is in the public library.",
        thing=found,
        said="Everybody can read it. It cannot be changed afterwards, only retired.",
    )
    return _act_or_show(request, form, publish, page, found)


@requires(Permission.WRITE_PLANS, Permission.APPROVE_PLANS)
def practice_retire(request: PersonRequest, practice_id: int) -> HttpResponse:
    access = access_of(request.user)
    found = selectors.draft_visible_to(access, practice_id)
    rules.retire_practice.require(access, found)
    form = RetireForm(posted(request), submit="Retire the practice", back=_back(found))

    def retire() -> None:
        services.retire(
            by=request.user,
            practice=found,
            reason=form.cleaned_data["reason"],
            kept_reason=form.kept_reason(),
        )

    page = FormPage(
        "Retire the practice?",
        "The practice is retired.",
        said="It leaves the list. Its page stays, with the reason you give.",
    )
    return _act_or_show(request, form, retire, page, found)


def _to_review(request: PersonRequest, practice_id: int) -> Practice:
    access = access_of(request.user)
    found = selectors.draft_visible_to(access, practice_id)
    rules.review_practice.require(access, found)
    return found


def _read(practice: Practice) -> dict[str, Any]:
    """The way back, and the version whose text stands on the page."""
    return {"back": _back(practice), "read_version": practice.version}


def _back(practice: Practice) -> tuple[str, str]:
    return ("Back to the practice", reverse("practice_draft", args=[practice.pk]))


def _act_or_show(
    request: PersonRequest,
    form: PracticeForm | SendForm | PublishForm | SayWhyForm,
    act: Callable[[], None],
    page: FormPage,
    practice: Practice,
) -> HttpResponse:
    if sent(request, form, act, page):
        return redirect("practice_draft", practice.pk)
    keep_typing(request, (request.path, [form]))
    return render(request, FORM_PAGE, {"practice": practice, "form": form, "page": page})

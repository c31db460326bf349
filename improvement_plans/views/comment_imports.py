"""Bringing many comments: paste or upload, look at the check, decide, save, undo."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.paging import page_links
from improvement_plans.forms.comment_imports import BringCommentsForm, DecideForm
from improvement_plans.forms.practices import SayWhyForm
from improvement_plans.models import CommentImport, Decision, StagedComment
from improvement_plans.presenters import comment_imports as words
from improvement_plans.selectors import comment_imports as selectors
from improvement_plans.selectors.insight import plans_of, trusts_written_for
from improvement_plans.services import comment_imports as services
from improvement_plans.services.comment_reading import PASTED
from improvement_plans.views.coding import do_or_say
from improvement_plans.views.showing import FormPage, posted, sent
from trusts.views import lists

S = words.S
ROWS_TO_DECIDE = 20


@requires(Permission.UPDATE_ACTIONS)
def comments_import(request: PersonRequest) -> HttpResponse:
    """Paste comments or choose a file; the check comes next."""
    access = access_of(request.user)
    trusts = trusts_written_for(access)
    chosen = next((t for t in trusts if t.ods_code == request.POST.get("trust")), trusts[0])
    plans, today = plans_of(chosen), timezone.localdate()
    form = BringCommentsForm(
        posted(request),
        request.FILES if request.method == "POST" else None,
        trusts=trusts,
        plans=plans,
        today=today,
        initial={"said_on": today},
        back=("Back to the comments", reverse("insight_list")),
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = services.bring_comments(
                by=request.user,
                trust=chosen,
                given=form.given(),
                content=file.read() if file else form.cleaned_data["text"].encode(),
                name=file.name if file else PASTED,
                plan=next((p for p in plans if str(p.pk) == form.cleaned_data["plan"]), None),
                today=today,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("comments_batch", batch.pk)
    lately = selectors.imports_visible_to(access)[:5]
    context = {"form": form, "lately": words.import_table(lately)}
    return render(request, "improvement_plans/comments_import.html", context)


@requires(Permission.UPDATE_ACTIONS)
def comments_batch(request: PersonRequest, batch_id: int) -> HttpResponse:
    """What a check found, and what becomes of the rows that could name somebody."""
    batch = selectors.import_visible_to(access_of(request.user), batch_id)
    file = lists.download(
        request,
        name="refused rows",
        columns=words.REFUSED_COLUMNS,
        rows=words.refused_rows(batch),
    )
    if file is not None:
        return file
    if batch.state not in words.OPEN and request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    page = lists.Paginator(selectors.rows_to_decide(batch), ROWS_TO_DECIDE).get_page(
        request.GET.get("page")
    )
    form = DecideForm(posted(request), rows=page.object_list)

    def decide() -> None:
        services.decide(by=request.user, batch=batch, decisions=form.decisions())

    if sent(request, form, decide, FormPage("Decide", "Your decisions were saved.")):
        return redirect("comments_batch", batch.pk)
    return render(request, "improvement_plans/comments_batch.html", _context(batch, form, page))


def _context(
    batch: CommentImport, form: DecideForm, page: lists.Page[StagedComment]
) -> dict[str, object]:
    checked = batch.state == S.CHECKED
    undecided = selectors.undecided(batch) if checked else 0
    return {
        "batch": batch,
        "form": form,
        "tag": words.state_tag(batch),
        "is_open": batch.state in words.OPEN,
        "is_checked": checked,
        "is_saved": batch.state == S.SAVED,
        "percent": words.percent(batch),
        "progress": words.progress_words(batch),
        "numbers": words.numbers(batch) if batch.counts else [],
        "refused": words.refused_table(batch) if batch.refused else None,
        "undecided": undecided,
        "undecided_words": words.rows_words(undecided),
        "to_decide": page.paginator.count if checked else 0,
        "pages": page_links(page, {}, noun="rows"),
        "repeated": words.repeated_words(batch),
        "not_read": words.not_read_words(batch),
        "first": words.first_table(selectors.first_rows(batch)) if checked else None,
    }


@require_POST
@requires(Permission.UPDATE_ACTIONS)
def comments_decide_rest(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Mark every row that nobody has decided, or leave all of them out."""
    batch = selectors.import_visible_to(access_of(request.user), batch_id)
    leaves_out = request.POST.get("decision") == Decision.LEAVE_OUT
    decision = Decision.LEAVE_OUT if leaves_out else Decision.MASK
    do_or_say(
        request,
        lambda: services.decide_rest(by=request.user, batch=batch, decision=decision),
        done="All rows are decided.",
    )
    return redirect("comments_batch", batch.pk)


@require_POST
@requires(Permission.UPDATE_ACTIONS)
def comments_save(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Save what was checked: all of it, or nothing."""
    batch = selectors.import_visible_to(access_of(request.user), batch_id)
    do_or_say(
        request,
        lambda: services.save_comments(by=request.user, batch=batch),
        done="The comments were saved."
        if batch.counts.get("to_save", 0) <= services.MOST_ROWS_AT_ONCE
        else "The comments are being saved.",
    )
    return redirect("comments_batch", batch.pk)


@require_POST
@requires(Permission.UPDATE_ACTIONS)
def comments_stop(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Stop what a worker is doing with it."""
    batch = selectors.import_visible_to(access_of(request.user), batch_id)
    do_or_say(
        request,
        lambda: services.stop_comments(by=request.user, batch=batch),
        done="Stopped. Nothing was saved.",
    )
    return redirect("comments_batch", batch.pk)


@require_POST
@requires(Permission.UPDATE_ACTIONS)
def comments_discard(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Throw away what was brought and not saved."""
    batch = selectors.import_visible_to(access_of(request.user), batch_id)
    do_or_say(
        request,
        lambda: services.discard_comments(by=request.user, batch=batch),
        done="It was thrown away. Nothing of it was saved.",
    )
    return redirect("comments_import")


@requires(Permission.UPDATE_ACTIONS)
def comments_undo(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Delete every comment of an import, with a reason."""
    batch = selectors.import_visible_to(access_of(request.user), batch_id)
    back = ("Back to the import", reverse("comments_batch", args=[batch.pk]))
    form = SayWhyForm(posted(request), submit="Undo this import", back=back)

    def undo() -> None:
        services.undo_import(by=request.user, batch=batch, reason=form.cleaned_data["reason"])

    page = FormPage("Undo this import?", "The import was undone. Its comments are deleted.")
    if sent(request, form, undo, page):
        return redirect("comments_batch", batch.pk)
    rows = [
        ("Comments", str(batch.counts.get("saved", 0))),
        ("Coded since", str(selectors.coded_of(batch))),
    ]
    context = {"batch": batch, "form": form, "page": page, "rows": rows}
    return render(request, "improvement_plans/comments_undo.html", context)

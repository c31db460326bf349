"""What everybody may read of the practice library."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import public, requires, signed_in
from buddy_portal.design.forms import NhsForm
from buddy_portal.design.paging import page_links
from improvement_plans.forms.practices import AdoptionForm, LibraryFilterForm, WhichTrustForm
from improvement_plans.models import Practice
from improvement_plans.presenters import practices as words
from improvement_plans.selectors import practices as selectors
from improvement_plans.services import practices as services
from improvement_plans.services.drafts import forget_draft
from improvement_plans.views.keeping import keep_typing
from improvement_plans.views.showing import FormPage, posted, sent
from trusts.models import Trust
from trusts.views import lists

TAKE_UP = FormPage("Take it up", "Saved. Others see how far you are.")
FILTERS = ("q", "question", "section", "theme", "kind", "effort", "sort")


@public
@require_safe
def practice_list(request: HttpRequest) -> HttpResponse:
    """Every published practice, with search, filters and files."""
    filters = lists.asked(request, *FILTERS)
    found = selectors.published_practices(
        selectors.LibraryQuery(
            words=filters.get("q", ""),
            question=filters.get("question", ""),
            section=filters.get("section", ""),
            theme=filters.get("theme", ""),
            kind=filters.get("kind", ""),
            effort=filters.get("effort", ""),
            order=filters.get("sort", "newest"),
        )
    )
    file = lists.download(
        request,
        name="practice library",
        columns=words.COLUMNS,
        rows=words.download_rows(found, settings.PORTAL_URL) if "download" in request.GET else [],
    )
    if file is not None:
        return file
    page = lists.page_of(request, found)
    shown = {name: value for name, value in filters.items() if name != "sort"}
    access = access_of(request.user)
    offered = words.choices_of(
        selectors.sections(), selectors.questions_on_show(), selectors.themes_on_show()
    )
    context = {
        "items": words.library_items(page.object_list),
        "filter_form": LibraryFilterForm(initial=shown, offered=offered),
        "active": words.active_filters(shown, lists.without, offered),
        "orders": words.order_links(filters),
        "pages": page_links(page, request.GET.dict(), noun="practices"),
        "downloads": lists.downloads(filters),
        "nothing_at_all": not shown and not page.paginator.count,
        "can_write": bool(access.trusts_where(Permission.WRITE_PLANS)),
        "sees_drafts": Permission.SEE_PLANS in access.permissions,
    }
    return render(request, "improvement_plans/practice_list.html", context)


@public
@require_safe
def practice(request: HttpRequest, practice_slug: str) -> HttpResponse:
    """One practice; where it is retired, the page says so and why."""
    found = selectors.practice_on_show(practice_slug)
    context = {
        "practice": found,
        "facts": words.facts(found),
        "result_words": words.result_words(found),
        "thanks": words.thanks_words(found.thanked),  # type: ignore[attr-defined]  # annotated
        "adoptions": words.adoption_table(selectors.adoptions_of(found)),
        "may": words.may_do(found, access_of(request.user)),
        "tag": words.state_tag(found),
    }
    return render(request, "improvement_plans/practice.html", context)


@requires(Permission.WRITE_PLANS)
def practice_take_up(request: PersonRequest, practice_slug: str) -> HttpResponse:
    """Say how far the person's own trust is with a practice."""
    found = selectors.practice_on_show(practice_slug)
    trusts = selectors.trusts_that_may_take_up(found, access_of(request.user))
    back = ("Back to the practice", reverse("practice", args=[found.slug]))
    chosen = _chosen(request, trusts)
    if chosen is None and trusts and request.method != "POST":
        asked = request.GET if "trust" in request.GET else None
        return _form_page(request, found, WhichTrustForm(asked, trusts=trusts, back=back), TAKE_UP)
    own = selectors.adoption_of(found, chosen) if chosen else None
    form = AdoptionForm(
        posted(request),
        trusts=[chosen] if chosen else trusts,
        own=own,
        is_one_of_many=len(trusts) > 1,
        back=back,
    )
    # What is typed for one trust is not filled in for another.
    kept_at = f"{request.path}?trust={chosen.ods_code}" if chosen and trusts[1:] else request.path

    def take_up() -> None:
        services.take_up(
            by=request.user,
            practice=found,
            trust=next(each for each in trusts if each.ods_code == form.cleaned_data["trust"]),
            state=form.cleaned_data["state"],
            result=form.cleaned_data["result"],
            read_at=form.read_at(),
            kept_reason=form.kept_reason(),
        )
        forget_draft(by=request.user, path=kept_at)

    whose = f"For {chosen.name}." if chosen and trusts[1:] else ""
    page = replace(TAKE_UP, said=whose, thing=own)
    if sent(request, form, take_up, page):
        return redirect("practice", found.slug)
    keep_typing(request, (kept_at, [form]))
    return _form_page(request, found, form, page)


def _chosen(request: PersonRequest, trusts: list[Trust]) -> Trust | None:
    """The trust that is taken up for: as sent, as asked for in the address, or the only one."""
    if request.method != "POST" and len(trusts) == 1:
        return trusts[0]
    code = (request.POST if request.method == "POST" else request.GET).get("trust")
    return next((each for each in trusts if each.ods_code == code), None)


def _form_page(
    request: PersonRequest, found: Practice, form: NhsForm, page: FormPage
) -> HttpResponse:
    context = {"practice": found, "form": form, "page": page}
    return render(request, "improvement_plans/practice_form.html", context)


@signed_in
@require_POST
def practice_thank(request: PersonRequest, practice_slug: str) -> HttpResponse:
    """Say thank you, once."""
    found = selectors.practice_on_show(practice_slug)
    try:
        services.say_thanks(by=request.user, practice=found)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Your thank you is counted.")
    return redirect("practice", found.slug)

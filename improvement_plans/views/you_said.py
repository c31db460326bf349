"""The public page: what people told a trust, and what it did."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from buddy_portal.accounts.rules import public
from buddy_portal.design.paging import page_links
from improvement_plans.presenters import commitments as words
from improvement_plans.selectors import commitments as selectors
from trusts.models import Trust
from trusts.selectors.trusts import trust_by_code
from trusts.views import lists


@public
@require_safe
def you_said_we_did(request: HttpRequest) -> HttpResponse:
    """Everything that was published, of every trust."""
    return _page(request, None)


@public
@require_safe
def you_said_we_did_at(request: HttpRequest, ods_code: str) -> HttpResponse:
    """What one trust published."""
    return _page(request, trust_by_code(ods_code))


def _page(request: HttpRequest, trust: Trust | None) -> HttpResponse:
    page = lists.page_of(request, selectors.published_commitments(trust))
    context = {
        "trust": trust,
        "items": words.you_said(page.object_list),
        "pages": page_links(page, request.GET.dict(), noun="entries"),
        "trusts": [
            (each.name, reverse("you_said_we_did_at", args=[each.ods_code]))
            for each in selectors.trusts_that_published()
        ],
    }
    return render(request, "improvement_plans/you_said.html", context)

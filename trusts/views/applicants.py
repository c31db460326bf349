"""Who has applied to a scheme, from where, and which trusts are missing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import requires
from buddy_portal.design.paging import page_links
from trusts import rules
from trusts.forms.applicants import ApplicantFilterForm
from trusts.presenters import applicants as words
from trusts.selectors.applicants import applicants as applicants_of
from trusts.selectors.applicants import chosen
from trusts.selectors.schemes import scheme_by_id
from trusts.views import lists

FILTERS = ("q", "standing", "region", "kind", "size")


@requires(Permission.SEE_SCHEMES)
@require_safe
def applicants(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """The applicants among all trusts, for the programme."""
    rules.can_see_applications.require(access_of(request.user), None)
    scheme = scheme_by_id(scheme_id)
    found, filters = applicants_of(scheme), lists.asked(request, *FILTERS)
    rows = chosen(
        found.standings,
        search=filters.get("q", ""),
        **{name: filters.get(name, "") for name in FILTERS[1:]},
    )
    file = lists.download(
        request,
        name=f"{scheme.name} who has applied",
        columns=words.COLUMNS,
        rows=words.download_rows(rows) if "download" in request.GET else [],
        notes=[f"Size: answers to the most answered question of {scheme.baseline}."],
    )
    if file is not None:
        return file
    page = lists.page_of(request, rows)
    context: dict[str, Any] = {
        "scheme": scheme,
        "numbers": words.numbers(found, scheme),
        "missing": words.missing_words(found),
        "tables": [
            words.group_table("By region", "region", found.regions, scheme),
            words.group_table("By kind", "kind", found.kinds, scheme),
            words.group_table("By size", "size", found.sizes, scheme),
        ],
        "filter_form": ApplicantFilterForm(
            initial=filters, regions=[group.name for group in found.regions]
        ),
        "active": [(value, lists.without(filters, name)) for name, value in filters.items()],
        "table": words.trust_table(page.object_list, lists.downloads(filters)),
        "pages": page_links(page, request.GET, noun="trusts"),
    }
    return render(request, "trusts/applicants.html", context)

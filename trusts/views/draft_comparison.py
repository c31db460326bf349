"""Two saved drafts of the pairing side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import requires
from trusts.forms.pairing import CompareDraftsForm
from trusts.presenters import draft_comparison as words
from trusts.refusals import NotFound
from trusts.selectors import draft_comparison as selectors
from trusts.selectors.board import drafts_of
from trusts.selectors.schemes import scheme_by_id
from trusts.views import lists

FEWEST = 2
LONGEST_ID = 9


@requires(Permission.SEE_PAIRING)
@require_safe
def draft_comparison(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """Each mentee's mentor and score in both drafts, what differs, and the totals."""
    scheme = scheme_by_id(scheme_id)
    drafts = drafts_of(scheme)
    if len(drafts) < FEWEST:
        return render(request, "trusts/draft_comparison.html", {"scheme": scheme, "found": None})
    pair = selectors.two_of(drafts, _draft_id(request, "first"), _draft_id(request, "second"))
    found = selectors.compare_drafts(*pair)
    asked = {"first": str(found.first.pk), "second": str(found.second.pk)}
    asked |= lists.asked(request, "show")
    rows = words.shown_mentees(found, asked.get("show", ""))
    file = lists.download(
        request,
        name=f"{scheme.name} {found.first.name} and {found.second.name}",
        columns=words.columns(found),
        rows=words.file_rows(rows, found),
        notes=words.file_notes(found),
    )
    if file is not None:
        return file
    context = {
        "scheme": scheme,
        "found": found,
        "lede": words.lede(found),
        "inputs": words.inputs_words(found),
        "filter_form": CompareDraftsForm(
            initial=asked, drafts=[(draft.pk, draft.name) for draft in drafts]
        ),
        "totals": words.totals_table(found),
        "filters": words.filters(found, scheme, asked.get("show", "")),
        "table": words.mentee_table(found, rows, lists.downloads(asked)),
        "decisions": words.decisions_table(found),
    }
    return render(request, "trusts/draft_comparison.html", context)


def _draft_id(request: HttpRequest, name: str) -> int | None:
    """The number of a draft in the address; None where the address names none."""
    typed = request.GET.get(name, "").strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_ID):
        raise NotFound("There is no such draft.")
    return int(typed)

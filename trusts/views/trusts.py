"""Pages about trusts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import requires
from buddy_portal.design.paging import page_links
from buddy_portal.design.tables import order_of
from trusts import rules
from trusts.forms.explore import ProfileForm
from trusts.forms.filters import TrustFilterForm
from trusts.models import SurveyYear, Trust
from trusts.presenters import profile
from trusts.presenters import trusts as words
from trusts.presenters.tags import participation_tag
from trusts.selectors import results as result_selectors
from trusts.selectors import trusts as selectors
from trusts.selectors.trust_changes import Changes, changes_of, year_before
from trusts.selectors.whole_trusts import scores_of_whole, whole_trust
from trusts.views import lists


@requires(Permission.SEE_TRUSTS)
@require_safe
def trust_list(request: HttpRequest) -> HttpResponse:
    """Every trust, with search, filters and files."""
    filters = lists.asked(request, "q", "region", "kind", "sort")
    order = order_of(filters.get("sort", ""), selectors.ORDERS, "name")
    found = selectors.trusts_matching(
        search=filters.get("q", ""),
        region=filters.get("region", ""),
        kind=filters.get("kind", ""),
        order=order.asked,
    )
    file = lists.download(
        request,
        name="trusts",
        columns=words.COLUMNS,
        rows=words.download_rows(found) if "download" in request.GET else [],
    )
    if file is not None:
        return file
    page = lists.page_of(request, found)
    shown = {name: value for name, value in filters.items() if name != "sort"}
    context = {
        "filter_form": TrustFilterForm(initial=shown, regions=selectors.regions()),
        "active": [(value, lists.without(filters, name)) for name, value in shown.items()],
        "table": words.trust_table(page.object_list, order, filters, lists.downloads(filters)),
        "pages": page_links(page, request.GET, noun="trusts"),
        "nothing_at_all": not shown and not page.paginator.count,
        "can_import": rules.can_manage_trusts.allows(access_of(request.user), None),
    }
    return render(request, "trusts/trust_list.html", context)


@requires(Permission.SEE_TRUSTS)
@require_safe
def trust_detail(request: HttpRequest, ods_code: str) -> HttpResponse:
    """One trust: facts, what became of it, where it takes part, what its patients said."""
    trust, access = selectors.trust_by_code(ods_code), access_of(request.user)
    shows_results = selectors.may_see_results(trust, access)
    whole = whole_trust(trust)
    years = result_selectors.years_with_results(whole) if shows_results else []
    year = _year_asked(request, years)
    before = year_before(year, years) if year else None
    held = scores_of_whole(whole, [each for each in (year, before) if each])
    rows = result_selectors.trust_results(held, year) if year else []
    changes = changes_of(held, year, before) if year else profile.NO_CHANGES
    together = words.together_words(trust, held, [each for each in (year, before) if each])
    asked = lists.asked(request, "section", "band")
    file = lists.download(
        request,
        name=f"{trust.ods_code} {year.year if year else ''} results",
        columns=profile.RESULT_COLUMNS,
        rows=profile.result_download(profile.chosen_rows(rows, asked), changes),
        notes=[*together, *_notes(rows, changes, year)],
    )
    if file is not None:
        return file
    context = {
        "trust": trust,
        "facts": words.facts(trust),
        "successions": words.succession_sentences(trust, selectors.successions_of(trust)),
        "participations": [
            (found, participation_tag(found))
            for found in selectors.participations_of(trust, access)
        ],
        "shows_results": shows_results,
        "profile": None,
        "together": together,
        "year": year,
        "years": _year_links(years, year, asked),
        **(_results(rows, trust, year, changes, asked) if year else {}),
    }
    return render(request, "trusts/trust_detail.html", context)


def _results(
    rows: list[Any], trust: Trust, year: SurveyYear, changes: Changes, asked: dict[str, str]
) -> dict[str, Any]:
    query = {"year": str(year.pk), **asked}
    return {
        "profile": profile.profile(rows, trust, year, changes, asked),
        "filter_form": ProfileForm(
            initial={"year": str(year.pk), **asked}, sections=profile.sections_of(rows)
        ),
        "active": [(profile.filter_words(v), lists.without(query, n)) for n, v in asked.items()],
        "downloads": lists.downloads(query),
    }


def _notes(rows: list[Any], changes: Changes, year: SurveyYear | None) -> list[str]:
    source = [year.survey.attribution] if year and year.survey.attribution else []
    return [*profile.profile_notes(rows, changes), *source]


def _year_links(
    years: list[SurveyYear], year: SurveyYear | None, asked: dict[str, str]
) -> list[dict[str, Any]]:
    return [
        {
            "text": str(each.year),
            "href": lists.with_value(asked, "year", str(each.pk)) + "#results",
            "current": each == year,
        }
        for each in years
    ]


def _year_asked(request: HttpRequest, years: list[SurveyYear]) -> SurveyYear | None:
    """The year in the address, else the newest."""
    wanted = request.GET.get("year", "")
    return next((year for year in years if str(year.pk) == wanted), years[0] if years else None)

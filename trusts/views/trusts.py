"""Pages about trusts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import requires
from buddy_portal.design.paging import page_links
from buddy_portal.design.tables import Order, order_of
from trusts import rules
from trusts.forms.explore import ProfileForm
from trusts.forms.filters import TrustFilterForm
from trusts.models import Participation, SurveyYear, Trust
from trusts.presenters import profile
from trusts.presenters import trusts as words
from trusts.presenters.tags import participation_facts, participation_tag
from trusts.selectors import results as result_selectors
from trusts.selectors import trusts as selectors
from trusts.selectors.results import ResultRow
from trusts.selectors.trust_changes import Changes, changes_of, year_before
from trusts.selectors.whole_trusts import scores_of_whole, whole_trust
from trusts.views import lists
from trusts.views.kept import Drawing, kept_page


@requires(Permission.SEE_TRUSTS)
@require_safe
def trust_list(request: HttpRequest) -> HttpResponse:
    """Every trust, with search, filters and files."""
    file = _list_file(request) if lists.asks_for_download(request) else None
    can_import = rules.can_manage_trusts.allows(access_of(request.user), None)

    def draw() -> Drawing:
        filters, order, found = _trusts_asked(request)
        page = lists.page_of(request, found)
        shown = {name: value for name, value in filters.items() if name != "sort"}
        return "trusts/trust_list.html", {
            "filter_form": TrustFilterForm(initial=shown, regions=selectors.regions()),
            "active": [(value, lists.without(filters, name)) for name, value in shown.items()],
            "table": words.trust_table(page.object_list, order, filters, lists.downloads(filters)),
            "pages": page_links(page, request.GET, noun="trusts"),
            "nothing_at_all": not shown and not page.paginator.count,
            "can_import": can_import,
        }

    return file or kept_page(request, viewer=(can_import,), draw=draw)


def _trusts_asked(request: HttpRequest) -> tuple[dict[str, str], Order, Iterable[Trust]]:
    filters = lists.asked(request, "q", "region", "kind", "sort")
    order = order_of(filters.get("sort", ""), selectors.ORDERS, "name")
    found = selectors.trusts_matching(
        search=filters.get("q", ""),
        region=filters.get("region", ""),
        kind=filters.get("kind", ""),
        order=order.asked,
    )
    return filters, order, found


def _list_file(request: HttpRequest) -> HttpResponse | None:
    _filters, _order, found = _trusts_asked(request)
    return lists.download(
        request, name="trusts", columns=words.COLUMNS, rows=words.download_rows(found)
    )


@requires(Permission.SEE_TRUSTS)
@require_safe
def trust_detail(request: HttpRequest, ods_code: str) -> HttpResponse:
    """One trust: facts, what became of it, where it takes part, what its patients said."""
    access, code = access_of(request.user), selectors.code_asked(ods_code)
    shows_results = selectors.may_see_results(code, access)
    file = None
    if lists.asks_for_download(request):
        file = _results_file(request, _asked(request, code, shows_results=shows_results))
    schemes = selectors.participations_of(code, access)
    return file or kept_page(
        request,
        viewer=(shows_results, *participation_facts(schemes)),
        draw=lambda: _page(_asked(request, code, shows_results=shows_results), schemes),
    )


@dataclass(frozen=True)
class Asked:
    """The trust, and its results of the year that the address asks for: none where not to be seen.

    `together` says of which trusts the results were put together.
    """

    trust: Trust
    shows_results: bool
    years: list[SurveyYear]
    year: SurveyYear | None
    rows: list[ResultRow]
    changes: Changes
    together: list[str]
    query: dict[str, str]


def _asked(request: HttpRequest, code: str, *, shows_results: bool) -> Asked:
    trust = selectors.trust_by_code(code)
    whole = whole_trust(trust)
    years = result_selectors.years_with_results(whole) if shows_results else []
    year = _year_asked(request, years)
    before = year_before(year, years) if year else None
    shown = [each for each in (year, before) if each]
    held = scores_of_whole(whole, shown)
    return Asked(
        trust=trust,
        shows_results=shows_results,
        years=years,
        year=year,
        rows=result_selectors.trust_results(held, year) if year else [],
        changes=changes_of(held, year, before) if year else profile.NO_CHANGES,
        together=words.together_words(trust, held, shown),
        query=lists.asked(request, "section", "band"),
    )


def _results_file(request: HttpRequest, asked: Asked) -> HttpResponse | None:
    year = asked.year
    return lists.download(
        request,
        name=f"{asked.trust.ods_code} {year.year if year else ''} results",
        columns=profile.RESULT_COLUMNS,
        rows=profile.result_download(profile.chosen_rows(asked.rows, asked.query), asked.changes),
        notes=[*asked.together, *_notes(asked.rows, asked.changes, year)],
    )


def _page(asked: Asked, schemes: list[Participation]) -> Drawing:
    trust, year = asked.trust, asked.year
    return "trusts/trust_detail.html", {
        "trust": trust,
        "facts": words.facts(trust),
        "successions": words.succession_sentences(trust, selectors.successions_of(trust)),
        "participations": [(found, participation_tag(found)) for found in schemes],
        "shows_results": asked.shows_results,
        "profile": None,
        "together": asked.together,
        "year": year,
        "years": _year_links(asked.years, year, asked.query),
        **(_results(asked, year) if year else {}),
    }


def _results(asked: Asked, year: SurveyYear) -> dict[str, Any]:
    query = {"year": str(year.pk), **asked.query}
    active = asked.query.items()
    return {
        "profile": profile.profile(asked.rows, asked.trust, year, asked.changes, asked.query),
        "filter_form": ProfileForm(initial=query, sections=profile.sections_of(asked.rows)),
        "active": [(profile.filter_words(v), lists.without(query, name)) for name, v in active],
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

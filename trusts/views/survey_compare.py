"""Up to five trusts beside each other."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import requires
from buddy_portal.design.charts.dot_rows import draw_dot_rows
from trusts.forms.explore import CompareForm
from trusts.models import SurveyYear, Trust
from trusts.presenters import comparison as words
from trusts.selectors import comparison as selectors
from trusts.selectors import questions, trust_choice
from trusts.selectors import surveys as survey_selectors
from trusts.views import chart_files, lists


@requires(Permission.SEE_SURVEY_RESULTS)
@require_safe
def survey_compare(request: HttpRequest, year_id: int) -> HttpResponse:
    """The trusts in the address, question by question; one more where a name is typed."""
    year = survey_selectors.survey_year_by_id(year_id)
    seen = questions.trusts_seen_by(access_of(request.user))
    section = lists.asked(request, "section").get("section", "")
    codes = _codes(request)
    if not codes and seen is not None:
        codes = sorted(seen)[: selectors.MOST_TRUSTS]
    trusts = trust_choice.trusts_with_codes(codes, seen)
    typed = lists.asked(request, "add").get("add", "")
    offered = trust_choice.trusts_named(typed, seen) if typed else []
    is_full = len(trusts) >= selectors.MOST_TRUSTS
    if len(offered) == 1 and not is_full:
        return redirect(request.path + _address([*trusts, offered[0]], section))
    query = {"trust": ",".join(trust.ods_code for trust in trusts), "section": section}
    query = {name: value for name, value in query.items() if value}
    found = selectors.compared_trusts(year, trusts, section=section) if trusts else []
    answer = _as_file(request, year, trusts, found)
    if answer is not None:
        return answer
    data = words.compare_chart(found, trusts, year)
    context = {
        "year": year,
        "lede": words.lede(trusts, year),
        "filter_form": CompareForm(
            initial={"section": section, "add": typed, "trust": query.get("trust", "")},
            sections=questions.sections_of(year),
        ),
        "active": _active(trusts, section),
        "trusts": trusts,
        "has_scores": words.has_scores(found),
        "offered": [(trust.name, _address([*trusts, trust], section)) for trust in offered],
        "said": _said(typed, offered, is_full=is_full),
        "table": words.compare_table(found, trusts, year, lists.downloads(query)),
        "svg": draw_dot_rows(data, chart_id="compare"),
        "figures": data.figures(),
        "charts": chart_files.links(query),
        "notes": _notes(year),
    }
    return render(request, "trusts/surveys/survey_compare.html", context)


def _codes(request: HttpRequest) -> list[str]:
    """ODS codes of the address: ?trust=A,B or ?trust=A&trust=B; five at most."""
    asked = ",".join(request.GET.getlist("trust"))[:200].upper().split(",")
    codes = list(dict.fromkeys(code.strip() for code in asked if code.strip()))
    return codes[: selectors.MOST_TRUSTS]


def _address(trusts: list[Trust], section: str) -> str:
    codes = ",".join(dict.fromkeys(trust.ods_code for trust in trusts))
    return "?" + urlencode({"trust": codes, **({"section": section} if section else {})}, safe=",")


def _active(trusts: list[Trust], section: str) -> list[tuple[str, str]]:
    """Each trust, and the section, with the address that takes it away."""
    others = [
        (trust.name, _address([each for each in trusts if each != trust], section))
        for trust in trusts
    ]
    return [*others, (section, _address(trusts, ""))] if section else others


def _said(typed: str, offered: list[Trust], *, is_full: bool) -> str:
    if not typed:
        return ""
    if is_full:
        return "Five trusts are the most that can be read side by side. Remove one first."
    if not offered:
        return f"No trust that you can see fits “{typed}”. Try its ODS code."
    return "Several trusts fit. Which one?"


def _notes(year: SurveyYear) -> list[str]:
    source = [year.survey.attribution] if year.survey.attribution else []
    return [words.HOW_TO_READ, *source]


def _as_file(
    request: HttpRequest, year: SurveyYear, trusts: list[Trust], found: list[Any]
) -> HttpResponse | None:
    name = f"{year.year} comparison {' '.join(trust.ods_code for trust in trusts)}"
    data = words.compare_chart(found, trusts, year)
    return lists.download(
        request,
        name=name,
        columns=words.columns(trusts),
        rows=words.file_rows(found),
        notes=_notes(year),
    ) or chart_files.chart_file(
        request,
        name=name,
        draw=lambda: draw_dot_rows(data, chart_id="compare"),
        source=" ".join(_notes(year)),
    )

"""Up to five trusts beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import requires
from buddy_portal.design.charts.dot_rows import ON_A_PHONE, draw_dot_rows
from trusts.forms.explore import CompareForm
from trusts.models import SurveyYear, Trust
from trusts.presenters import comparison as words
from trusts.selectors import comparison as selectors
from trusts.selectors import questions, trust_choice
from trusts.selectors import surveys as survey_selectors
from trusts.views import chart_files, lists
from trusts.views.kept import Drawing, in_order, kept_page


@requires(Permission.SEE_SURVEY_RESULTS)
@require_safe
def survey_compare(request: HttpRequest, year_id: int) -> HttpResponse:
    """The trusts in the address, question by question; one more where a name is typed."""
    seen = questions.trusts_seen_by(access_of(request.user))
    file = None
    if chart_files.asks_for_file(request):
        file = _as_file(request, _asked(request, year_id, seen))
    elif "add" in lists.asked(request, "add"):
        asked = _asked(request, year_id, seen)
        if len(asked.offered) == 1 and not asked.is_full:
            one_more = [*asked.trusts, asked.offered[0]]
            return redirect(request.path + _address(one_more, asked.section))
    return file or kept_page(
        request,
        viewer=(in_order(seen),),
        draw=lambda: _page(_asked(request, year_id, seen)),
    )


@dataclass(frozen=True)
class Asked:
    """What the address asks for, found: the trusts, and those that fit what was typed."""

    year: SurveyYear
    trusts: list[Trust]
    section: str
    typed: str
    offered: list[Trust]
    too_many: bool

    @property
    def is_full(self) -> bool:
        return len(self.trusts) >= selectors.MOST_TRUSTS

    @property
    def found(self) -> list[selectors.ComparedQuestion]:
        if not self.trusts:
            return []
        return selectors.compared_trusts(self.year, self.trusts, section=self.section)


def _asked(request: HttpRequest, year_id: int, seen: trust_choice.Codes) -> Asked:
    codes = _codes(request)
    too_many = len(codes) > selectors.MOST_TRUSTS
    if not codes and seen is not None:
        codes = sorted(seen)
    codes = codes[: selectors.MOST_TRUSTS]
    query = lists.asked(request, "section", "add")
    typed = query.get("add", "")
    return Asked(
        year=survey_selectors.survey_year_by_id(year_id),
        trusts=trust_choice.trusts_with_codes(codes, seen) if codes else [],
        section=query.get("section", ""),
        typed=typed,
        offered=trust_choice.trusts_named(typed, seen) if typed else [],
        too_many=too_many,
    )


def _page(asked: Asked) -> Drawing:
    year, trusts, section = asked.year, asked.trusts, asked.section
    query = {"trust": ",".join(trust.ods_code for trust in trusts), "section": section}
    query = {name: value for name, value in query.items() if value}
    found = asked.found
    data = words.compare_chart(found, trusts, year)
    return "trusts/surveys/survey_compare.html", {
        "year": year,
        "lede": words.lede(trusts, year),
        "filter_form": CompareForm(
            initial={"section": section, "add": asked.typed, "trust": query.get("trust", "")},
            sections=questions.sections_of(year),
        ),
        "active": _active(trusts, section),
        "trusts": trusts,
        "has_scores": words.has_scores(found),
        "offered": [(trust.name, _address([*trusts, trust], section)) for trust in asked.offered],
        "said": _said(asked),
        "table": words.compare_table(found, trusts, year, lists.downloads(query)),
        "svg": draw_dot_rows(data, chart_id="compare"),
        "phone": draw_dot_rows(data, chart_id="compare-phone", width=ON_A_PHONE),
        "figures": data.figures(),
        "charts": chart_files.links(query),
        "notes": _notes(year),
    }


def _codes(request: HttpRequest) -> list[str]:
    """ODS codes of the address, each once: ?trust=A,B or ?trust=A&trust=B."""
    asked = ",".join(request.GET.getlist("trust"))[:200].upper().split(",")
    return list(dict.fromkeys(code.strip() for code in asked if code.strip()))


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


def _said(asked: Asked) -> str:
    if asked.typed and asked.is_full:
        return "Five trusts are the most that can be read side by side. Remove one first."
    if asked.too_many:
        return "Five trusts are the most that can be read side by side. The others are left out."
    if not asked.typed:
        return ""
    if not asked.offered:
        return f"No trust that you can see fits “{asked.typed}”. Try its ODS code."
    return "Several trusts fit. Which one?"


def _notes(year: SurveyYear) -> list[str]:
    source = [year.survey.attribution] if year.survey.attribution else []
    return [words.HOW_TO_READ, *source]


def _as_file(request: HttpRequest, asked: Asked) -> HttpResponse | None:
    """The rows, or the chart."""
    year, trusts, found = asked.year, asked.trusts, asked.found
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

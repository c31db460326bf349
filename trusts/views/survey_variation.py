"""National variation: how far trusts lie apart, by question and by year."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import requires
from buddy_portal.design.charts.dot_rows import ON_A_PHONE, DotRows, draw_dot_rows
from buddy_portal.design.tables import order_of
from trusts.forms.explore import SectionForm
from trusts.models import SurveyYear
from trusts.presenters import variation as words
from trusts.selectors import questions
from trusts.selectors import surveys as survey_selectors
from trusts.selectors import variation as selectors
from trusts.views import chart_files, lists
from trusts.views.kept import kept_page


@requires(Permission.SEE_SURVEY_RESULTS)
@require_safe
def survey_variation(request: HttpRequest, year_id: int) -> HttpResponse:
    """Every question of the year, or one question over all years."""
    file = _as_file(request, year_id) if chart_files.asks_for_file(request) else None
    return file or kept_page(
        request,
        viewer=(),
        draw=lambda: ("trusts/surveys/survey_variation.html", _context(request, year_id)),
    )


def _context(request: HttpRequest, year_id: int) -> dict[str, Any]:
    year = survey_selectors.survey_year_by_id(year_id)
    query = lists.asked(request, "section", "question", "sort")
    if "question" in query:
        return _question(year, query["question"])
    found = selectors.variation_of_year(year, section=query.get("section", ""))
    data = words.year_chart(found, year)
    order = order_of(query.get("sort", ""), words.KEYS, "order")
    shown = {name: value for name, value in query.items() if name == "section"}
    return {
        "title": f"National variation, {year.year}",
        "lede": words.year_lede(found, year),
        "filter_form": SectionForm(initial=shown, sections=questions.sections_of(year)),
        "active": [(value, lists.without(query, name)) for name, value in shown.items()],
        "table": words.year_table(found, order, query, lists.downloads(query)),
        "sentence": "The box holds the middle 80% of trusts, its shaded part the middle half.",
        **_shared(year, found, data, query),
    }


def _question(year: SurveyYear, number: str) -> dict[str, Any]:
    question = questions.question_of(year, number)
    found = selectors.variation_of_question(year, question.number)
    query = {"question": question.number}
    return {
        "title": f"{question.label}: variation over the years",
        "lede": f"{question.number}. How far trusts lay apart in each survey year.",
        "question": question,
        "table": words.question_table(found, lists.downloads(query)),
        "sentence": "Years that cannot be compared are marked in the table.",
        **_shared(year, found, words.question_chart(found), query),
    }


def _shared(
    year: SurveyYear, found: list[selectors.Variation], data: DotRows, query: dict[str, str]
) -> dict[str, Any]:
    return {
        "year": year,
        "has_scores": words.has_scores(found),
        "svg": draw_dot_rows(data, chart_id="variation"),
        "phone": draw_dot_rows(data, chart_id="variation-phone", width=ON_A_PHONE),
        "figures": data.figures(),
        "charts": chart_files.links(query),
        "notes": _notes(year),
    }


def _notes(year: SurveyYear) -> list[str]:
    return [words.METHOD, *([year.survey.attribution] if year.survey.attribution else [])]


def _as_file(request: HttpRequest, year_id: int) -> HttpResponse | None:
    """The rows, or the chart."""
    year = survey_selectors.survey_year_by_id(year_id)
    query = lists.asked(request, "section", "question")
    if "question" in query:
        number = questions.question_of(year, query["question"]).number
        name, found = f"{number} variation", selectors.variation_of_question(year, number)
        data = words.question_chart(found)
    else:
        name = f"{year.year} variation"
        found = selectors.variation_of_year(year, section=query.get("section", ""))
        data = words.year_chart(found, year)
    return lists.download(
        request,
        name=name,
        columns=words.COLUMNS,
        rows=words.file_rows(found),
        notes=_notes(year),
    ) or chart_files.chart_file(
        request,
        name=name,
        draw=lambda: draw_dot_rows(data, chart_id="variation"),
        source=" ".join(_notes(year)),
    )

"""Reading survey results: a year by its questions, a question over all trusts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import requires
from buddy_portal.design.tables import order_of
from trusts import rules
from trusts.presenters import questions as words
from trusts.presenters import survey_year as year_words
from trusts.presenters.surveys import window_words
from trusts.selectors import questions as selectors
from trusts.selectors import surveys as survey_selectors
from trusts.views import chart_files, lists


@requires(Permission.SEE_SURVEY_RESULTS)
@require_safe
def survey_year(request: HttpRequest, year_id: int) -> HttpResponse:
    """The questions of a survey year."""
    year = survey_selectors.survey_year_by_id(year_id)
    found = selectors.question_summaries(year)
    file = lists.download(
        request,
        name=f"{year.year} questions",
        columns=year_words.SUMMARY_COLUMNS,
        rows=year_words.summary_rows(found),
        notes=[year.survey.attribution] if year.survey.attribution else [],
    )
    if file is not None:
        return file
    query = lists.asked(request, "sort")
    order = order_of(query.get("sort", ""), year_words.SUMMARY_KEYS, "order")
    access = access_of(request.user)
    context = {
        "year": year,
        "window": window_words(year),
        "table": year_words.summary_table(found, year, order, query, lists.downloads(query)),
        "can_manage": rules.can_manage_trusts.allows(access, None),
        "can_check": rules.can_check_survey_files.allows(access, None),
    }
    return render(request, "trusts/surveys/survey_year.html", context)


@requires(Permission.SEE_SURVEY_RESULTS)
@require_safe
def question_results(request: HttpRequest, year_id: int, number: str) -> HttpResponse:
    """A question's funnel over all trusts, and the rows that this person may see by name."""
    year = survey_selectors.survey_year_by_id(year_id)
    question = selectors.question_of(year, number)
    dispersed = request.GET.get("limits") != "plain"
    # Imported here: it brings numpy, which a web worker does not need at start.
    from trusts.selectors.funnels import question_funnel

    found = question_funnel(question, dispersed=dispersed)
    seen = words.seen(
        found, selectors.trusts_seen_by(access_of(request.user)), request.GET.get("trust", "")
    )
    position = request.GET.get("position", "")
    rows, hidden = seen.rows(position)
    file = lists.download(
        request,
        name=f"{year.year} {question.number}",
        columns=words.TRUST_COLUMNS,
        rows=words.trust_rows(rows, hidden),
        notes=words.notes(question, year, dispersed=dispersed),
    )
    if file is not None:
        return file
    query = lists.asked(request, "trust", "limits")
    page = words.question_page(question, year, found, seen)
    chart = chart_files.chart_file(
        request,
        name=f"{year.year} {question.number} funnel",
        draw=lambda: page.svg,
        source=" ".join(words.notes(question, year, dispersed=dispersed)),
    )
    if chart is not None:
        return chart
    asked = {**query, "position": position} if position else query
    years = selectors.years_of_question(question, year, seen.first_named)
    context = {
        "year": year,
        "question": question,
        "page": page,
        "charts": chart_files.links(query),
        "bands": words.band_table(found.places, position, query) if seen.everything else None,
        "rows": words.trust_table(rows, hidden, question.scale, lists.downloads(asked)),
        "everything": seen.everything,
        "years": words.year_table(years, question.scale, year.year, seen.name_of_first),
        "note": words.limits_note(question, dispersed=dispersed),
        "dispersed": dispersed,
    }
    return render(request, "trusts/surveys/question_results.html", context)
